"""What one decision depends on, and nothing more: so that people who are alike in it are decided once."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable
from typing import TypeVar

import attrs

from qualmap.records import FactValue
from qualmap_matcher.eligibility.conditions import Known
from qualmap_matcher.eligibility.holdings import Holdings, Opening

_REMEMBERED = 20_000  # situations of one clause: some tens of megabytes at most

Decided = TypeVar("Decided")


@attrs.frozen(slots=True)
class Situation:
    """What opens a clause, the facts it asks for, and the copy's state: `complete` says whether all of its rows are known."""

    opening: Opening
    facts: tuple[tuple[str, FactValue], ...]
    complete: bool

    @property
    def known(self) -> Known:
        """The facts by name."""
        return dict(self.facts)


def situation(holdings: Holdings, opened_by: tuple[str, ...], known: Known, asked: Iterable[str], *, complete: bool) -> Situation:
    """The part of a person's holdings and facts that a clause looks at."""
    facts = tuple([(name, known[name]) for name in asked if name in known])
    return Situation(holdings.opening(opened_by), facts, complete)


def remembering(decide: Callable[[Situation], Decided]) -> Callable[[Situation], Decided]:
    """The same function, which works out each situation once."""
    return functools.lru_cache(maxsize=_REMEMBERED)(decide)
