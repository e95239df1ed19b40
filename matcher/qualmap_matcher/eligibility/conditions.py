"""Conditions on facts, and their truth where facts may be unknown.

A condition is a test of one fact, `All` of several conditions, or `AnyOf` them. Truth has three values: true, false and None
for unknown. One false decides an `All`, one true decides an `AnyOf`, whatever is unknown besides.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import attrs

from qualmap.records import FactValue

Truth = bool | None
Known = Mapping[str, FactValue]


@attrs.frozen(slots=True)
class Test:
    """What one fact has to be: one of some values, or a number between bounds (included; None for no bound)."""

    fact: str
    values: tuple[FactValue, ...] = ()
    at_least: int | None = None
    at_most: int | None = None

    def admits(self, value: FactValue) -> bool:
        """Whether the value will do."""
        if self.values:
            return value in self.values
        assert not isinstance(value, str)  # noqa: S101 - values were checked against the fact's kind when they came in
        return (self.at_least is None or value >= self.at_least) and (self.at_most is None or value <= self.at_most)

    @property
    def bounds(self) -> tuple[int, ...]:
        """The numbers at which the answer changes."""
        return tuple(bound for bound in (self.at_least, self.at_most) if bound is not None)


@attrs.frozen(slots=True)
class All:
    """Holds where every part does; without parts it asks for nothing."""

    parts: tuple[Condition, ...]


@attrs.frozen(slots=True)
class AnyOf:
    """Holds where one part does."""

    parts: tuple[Condition, ...]


Condition = Test | All | AnyOf


def condition(written: Mapping[str, Any]) -> All:
    """The condition that a data file writes: facts with the answers they need, and under `any` ways of which one is enough."""
    return All(tuple(any_of(needed) if name == "any" else _test(name, needed) for name, needed in written.items()))


def any_of(ways: Sequence[Mapping[str, Any]]) -> AnyOf:
    """The condition that one of several ways is enough."""
    return AnyOf(tuple(condition(way) for way in ways))


def _test(fact: str, needed: FactValue | Sequence[str] | Mapping[str, int]) -> Test:
    if isinstance(needed, Mapping):
        return Test(fact, at_least=needed.get("at_least"), at_most=needed.get("at_most"))
    if isinstance(needed, bool | int | float | str):
        return Test(fact, (needed,))
    return Test(fact, tuple(needed))


def truth(asked: Condition, known: Known) -> Truth:
    """Whether the condition holds, as far as the facts tell."""
    if isinstance(asked, Test):
        return asked.admits(known[asked.fact]) if asked.fact in known else None
    values = [truth(part, known) for part in asked.parts]
    deciding = isinstance(asked, AnyOf)
    if deciding in values:
        return deciding
    return None if None in values else not deciding


def tests(asked: Condition) -> Iterator[Test]:
    """Every test in the condition, in order."""
    if isinstance(asked, Test):
        yield asked
    else:
        for part in asked.parts:
            yield from tests(part)


def grounds(asked: Condition, known: Known) -> Iterator[Test]:
    """The tests that decide a condition: the false ones of an `All` that fails, those of one way of an `AnyOf` that holds."""
    value = truth(asked, known)
    if isinstance(asked, Test):
        yield asked
        return
    decided = [part for part in asked.parts if truth(part, known) is value]
    for part in decided[:1] if isinstance(asked, AnyOf) and value else decided:
        yield from grounds(part, known)
