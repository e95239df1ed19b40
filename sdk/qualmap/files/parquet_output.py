"""Answers as Parquet, in the columns that `qualmap_matcher.batch` gives them."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

import attrs

from qualmap.errors import InputError
from qualmap.files.answer_tables import Shape, TableForm
from qualmap.files.forms import Sink
from qualmap.files.journal import beside, half_written

if TYPE_CHECKING:
    import pyarrow as pa
    import pyarrow.parquet as pq

_GROUPS = {"full": 2000, "summary": 100_000}  # rows of a row group: some 20 MB of answers, which is what is held in memory
_LENGTH = 8  # bytes before a piece that say how long it is


@attrs.frozen
class ParquetForm(TableForm):
    """A piece is a batch in Arrow's stream format; a row that could not be answered has its `error` and no answer.

    Parquet ends with what says where everything stands, so a file that breaks off is none. A run that can be gone on with
    therefore writes its pieces one after the other, and makes the Parquet file of them at the end.
    """

    shape: Shape = attrs.field()

    def piece(self, batch: pa.RecordBatch) -> bytes:
        """The answers of a batch as a piece."""
        import pyarrow as pa

        sink = pa.BufferOutputStream()
        with pa.ipc.new_stream(sink, batch.schema, options=pa.ipc.IpcWriteOptions(compression="zstd")) as stream:
            stream.write_batch(batch)
        return bytes(sink.getvalue())

    def sink(self, file: BinaryIO) -> Sink:
        """What takes the pieces and writes row groups to an empty file."""
        import pyarrow.parquet as pq

        return _ParquetSink(pq.ParquetWriter(file, self.shape.schema(), compression="zstd"), _GROUPS[self.shape.detail])

    def resumable(self, file: BinaryIO) -> Sink:
        """What takes the pieces and writes them to a file as they are, each with its length before it."""
        sink = _PieceSink(file)
        if file.tell() == 0:
            sink.put(self.block((), first=True))  # so that a run over nobody differs from one that has not begun
        return sink

    def put_in_place(self, file: Path) -> None:
        """Make the file of the pieces, if that was not done before."""
        part, whole = beside(file, "part"), beside(file, "whole")
        if not part.exists():
            return
        with half_written(file) as pieces:
            if os.fstat(pieces.fileno()).st_size:
                with whole.open("wb") as opened:
                    sink = self.sink(opened)
                    for piece in _pieces(pieces):
                        sink.put(piece)
                    sink.finish()
                    opened.flush()
                    os.fsync(opened.fileno())
                whole.replace(file.resolve())
        part.unlink(missing_ok=True)


@attrs.define
class _ParquetSink:
    writer: pq.ParquetWriter
    group: int
    waiting: list[pa.RecordBatch] = attrs.field(factory=list)

    def put(self, block: bytes) -> None:
        import pyarrow as pa

        with pa.ipc.open_stream(pa.py_buffer(block)) as stream:
            self.waiting.extend(batch for batch in stream if len(batch))
        if sum(map(len, self.waiting)) >= self.group:
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


@attrs.frozen
class _PieceSink:
    file: BinaryIO

    def put(self, block: bytes) -> None:
        self.file.write(len(block).to_bytes(_LENGTH))
        self.file.write(block)

    def finish(self) -> None:
        """Nothing stands at the end."""


def _pieces(file: BinaryIO) -> Iterator[bytes]:
    while head := file.read(_LENGTH):
        length = int.from_bytes(head)
        piece = file.read(length)
        if len(piece) < length:
            raise InputError("what an interrupted run has written is damaged; begin anew without --resume", field="resume")
        yield piece
