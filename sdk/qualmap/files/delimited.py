"""The rows of text tables: cells between commas, semicolons, tabs or bars, in any of the usual encodings."""

from __future__ import annotations

import csv
import io
import itertools
import re
from collections.abc import Iterator
from typing import BinaryIO

import attrs

from qualmap.errors import InputError
from qualmap.files.encodings import encoding_of
from qualmap.files.rows import Cells

DELIMITERS = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "bars"}
_SAMPLE = 64 * 1024  # characters, which hold the header and some rows of any table
_SEPARATOR_LINE = re.compile(r"sep=(.)\r?\n")  # Excel's own way to name the delimiter


@attrs.frozen
class TextTable:
    """A table of text: how it is read, and its rows, numbered from 1; a row that cannot be read is an error in its place."""

    encoding: str
    delimiter: str
    rows: Iterator[tuple[int, Cells | InputError]]


def text_table(text: io.TextIOWrapper) -> TextTable:
    """The table that a text opened with `opened_text` has; raises `InputError`."""
    try:
        sample = text.read(_SAMPLE).removeprefix("\ufeff")  # a mark that UTF-16-LE, -BE and GB18030 leave in the text
    except UnicodeError as error:
        raise InputError(f"expected text in {text.encoding}: {error}", field="encoding") from None
    text.seek(0)
    first = 1
    named = _SEPARATOR_LINE.match(sample)
    if named:
        text.readline()
        first = 2
    delimiter = named[1] if named else _delimiter(sample)
    return TextTable(text.encoding, delimiter, _rows(text, delimiter, first))


def opened_text(file: BinaryIO, *, encoding: str | None = None) -> io.TextIOWrapper:
    """The text of a file that can be sought in, by this encoding or the one that its bytes tell; raises `InputError`."""
    found = encoding_of(file) if encoding is None else {"utf-8": "utf-8-sig"}.get(encoding, encoding)
    return io.TextIOWrapper(file, encoding=found, errors="strict", newline="")


def _delimiter(sample: str) -> str:
    """The sign that gives the most cells in one of the first rows; of two that give as many, the more usual one."""
    return max(DELIMITERS, key=lambda one: _widest(sample, one))


def _widest(sample: str, delimiter: str) -> int:
    first = 10  # rows, among which is the header
    try:
        return max((len(row) for row in itertools.islice(csv.reader(io.StringIO(sample), delimiter=delimiter), first)), default=0)
    except csv.Error:
        return 0


def _rows(text: io.TextIOWrapper, delimiter: str, first: int) -> Iterator[tuple[int, Cells | InputError]]:
    # Strict, because the lenient reader takes a quotation mark that is never closed for a text that goes on to the end of the
    # file, and so loses everybody after it without a word.
    reader = csv.reader(text, delimiter=delimiter, strict=True)
    number = first - 1
    while True:
        number += 1
        start = reader.line_num + first
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield number, InputError(_explained(str(error), start, reader.line_num + first - 1), field="row")
            if "field limit" in str(error):
                return
            continue
        except UnicodeError as error:
            yield number, InputError(f"cannot be decoded: {error}; the rest of the file is not read", field="encoding")
            return
        except InputError as error:  # what is packed breaks off
            yield number, error
            return
        if number == 1 and cells:
            cells[0] = cells[0].removeprefix("\ufeff")
        yield number, cells


def _explained(error: str, start: int, end: int) -> str:
    lines = f"line {start}" if start == end else f"lines {start} to {end}"
    if "field limit" in error:
        limit = f"{csv.field_size_limit():,}"
        return (
            f"{lines}: a cell of more than {limit} characters: is a quotation mark never closed? The rest of the file is not read"
        )
    if "unexpected end" in error:
        return f"{lines}: a quotation mark that opens here is never closed, so none of these lines can be read"
    return f"{lines}: a quotation mark in a quoted text must be doubled ({error})"
