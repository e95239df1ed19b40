"""Answers as Parquet, in the columns that `qualmap_matcher.batch` gives them."""

from __future__ import annotations

import importlib.util
from collections.abc import Sequence
from typing import TYPE_CHECKING, BinaryIO

import attrs

from qualmap.errors import InstallationError
from qualmap.files.escaping import writable
from qualmap.files.forms import Answer, Sink
from qualmap.files.rows import FailedRow
from qualmap.models import Json

if TYPE_CHECKING:
    import pyarrow as pa
    import pyarrow.parquet as pq

_GROUP = 2000  # rows of a row group: some 20 MB of answers, which is what is held in memory


@attrs.frozen
class ParquetForm:
    """A piece is a batch in Arrow's stream format; a row that could not be answered has its `error` and no answer."""

    @classmethod
    def checked(cls) -> ParquetForm:
        """The form; raises `InstallationError` without pyarrow."""
        if importlib.util.find_spec("pyarrow") is None:
            raise InstallationError("Parquet needs pyarrow: pip install 'qualmap[batch]'")
        return cls()

    def block(self, answers: Sequence[Answer], *, first: bool) -> bytes:
        """These answers as a piece."""
        del first
        import pyarrow as pa

        schema = _schema()
        sink = pa.BufferOutputStream()
        with pa.ipc.new_stream(sink, schema) as stream:
            stream.write_batch(pa.RecordBatch.from_pylist([_storable(_columns(one)) for one in answers], schema=schema))
        return bytes(sink.getvalue())

    def sink(self, file: BinaryIO) -> Sink:
        """What takes the pieces and writes row groups to an empty file."""
        import pyarrow.parquet as pq

        return _ParquetSink(pq.ParquetWriter(file, _schema(), compression="zstd"))


@attrs.define
class _ParquetSink:
    writer: pq.ParquetWriter
    waiting: list[pa.RecordBatch] = attrs.field(factory=list)

    def put(self, block: bytes) -> None:
        import pyarrow as pa

        with pa.ipc.open_stream(pa.py_buffer(block)) as stream:
            self.waiting.extend(stream)
        if sum(map(len, self.waiting)) >= _GROUP:
            self._write()

    def finish(self) -> None:
        self._write()
        self.writer.close()

    def _write(self) -> None:
        import pyarrow as pa

        if self.waiting:
            table = pa.Table.from_batches(self.waiting)
            self.writer.write_table(table, row_group_size=len(table))
            self.waiting = []


def _schema() -> pa.Schema:
    from qualmap_matcher.batch import SCREENED

    return SCREENED


def _columns(answer: Answer) -> dict[str, Json]:
    if isinstance(answer, FailedRow):
        return {"ref": answer.ref or answer.place, "error": {**answer.error.to_dict()}}
    return answer.to_dict()


def _storable(value: Json) -> Json:
    """The value with texts that UTF-8 can hold: lone surrogates, which JSON can escape, it has not."""
    if isinstance(value, str):
        return value if value.isascii() or not _has_surrogate(value) else writable(value)
    if isinstance(value, list):
        return [_storable(one) for one in value]
    if isinstance(value, dict):
        return {name: _storable(one) for name, one in value.items()}
    return value


def _has_surrogate(text: str) -> bool:
    return any("\ud800" <= one <= "\udfff" for one in text)
