"""The rules as plain dictionaries, read straight from the data files: a second evaluator shares nothing with the first."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

DATA = Path(__file__).parents[2] / "data" / "qualmap_lists"
Value = bool | int | float | str
Table = dict[str, dict[str, str]]  # qualification → category → evidence


def _json(*path: str) -> Any:  # noqa: ANN401 - a data file, of its own shape
    return json.loads(DATA.joinpath(*path).read_text(encoding="utf-8"))


EDITIONS: list[dict[str, Any]] = _json("editions", "editions.json")["editions"]
CLAUSES: dict[str, dict[str, Any]] = {entry["id"]: entry for entry in _json("clauses.json")["clauses"]}
TITLES: dict[str, Any] = _json("titles.json")["titles"]
PREMIUM: dict[str, Any] = _json("premium.json")["premium_package"]
FACTS: dict[str, dict[str, Any]] = _json("facts.json")["facts"]


def clauses_of(edition: str) -> list[dict[str, Any]]:
    """The clauses of an edition, each with the conditions of the one that it is the same as."""
    return [
        {**entry, "requires": CLAUSES[entry.get("same_as", entry["id"])]["requires"]}
        for entry in CLAUSES.values()
        if entry["edition"] == edition
    ]


def opened_by(clause: dict[str, Any]) -> set[str]:
    """The clause's category, and every category that includes it in the same edition."""
    including = {
        other["category"] for other in clauses_of(clause["edition"]) if other.get("includes_category") == clause["category"]
    }
    return {clause["category"], *including}


def bundled_rows(edition: str) -> Table:
    """The rows of the bundled copy; those that a later edition carries over are inferred."""
    carried = next(entry.get("carries_over") for entry in EDITIONS if entry["id"] == edition)
    table: Table = {}
    with (DATA / "editions" / (carried or edition) / "rows.csv").open(encoding="utf-8") as lines:
        for row in csv.DictReader(lines):
            table.setdefault(row["qualification"], {})[row["category"]] = "inferred" if carried else row["evidence"]
    return table


def _fields() -> dict[str, str]:
    fields = {}
    for path in sorted((DATA / "registry").glob("*/qualifications.csv")):
        with path.open(encoding="utf-8") as lines:
            fields.update({row["id"]: row["field"] for row in csv.DictReader(lines)})
    return fields


FIELD_OF = _fields()


def conditions_in(requires: dict[str, Any]) -> list[tuple[str, Any]]:
    """Every fact with what it has to be, at any depth."""
    found: list[tuple[str, Any]] = []
    for name, needed in requires.items():
        if name == "any":
            for way in needed:
                found += conditions_in(way)
        else:
            found.append((name, needed))
    return found


def title_conditions(round_: dict[str, Any]) -> list[tuple[str, Any]]:
    """Every fact that a round of title recognition asks for, with what it has to be."""
    levels = [condition for level in round_["levels"] for condition in conditions_in({"any": level["any"]})]
    return [*conditions_in(round_["general"]), *conditions_in(round_["engineering_needs"]), *levels]


def _all_conditions() -> list[tuple[str, Any]]:
    rounds = [entry for name, entry in TITLES.items() if name.startswith("round-")]
    of_clauses = [one for entry in CLAUSES.values() for one in conditions_in(entry.get("requires", {}))]
    return [*of_clauses, *conditions_in(PREMIUM["requires"]), *(one for entry in rounds for one in title_conditions(entry))]


def _values_of(name: str) -> list[Value]:
    """Every answer of a yes-or-no or a choice; of a number those below and at each of its bounds, and above the last.

    What lies below the next bound lies above the last one, so there is a value on both sides of each.
    """
    fact = FACTS[name]
    if fact["kind"] == "boolean":
        return [False, True]
    if fact["kind"] == "choice":
        return list(fact["choices"])
    step = 1 if fact["whole"] else 0.5
    bounds = [bound for asked, needed in _all_conditions() if asked == name for bound in needed.values()]
    return sorted({bound + side * step for bound in bounds for side in (-1, 0)} | {max(bounds) + step})


VALUES: dict[str, list[Value]] = {name: _values_of(name) for name in FACTS}
