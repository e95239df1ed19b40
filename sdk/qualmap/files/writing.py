"""Write answers to a file, one after the other, in the kind that its ending names."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Protocol, TextIO

import attrs

from qualmap.errors import InputError
from qualmap.files.answer_tables import Shape
from qualmap.files.compression import inner_name, named_packing
from qualmap.files.forms import AT_ONCE, Answer, Form, Sink, TextForm, json_line
from qualmap.files.labels import LANGUAGES
from qualmap.files.parquet_output import ParquetForm
from qualmap.files.replacing import replacing
from qualmap.files.summary_output import SummaryForm
from qualmap.screening import Screening

__all__ = ["ENDINGS", "PACKED", "ROWS", "Answer", "JsonLines", "Output", "checked_output", "form_of", "open_output"]

ENDINGS = (".jsonl", ".ndjson", ".json", ".csv", ".xlsx", ".parquet")
PACKED = (".gz", ".zst", ".zstd")
ROWS = ("person", "mention", "summary")
WORKBOOK, PARQUET, SUMMARY = ".xlsx", ".parquet", ROWS[2]


class Output(Protocol):
    """Takes answers, and what could not be answered, in their order."""

    def write(self, answer: Answer) -> None:
        """Write one."""


def checked_output(file: Path, *, sources: Iterable[str], rows: str) -> None:
    """Raise `InputError` where `open_output` would, or would write over an input; before any work is done."""
    ending = inner_name(file).suffix.casefold()
    if ending not in ENDINGS or (ending in {WORKBOOK, PARQUET} and named_packing(file)):
        expected = f"{', '.join(ENDINGS)}, the texts among them also with {', '.join(PACKED)}"
        raise InputError(f"expected a file that ends in {expected}, got {file.name!r}", field="output")
    if rows == SUMMARY and ending not in {".csv", PARQUET}:
        raise InputError("a summary is a flat row a person, for Parquet and CSV", field="rows")
    if rows not in {ROWS[0], SUMMARY} and ending != ".csv":
        raise InputError("one row a mention is for CSV; a workbook has them on a sheet of their own", field="rows")
    checked_place(file, sources)


def checked_place(file: Path, sources: Iterable[str]) -> None:
    """Raise `InputError` where the file has no folder, or is one of the inputs."""
    if not file.resolve().parent.is_dir():
        raise InputError(f"there is no folder {file.parent}", field="output")
    if file.exists() and any(Path(source).exists() and file.samefile(source) for source in sources):
        raise InputError("the output would take the place of the input; give it another name", field="output")


def form_of(file: Path, *, like: Screening, rows: str = ROWS[0]) -> Form | None:
    """How answers are written to a file of this name; None for a workbook, which is no sequence of pieces."""
    ending = inner_name(file).suffix.casefold()
    if ending == WORKBOOK:
        return None
    if ending == PARQUET:
        return ParquetForm(Shape.of(like, rows=rows))
    if rows == SUMMARY:
        return SummaryForm(Shape.of(like, rows=rows), named_packing(file))
    return TextForm.of(file, like=like, rows=rows)


@contextlib.contextmanager
def open_output(file: Path, *, like: Screening, rows: str = ROWS[0], lang: str = LANGUAGES[0]) -> Iterator[Output]:
    """A file to write answers to, which is there once all are written and not before.

    `like` is any answer of the same edition, which says what clauses there are. Raises `InputError`.
    """
    form = form_of(file, like=like, rows=rows)
    with replacing(file) as part:
        if form is None:
            from qualmap.files.workbook import Workbook

            with Workbook.at(part, like=like, lang=lang) as workbook:
                yield workbook
            return
        with part.open("wb") as opened:
            output = _Pieces(form, form.sink(opened))
            yield output
            output.finish()


@attrs.define
class _Pieces:
    """Gathers answers, and writes as many as belong together."""

    form: Form
    sink: Sink
    first: bool = True
    waiting: list[Answer] = attrs.field(factory=list)

    def write(self, answer: Answer) -> None:
        self.waiting.append(answer)
        if len(self.waiting) >= AT_ONCE:
            self._put()

    def finish(self) -> None:
        if self.waiting:
            self._put()
        self.sink.finish()

    def _put(self) -> None:
        self.sink.put(self.form.block(self.waiting, first=self.first))
        self.first, self.waiting = False, []


class JsonLines:
    """One object a line: the answer of the contract, or the error in its place."""

    def __init__(self, text: TextIO) -> None:
        """Write to `text`."""
        self._text = text

    def write(self, answer: Answer) -> None:
        """Write one line."""
        self._text.write(f"{json_line(answer.to_dict())}\n")
