"""Rows that are alike get one code, however many columns there are."""

import itertools
import random

import pyarrow as pa
import pytest

from qualmap_matcher.batch.combining import coded, combined


@pytest.mark.parametrize("largest", [3, 2**40], ids=["one number", "several numbers"])
@pytest.mark.parametrize("columns", [1, 2, 5])
def test_a_combination_has_the_codes_that_the_row_has(columns: int, largest: int) -> None:
    chance = random.Random(columns)  # noqa: S311 - drawn anew in the same way each time
    written = [[chance.choice([0, 1, largest - 1]) for _ in range(200)] for _ in range(columns)]

    codes, found = combined([(pa.array(column, pa.int64()), largest) for column in written])

    assert [found[code] for code in codes.to_pylist()] == list(zip(*written, strict=True))
    assert len(set(found)) == len(found)


def test_a_column_with_one_value_tells_nothing_apart() -> None:
    codes, found = combined([(pa.array([0, 0, 0]), 1), (pa.array([4, 2, 4]), 5), (pa.array([0, 0, 0]), 1)])

    assert [found[code] for code in codes.to_pylist()] == [(0, 4, 0), (0, 2, 0), (0, 4, 0)]


@pytest.mark.parametrize("size", [5, 500])
def test_codes_lead_back_to_the_values(size: int) -> None:
    values = list(itertools.islice(itertools.cycle(["a", None, "b", "", "é"]), size))

    for column in (pa.array(values), pa.array(values).dictionary_encode(), pa.array(values).dictionary_encode().slice(1, 2)):
        codes, found = coded(column)
        assert [found[code] for code in codes.to_pylist()] == column.to_pylist()
