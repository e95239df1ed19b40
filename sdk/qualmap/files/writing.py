"""Write answers to a file, one after the other, in the kind that its ending names."""

from __future__ import annotations

import contextlib
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Protocol, TextIO

from qualmap.errors import InputError
from qualmap.files.labels import LANGUAGES
from qualmap.files.replacing import replacing
from qualmap.files.rows import FailedRow
from qualmap.models import Json
from qualmap.screening import Screening

ENDINGS = (".jsonl", ".ndjson", ".json", ".csv", ".xlsx")
ROWS = ("person", "mention")

_SURROGATE = re.compile("[\ud800-\udfff]")

Answer = Screening | FailedRow


class Output(Protocol):
    """Takes answers, and what could not be answered, in their order."""

    def write(self, answer: Answer) -> None:
        """Write one."""


def checked_output(file: Path, *, source: str, rows: str) -> None:
    """Raise `InputError` where `open_output` would, or would write over the input; before any work is done."""
    if file.suffix.casefold() not in ENDINGS:
        raise InputError(f"expected a file that ends in {', '.join(ENDINGS)}, got {file.name!r}", field="output")
    if rows != ROWS[0] and file.suffix.casefold() != ".csv":
        raise InputError("one row a mention is for CSV; a workbook has them on a sheet of their own", field="rows")
    if not file.resolve().parent.is_dir():
        raise InputError(f"there is no folder {file.parent}", field="output")
    if Path(source).exists() and file.exists() and file.samefile(source):
        raise InputError("the output would take the place of the input; give it another name", field="output")


@contextlib.contextmanager
def open_output(file: Path, *, like: Screening, rows: str = ROWS[0], lang: str = LANGUAGES[0]) -> Iterator[Output]:
    """A file to write answers to, which is there once all are written and not before.

    `like` is any answer of the same edition, which says what clauses there are. Raises `InputError`.
    """
    ending = file.suffix.casefold()
    with replacing(file) as part:
        if ending == ".xlsx":
            from qualmap.files.workbook import Workbook

            with Workbook.at(part, like=like, lang=lang) as workbook:
                yield workbook
        elif ending == ".csv":
            from qualmap.files.text_output import TextOutput

            # With a mark: without one Excel reads UTF-8 as the machine's own encoding, and Chinese is lost.
            with part.open("w", encoding="utf-8-sig", newline="") as text:
                yield TextOutput.at(text, like=like, rows=rows)
        elif ending == ".json":
            with part.open("w", encoding="utf-8", newline="\n") as text:
                text.write("[")
                yield JsonDocument(text)
                text.write("\n]\n")
        else:
            with part.open("w", encoding="utf-8", newline="\n") as text:
                yield JsonLines(text)


class JsonLines:
    """One object a line: the answer of the contract, or the error in its place."""

    def __init__(self, text: TextIO) -> None:
        """Write to `text`."""
        self._text = text

    def write(self, answer: Answer) -> None:
        """Write one line."""
        self._text.write(f"{json_line(answer.to_dict())}\n")


class JsonDocument:
    """The same answers as the entries of one list, for programs that read a whole document."""

    def __init__(self, text: TextIO) -> None:
        """Write the entries to `text`, whose list is open."""
        self._text = text
        self._separator = "\n"

    def write(self, answer: Answer) -> None:
        """Write one entry."""
        self._text.write(f"{self._separator}{json_line(answer.to_dict())}")
        self._separator = ",\n"


def json_line(content: dict[str, Json]) -> str:
    """JSON in one line, letters as they are, with lone surrogates, which no encoding has, as JSON escapes."""
    return _SURROGATE.sub(lambda one: f"\\u{ord(one[0]):04x}", json.dumps(content, ensure_ascii=False))
