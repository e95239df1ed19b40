"""Read an attachment that comes as DOCX: python-docx opens the package, the body is walked here.

Its own `paragraph.text` and `row.cells` leave out what stands in tracked insertions and content controls; a row must not get
lost because somebody edited it.
"""

from __future__ import annotations

import io
from collections.abc import Iterator

from docx import Document
from docx.oxml.ns import qn
from lxml import etree

from qualmap_matcher.editions.attachments.blocks import Block, Content, Line, Paragraph, Table
from qualmap_matcher.editions.attachments.spaces import tidy, tidy_lines

_WIDEST = 100  # columns; `gridSpan` may claim any number
_WRAPPERS = {qn(f"w:{name}") for name in ("sdt", "sdtContent", "ins", "moveTo", "customXml", "smartTag")}
_DROPPED = {qn(f"w:{name}") for name in ("del", "moveFrom", "pPr", "rPr", "txbxContent")}
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_SIGNS = {qn("w:tab"): " ", qn("w:br"): "\n", qn("w:cr"): "\n", qn("w:noBreakHyphen"): "-"}


def read(content: Content) -> tuple[Block, ...]:
    """Paragraphs and tables in their order."""
    body: etree._Element = Document(io.BytesIO(content.data)).element.body
    return tuple(_Body().blocks(body))


class _Body:
    """The walk through a document; counts tables as a reader would."""

    def __init__(self) -> None:
        self.tables = 0

    def blocks(self, parent: etree._Element) -> Iterator[Block]:
        for child in _children(parent):
            if child.tag == qn("w:p"):
                for line in tidy_lines(_text(child)).split("\n"):
                    if line:
                        yield Paragraph(line, "")
            elif child.tag == qn("w:tbl"):
                cells = [cell for row in _named(child, "w:tr") for cell in _named(row, "w:tc")]
                if len(cells) == 1:  # a frame around other content
                    yield from self.blocks(cells[0])
                else:
                    yield self.table(child)

    def table(self, element: etree._Element) -> Table:
        self.tables += 1
        above: dict[int, str] = {}
        grid: list[list[str]] = []
        for row in _named(element, "w:tr"):
            cells = [""] * _number(row.find(f"{qn('w:trPr')}/{qn('w:gridBefore')}"), least=0)
            for cell in _named(row, "w:tc"):
                properties = cell.find(qn("w:tcPr"))
                merged = None if properties is None else properties.find(qn("w:vMerge"))
                goes_on = merged is not None and merged.get(qn("w:val"), "continue") == "continue"
                text = above.get(len(cells), "") if goes_on else _cell_text(cell)
                span = _number(None if properties is None else properties.find(qn("w:gridSpan")), least=1)
                cells.extend([text] * span)
            above = dict(enumerate(cells))
            grid.append(cells)
        width = max((len(cells) for cells in grid), default=0)
        return Table(
            tuple(
                Line((*cells, *[""] * (width - len(cells))), f"table {self.tables}, row {at}") for at, cells in enumerate(grid, 1)
            )
        )


def _children(parent: etree._Element) -> Iterator[etree._Element]:
    """The children, with those of content controls and insertions in their place."""
    for child in parent:
        if child.tag in _WRAPPERS:
            yield from _children(child)
        else:
            yield child


def _named(parent: etree._Element, name: str) -> list[etree._Element]:
    return [child for child in _children(parent) if child.tag == qn(name)]


def _cell_text(cell: etree._Element) -> str:
    """The paragraphs of a cell, and of tables inside it, each a line."""
    return "\n".join(line for one in cell.iter(qn("w:p")) if (line := tidy_lines(_text(one))))


def _text(element: etree._Element) -> str:
    if element.tag in _DROPPED or element.tag == _FALLBACK:
        return ""
    if element.tag == qn("w:t"):
        return element.text or ""
    return _SIGNS.get(element.tag) or "".join(_text(child) for child in element if isinstance(child.tag, str))


def _number(element: etree._Element | None, *, least: int) -> int:
    value = "" if element is None else tidy(str(element.get(qn("w:val"), "")))
    return max(least, min(int(value), _WIDEST)) if value.isascii() and value.isdigit() else least
