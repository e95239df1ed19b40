"""Workbooks are read as a person sees them: whole numbers, days, the sheet that has the table."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import pytest
import xlsxwriter

import qualmap
from qualmap.errors import InputError
from qualmap.files.reading import Options, open_people
from qualmap.files.rows import ReadRow, Row
from qualmap.files.workbooks import cell_text
from qualmap.models import Credential
from qualmap.records import Record

Read = Callable[..., list[Row]]
Value = str | float | bool | dt.datetime


def write(file: Path, sheets: Mapping[str, Sequence[Sequence[Value]]], *, hidden: str = "") -> Path:
    with xlsxwriter.Workbook(str(file), {"default_date_format": "yyyy-mm-dd"}) as book:
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for number, row in enumerate(rows):
                sheet.write_row(number, 0, row)
            if name == hidden:
                sheet.hide()
            else:
                sheet.activate()
                sheet.set_first_sheet()
    return file


def read(file: Path, facts: tuple[qualmap.Fact, ...], **options: str) -> tuple[str, list[Row]]:
    with open_people(str(file), facts=facts, options=Options(**options)) as people:  # type: ignore[arg-type]
        return people.kind, list(people.rows)


TABLE = [["工号", "证书", "Age", "Work permit", "入职日期"], ["P-1", "FCCA", 66.0, True, dt.datetime(2024, 1, 2)]]  # noqa: DTZ001 - Excel's days have no zone
ROW = ReadRow(2, Record("P-1", (Credential("FCCA"),), {"age": 66, "work_permit": True}))


def test_numbers_and_truths_are_read_as_such(tmp_path: Path, facts: tuple[qualmap.Fact, ...]) -> None:
    assert read(write(tmp_path / "a.xlsx", {"Sheet1": TABLE}), facts)[1] == [ROW]


def test_a_workbook_is_told_by_its_content(tmp_path: Path, facts: tuple[qualmap.Fact, ...]) -> None:
    file = write(tmp_path / "a.xlsx", {"Sheet1": TABLE})

    assert read(file.rename(tmp_path / "a.csv"), facts)[1] == [ROW]


def test_the_first_visible_sheet_with_credentials_is_read(tmp_path: Path, facts: tuple[qualmap.Fact, ...]) -> None:
    file = write(tmp_path / "a.xlsx", {"old": [["证书"], ["PMP"]], "说明": [["使用说明"]], "员工": TABLE}, hidden="old")

    kind, rows = read(file, facts)

    assert "员工" in kind
    assert rows == [ROW]


def test_a_sheet_can_be_named(tmp_path: Path, facts: tuple[qualmap.Fact, ...]) -> None:
    file = write(tmp_path / "a.xlsx", {"one": [["证书"], ["PMP"]], "two": TABLE})

    assert read(file, facts, sheet="two")[1] == [ROW]
    with pytest.raises(InputError, match="one, two"):
        read(file, facts, sheet="three")


def test_rows_are_counted_as_the_program_that_shows_them_does(tmp_path: Path, facts: tuple[qualmap.Fact, ...]) -> None:
    rows = read(write(tmp_path / "a.xlsx", {"Sheet1": [[], ["名单"], [], *TABLE]}), facts)[1]

    assert [row.row for row in rows] == [5]


def test_what_only_looks_like_a_workbook_is_an_error(read: Read) -> None:
    with pytest.raises(InputError, match="workbook"):
        read(b"PK\x03\x04 nothing of the kind", name="a.xlsx")


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (66.0, "66"),
        (7.5, "7.5"),
        (True, "true"),
        ("x", "x"),
        (dt.date(2024, 1, 2), "2024-01-02"),
        (dt.datetime(2024, 1, 2, 3, 4), "2024-01-02 03:04:00"),  # noqa: DTZ001 - as above
        (dt.datetime(2024, 1, 2), "2024-01-02"),  # noqa: DTZ001 - as above
        (dt.time(8, 30), "08:30:00"),
    ],
)
def test_a_cell_is_what_a_person_would_type(value: Value, text: str) -> None:
    assert cell_text(value) == text
