"""People in Parquet: a table whose columns are told by their names, or records as they are, a row group after the other."""

from __future__ import annotations

import importlib.util
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, BinaryIO

import attrs

from qualmap.errors import InputError, InstallationError
from qualmap.facts import Fact
from qualmap.files.columns import Columns, recognise
from qualmap.files.people import Options, People
from qualmap.files.rows import FailedRow, Raw, ReadRow, Row, TableReader, filled, place_of
from qualmap.files.workbooks import cell_text
from qualmap.records import Record

if TYPE_CHECKING:
    import pyarrow as pa
    import pyarrow.parquet as pq

SIGN, ENDING = b"PAR1", ".parquet"
_AT_ONCE = 1024  # rows that are made into values together
_BUFFER = 1 << 20  # bytes of a column that are read together: not all of a row group, which may be the file
_RECORD = ("ref", "credentials", "facts")


@attrs.frozen
class RecordReader:
    """The reader of a row that is a record: `credentials` a list, `facts` a struct, `ref` a text or a number or not there."""

    file: str | None = None

    def __call__(self, number: int, content: object) -> Row:
        """The record of a row."""
        if isinstance(content, InputError):
            return FailedRow(number, content, self.file)
        assert isinstance(content, Mapping)  # noqa: S101 - a row is all that there is beside errors
        ref = content.get("ref")
        named = {**content, "ref": place_of(number, self.file) if ref is None else str(ref)}
        try:
            return ReadRow(number, Record.of(named), file=self.file)
        except InputError as error:
            return FailedRow(number, error, self.file)


def people(file: BinaryIO, facts: Sequence[Fact], options: Options) -> People:
    """The people of a Parquet file; raises `InputError`, and `InstallationError` without pyarrow."""
    if importlib.util.find_spec("pyarrow") is None:
        raise InstallationError("Parquet needs pyarrow: pip install 'qualmap[batch]'")
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        table = pq.ParquetFile(file, buffer_size=_BUFFER)
    except (pa.ArrowInvalid, OSError) as error:
        raise InputError(f"expected Parquet, but it cannot be read as that: {error}", field="file") from None
    done = _Count(table.metadata.num_rows)
    kinds = {field.name: field.type for field in table.schema_arrow}
    if any(pa.types.is_nested(kinds[name]) for name in _RECORD[1:] if name in kinds):
        names = [name for name in _RECORD if name in kinds]
        return People(
            kind="Parquet: records",
            raws=_records(table, names, done),
            reader=RecordReader(options.name),
            progress=done.share,
        )
    columns = recognise(tuple(kinds), facts, options.overrides)
    return People(
        kind="Parquet",
        columns=columns,
        raws=filled(_cells(table, columns, done)),
        reader=TableReader(columns, {fact.name: fact for fact in facts}, options.name),
        progress=done.share,
    )


@attrs.define
class _Count:
    """How many rows of how many were read."""

    rows: int
    read: int = 0

    def share(self) -> float | None:
        return self.read / self.rows if self.rows else None


def _records(table: pq.ParquetFile, names: list[str], done: _Count) -> Iterator[Raw]:
    for batch in _batches(table, names):
        if isinstance(batch, InputError):
            yield done.read + 1, batch
            return
        for row in batch.to_pylist():
            done.read += 1
            yield done.read, row


def _cells(table: pq.ParquetFile, columns: Columns, done: _Count) -> Iterator[tuple[int, list[str] | InputError]]:
    beside = [place for one in columns.credentials for place in (one.text, one.issuer, one.country)]
    read = {place for place in (columns.ref, columns.nationality, *beside, *columns.facts.values()) if place is not None}
    for batch in _batches(table, [columns.headers[place] for place in sorted(read)]):
        if isinstance(batch, InputError):
            yield done.read + 1, batch
            return
        values = dict(zip(sorted(read), (column.to_pylist() for column in batch.columns), strict=True))
        for row in range(len(batch)):
            done.read += 1
            found = (values[place][row] if place in read else None for place in range(len(columns.headers)))
            yield done.read, ["" if one is None else cell_text(one) for one in found]


def _batches(table: pq.ParquetFile, names: list[str]) -> Iterator[pa.RecordBatch | InputError]:
    """The batches with the columns of these names in their order; what cannot be read any more is an error at the end."""
    import pyarrow as pa

    try:
        # A name with a point would be taken for a path into a struct.
        asked = None if any("." in name for name in names) else names
        for batch in table.iter_batches(_AT_ONCE, columns=asked):
            yield batch.select(names)
    except (pa.ArrowInvalid, OSError) as error:
        yield InputError(f"cannot be read: {error}; the rest of the file is not read", field="file")
