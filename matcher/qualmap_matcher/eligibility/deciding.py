"""Everything that is decided for one person in one edition: its clauses, the title, the package, and what to ask for."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from typing import Self

import attrs

from qualmap.screening import Benefit, Premium, Title
from qualmap_matcher.eligibility.benefits import DecidedClause, cells_of
from qualmap_matcher.eligibility.conditions import All, Known
from qualmap_matcher.eligibility.facts import Facts
from qualmap_matcher.eligibility.holdings import HeldRow, Holdings
from qualmap_matcher.eligibility.packages import DecidedPackage
from qualmap_matcher.eligibility.possibilities import Cells
from qualmap_matcher.eligibility.questions import Ask, Lacked, in_order, lacking
from qualmap_matcher.eligibility.rules import Rules
from qualmap_matcher.eligibility.titles import DecidedTitle, Path, no_title

RowKind = tuple[str, Path]
Kind = tuple[frozenset[RowKind], tuple[tuple[int, frozenset[RowKind]], ...]]
_PROFESSIONAL_TITLES = "C"  # the category that leads to a professional title


@attrs.frozen
class Decisions:
    """The decisions, and what to ask for, in order."""

    benefits: tuple[Benefit, ...]
    title: Title
    premium: Premium
    asks: tuple[Ask, ...]


@attrs.frozen
class DecidedEdition:
    """One edition, ready to be decided for many people; `complete` says whether all its rows are known."""

    clauses: tuple[DecidedClause, ...]
    title: DecidedTitle | None
    package: DecidedPackage
    fact_names: tuple[str, ...]
    complete: bool

    @classmethod
    def of(cls, edition: str, rules: Rules, *, complete: bool, field_of: Callable[[str], str]) -> Self:
        """Prepare an edition; `field_of` gives a qualification's field."""
        clauses = rules.clauses.get(edition, ())
        leading = next((one for one in clauses if one.category == _PROFESSIONAL_TITLES), None)
        return cls(
            clauses=tuple(DecidedClause.of(clause, rules.facts) for clause in clauses),
            title=DecidedTitle(leading, rules, field_of) if leading else None,
            package=DecidedPackage.of(rules.premium, rules.facts),
            fact_names=tuple(rules.facts.by_name),
            complete=complete,
        )

    def decide(self, held: Holdings, known: Known) -> Decisions:
        """The decisions for a person with these holdings and facts."""
        benefits = tuple(one.decide(held, known, complete=self.complete) for one in self.clauses)
        title = self.decided_title(held, known)
        premium = self.package.decide(known)
        lacked = self._lacked(held, known, benefits, title, premium)
        return Decisions(benefits, title, premium, in_order(tuple([one for one in lacked if one]), self.fact_names))

    def decided_title(self, held: Holdings, known: Known) -> Title:
        """The title, in an edition that has no clause on titles too."""
        return self.title.decide(held, known, complete=self.complete) if self.title else no_title(complete=self.complete)

    def kind(self, held: Holdings) -> Kind:
        """What of holdings decides: people of one kind with the same facts get the same decisions, if not in the same words."""
        return (
            self._kinds(held.rows),
            tuple((one.mention, self._kinds(one.rows)) for one in held.unsettled),
        )

    def _kinds(self, rows: Iterable[HeldRow]) -> frozenset[RowKind]:
        """The rows by what tells them apart: the category, and the path to a title, which has the evidence too."""
        paths = self.title.path if self.title else lambda row: Path(row.evidence, engineering=False, level=None)
        return frozenset((row.category, paths(row)) for row in rows)

    def cells(self, facts: Facts) -> dict[str, Cells]:
        """Of every fact that is asked for here, the cells of values that no decision tells apart (its reason in words may)."""
        asked = [*(one.clause.requires for one in self.clauses), self.package.package.requires]
        if self.title:
            asked.extend(self.title.conditions)
        return cells_of(All(tuple(asked)), facts)

    def _lacked(
        self, held: Holdings, known: Known, benefits: tuple[Benefit, ...], title: Title, premium: Premium
    ) -> list[tuple[Lacked, ...]]:
        if not held.unsettled:  # nobody need ask what a name means
            return [*(one.missing for one in benefits), title.missing, premium.missing]
        lacked = [
            lacking(one.missing, held.unsettled_in(decided.clause.opened_by), partial(decided.behind_a_name, known))
            for one, decided in zip(benefits, self.clauses, strict=True)
        ]
        if self.title:
            names = held.unsettled_in(self.title.clause.opened_by)
            lacked.append(lacking(title.missing, names, partial(self.title.behind_a_name, held, known)))
        return [*lacked, premium.missing]
