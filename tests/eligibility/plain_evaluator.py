"""A second evaluator of clauses, title and premium package: slow, plain, and written from the rules' text alone.

It decides by trying: whatever is unknown is given every value below, at and above each bound, and what comes out is looked at.
"""

from __future__ import annotations

import functools
import itertools
from collections.abc import Callable, Hashable, Iterable, Mapping
from typing import Any

import attrs
from plain_rules import (
    EDITIONS,
    FIELD_OF,
    PREMIUM,
    TITLES,
    VALUES,
    Table,
    Value,
    bundled_rows,
    clauses_of,
    conditions_in,
    opened_by,
    title_conditions,
)

Facts = Mapping[str, Value]
LEVELS = [None, "junior", "intermediate", "associate_senior"]
EVIDENCE = ["inferred", "confirmed", "official"]
ENDS = ["not_eligible", "unconfirmed", "eligible"]


@attrs.frozen
class Copy:
    """A copy of one edition: its rows, and whether they are all."""

    edition: str
    rows: Table
    complete: bool

    @classmethod
    def bundled(cls, edition: str) -> Copy:
        return cls(edition, bundled_rows(edition), next(entry["complete"] for entry in EDITIONS if entry["id"] == edition))


@attrs.frozen
class Person:
    """What somebody holds, by id, for each ambiguous name what it can mean, and the facts that are known."""

    held: frozenset[str]
    ambiguous: tuple[tuple[str, ...], ...]
    facts: Facts


@attrs.frozen
class Decided:
    """What the rules say; `level` and `at_least` of a title only."""

    decision: str
    missing: tuple[str, ...] = ()
    level: str | None = None
    at_least: str | None = None


def fits(needed: Any, value: Value) -> bool:  # noqa: ANN401 - what a data file writes
    """Whether a value is what a condition needs."""
    if isinstance(needed, dict):
        assert not isinstance(value, str)
        return bool(needed.get("at_least", value) <= value <= needed.get("at_most", value))
    return value in needed if isinstance(needed, list) else value == needed


def holds(requires: Mapping[str, Any], facts: Facts) -> bool | None:
    """True, false, or None for unknown: one false decides the whole, one true decides an `any`."""
    parts: list[bool | None] = []
    for name, needed in requires.items():
        if name == "any":
            ways = [holds(way, facts) for way in needed]
            parts.append(True if True in ways else (None if None in ways else False))
        else:
            parts.append(fits(needed, facts[name]) if name in facts else None)
    return False if False in parts else (None if None in parts else True)


@attrs.frozen
class Outlook:
    """Everything that could come out, and the unknown facts that could change it: two values, all else alike, differ in it."""

    endings: set[Any]
    changing: tuple[str, ...]


def outlook(facts: Facts, asked: Iterable[str], outcome: Callable[[tuple[str, ...], tuple[Value, ...]], Hashable]) -> Outlook:
    """Try every value of each unknown fact that is asked for; `outcome` is given names and values."""
    names = tuple(sorted(set(asked)))
    choices = [[facts[name]] if name in facts else VALUES[name] for name in names]
    tried = [(point, outcome(names, point)) for point in itertools.product(*choices)]
    changing = []
    for place, name in enumerate(names):
        if name in facts:
            continue
        by_the_others: dict[tuple[Value, ...], Hashable] = {}
        if any(by_the_others.setdefault(point[:place] + point[place + 1 :], ending) != ending for point, ending in tried):
            changing.append(name)
    return Outlook({ending for _, ending in tried}, tuple(changing))


def without_row(person: Person, copy: Copy, categories: set[str]) -> Decided:
    """Step 1, for somebody without a row in these categories."""
    meanings = [meaning for name in person.ambiguous for meaning in name]
    if any(categories & copy.rows.get(meaning, {}).keys() for meaning in meanings):
        return Decided("needs_facts", ("credential",))
    return Decided("not_eligible" if copy.complete else "no_row")


def evidence_in(person: Person, copy: Copy, categories: set[str]) -> list[tuple[str, str]]:
    """Each qualification with a row in these categories, with the best evidence of such a row."""
    found = []
    for id_ in sorted(person.held):
        kinds = [kind for category, kind in copy.rows.get(id_, {}).items() if category in categories]
        if kinds:
            found.append((id_, max(kinds, key=EVIDENCE.index)))
    return found


def by_conditions(requires: Mapping[str, Any], facts: Facts, *, sure: bool) -> Decided:
    """Steps 2 to 5."""
    truth = holds(requires, facts)
    if truth is False:
        return Decided("not_eligible")
    asked = [name for name, _ in conditions_in(dict(requires))]
    if truth is None:
        tried = outlook(facts, asked, lambda names, point: holds(requires, dict(zip(names, point, strict=True))))
        return Decided("needs_facts", tried.changing)
    return Decided("eligible" if sure else "unconfirmed")


def clause(entry: Mapping[str, Any], person: Person, copy: Copy) -> Decided:
    """The decision for one clause."""
    rows = evidence_in(person, copy, opened_by(dict(entry)))
    if not rows:
        return without_row(person, copy, opened_by(dict(entry)))
    sure = entry["seen"] != "none" and any(kind != "inferred" for _, kind in rows)
    return by_conditions(entry["requires"], person.facts, sure=sure)


def premium(facts: Facts) -> Decided:
    """The decision on the package, which needs no row."""
    return by_conditions(PREMIUM["requires"], facts, sure=PREMIUM["seen"] != "none")


End = tuple[str, str | None]  # a decision and a level


def better(end: End) -> tuple[int, int]:
    """Orders ends: an eligible one before an unconfirmed one, then the higher level."""
    return ENDS.index(end[0]), LEVELS.index(end[1])


@functools.cache
def title_clause(edition: str) -> dict[str, Any]:
    """The clause of Category C."""
    [entry] = [one for one in clauses_of(edition) if one["category"] == "C"]
    return entry


def end_of(entry: Mapping[str, Any], id_: str, kind: str, facts: Facts) -> End:
    """Where one qualification leads when every fact is known."""
    sure = kind != "inferred" and entry["seen"] != "none"
    if not holds(entry["requires"], facts):
        return "not_eligible", None
    if "titles" not in entry:
        named = TITLES["named_levels"].get(entry["edition"], {}).get(id_)
        return ("eligible" if sure and named else "unconfirmed"), named["level"] if named else None
    criteria = TITLES[entry["titles"]]
    engineering = FIELD_OF[id_] in TITLES["engineering_fields"]
    if not holds(criteria["general"], facts) or (engineering and not holds(criteria["engineering_needs"], facts)):
        return "not_eligible", None
    reached = [level["level"] for level in criteria["levels"] if holds({"any": level["any"]}, facts)]
    if not reached:
        return "not_eligible", None
    return "eligible" if sure else "unconfirmed", max(reached, key=LEVELS.index)


@functools.cache
def _best_end(edition: str, rows: tuple[tuple[str, str], ...], names: tuple[str, ...], point: tuple[Value, ...]) -> End:
    entry, known = title_clause(edition), dict(zip(names, point, strict=True))
    return max((end_of(entry, id_, kind, known) for id_, kind in rows), key=better)


def title_facts(edition: str, held: Iterable[str]) -> set[str]:
    """The facts that the title of somebody with these qualifications can depend on."""
    entry = title_clause(edition)
    asked = {name for name, _ in conditions_in(entry["requires"])}
    if "titles" in entry:
        asked |= {name for name, _ in title_conditions(TITLES[entry["titles"]])}
        if not any(FIELD_OF[id_] in TITLES["engineering_fields"] for id_ in held):
            asked -= {name for name, _ in conditions_in(TITLES[entry["titles"]]["engineering_needs"])}
    return asked


def title(person: Person, copy: Copy) -> Decided:
    """The professional title: settled where every completion ends alike."""
    categories = opened_by(title_clause(copy.edition))
    rows = tuple(evidence_in(person, copy, categories))
    if not rows:
        return without_row(person, copy, categories)

    asked = title_facts(copy.edition, [id_ for id_, _ in rows])
    tried = outlook(person.facts, asked, functools.partial(_best_end, copy.edition, rows))
    if len(tried.endings) == 1:
        [(decision, level)] = tried.endings
        return Decided(decision, level=level)
    lowest = min((level for _, level in tried.endings), key=LEVELS.index)
    return Decided("needs_facts", tried.changing, at_least=lowest)
