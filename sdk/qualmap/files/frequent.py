"""The most frequent of many things, in memory that does not grow with them."""

from __future__ import annotations

import heapq
from collections import Counter
from collections.abc import Mapping

import attrs

Key = tuple[str, ...]

KEPT = 1000
"""How many different things are counted exactly: of people who write what they like, the most frequent are far fewer."""


@attrs.define
class Frequent:
    """Counts things; as long as there are no more than `kept` different ones the counts are exact.

    Beyond that the rarest are forgotten, as Misra and Gries do it: what the first one left out has is taken from all. A count is
    then too low by at most `lost`, and whatever comes more often than that is there. The same things in the same order and in the
    same pieces give the same counts.
    """

    kept: int = KEPT
    lost: int = 0
    counts: Counter[Key] = attrs.field(factory=Counter)

    def add(self, key: Key, count: int = 1) -> None:
        """Count one thing."""
        self.counts[key] += count
        if len(self.counts) > 2 * self.kept:  # by as many again, so that forgetting comes rarely and costs little
            self._forget()

    def merge(self, other: Frequent) -> None:
        """Count what another one has counted."""
        self.lost += other.lost
        for key, count in other.counts.items():
            self.add(key, count)

    def most(self, number: int) -> list[tuple[Key, int]]:
        """The most frequent ones with their counts; of those that are as frequent, the first by name."""
        return heapq.nsmallest(number, self.counts.items(), key=lambda one: (-one[1], one[0]))

    def to_json(self) -> dict[str, object]:
        """As JSON."""
        return {"lost": self.lost, "counts": [[*key, count] for key, count in self.counts.items()]}

    def restore(self, content: Mapping[str, object]) -> None:
        """Take over what `to_json` gave."""
        lost, counts = content["lost"], content["counts"]
        assert isinstance(lost, int)  # noqa: S101 - as it was written
        assert isinstance(counts, list)  # noqa: S101 - as above
        self.lost = lost
        self.counts = Counter({tuple(key): count for *key, count in counts})

    def _forget(self) -> None:
        least = heapq.nlargest(self.kept + 1, self.counts.values())[-1]
        self.lost += least
        self.counts = Counter({key: count - least for key, count in self.counts.items() if count > least})
