"""What a writer writes, a reader reads back: equal, or made harmless."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
import xlsxwriter
from hypothesis import example, given
from hypothesis import strategies as st
from python_calamine import load_workbook

from qualmap.files.escaping import FORMULA_STARTS, harmless, writable
from qualmap.files.sheets import LONGEST_TEXT, Column, Sheet, Styled, cut, new_book
from qualmap.screening import Wording

ATTACKS = [
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "\t=1+1",
    "\r=1+1",
    "  =1+1",
    "\n=cmd|' /C calc'!A0",
    "＝1+1",
    "＋1",
    "－1",
    "＠A1",
    '=HYPERLINK("http://example.com";"x")',
]
TEXTS = st.text(st.characters(codec=None), max_size=60)


def workbook(file: Path, texts: list[str]) -> Path:
    with new_book(file) as book:
        plain = book.add_format()
        sheet = Sheet(book, "People", (Column(Wording("Text", "文"), 20),), {"plain": plain, "header": plain})
        for text in texts:
            sheet.write([text])
        sheet.close()
    return file


@pytest.mark.parametrize("text", ATTACKS)
def test_a_text_that_a_spreadsheet_would_run_gets_an_apostrophe(text: str) -> None:
    assert harmless(text).startswith("'")
    assert harmless(text)[1:] == writable(text)


@pytest.mark.parametrize("text", ["", "FCCA", "CPA=2", "'quoted'", "a@b", "证书", "6-7"])
def test_a_harmless_text_stays_as_it_is(text: str) -> None:
    assert harmless(text) == text


@given(TEXTS)
def test_no_cell_of_a_text_table_begins_as_a_formula_does(text: str) -> None:
    written = harmless(text)

    assert written.lstrip()[:1] not in FORMULA_STARTS
    assert written[:1] not in FORMULA_STARTS


@given(st.lists(st.lists(TEXTS, min_size=2, max_size=2), max_size=8))
@example([["a\r\nb", '"'], ["\x00", "\ud800"], ["=1", ",;\t"]])
def test_a_text_table_is_read_back_as_it_was_written(rows: list[list[str]]) -> None:
    written = [[harmless(text) for text in row] for row in rows]
    file = io.StringIO(newline="")
    csv.writer(file).writerows(written)

    encoded = file.getvalue().encode("utf-8")

    assert list(csv.reader(io.StringIO(encoded.decode("utf-8"), newline=""))) == written


@given(st.lists(TEXTS.filter(lambda text: bool(writable(text))), min_size=1, max_size=8))
@example(ATTACKS)
@example(["_x0041_", " blank ", "a\nb", "https://example.com", "1234", "<b>&amp;</b>", "𠮷" * 40])
def test_a_workbook_is_read_back_as_it_was_written(texts: list[str]) -> None:
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        file = workbook(Path(folder) / "a.xlsx", texts)
        [_, *rows] = load_workbook(file).get_sheet_by_index(0).to_python(skip_empty_area=False)

    assert [row[0] for row in rows] == [writable(text) for text in texts]


@pytest.mark.parametrize("length", [LONGEST_TEXT - 1, LONGEST_TEXT, LONGEST_TEXT + 1, 2 * LONGEST_TEXT])
@pytest.mark.parametrize("letter", ["a", "𠮷", "国"])
def test_a_text_too_long_for_a_cell_is_cut_and_says_so(length: int, letter: str) -> None:
    text = letter * length
    kept = cut(text)

    assert len(kept.encode("utf-16-le")) // 2 <= LONGEST_TEXT
    assert kept == text or (kept.endswith("…") and len(text.encode("utf-16-le")) // 2 > LONGEST_TEXT)
    assert set(kept) <= {letter, "…"}


def test_a_full_sheet_goes_on_on_another(tmp_path: Path) -> None:
    with new_book(tmp_path / "a.xlsx") as book:
        plain = book.add_format()
        styles = {"plain": plain, "header": plain, "error": plain}
        sheet = Sheet(book, "People", (Column(Wording("Text", "Text"), 20),), styles, rows=3)
        for number in range(5):
            sheet.write([Styled(str(number), "error")])
        sheet.close()

    read = load_workbook(tmp_path / "a.xlsx")
    assert {name: read.get_sheet_by_name(name).to_python() for name in read.sheet_names} == {
        "People": [["Text"], ["0"], ["1"]],
        "People 2": [["Text"], ["2"], ["3"]],
        "People 3": [["Text"], ["4"]],
    }


def test_the_options_of_a_workbook_leave_texts_alone(tmp_path: Path) -> None:
    book = new_book(tmp_path / "a.xlsx")
    book.close()

    assert isinstance(book, xlsxwriter.Workbook)
    assert (book.strings_to_formulas, book.strings_to_urls, book.strings_to_numbers) == (False, False, False)
