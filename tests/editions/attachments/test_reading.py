"""Every format of the same attachment gives the same lines, whatever the order of its columns."""

from __future__ import annotations

import random
from pathlib import Path

import docx
import pdfplumber
import pytest
from notices import FORMATS, Notice, notice
from reportlab.lib.colors import black
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.platypus import LongTable, Paragraph, SimpleDocTemplate

from qualmap_matcher.editions.attachments.layout import Entry, entries
from qualmap_matcher.editions.attachments.opening import open_attachment
from qualmap_matcher.editions.attachments.spaces import tidy

SIZES = {"85 rows": {"A": 48, "B": 15, "C": 22}, "200 rows": {"A": 120, "B": 38, "C": 42}}


def read(path: Path) -> list[tuple[str, ...]]:
    return [facts(entry) for entry in entries(open_attachment(path), edition="3.0")]


def facts(entry: Entry) -> tuple[str, ...]:
    assert not entry.doubt, entry
    return (entry.category, entry.number, entry.name, entry.issuer, entry.country)


def tidied(one: Notice) -> list[tuple[str, ...]]:
    return [tuple(tidy(cell) for cell in row) for row in one.expected]


@pytest.mark.parametrize("kind", FORMATS)
@pytest.mark.parametrize("sizes", SIZES.values(), ids=SIZES)
def test_every_format_gives_the_lines_of_the_notice(kind: str, sizes: dict[str, int], tmp_path: Path) -> None:
    one = notice(sizes)
    path = tmp_path / f"附件.{kind}"
    FORMATS[kind](one, path)

    assert read(path) == tidied(one)


@pytest.mark.parametrize("kind", FORMATS)
@pytest.mark.parametrize("seed", range(4))
def test_columns_in_any_order_give_the_same_lines(kind: str, seed: int, tmp_path: Path) -> None:
    one = notice({"A": 6, "B": 1, "C": 3})
    order = random.Random(f"{kind} {seed}").sample(  # noqa: S311 - a different order for each test, the same in each run
        range(len(one.header)), len(one.header)
    )
    path = tmp_path / f"attachment.{kind}"
    FORMATS[kind](one.shuffled(order), path)

    assert read(path) == tidied(one)


def test_merged_cells_of_a_document_stand_in_every_line_that_they_cover(tmp_path: Path) -> None:
    document = docx.Document()
    table = document.add_table(rows=5, cols=3)
    rows = [
        ("类别", "证书名称", "发证机构"),
        ("A类", "甲级证书", "某协会"),
        ("", "乙级证书", ""),
        ("B类", "丙级证书", "另一协会"),
    ]
    for cells, texts in zip(table.rows, [*rows, ("注：略", "", "")], strict=True):
        for cell, text in zip(cells.cells, texts, strict=True):
            cell.text = text
    for column in (0, 2):
        table.cell(1, column).merge(table.cell(2, column))
    table.cell(4, 0).merge(table.cell(4, 2))
    path = tmp_path / "merged.docx"
    document.save(str(path))

    assert read(path) == [
        ("A", "", "甲级证书", "某协会", ""),
        ("A", "", "乙级证书", "某协会", ""),
        ("B", "", "丙级证书", "另一协会", ""),
    ]


def test_spans_of_a_web_page_stand_in_every_line_that_they_cover(tmp_path: Path) -> None:
    path = tmp_path / "spans.html"
    head = "<tr><th rowspan=2>类别<th colspan=2>证书<tr><th>证书名称<th>发证机构"
    body = "<tr><td rowspan=2>A类<td>甲级证书<td rowspan=0>某协会<tr><td>乙级证书<tr><td>B类<td>丙级<wbr>证书<sup>[1]</sup>"
    path.write_text(f"<table><tr><td><table>{head}{body}</table></td></tr></table>", encoding="utf-8")

    assert read(path) == [
        ("A", "", "甲级证书", "某协会", ""),
        ("A", "", "乙级证书", "某协会", ""),
        ("B", "", "丙级证书", "某协会", ""),
    ]


def test_a_row_that_the_end_of_a_page_cuts_in_a_pdf_is_one_line(tmp_path: Path) -> None:
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    long = "\n".join(f"第{number}段很长的证书名称" for number in range(1, 9))
    rows = [["序号", "证书名称", "发证机构"], *[[str(number), long, "某协会"] for number in range(1, 9)]]
    table = LongTable(rows, colWidths=[40, 200, 100], repeatRows=1, splitInRow=1)
    table.setStyle(
        [
            ("GRID", (0, 0), (-1, -1), 0.5, black),
            ("FONT", (0, 0), (-1, -1), "STSong-Light", 10),
            ("VALIGN", (0, 0), (-1, -1), "TOP"),
        ]
    )
    style = ParagraphStyle("plain", fontName="STSong-Light")
    path = tmp_path / "cut.pdf"
    SimpleDocTemplate(str(path), pagesize=A4).build([Paragraph("A类", style), table])

    with pdfplumber.open(path) as document:
        assert len(document.pages) > 1
    assert read(path) == [("A", str(number), long.replace("\n", ""), "某协会", "") for number in range(1, 9)]
