"""What one decision depends on, and nothing more: so that people who are alike in it are decided once."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable
from typing import TypeVar

import attrs

from qualmap.records import FactValue
from qualmap_matcher.eligibility.conditions import Known
from qualmap_matcher.eligibility.holdings import HeldRow, Holdings, best_first

_REMEMBERED = 20_000  # situations of one clause: some tens of megabytes at most

Decided = TypeVar("Decided")


@attrs.frozen(slots=True)
class Situation:
    """The rows that open a clause (the best first), whether an ambiguous name could, the facts it asks for, and the copy's state.

    `complete` says whether all rows of the edition are known.
    """

    rows: tuple[HeldRow, ...]
    unsettled: bool
    facts: tuple[tuple[str, FactValue], ...]
    complete: bool

    @property
    def known(self) -> Known:
        """The facts by name."""
        return dict(self.facts)


def situation(holdings: Holdings, opened_by: Iterable[str], known: Known, asked: Iterable[str], *, complete: bool) -> Situation:
    """The part of a person's holdings and facts that a clause looks at."""
    categories = tuple(opened_by)
    return Situation(
        best_first(holdings.rows_in(categories)),
        bool(holdings.unsettled_in(categories)),
        tuple([(name, known[name]) for name in asked if name in known]),
        complete,
    )


def remembering(decide: Callable[[Situation], Decided]) -> Callable[[Situation], Decided]:
    """The same function, which works out each situation once."""
    return functools.lru_cache(maxsize=_REMEMBERED)(decide)
