"""One sheet of a workbook, written row after row and never held: header, widths, filter, and a next sheet when it is full."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, TypeAlias

import attrs
import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from qualmap.files.escaping import writable
from qualmap.screening import Wording

ROWS = 1_048_576  # of a sheet: the format has no more
LONGEST_TEXT = 32_767  # characters of a cell: the format's limit


@attrs.frozen
class Column:
    """A column: what stands over it, in both languages, and its width in characters."""

    title: Wording
    width: int

    @property
    def header(self) -> str:
        """English and Chinese, one above the other; once where they are the same."""
        return "\n".join(dict.fromkeys((self.title.en, self.title.zh)))


@attrs.frozen
class Styled:
    """A text with the name of a style."""

    text: str
    style: str


Cell = str | float | Styled | None
Book: TypeAlias = xlsxwriter.Workbook
Styles: TypeAlias = Mapping[str, Any]  # XlsxWriter's formats; it marks no types as its own

_OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}


def new_book(file: Path) -> Book:
    """A workbook that writes each row out before the next, and takes no text for a formula, a link or a number."""
    return Book(str(file), _OPTIONS)


@attrs.define
class Sheet:
    """A sheet that goes on as `People 2` when `People` is full; every text is written as a text, whatever it looks like."""

    book: Book
    name: str
    columns: Sequence[Column]
    styles: Styles
    rows: int = ROWS
    _sheet: Worksheet | None = None
    _next: int = 0
    _number: int = 0

    def write(self, cells: Sequence[Cell]) -> None:
        """Write one row."""
        if self._sheet is None or self._next >= self.rows:
            self.open()
        for place, cell in enumerate(cells):
            self._write(self._next, place, cell)
        self._next += 1

    def open(self) -> None:
        """Begin a sheet with its header."""
        self.close()
        self._number += 1
        sheet = self.book.add_worksheet(self.name if self._number == 1 else f"{self.name} {self._number}")
        for place, column in enumerate(self.columns):
            sheet.set_column(place, place, column.width)
            sheet.write_string(0, place, column.header, self.styles["header"])
        sheet.set_row(0, 32)  # points, for two lines
        sheet.freeze_panes(1, 1)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(0)
        self._sheet, self._next = sheet, 1

    def close(self) -> None:
        """Put the filter over what was written."""
        if self._sheet is not None:
            self._sheet.autofilter(0, 0, max(self._next - 1, 1), len(self.columns) - 1)

    def _write(self, row: int, place: int, cell: Cell) -> None:
        if self._sheet is None or cell is None or cell == "":
            return
        if isinstance(cell, int | float):
            self._sheet.write_number(row, place, cell, self.styles["plain"])
            return
        style, text = (cell.style, cell.text) if isinstance(cell, Styled) else ("plain", cell)
        self._sheet.write_string(row, place, cut(text), self.styles[style])


def cut(text: str) -> str:
    """A text as a cell can hold it: the end of one that is too long is left out, and `…` says so."""
    clean = writable(text)
    if len(clean) <= LONGEST_TEXT // 2:
        return clean
    # The limit counts UTF-16 units, of which a character beyond the first 65,536 takes two.
    units = clean.encode("utf-16-le")
    if len(units) // 2 <= LONGEST_TEXT:
        return clean
    return f"{units[: (LONGEST_TEXT - 1) * 2].decode('utf-16-le', errors='ignore')}…"
