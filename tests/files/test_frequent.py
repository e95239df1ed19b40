"""The most frequent are exact while few things differ, and beyond that too low by no more than is said."""

from __future__ import annotations

import json
import random
import tracemalloc
from collections import Counter

from qualmap.files.frequent import Frequent


def test_few_different_things_are_counted_exactly() -> None:
    frequent = Frequent(kept=3)
    for word in ["b", "a", "a", "c", "b", "a"]:
        frequent.add((word,))

    assert frequent.most(2) == [(("a",), 3), (("b",), 2)]
    assert frequent.lost == 0


def test_of_equals_the_first_by_name_comes_first() -> None:
    frequent = Frequent()
    for word in ["c", "a", "b"]:
        frequent.add((word,))

    assert [key for key, _ in frequent.most(2)] == [("a",), ("b",)]


def test_many_different_things_are_counted_to_within_what_was_lost() -> None:
    chance = random.Random(7)  # noqa: S311 - for something to count
    things = [(f"{int(chance.paretovariate(0.7))}",) for _ in range(20_000)]
    true = Counter(things)
    parts = [Frequent(kept=50), Frequent(kept=50)]
    for index, one in enumerate(things):
        parts[index % 2].add(one)
    whole = Frequent(kept=50)
    for part in parts:
        whole.merge(part)

    assert 0 < whole.lost <= len(things) // 25
    assert len(whole.counts) <= 100
    assert all(true[key] - whole.lost <= count <= true[key] for key, count in whole.counts.items())
    assert all(key in whole.counts for key, count in true.items() if count > whole.lost)
    assert whole.most(1)[0][0] == true.most_common(1)[0][0]


def test_it_is_taken_up_again_as_it_was() -> None:
    frequent = Frequent(kept=2)
    for number in range(9):
        frequent.add(("x" if number % 2 else str(number), "y"))
    again = Frequent(kept=2)
    again.restore(json.loads(json.dumps(frequent.to_json())))

    assert again == frequent


def test_memory_does_not_grow_with_what_is_counted() -> None:
    def peak(count: int) -> int:
        tracemalloc.start()
        frequent = Frequent(kept=100)
        for number in range(count):
            frequent.add((f"thing {number}",))
        size = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return size

    assert peak(20_000) < 2 * peak(1_000)
