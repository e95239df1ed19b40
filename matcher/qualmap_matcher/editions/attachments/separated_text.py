"""Read an attachment that comes as CSV."""

from __future__ import annotations

import csv
import io

from qualmap_matcher.editions.attachments.blocks import Block, Content, Line, Table
from qualmap_matcher.editions.attachments.opening import decoded
from qualmap_matcher.editions.attachments.spaces import tidy_lines

_SEPARATORS = ",;\t"
_LONGEST_FIELD = 100_000  # characters; a cell of a list has some hundreds


def read(content: Content) -> tuple[Block, ...]:
    """One table; lines of one cell may be titles, headings and notes between its rows."""
    text = decoded(content)
    csv.field_size_limit(_LONGEST_FIELD)
    # The separator that most lines have is the one: titles and notes may have commas of their own.
    separator = max(_SEPARATORS, key=lambda sign: sum(sign in line for line in text.splitlines()))
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    rows: list[tuple[int, list[str]]] = []
    last = 0
    try:
        for row in reader:
            rows.append((last + 1, [tidy_lines(cell) for cell in row]))
            last = reader.line_num
    except csv.Error as error:
        raise content.error(f"{error}; expected CSV with every quotation mark closed", f"line {last + 1}") from None
    width = max((len(row) for _, row in rows), default=0)
    for number, row in rows:
        if sum(map(bool, row)) > 1 and len(row) < width:
            raise content.error(f"it has {len(row)} cells; expected {width}", f"line {number}")
    lines = (Line((*row, *[""] * (width - len(row))), f"line {number}") for number, row in rows if any(row))
    return (Table(tuple(lines)),)
