"""What unknown facts could still turn out to be, and which of them could change an outcome.

A fact's values fall into a few cells that no test tells apart: for an age that is only asked to be at most 70, those up to 70
and those above. So everything that could be is a small finite grid, and a fact can change an outcome where two points of the
grid differ in it alone and in their outcome. That is exact: a fact that cannot change the outcome is never asked for.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Hashable, Iterable, Mapping
from typing import Generic, TypeVar

import attrs

from qualmap.facts import Fact
from qualmap.records import FactValue
from qualmap_matcher.eligibility.conditions import Known, Test

Outcome = TypeVar("Outcome", bound=Hashable)


@attrs.frozen
class Cells:
    """One value for each cell of a fact: the values on which the tests agree share one."""

    tests: tuple[Test, ...]
    by_answers: dict[tuple[bool, ...], FactValue]

    @classmethod
    def of(cls, fact: Fact, tests: Iterable[Test]) -> Cells:
        """The cells into which these tests divide the fact's values."""
        asked = tuple(dict.fromkeys(tests))
        cells: dict[tuple[bool, ...], FactValue] = {}
        for value in _worth_trying(fact, asked):
            cells.setdefault(_answers(asked, value), value)
        return cls(asked, cells)

    def cell_of(self, value: FactValue) -> FactValue:
        """The value that stands for this one."""
        return self.by_answers[_answers(self.tests, value)]


def _answers(tests: tuple[Test, ...], value: FactValue) -> tuple[bool, ...]:
    return tuple([test.admits(value) for test in tests])


def _worth_trying(fact: Fact, tests: tuple[Test, ...]) -> list[FactValue]:
    """Enough values to reach every cell: for a number its ends, the bounds, and a step to both sides of each."""
    if fact.kind == "boolean":
        return [True, False]
    if fact.kind == "choice":
        return list(fact.choices)
    step = 1 if fact.whole else 0.5  # bounds are whole numbers, so half a year lies between two of them
    near = {bound + side * step for test in tests for bound in test.bounds for side in (-1, 0, 1)}
    return sorted(value for value in {fact.minimum, fact.maximum} | near if fact.minimum <= value <= fact.maximum)


@attrs.frozen
class Prospect(Generic[Outcome]):
    """Every outcome that is still possible, and the facts that could still change it, sorted."""

    outcomes: frozenset[Outcome]
    missing: tuple[str, ...]

    @property
    def settled(self) -> Outcome | None:
        """The outcome, where only one is left."""
        return next(iter(self.outcomes)) if len(self.outcomes) == 1 else None


@attrs.define
class Prospects(Generic[Outcome]):
    """The prospects of one outcome that facts decide; each combination of cells is worked out once.

    `outcome` is given a value for every fact in `cells` and for no other.
    """

    outcome: Callable[[Known], Outcome]
    cells: Mapping[str, Cells]
    _worked_out: dict[tuple[FactValue | None, ...], Prospect[Outcome]] = attrs.field(init=False, factory=dict, repr=False)

    def given(self, known: Known) -> Prospect[Outcome]:
        """What is possible when these facts are known; others than those it depends on do not matter."""
        key = tuple([cells.cell_of(known[fact]) if fact in known else None for fact, cells in self.cells.items()])
        prospect = self._worked_out.get(key)
        if prospect is None:
            prospect = self._worked_out[key] = self._work_out(key)
        return prospect

    def _work_out(self, key: tuple[FactValue | None, ...]) -> Prospect[Outcome]:
        names = list(self.cells)
        open_ = [
            list(cells.by_answers.values()) if value is None else [value]
            for value, cells in zip(key, self.cells.values(), strict=True)
        ]
        grid = {point: self.outcome(dict(zip(names, point, strict=True))) for point in itertools.product(*open_)}
        missing = [name for place, name in enumerate(names) if len(open_[place]) > 1 and _changes(grid, place, open_[place])]
        return Prospect(frozenset(grid.values()), tuple(sorted(missing)))


def _changes(grid: Mapping[tuple[FactValue, ...], Outcome], place: int, values: list[FactValue]) -> bool:
    """Whether two points that differ in one place alone have different outcomes."""
    return any(
        grid[(*point[:place], value, *point[place + 1 :])] != outcome for point, outcome in grid.items() for value in values
    )
