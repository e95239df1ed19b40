"""Several files are read one after the other, and how far that is is told by their bytes."""

from __future__ import annotations

import gzip
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

import qualmap
from qualmap.files.crowd import Crowd
from qualmap.files.people import Options, People
from qualmap.files.rows import ReadRow


def crowd(files: list[Path], facts: tuple[qualmap.Fact, ...]) -> Crowd:
    return Crowd(tuple(map(str, files)), facts, Options())


def table(first: int, count: int) -> str:
    return "id,certificate\n" + "".join(f"C-{n},{'FCCA ' * 20}\n" for n in range(first, first + count))


@pytest.fixture
def files(tmp_path: Path) -> list[Path]:
    named = [tmp_path / name for name in ("a.csv", "b.csv.gz", "c.parquet")]
    named[0].write_text(table(0, 500))
    named[1].write_bytes(gzip.compress(table(500, 500).encode()))
    pq.write_table(pa.table({"id": [f"C-{n}" for n in range(1000, 3000)], "certificate": ["FCCA"] * 2000}), named[2])
    return named


def test_the_rows_of_all_files_come_in_their_order(files: list[Path], facts: tuple[qualmap.Fact, ...]) -> None:
    with crowd(files, facts).rows() as rows:
        refs = [row.record.ref for row in rows if isinstance(row, ReadRow)]

    assert refs == [f"C-{n}" for n in range(3000)]


def test_the_share_that_was_read_grows_to_the_whole(files: list[Path], facts: tuple[qualmap.Fact, ...]) -> None:
    people = crowd(files, facts)
    shares = []
    with people.items() as items:
        for number, _ in enumerate(items):
            if number % 100 == 0:
                shares.append(people.progress() or 0)
        shares.append(people.progress() or 0)

    assert shares == sorted(shares)
    assert 0 < shares[0] < shares[-1]
    assert shares[-1] > 0.99


def test_no_more_than_one_file_is_open(files: list[Path], facts: tuple[qualmap.Fact, ...]) -> None:
    opened: list[str] = []

    def told(file: str, people: People) -> None:
        assert people.kind
        opened.append(file)

    people = Crowd(tuple(map(str, files)), facts, Options(), told)
    with people.items() as items:
        assert opened == [str(files[0])]
        for _ in items:
            pass

    assert opened == [str(file) for file in files]
