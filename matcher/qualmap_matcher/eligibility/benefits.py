"""Decide the clauses of an edition for one person."""

from __future__ import annotations

from collections.abc import Callable

import attrs

from qualmap.screening import Benefit
from qualmap_matcher.eligibility.conditions import Condition, Known, Test, tests, truth
from qualmap_matcher.eligibility.facts import Facts
from qualmap_matcher.eligibility.holdings import Holdings, qualifications
from qualmap_matcher.eligibility.possibilities import Cells, Prospects
from qualmap_matcher.eligibility.rules import Clause
from qualmap_matcher.eligibility.situations import Situation, remembering, situation
from qualmap_matcher.eligibility.steps import with_row, without_row
from qualmap_matcher.eligibility.wording import Reasons


def cells_of(asked: Condition, facts: Facts) -> dict[str, Cells]:
    """The cells into which a condition divides the facts that it asks for."""
    by_fact: dict[str, list[Test]] = {}
    for test in tests(asked):
        by_fact.setdefault(test.fact, []).append(test)
    return {name: Cells.of(facts.by_name[name], found) for name, found in by_fact.items()}


def prospects_of(asked: Condition, facts: Facts) -> Prospects[bool]:
    """What may still become of a condition."""
    return Prospects(lambda known: bool(truth(asked, known)), cells_of(asked, facts))


@attrs.define(eq=False)
class DecidedClause:
    """One clause, ready to be decided for many people."""

    clause: Clause
    prospects: Prospects[bool]
    reasons: Reasons
    _decided: Callable[[Situation], Benefit] = attrs.field(init=False, repr=False)

    def __attrs_post_init__(self) -> None:
        self._decided = remembering(self._decide)

    @classmethod
    def of(cls, clause: Clause, facts: Facts) -> DecidedClause:
        """Prepare a clause."""
        return cls(clause, prospects_of(clause.requires, facts), Reasons(facts))

    def decide(self, holdings: Holdings, known: Known, *, complete: bool) -> Benefit:
        """The decision for a person with these holdings and facts; `complete` says whether the edition's rows are all known."""
        return self._decided(situation(holdings, self.clause.opened_by, known, self.prospects.cells, complete=complete))

    def _decide(self, of: Situation) -> Benefit:
        clause, known, rows = self.clause, of.known, of.opening.rows
        evidence = rows[0].evidence if rows else None
        if evidence is None:
            step = without_row(of)
        else:
            step = with_row(evidence, clause.seen, clause.requires, known, self.prospects.given(known))
        return Benefit(
            clause=clause.id,
            category=clause.category,
            decision=step.decision,
            missing=step.missing,
            because=step.because,
            seen=clause.seen,
            sources=clause.sources,
            qualifications=qualifications(rows),
            evidence=evidence,
            text=clause.text,
            reason=self.reasons.of(step, clause.requires, known, clause.category, rows),
        )

    def behind_a_name(self, known: Known) -> frozenset[str]:
        """The facts that the decision will still need once an ambiguous name is settled in its favour."""
        return frozenset(self.prospects.given(known).missing)
