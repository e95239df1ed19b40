"""From paragraphs and tables to one line for each certificate: its category, its name, and what stands beside it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import attrs

from qualmap_matcher.editions.attachments.blocks import Content, Line, Paragraph, Table
from qualmap_matcher.editions.attachments.columns import Columns, header
from qualmap_matcher.editions.attachments.headings import (
    categories_in,
    category_of,
    edition_of,
    field_of,
    is_footnote,
    without_marks,
)
from qualmap_matcher.editions.attachments.opening import OpenedAttachment
from qualmap_matcher.editions.attachments.spaces import tidy
from qualmap_matcher.editions.attachments.splitting import seems_several, split
from qualmap_matcher.editions.listing import CATEGORIES

_EXPECTED = (
    "a header with a column for the certificate's name (职业资格名称, 证书名称) and one more (发证机构, 国家（地区）, 序号, 类别)"
)
_NO_TICK = {"", "-", "—", "/", "×", "✗", "否", "无"}
_ROWS_OF_A_TITLE = 5  # rows that may stand between the first line of a table's title and its header
_HEADERLESS = "no header above this row says what its columns hold"


@attrs.frozen(kw_only=True)
class Entry:
    """One certificate in one category as the attachment writes it; what it does not say is empty.

    `several`: its name may be of several certificates; `doubt` says why a person must look before anything is made of it.
    """

    place: str
    number: str = ""
    category: str = ""
    name: str
    issuer: str = ""
    country: str = ""
    field: str = ""
    note: str = ""
    several: bool = False
    doubt: str = ""


def entries(attachment: OpenedAttachment, *, edition: str) -> tuple[Entry, ...]:
    """The certificates that an attachment lists, in its order.

    Raises:
        AttachmentError: no table has a header, none of its rows a category, or its title names another edition, or two.

    """
    content = Content(attachment.file, b"")
    reading = _Reading(content, edition)
    for block in attachment.blocks:
        if isinstance(block, Paragraph):
            reading.read_heading(block.text, block.place)
        else:
            reading.read_table(block)
    found = tuple(entry for row in reading.rows for entry in _entries(row))
    tables = [block for block in attachment.blocks if isinstance(block, Table)]
    if not tables:
        raise content.error("it has no table; expected rows in a table (in a PDF, one with ruled lines)")
    if not reading.headers:
        line = tables[0].lines[0]
        shown = " | ".join(tidy(cell)[:20] for cell in line.cells[:8])
        raise content.error(f"expected {_EXPECTED}; the first row is: {shown}", line.place)
    if not found:
        raise content.error("its tables have a header and no rows")
    if not any(entry.category for entry in found):
        raise content.error("no row has a category; expected headings such as “A类”, a column 类别, or sheets named so")
    return found


@attrs.frozen
class _Row:
    """One line of a table with what was in force where it stands."""

    line: Line
    columns: Columns | None
    category: str
    field: str


@attrs.define
class _Reading:
    """What has been read so far: the columns, the category and the field in force, and the rows."""

    content: Content
    edition: str
    columns: Columns | None = None
    category: str = ""
    field: str = ""
    headers: int = 0
    rows: list[_Row] = attrs.field(factory=list)

    def read_heading(self, text: str, place: str) -> bool:
        """Take in a text that is no row; False if it says nothing that is understood."""
        named = edition_of(text)
        if named and named != self.edition:
            raise self.content.error(f"its title names edition {named} ({text!r}); expected edition {self.edition} alone", place)
        category = category_of(text)
        if category:
            if category not in CATEGORIES:
                raise self.content.error(f"category {category} is none of {', '.join(CATEGORIES)}: {text!r}", place)
            self.category, self.field = category, ""
            return True
        field = field_of(text)
        if field and not named:
            self.field = field
        return bool(named or field or is_footnote(text))

    def read_table(self, table: Table) -> None:
        """Take in a table; one without a header goes on with the columns of the one before, if it is as wide."""
        if table.sheet is not None:
            self.columns, self.category, self.field = None, "", ""
            self.read_heading(table.sheet, f"sheet {table.sheet!r}")
        if self.columns and len(self.columns.roles) != table.width:
            self.columns = None
        at_top = False
        for index, drawn in enumerate(table.lines):
            if _is_above_header(drawn, table.lines[index + 1 : index + 2]):
                continue
            stripped = self.columns.without_titles(drawn.cells) if drawn.tops_page and self.columns else drawn.cells
            line = attrs.evolve(drawn, cells=stripped)
            said = list(dict.fromkeys(cell for cell in line.cells if cell))
            if self._is_header(line):
                at_top = line.tops_page
                continue
            if not said or self._is_heading(line, said, following=table.lines[index + 1 :][:_ROWS_OF_A_TITLE]):
                continue
            if (line.tops_page or at_top) and self._goes_on(line):
                self.rows[-1] = _continued(self.rows[-1], line)
            else:
                self.rows.append(_Row(line, self.columns, self.category, self.field))
            at_top = False

    def _is_header(self, line: Line) -> bool:
        try:
            found = header(line.cells)
        except ValueError as error:
            raise self.content.error(str(error), line.place) from None
        if found:
            self.columns = found
            self.headers += 1
        return found is not None

    def _is_heading(self, line: Line, said: Sequence[str], following: Sequence[Line]) -> bool:
        """Whether a line of a table with one text is a title, a heading or a note that the table encloses."""
        if len(said) > 1:
            return self.columns is None and any(_is_header(one) for one in following)  # above the header: no row yet
        text = tidy(said[0])
        known = self.read_heading(text, line.place)
        if known or self.columns is None:
            return known or any(_is_header(one) for one in following)
        numbered = self.columns.text("number", line.cells) == text
        return numbered and line.cells.count(said[0]) == 1  # a number and nothing beside it: a blank form's row

    def _goes_on(self, line: Line) -> bool:
        """Whether the first line of a page is the rest of the last row of the page before."""
        if not self.rows or not self.columns or len(self.rows[-1].line.cells) != len(line.cells):
            return False
        if self.columns.has("number"):
            return not self.columns.text("number", line.cells) and bool(self.columns.text("number", self.rows[-1].line.cells))
        return not self.columns.text("name", line.cells) or sum(map(bool, line.cells)) == 1


def _is_header(line: Line) -> bool:
    try:
        return header(line.cells) is not None
    except ValueError:
        return True


def _is_above_header(line: Line, following: Sequence[Line]) -> bool:
    """Whether a line is the upper part of a header of two lines, some of whose cells are merged over both."""
    return any(_is_header(below) and any(one == other != "" for one, other in pairs(line, below)) for below in following)


def pairs(line: Line, below: Line) -> Iterator[tuple[str, str]]:
    """The cells of two lines, column by column."""
    return zip(line.cells, below.cells, strict=True)


def _continued(row: _Row, line: Line) -> _Row:
    cells = tuple(tidy(f"{one} {other}") if one != other else one for one, other in pairs(row.line, line))
    return attrs.evolve(row, line=Line(cells, f"{row.line.place} and {line.place}"))


def _entries(row: _Row) -> Iterator[Entry]:
    """The certificates of one row: each of those that its cell names, in each of its categories."""
    line, columns = row.line, row.columns
    if columns is None:
        shown = " | ".join(dict.fromkeys(tidy(cell) for cell in line.cells if cell))
        yield Entry(place=line.place, category=row.category, name=shown, doubt=_HEADERLESS)
        return
    doubts: list[str] = []
    categories = _categories(row, columns, doubts)
    cells = {role: columns.text(role, line.cells) for role in columns.roles if role}
    if len(line.cells) > 1 and len(set(line.cells)) == 1:
        doubts.append("one text stands across the whole row: it may be a heading")
        cells = {"name": cells["name"]}
    names = split(cells["name"])
    if not names:
        others = " | ".join(dict.fromkeys(tidy(cell) for cell in line.cells if cell))
        names, doubts = (others,), [*doubts, "the row names no certificate"]
    issuers, countries = split(cells.get("issuer", "")), split(cells.get("country", ""))
    note = "; ".join(tidy(text) for text in [cells.get("note", ""), *columns.others(line.cells)] if text)
    for category in categories:
        for index, name in enumerate(names):
            whole = without_marks(name)
            if len(names) == 1:
                whole = _with_beside(whole, cells)
            yield Entry(
                place=line.place,
                number=tidy(cells.get("number", "")),
                category=category,
                name=whole,
                issuer=_own(issuers, index, len(names), cells.get("issuer", "")),
                country=_own(countries, index, len(names), cells.get("country", "")),
                field=tidy(cells.get("field", "")) or row.field,
                note=note,
                several=len(names) == 1 and seems_several(whole),
                doubt="; ".join(doubts),
            )


def _categories(row: _Row, columns: Columns, doubts: list[str]) -> tuple[str, ...]:
    """The categories of a row: ticked, in a column of its own, or those in force; an empty one where none is known."""
    ticked = [tick for tick, cell in zip(columns.ticked, row.line.cells, strict=True) if tick and tidy(cell) not in _NO_TICK]
    said = columns.text("category", row.line.cells)
    named = categories_in(said) if said else ()
    if named is None and not row.category:
        doubts.append(f"the category {tidy(said)!r} is not understood")
    found = tuple(ticked) or named or ((row.category,) if row.category else ())
    unknown = [one for one in found if one not in CATEGORIES]
    if unknown:
        doubts.append(f"category {unknown[0]} is none of {', '.join(CATEGORIES)}")
    if not found and not doubts:
        doubts.append("no category stands above it or beside it")
    return tuple(one for one in found if one in CATEGORIES) or ("",)


def _with_beside(name: str, cells: dict[str, str]) -> str:
    """A name with its English name, abbreviation and level from columns of their own, each in brackets unless it says so."""
    for role in ("english", "acronym", "level"):
        text = tidy(cells.get(role, ""))
        if text and text not in _NO_TICK and text.casefold() not in name.casefold():
            name = f"{name}（{text}）"
    return name


def _own(parts: Sequence[str], index: int, names: int, cell: str) -> str:
    """The part of a cell that belongs to one of several names: as many parts as names, or the whole for each."""
    return parts[index] if len(parts) == names > 1 else tidy(cell)
