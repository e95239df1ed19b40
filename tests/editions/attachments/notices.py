"""Attachments in the shape of a Chinese government notice, in every format; the shape is assumed, their rows are real names."""

from __future__ import annotations

import csv
import html
import io
import re
from collections.abc import Callable, Sequence
from pathlib import Path

import attrs
import docx
import xlsxwriter
from reportlab.lib.colors import black
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.platypus import LongTable, Paragraph, SimpleDocTemplate, Spacer

from qualmap_lists import data_folder
from qualmap_matcher.registry.reading import read_registry

HEADER = ("序号", "职业资格名称", "发证机构", "国家（地区）", "备注")
SECTIONS = {
    "A": "一、A类（符合本市产业导向、知名度高、国际通用的境外职业资格证书）",
    "B": "二、B类（本市急需紧缺的境外职业资格证书）",
    "C": "三、C类（可与职称衔接的境外职业资格证书）",
}
FOOTNOTE = "注：1. 本清单实行动态调整。2. A类、B类、C类证书的待遇见通知正文。"
_COUNTRIES = {"US": "美国", "GB": "英国", "HK": "中国香港", "SG": "新加坡", "AU": "澳大利亚", "CA": "加拿大", "": "国际"}
_FONT = "STSong-Light"
_WIDEST = {0: 8, 1: 26, 2: 22, 3: 12, 4: 8}  # half-width characters of a column in a PDF


@attrs.frozen
class Notice:
    """What an attachment says: its title and, by category, rows whose cells stand in the order of the header."""

    title: str
    header: tuple[str, ...]
    sections: dict[str, tuple[tuple[str, ...], ...]]

    @property
    def expected(self) -> list[tuple[str, ...]]:
        """The lines that every reader should find: category, number, name, issuer, country."""
        at = {title: index for index, title in enumerate(self.header)}
        return [(category, *(row[at[title]] for title in HEADER[:4])) for category, rows in self.sections.items() for row in rows]

    def shuffled(self, order: Sequence[int]) -> Notice:
        """The same with its columns in another order."""

        def put(cells: Sequence[str]) -> tuple[str, ...]:
            return tuple(cells[index] for index in order)

        sections = {category: tuple(put(row) for row in rows) for category, rows in self.sections.items()}
        return attrs.evolve(self, header=put(self.header), sections=sections)


def notice(sizes: dict[str, int], *, edition: str = "3.0") -> Notice:
    """A notice with so many rows in each category, of the registry's names in their order."""
    names = [one for one in read_registry(data_folder() / "registry").qualifications.values() if one.country != "CN"]
    known = iter([one for one in names if one.country in _COUNTRIES] * 2)
    sections = {}
    number = 0
    for category, size in sizes.items():
        rows = []
        for _ in range(size):
            one = next(known)
            number += 1
            rows.append((str(number), one.name_zh, one.issuer, _COUNTRIES[one.country], ""))
        sections[category] = tuple(rows)
    return Notice(f"上海市境外职业资格证书认可清单（{edition}版）", HEADER, sections)


def as_docx(one: Notice, path: Path) -> None:
    document = docx.Document()
    document.add_paragraph("附件")
    document.add_heading(one.title)
    for category, rows in one.sections.items():
        document.add_paragraph(SECTIONS[category])
        table = document.add_table(rows=1, cols=len(one.header))
        for cell, text in zip(table.rows[0].cells, one.header, strict=True):
            cell.text = text
        for row in rows:
            for cell, text in zip(table.add_row().cells, row, strict=True):
                cell.text = text
        document.add_page_break()
    document.add_paragraph(FOOTNOTE)
    document.save(str(path))


def as_xlsx(one: Notice, path: Path) -> None:
    """One sheet; the category is a column of its own, its cells merged over the rows of each section."""
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet("清单")
        sheet.merge_range(0, 0, 0, len(one.header), one.title)
        sheet.write_row(1, 0, ["类别", *one.header])
        line = 2
        for category, rows in one.sections.items():
            if len(rows) > 1:
                sheet.merge_range(line, 0, line + len(rows) - 1, 0, f"{category}类")
            else:
                sheet.write(line, 0, f"{category}类")
            for row in rows:
                for column, text in enumerate(row, 1):
                    sheet.write(line, column, int(text) if text.isdecimal() else text)
                line += 1
        sheet.merge_range(line, 0, line, len(one.header), FOOTNOTE)


def as_html(one: Notice, path: Path) -> None:
    """One table with a row across it before each section."""
    rows = ["".join(f"<th>{html.escape(cell)}</th>" for cell in one.header)]
    for category, lines in one.sections.items():
        rows.append(f'<td colspan="{len(one.header)}"><strong>{SECTIONS[category]}</strong></td>')
        rows += ["".join(f"<td>\n  <p>{html.escape(cell)}</p>\n</td>" for cell in line) for line in lines]
    body = "\n".join(f"<tr>{row}</tr>" for row in rows)
    text = f"<!DOCTYPE html><html><head><meta charset='utf-8'><title>{one.title}</title><style>p {{}}</style></head><body>"
    text += (
        f"<div class=nav><a href=x>首页</a></div><h1>附件 {one.title}</h1><table>{body}</table><p>{FOOTNOTE}</p></body></html>"
    )
    path.write_text(text, encoding="utf-8")


def as_csv(one: Notice, path: Path) -> None:
    """As a spreadsheet saves it: titles and headings are rows of their own, filled up with separators."""
    output = io.StringIO(newline="")
    writer = csv.writer(output)
    empty = [""] * (len(one.header) - 1)
    writer.writerow([one.title, *empty])
    for category, rows in one.sections.items():
        writer.writerow([SECTIONS[category], *empty])
        writer.writerow(one.header)
        writer.writerows(rows)
    writer.writerow([FOOTNOTE, *empty])
    path.write_text(output.getvalue(), encoding="utf-8-sig", newline="")


def as_pdf(one: Notice, path: Path) -> None:
    """A table for each section, with ruled lines; its header is repeated where a page ends, its cells are wrapped."""
    pdfmetrics.registerFont(UnicodeCIDFont(_FONT))
    style = ParagraphStyle("plain", fontName=_FONT, fontSize=10, leading=14)
    story = [Paragraph("附件", style), Paragraph(one.title, style)]
    for category, rows in one.sections.items():
        story += [Spacer(1, 8), Paragraph(SECTIONS[category], style), Spacer(1, 4)]
        order = [HEADER.index(title) for title in one.header]
        cells = [[wrapped(cell, _WIDEST[column]) for cell, column in zip(row, order, strict=True)] for row in (one.header, *rows)]
        table = LongTable(cells, colWidths=[6.2 * _WIDEST[column] for column in order], repeatRows=1)
        table.setStyle([("GRID", (0, 0), (-1, -1), 0.5, black), ("FONT", (0, 0), (-1, -1), _FONT, 9)])
        story.append(table)
    story.append(Paragraph(FOOTNOTE, style))
    SimpleDocTemplate(str(path), pagesize=A4).build(story, onFirstPage=_page_number, onLaterPages=_page_number)


def _page_number(canvas: object, document: object) -> None:
    canvas.setFont(_FONT, 9)  # type: ignore[attr-defined]
    canvas.drawCentredString(300, 30, f"— {document.page} —")  # type: ignore[attr-defined]


def wrapped(text: str, widest: int) -> str:
    """The text in lines of so many half-width characters, broken at blanks and between Chinese characters."""
    lines, width = [""], 0
    for piece in re.findall(r"[!-~]+[ ]?|.", text):
        own = sum(1 + (character > "\u2000") for character in piece)
        if width + own > widest and lines[-1]:
            lines.append("")
            width = 0
        lines[-1] += piece
        width += own
    return "\n".join(lines)


FORMATS: dict[str, Callable[[Notice, Path], None]] = {
    "docx": as_docx,
    "xlsx": as_xlsx,
    "pdf": as_pdf,
    "html": as_html,
    "csv": as_csv,
}
