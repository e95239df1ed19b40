"""Read an attachment that comes as PDF, with pdfplumber: tables by their ruled lines, the text around them line by line."""

from __future__ import annotations

import io
import re
from itertools import pairwise

import pdfplumber
from pdfplumber.page import Page
from pdfplumber.table import Table as RuledTable
from pdfplumber.utils.exceptions import PdfminerException

from qualmap_matcher.editions.attachments.blocks import Block, Content, Line, Paragraph, Table
from qualmap_matcher.editions.attachments.spaces import tidy

_END = b"%%EOF"
_END_LIES_IN = 2048  # bytes; some programs add a little after the mark
_MOST_PAGES = 500  # a list of 200 rows has some 20
_ITEM = re.compile(r"^\s*(?:\d{1,2}[.．、)）](?!\d)|[（(]\d{1,2}[)）]|[①-⑳])")
_TOUCHING = 1.0  # points between two ruled lines that are one: they are drawn half a point to a point thick
_A_LINE = 5.0  # points; lower than any line of text, so that nothing is between two ends that are as near
_RuledBox = tuple[float, float, float, float]


def read(content: Content) -> tuple[Block, ...]:
    """The tables of each page and the lines of text around them, from top to bottom."""
    if _END not in content.data[-_END_LIES_IN:]:
        raise content.error("its end is missing: it is cut short")
    try:
        with pdfplumber.open(io.BytesIO(content.data)) as document:
            if len(document.pages) > _MOST_PAGES:
                raise content.error(f"it has {len(document.pages)} pages; expected at most {_MOST_PAGES}")
            blocks: list[Block] = []
            for page in document.pages:
                if not page.chars and page.images:
                    message = "it has an image and no text, as scans have; expected text (let a program recognise it first)"
                    raise content.error(message, f"page {page.page_number}")
                blocks.extend(_blocks(page))
                page.close()
    except PdfminerException as error:
        if "Password" in repr(error):
            raise content.error("it is protected by a password; save a copy without one") from None
        raise
    if not blocks:
        raise content.error("it has no text")
    return tuple(blocks)


def _blocks(page: Page) -> list[Block]:
    tables = _tables(page)
    around = page
    for table in tables:
        around = around.outside_bbox(table.bbox) if _lies_on(table.bbox, around.bbox) else around
    place = f"page {page.page_number}"
    found: list[tuple[float, Block]] = [
        (float(line["top"]), Paragraph(text, place)) for line in around.extract_text_lines() if (text := tidy(str(line["text"])))
    ]
    found += [(table.bbox[1], _table(page, table, number)) for number, table in enumerate(tables, 1)]
    return [block for _, block in sorted(found, key=lambda one: one[0])]


def _tables(page: Page) -> list[RuledTable]:
    """The tables of a page; one that a page's end cuts may have no rule there, where its columns' rules end."""
    tables: list[RuledTable] = page.find_tables()
    ends: set[float] = set()
    for left, top, right, bottom in (table.bbox for table in tables):
        columns = [
            edge for edge in page.edges if edge["orientation"] == "v" and left - _TOUCHING <= edge["x0"] <= right + _TOUCHING
        ]
        touching = [edge for edge in columns if edge["top"] <= bottom + _TOUCHING and edge["bottom"] >= top - _TOUCHING]
        lowest = max((float(edge["bottom"]) for edge in touching), default=bottom)
        highest = min((float(edge["top"]) for edge in touching), default=top)
        ends |= {end for end, rule in ((lowest, bottom), (highest, top)) if abs(end - rule) > _A_LINE}
    return page.find_tables({"explicit_horizontal_lines": sorted(ends)}) if ends else tables


def _lies_on(box: _RuledBox, page: _RuledBox) -> bool:
    return box[0] < page[2] and box[2] > page[0] and box[1] < page[3] and box[3] > page[1]


def _table(page: Page, table: RuledTable, number: int) -> Table:
    """The grid of a table: every slot between two ruled lines has the text of the cell that covers its middle."""
    texts = {cell: _unwrapped(page.crop(cell, strict=False).extract_text() or "") for cell in table.cells}
    columns = _middles([edge for cell in table.cells for edge in (cell[0], cell[2])])
    rows = _middles([edge for cell in table.cells for edge in (cell[1], cell[3])])
    grid = [
        tuple(
            next((text for (left, top, right, bottom), text in texts.items() if left < x < right and top < y < bottom), "")
            for x in columns
        )
        for y in rows
    ]
    place = f"page {page.page_number}, table {number}"
    return Table(tuple(Line(cells, f"{place}, row {at}", tops_page=at == number == 1) for at, cells in enumerate(grid, 1)))


def _middles(edges: list[float]) -> list[float]:
    lines: list[float] = []
    for edge in sorted(edges):
        if not lines or edge - lines[-1] > _TOUCHING:
            lines.append(edge)
    return [(one + other) / 2 for one, other in pairwise(lines)]


def _unwrapped(text: str) -> str:
    """The text of a cell without the line ends that its width made; only an item of an enumeration starts a line."""
    lines: list[str] = []
    for line in text.split("\n"):
        if lines and not _ITEM.match(line):
            lines[-1] = lines[-1] + line if lines[-1].endswith("-") else f"{lines[-1]} {line}"
        else:
            lines.append(line)
    return "\n".join(tidy(line) for line in lines)
