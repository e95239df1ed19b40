"""The rows of an upload, read as its bytes come: lines of JSON or of a table, in memory that does not grow with the whole."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence
from email.message import Message
from typing import Protocol

import attrs

from qualmap.errors import InputError
from qualmap.facts import Fact
from qualmap.files.columns import Columns, recognise
from qualmap.files.delimited import DELIMITERS
from qualmap.files.documents import read_lines
from qualmap.files.overrides import Overrides
from qualmap.files.rows import FailedRow, Row, read_rows
from qualmap_matcher.service.problems import Problem

JSON_LINES, TABLE = "application/x-ndjson", "text/csv"
_ENCODINGS = {"utf-8": "utf-8-sig", "utf8": "utf-8-sig", "us-ascii": "ascii", "gb18030": "gb18030", "gbk": "gb18030"}
_ENCODINGS |= {"gb2312": "gb18030", "windows-1252": "cp1252"}  # all those in which a byte 10 is always the end of a line
_MOST_LINES = 1000  # of one row of a table: more means that a quotation mark was never closed

Line = bytes | None
"""One line without its end; None for one that is too long to be read."""


class Reader(Protocol):
    """Reads rows out of lines that come piece by piece."""

    def read(self, lines: Iterable[Line]) -> Iterator[Row]:
        """The rows that end in these lines; raises `InputError` where no row of the upload can be read."""

    def end(self) -> Iterator[Row]:
        """What is left when no more lines come; raises as `read`."""


@attrs.define
class Lines:
    """Cuts bytes into lines."""

    longest: int
    _open: bytearray = attrs.field(init=False, factory=bytearray, repr=False)
    _lost: bool = attrs.field(init=False, default=False)

    def cut(self, piece: bytes) -> Iterator[Line]:
        """The lines that end in a piece."""
        *ended, rest = piece.split(b"\n")
        for part in ended:
            self._keep(part)
            yield self._taken()
        self._keep(rest)

    def end(self) -> Iterator[Line]:
        """The last line, where it has no end."""
        if self._open or self._lost:
            yield self._taken()

    def _keep(self, part: bytes) -> None:
        if self._lost or len(self._open) + len(part) > self.longest:
            self._lost = True
            self._open.clear()
        else:
            self._open += part

    def _taken(self) -> Line:
        line = None if self._lost else bytes(self._open)
        self._lost = False
        self._open.clear()
        return line


@attrs.define
class JsonLines:
    """One record a line; empty lines are passed over."""

    _row: int = attrs.field(init=False, default=0)

    def read(self, lines: Iterable[Line]) -> Iterator[Row]:
        """The rows of these lines."""
        for line in lines:
            self._row += 1
            if line is None:
                yield _too_long(self._row)
            else:
                yield from read_lines((line,))

    def end(self) -> Iterator[Row]:
        """Nothing: every line is a row of its own."""
        yield from ()


@attrs.define
class Table:
    """A table whose first row with anything in it is the header; its columns are recognised by name, as in files."""

    _facts: Sequence[Fact]
    _encoding: str
    _columns: Columns | None = attrs.field(init=False, default=None)
    _delimiter: str = attrs.field(init=False, default=",")
    _open: list[str] = attrs.field(init=False, factory=list, repr=False)  # lines of a row that has not ended
    _row: int = attrs.field(init=False, default=0)

    def read(self, lines: Iterable[Line]) -> Iterator[Row]:
        """The rows that end in these lines."""
        for line in lines:
            try:
                cells = self._cells(line)
            except InputError as error:
                self._open.clear()
                self._row += 1
                if self._columns is None:
                    raise
                yield FailedRow(self._row, error)
                continue
            if cells is not None:
                self._open.clear()
                self._row += 1
                yield from self._rows(cells)

    def end(self) -> Iterator[Row]:
        """A row whose quotation mark was never closed."""
        if self._open:
            yield FailedRow(self._row + 1, _never_closed(len(self._open)))
        elif self._columns is None:
            raise InputError("there is no header: the table is empty", field="file")

    def _cells(self, line: Line) -> list[str] | None:
        """The cells of the row that ends with this line; None where it goes on."""
        if line is None:
            raise _too_long(self._row + 1).error
        try:
            text = line.decode(self._encoding)
        except UnicodeDecodeError as error:
            raise InputError(f"cannot be decoded: {error.reason} at byte {error.start} of its line", field="encoding") from None
        if self._columns is None and not self._open:
            self._delimiter = max(DELIMITERS, key=lambda one: len(text.split(one)))
        self._open.append(f"{text}\n")
        try:
            return next(csv.reader(self._open, delimiter=self._delimiter, strict=True), [])
        except csv.Error as error:
            # The end of the lines inside a quoted cell: the cell goes on in the next one.
            if "unexpected end" not in str(error):
                raise InputError(f"cannot be read as cells: {error}", field="row") from None
            if len(self._open) >= _MOST_LINES:
                raise _never_closed(len(self._open)) from None
            return None

    def _rows(self, cells: list[str]) -> Iterator[Row]:
        if self._columns is not None:
            yield from read_rows(((self._row, cells),), self._columns, {fact.name: fact for fact in self._facts})
        elif any(cell.strip() for cell in cells):
            self._columns = recognise(cells, self._facts, Overrides())


def reader_of(content_type: str | None, facts: Sequence[Fact]) -> Reader:
    """What reads an upload of that type; raises a `Problem` for another type."""
    header = Message()
    header["Content-Type"] = content_type or ""
    media, charset = header.get_content_type(), str(header.get_param("charset", "utf-8")).casefold()
    if media == JSON_LINES and charset in {"utf-8", "utf8"}:
        return JsonLines()
    if media == TABLE and charset in _ENCODINGS:
        return Table(facts, _ENCODINGS[charset])
    encodings = ", ".join(sorted(_ENCODINGS))
    detail = f"expected {JSON_LINES} in UTF-8, or {TABLE} with a charset of {encodings}"
    raise Problem(code="unsupported_media_type", detail=detail)


def _too_long(row: int) -> FailedRow:
    return FailedRow(row, InputError("the line is longer than the service reads", field="row"))


def _never_closed(lines: int) -> InputError:
    return InputError(f"a quotation mark is never closed in these {lines} lines, so none of them can be read", field="row")
