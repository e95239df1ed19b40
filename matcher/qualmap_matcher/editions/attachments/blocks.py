"""What every format is read into: paragraphs and tables in their order, each line of a table knowing where it stands."""

from __future__ import annotations

from collections.abc import Sequence

import attrs

from qualmap.errors import AttachmentError


@attrs.frozen
class Content:
    """The bytes of a file, with the name that error messages give it."""

    file: str
    data: bytes

    def error(self, message: str, place: str = "") -> AttachmentError:
        """An error about this file; `place` is a page, sheet, table or row."""
        return AttachmentError(": ".join(part for part in (self.file, place, message) if part))


@attrs.frozen
class Paragraph:
    """Text outside of tables: a title, a section's heading, a footnote."""

    text: str
    place: str


@attrs.frozen
class Line:
    """One line of a table; a cell that is merged over several lines or columns stands in each of them.

    `tops_page` marks the first line of a page in formats that have pages: a cut table may go on in the middle of a row there.
    """

    cells: tuple[str, ...]
    place: str
    tops_page: bool = False


@attrs.frozen
class Table:
    """Lines of equal width; `sheet` is the name of the spreadsheet's sheet, if it is one."""

    lines: tuple[Line, ...]
    sheet: str | None = None

    @property
    def width(self) -> int:
        """The number of columns."""
        return len(self.lines[0].cells) if self.lines else 0


Block = Paragraph | Table


@attrs.frozen
class Spanning:
    """A cell as its format writes it: its text, and how many columns and lines it covers."""

    text: str
    columns: int = 1
    lines: int = 1


def filled(rows: Sequence[Sequence[Spanning]], widest: int) -> list[tuple[str, ...]]:
    """The grid of texts that rows of spanning cells make, as a browser lays it out; `widest` bounds what a cell may claim."""
    grid: list[dict[int, str]] = [{} for _ in rows]
    for top, row in enumerate(rows):
        column = 0
        for cell in row:
            while column in grid[top]:
                column += 1
            width = max(1, min(cell.columns, widest - column))
            for covered in range(top, min(top + max(1, cell.lines), len(rows))):
                for at in range(column, column + width):
                    grid[covered].setdefault(at, cell.text)
            column += width
    width = max((max(line, default=-1) + 1 for line in grid), default=0)
    return [tuple(line.get(at, "") for at in range(width)) for line in grid]
