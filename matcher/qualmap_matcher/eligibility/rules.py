"""The rules as the data files write them: clauses with their conditions, professional titles, the premium package, sources."""

from __future__ import annotations

import functools
import hashlib
import json
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Self

import attrs

from qualmap.screening import SourceReference, Wording
from qualmap_lists import load_json
from qualmap_matcher.eligibility.conditions import AnyOf, Condition, any_of, condition
from qualmap_matcher.eligibility.facts import Facts

_FILES = ("clauses.json", "titles.json", "premium.json", "facts.json", "sources.json")

Cite = Callable[[Iterable[str]], tuple[SourceReference, ...]]


@attrs.frozen(kw_only=True)
class Clause:
    """One benefit that a category carries in an edition; `opened_by` are the categories whose rows open it."""

    id: str
    edition: str
    category: str
    text: Wording
    requires: Condition
    seen: str
    sources: tuple[SourceReference, ...]
    opened_by: tuple[str, ...]
    title_round: str | None
    run_by: str | None
    discretionary: bool

    @property
    def topic(self) -> str:
        """The id without the edition: what the clause is about in every edition that has it."""
        return self.id.removeprefix(f"{self.edition}-")


@attrs.frozen
class Level:
    """One level of professional title, and what it needs."""

    name: str
    needs: AnyOf


@attrs.frozen(kw_only=True)
class TitleRound:
    """The criteria of one round of title recognition; `levels` has the highest first."""

    general: Condition
    engineering_needs: Condition
    levels: tuple[Level, ...]
    sources: tuple[SourceReference, ...]


@attrs.frozen
class NamedLevel:
    """A level that a source names for a qualification outright."""

    level: str
    sources: tuple[SourceReference, ...]


@attrs.frozen(kw_only=True)
class Package:
    """The package for outstanding talent."""

    text: Wording
    requires: Condition
    seen: str
    sources: tuple[SourceReference, ...]


@attrs.frozen(kw_only=True)
class Rules:
    """Everything that decides by facts; `digest` names the content of the files."""

    facts: Facts
    clauses: dict[str, tuple[Clause, ...]]
    rounds: dict[str, TitleRound]
    engineering_fields: frozenset[str]
    named_levels: dict[str, dict[str, NamedLevel]]
    premium: Package
    digest: str

    @classmethod
    def bundled(cls) -> Self:
        """The rules that come with the package."""
        return cls.from_data({name: load_json(name) for name in _FILES})

    @classmethod
    def from_data(cls, files: Mapping[str, Any]) -> Self:
        """The rules of the content of these files, by their names."""
        cite = functools.partial(_cited, files["sources.json"]["sources"])
        titles = files["titles.json"]["titles"]
        package = files["premium.json"]["premium_package"]
        return cls(
            facts=Facts.from_data(files["facts.json"]),
            clauses=_clauses(files["clauses.json"]["clauses"], cite),
            rounds={name: _round(entry, cite) for name, entry in titles.items() if name.startswith("round-")},
            engineering_fields=frozenset(titles["engineering_fields"]),
            named_levels={
                edition: {id_: NamedLevel(entry["level"], cite(entry["sources"])) for id_, entry in named.items()}
                for edition, named in titles["named_levels"].items()
            },
            premium=Package(
                text=Wording(package["en"], package["zh"]),
                requires=condition(package["requires"]),
                seen=package["seen"],
                sources=cite(package["sources"]),
            ),
            digest=hashlib.sha256(json.dumps(files, sort_keys=True).encode()).hexdigest()[:16],
        )


def _cited(sources: Mapping[str, Mapping[str, Any]], ids: Iterable[str]) -> tuple[SourceReference, ...]:
    return tuple(SourceReference(id_, sources[id_]["title"], sources[id_]["url"]) for id_ in ids)


def _clauses(entries: Iterable[Mapping[str, Any]], cite: Cite) -> dict[str, tuple[Clause, ...]]:
    by_id = {entry["id"]: entry for entry in entries}
    including = {
        (entry["edition"], entry["includes_category"]): entry["category"]
        for entry in by_id.values()
        if entry.get("includes_category")
    }
    clauses: dict[str, list[Clause]] = {}
    for entry in by_id.values():
        said = by_id[entry["same_as"]] if "same_as" in entry else entry
        above = including.get((entry["edition"], entry["category"]))
        clauses.setdefault(entry["edition"], []).append(
            Clause(
                id=entry["id"],
                edition=entry["edition"],
                category=entry["category"],
                text=Wording(said["en"], said["zh"]),
                requires=condition(said["requires"]),
                seen=entry["seen"],
                sources=cite(entry["sources"]),
                opened_by=(entry["category"], *([above] if above else [])),
                title_round=entry.get("titles"),
                run_by=said.get("run_by"),
                discretionary=said.get("discretionary", False),
            )
        )
    return {edition: tuple(found) for edition, found in clauses.items()}


def _round(entry: Mapping[str, Any], cite: Cite) -> TitleRound:
    return TitleRound(
        general=condition(entry["general"]),
        engineering_needs=condition(entry["engineering_needs"]),
        levels=tuple(Level(level["level"], any_of(level["any"])) for level in entry["levels"]),
        sources=cite(entry["sources"]),
    )
