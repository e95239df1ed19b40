"""Read an attachment that comes as a web page, with lxml."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree, html

from qualmap_matcher.editions.attachments.blocks import Block, Content, Line, Paragraph, Spanning, Table, filled
from qualmap_matcher.editions.attachments.opening import decoded
from qualmap_matcher.editions.attachments.spaces import tidy, tidy_lines

_WIDEST = 100  # columns; `colspan` may claim any number
_UNSEEN = {"script", "style", "noscript", "template", "head", "title"}
_BREAKS = {"p", "div", "li", "br", "tr", "td", "th", "table", "section", "article", "center", "dd", "dt"} | {
    f"h{level}" for level in range(1, 7)
}


def read(content: Content) -> tuple[Block, ...]:
    """Paragraphs and tables in their order; a table around other tables is taken for layout."""
    text = decoded(content)
    low = text.casefold()
    if low.count("<table") > low.count("</table"):
        raise content.error("a table in it does not end: it is cut short")
    # As text, so that a wrong `charset` in it does no harm; as HTML, which knows no entities of a document's own.
    root = html.document_fromstring(text.partition("?>")[2] if text.lstrip().startswith("<?xml") else text)
    if not isinstance(root, etree._Element):  # noqa: SLF001 - lxml's only name for the type
        raise content.error("it has no content")
    blocks: list[Block] = []
    tables = 0
    for found in _walk(root):
        if isinstance(found, str):
            blocks.extend(Paragraph(line, "") for line in tidy_lines(found).split("\n") if line)
        else:
            tables += 1
            blocks.append(_table(found, tables))
    return tuple(blocks)


def _walk(root: etree._Element) -> Iterator[str | etree._Element]:
    """The texts outside of tables and the tables without tables inside, in their order."""
    said: list[str] = []
    walk = etree.iterwalk(root, events=("start", "end", "comment", "pi"))
    for event, one in walk:
        ours = isinstance(one.tag, str)
        if event == "start" and one.tag == "table" and one.find(".//table") is None:
            yield "".join(said)
            said.clear()
            yield one
            walk.skip_subtree()
        elif event == "start" and one.tag in _UNSEEN:
            walk.skip_subtree()
        elif event == "start":
            said.append(("\n" if one.tag in _BREAKS else "") + _source(one.text))
        else:
            said.append(("\n" if ours and one.tag in _BREAKS else "") + _source(one.tail))
    yield "".join(said)


def _table(element: etree._Element, number: int) -> Table:
    rows = [
        [Spanning(_text(cell), _span(cell, "colspan"), _span(cell, "rowspan")) for cell in row.xpath("./td|./th")]
        for row in element.xpath("./tr|./thead/tr|./tbody/tr|./tfoot/tr")
    ]
    caption = [tidy(_text(one)) for one in element.xpath("./caption")]
    grid = filled(rows, _WIDEST)
    width = len(grid[0]) if grid else 1
    lines = [Line((one,) * width, f"table {number}") for one in caption if one]
    lines += [Line(cells, f"table {number}, row {at}") for at, cells in enumerate(grid, 1)]
    return Table(tuple(lines))


def _span(cell: etree._Element, name: str) -> int:
    value = str(cell.get(name, "1")).strip()
    if not (value.isascii() and value.isdigit()) or len(value) > len("1000000"):
        return 1
    return int(value) or (1_000_000 if name == "rowspan" else 1)  # `rowspan="0"` means: to the end of the table


def _text(cell: etree._Element) -> str:
    said: list[str] = []
    walk = etree.iterwalk(cell, events=("start", "end", "comment", "pi"))
    for event, one in walk:
        line_end = "\n" if isinstance(one.tag, str) and one.tag in _BREAKS else ""
        if event == "start" and (one.tag in _UNSEEN or one.tag == "sup"):  # a raised sign leads to a footnote
            walk.skip_subtree()
        elif event == "start":
            said.append(line_end + _source(one.text))
        elif one is not cell:
            said.append(line_end + _source(one.tail))
    return tidy_lines("".join(said))


def _source(text: str | None) -> str:
    """A text as a browser shows it: in HTML's source a line end is a blank, and only elements break lines."""
    return (text or "").replace("\r", " ").replace("\n", " ")
