"""Read a CSV table of an overlay: its header, its rows with their lines, and what is wrong with their form."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping

import attrs

from qualmap_matcher.overlays.forms import Form
from qualmap_matcher.overlays.mistakes import Mistakes


@attrs.frozen
class Line:
    """One row of a table, with the number of the line on which it ends (the header is line 1)."""

    file: str
    number: int
    values: dict[str, str]
    mistakes: Mistakes = attrs.field(eq=False, repr=False)

    def __getitem__(self, column: str) -> str:
        return self.values[column]

    def expected(self, column: str, expected: str) -> None:
        """Say what should stand in a column of this row."""
        self.mistakes.add(self.file, expected, line=self.number, column=column)


def read_lines(
    file: str, content: bytes, columns: Mapping[str, Form], *, optional: frozenset[str] = frozenset(), mistakes: Mistakes
) -> Iterator[Line]:
    """The rows that have the form of their columns; the others are mistakes. Columns stand in any order."""
    text = decoded(file, content, mistakes)
    if text is None:
        return
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    header: list[str] | None = None
    try:
        for values in reader:
            if header is None:
                header = values
                if not _is_header(file, header, columns, optional, mistakes):
                    return
            elif not values:
                continue  # an empty line
            elif len(values) != len(header):
                mistakes.add(file, f"{len(header)} values, got {len(values)}", line=reader.line_num)
            elif line := _checked(Line(file, reader.line_num, dict(zip(header, values, strict=True)), mistakes), columns):
                yield line
    except csv.Error as error:
        mistakes.add(file, f"CSV, but {error}", line=reader.line_num)
    if header is None:
        mistakes.add(file, f"a header with the columns {','.join(columns)}", line=1)


def decoded(file: str, content: bytes, mistakes: Mistakes) -> str | None:
    """The text of a file, with or without the mark that some programs put before UTF-8; None where it is none."""
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        mistakes.add(file, f"UTF-8, but byte {error.start} is none", line=line)
        return None


def _is_header(file: str, header: list[str], columns: Mapping[str, Form], optional: frozenset[str], mistakes: Mistakes) -> bool:
    missing = [name for name in columns if name not in header and name not in optional]
    unknown = [name for name in dict.fromkeys(header) if name not in columns]
    twice = [name for name in dict.fromkeys(header) if header.count(name) > 1]
    for name in missing:
        mistakes.add(file, f"a column of this name; the columns are {','.join(columns)}", line=1, column=name)
    for name in unknown:
        mistakes.add(file, f"no column of this name; the columns are {','.join(columns)}", line=1, column=name)
    for name in twice:
        mistakes.add(file, "this column once", line=1, column=name)
    return not (missing or unknown or twice)


def _checked(line: Line, columns: Mapping[str, Form]) -> Line | None:
    wrong = False
    for column, value in line.values.items():
        mistake = columns[column].mistake(value)
        if mistake is not None:
            line.expected(column, mistake)
            wrong = True
    return None if wrong else line
