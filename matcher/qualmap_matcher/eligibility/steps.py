"""The five steps in which a clause is decided, in their order.

1. no row          nothing held has a row that opens the clause
2. not eligible    a condition is false
3. needs facts     a condition is unknown
4. unconfirmed     the conditions hold, but the row is inferred or the clause's text was not seen
5. eligible
"""

from __future__ import annotations

import attrs

from qualmap_matcher.eligibility.conditions import Condition, Known, grounds
from qualmap_matcher.eligibility.possibilities import Prospect
from qualmap_matcher.eligibility.situations import Situation

CREDENTIAL = "credential"  # missing: what an ambiguous name means
NOT_LISTED = "not_listed"
ROW_INFERRED = "row_inferred"
TEXT_NOT_SEEN = "text_not_seen"
CRITERIA_NOT_SEEN = "criteria_not_seen"


@attrs.frozen(slots=True)
class Step:
    """Where the decision fell: the decision, what is missing for another one, and what it rests on."""

    decision: str
    missing: tuple[str, ...] = ()
    because: tuple[str, ...] = ()


def without_row(of: Situation) -> Step:
    """Step 1, for somebody who holds nothing that opens the clause."""
    if of.opening.unsettled:
        return Step("needs_facts", missing=(CREDENTIAL,))
    return Step("not_eligible", because=(NOT_LISTED,)) if of.complete else Step("no_row")


def with_row(evidence: str | None, seen: str, requires: Condition, known: Known, prospect: Prospect[bool]) -> Step:
    """Steps 2 to 5, for somebody whose best row is known by `evidence` (None where no row is needed)."""
    if prospect.settled is None:
        return Step("needs_facts", missing=prospect.missing)
    if not prospect.settled:
        return Step("not_eligible", because=named(requires, known))
    doubts = doubts_about(evidence, seen)
    return Step("unconfirmed", because=doubts) if doubts else Step("eligible", because=named(requires, known))


def doubts_about(evidence: str | None, seen: str) -> tuple[str, ...]:
    """What keeps a benefit whose conditions hold from being somebody's."""
    inferred = (ROW_INFERRED,) if evidence == "inferred" else ()
    return inferred + ((TEXT_NOT_SEEN,) if seen == "none" else ())


def named(requires: Condition, known: Known) -> tuple[str, ...]:
    """The facts that decide a condition, sorted."""
    return tuple(sorted({test.fact for test in grounds(requires, known)}))
