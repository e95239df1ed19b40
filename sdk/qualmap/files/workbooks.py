"""The rows of workbooks: XLSX, XLS, XLSB and ODS, each cell as the text that a person would type for it."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Callable, Iterator, Sequence
from typing import BinaryIO

import attrs

from qualmap.errors import InputError
from qualmap.files.rows import Cells

Value = int | float | str | bool | dt.time | dt.date | dt.datetime | dt.timedelta


@attrs.frozen
class SheetTable:
    """One sheet of a workbook: its name, those of all, and its rows, numbered from 1 as the program that shows it does."""

    name: str
    sheets: tuple[str, ...]
    rows: Iterator[tuple[int, Cells]]


def sheet_table(file: BinaryIO, *, sheet: str | None, is_header: Callable[[Cells], bool], within: int) -> SheetTable:
    """Open the sheet of that name, or the first visible one with a header in its first rows; raises `InputError`."""
    from python_calamine import CalamineError, PasswordError, SheetVisibleEnum, load_workbook

    try:
        book = load_workbook(file)
        names = tuple(book.sheet_names)
        if sheet is not None and sheet not in names:
            raise InputError(f"there is no sheet {sheet!r}; the sheets are {', '.join(names)}", field="sheet")
        visible = [one.name for one in book.sheets_metadata if one.visible == SheetVisibleEnum.Visible]
        chosen = sheet or visible[0] if visible else names[0]
        for name in visible if sheet is None else ():
            if any(is_header(cells) for _, cells in itertools.islice(_rows(book.get_sheet_by_name(name).iter_rows()), within)):
                chosen = name
                break
        return SheetTable(chosen, names, _rows(book.get_sheet_by_name(chosen).iter_rows()))
    except PasswordError:
        raise InputError("expected a workbook that opens without a password", field="file") from None
    except CalamineError as error:
        raise InputError(f"expected a workbook, but it cannot be read as one: {error}", field="file") from None


def _rows(rows: Iterator[Sequence[Value]]) -> Iterator[tuple[int, Cells]]:
    for number, values in enumerate(rows, 1):
        yield number, [cell_text(value) for value in values]


def cell_text(value: Value) -> str:
    """A cell as text: 66.0 as 66, a day as YYYY-MM-DD, a truth as true or false."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else repr(value)
    if isinstance(value, dt.datetime):
        return value.date().isoformat() if value.time() == dt.time() else value.isoformat(sep=" ")
    if isinstance(value, dt.date | dt.time):
        return value.isoformat()
    return str(value)
