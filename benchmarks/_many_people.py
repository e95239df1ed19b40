"""Files of invented people by the million, made column by column."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet
from _strings import distinct_strings

_SEED = 20251101
_ROWS = 65_536  # made at once
_KNOWN = 0.7  # the share of facts that a record has
_FACTS: dict[str, tuple[object, ...]] = {
    "works_in_shanghai": (True, False),
    "origin": ("foreign", "hk_mo_tw", "mainland"),
    "age": tuple(range(22, 70)),
    "work_permit": (True, False),
    "degree": ("none", "bachelor", "master", "doctorate"),
}


def write_people(file: Path, rows: int, *, distinct: int) -> None:
    """A file of so many rows whose texts are drawn from so many distinct ones, rank n n times rarer than the first (Zipf).

    As many distinct texts as rows means that every row has a text of its own.
    """
    chance = np.random.default_rng(_SEED)
    texts = np.array(distinct_strings(distinct), dtype=object)
    shares = 1 / np.arange(1, distinct + 1)
    shares /= shares.sum()
    writer: pyarrow.csv.CSVWriter | pyarrow.parquet.ParquetWriter | None = None
    for first in range(0, rows, _ROWS):
        count = min(_ROWS, rows - first)
        drawn = texts[first : first + count] if distinct == rows else texts[chance.choice(distinct, size=count, p=shares)]
        columns = {
            "ref": pa.array([f"P-{number:08}" for number in range(first, first + count)]),
            "text": pa.array(drawn, pa.string()),
            **{name: _fact(values, count, chance) for name, values in _FACTS.items()},
        }
        table = pa.table(columns)
        if writer is None:
            kind = pyarrow.csv.CSVWriter if file.suffix == ".csv" else pyarrow.parquet.ParquetWriter
            writer = kind(file, table.schema)
        writer.write_table(table)
    if writer is not None:
        writer.close()


def _fact(values: tuple[object, ...], count: int, chance: np.random.Generator) -> pa.Array:
    places = pa.array(chance.integers(len(values), size=count), mask=chance.random(count) >= _KNOWN)
    return pa.array(values).take(places)
