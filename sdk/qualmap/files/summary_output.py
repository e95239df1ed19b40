"""Summaries as CSV: one flat row a person, in the columns that `qualmap_matcher.batch` gives them."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

import attrs

from qualmap.files.answer_tables import Shape, TableForm
from qualmap.files.compression import Packing, packed
from qualmap.files.escaping import harmless
from qualmap.files.forms import Sink, TextSink
from qualmap.files.journal import put_in_place

if TYPE_CHECKING:
    import pyarrow as pa


@attrs.frozen
class SummaryForm(TableForm):
    """CSV, packed or not; cells that a spreadsheet would take for formulas begin with an apostrophe.

    `error` is the message, with the field before it.
    """

    shape: Shape = attrs.field()
    packing: Packing | None

    def piece(self, batch: pa.RecordBatch) -> bytes:
        """The rows of a batch."""
        text = io.StringIO(newline="")
        columns = [_cells(batch.column(name), name) for name in batch.schema.names]
        csv.writer(text).writerows(zip(*columns, strict=True))
        return packed(text.getvalue().encode(), self.packing)

    def sink(self, file: BinaryIO) -> Sink:
        """What takes the pieces and writes them to a file that is empty, or that ends behind a piece."""
        if file.tell() == 0:
            text = io.StringIO(newline="")
            csv.writer(text).writerow(self.shape.schema().names)
            # With a mark: without one Excel reads UTF-8 as the machine's own encoding, and Chinese is lost.
            file.write(packed(text.getvalue().encode("utf-8-sig"), self.packing))
        return TextSink(file, b"")

    resumable = sink

    def put_in_place(self, file: Path) -> None:
        """Let the part take the place of the file."""
        put_in_place(file)


def _cells(column: pa.Array, name: str) -> list[str]:
    values = column.to_pylist()
    if name == "error":
        return ["" if one is None else harmless(_said(one)) for one in values]
    return ["" if one is None else harmless(str(one)) for one in values]


def _said(error: dict[str, str | None]) -> str:
    return f"field '{error['field']}': {error['message']}" if error["field"] else str(error["message"])
