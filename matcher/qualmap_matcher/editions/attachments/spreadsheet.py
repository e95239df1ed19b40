"""Read an attachment that comes as XLSX or as the older XLS, with python-calamine."""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile

from python_calamine import CalamineSheet, CalamineWorkbook, PasswordError, SheetVisibleEnum

from qualmap_matcher.editions.attachments.blocks import Block, Content, Line, Table
from qualmap_matcher.editions.attachments.spaces import tidy_lines

_LARGEST_AREA = 2_000_000  # cells of a sheet, counted with the empty ones; a list of 200 rows has some thousands
_CELL = re.compile(rb'\br="([A-Z]{1,3})([0-9]{1,7})"')
Value = float | str | bool | dt.time | dt.date | dt.datetime | dt.timedelta


def read(content: Content) -> tuple[Block, ...]:
    """One table for each sheet, in their order; cells that are merged have their text in each of them."""
    _check_areas(content)
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(content.data))
    except PasswordError:
        raise content.error("it is protected by a password; save a copy without one") from None
    tables = []
    for sheet in book.sheets_metadata:
        table = _table(book.get_sheet_by_name(sheet.name))
        if table.lines and sheet.visible != SheetVisibleEnum.Visible:
            raise content.error("it is hidden but not empty; show it or delete it", f"sheet {sheet.name!r}")
        tables.append(table)
    return tuple(table for table in tables if table.lines)


def _table(sheet: CalamineSheet) -> Table:
    rows: list[list[Value]] = sheet.to_python(skip_empty_area=False)
    grid = [[_text(value) for value in row] for row in rows]
    for (top, left), (bottom, right) in sheet.merged_cell_ranges or []:
        if top < len(grid) and left < len(grid[top]):
            for row in grid[top : bottom + 1]:
                row[left : right + 1] = [grid[top][left]] * len(row[left : right + 1])
    lines = (Line(tuple(row), f"sheet {sheet.name!r}, row {number}") for number, row in enumerate(grid, 1) if any(row))
    return Table(tuple(lines), sheet.name)


def _text(value: Value) -> str:
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, dt.date | dt.time):
        return value.isoformat()
    return tidy_lines(str(value))


def _check_areas(content: Content) -> None:
    """Refuse a sheet whose cells lie so far apart that the empty ones between them would fill the memory."""
    if not content.data.startswith(b"PK"):
        return
    with zipfile.ZipFile(io.BytesIO(content.data)) as archive:
        for name in archive.namelist():
            if not name.startswith("xl/worksheets/") or not name.endswith(".xml"):
                continue
            places = _CELL.findall(archive.read(name))
            columns = max((_column(letters) for letters, _ in places), default=0)
            rows = max((int(number) for _, number in places), default=0)
            if columns * rows > _LARGEST_AREA:
                raise content.error(f"it has {rows:,} rows and {columns:,} columns; it is no list", name)


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - ord("A") + 1
    return number
