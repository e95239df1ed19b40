"""What goes up as a batch: a file as it is, bytes, or records, a line of JSON each."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import attrs

from qualmap.errors import InputError
from qualmap.records import Record
from qualmap.transport.messages import Content

Written = Record | Mapping[str, object]
Source = str | os.PathLike[str] | bytes | Iterable[Written]
"""A path, the bytes of a file, or records."""

JSON_LINES, TABLE = "application/x-ndjson", "text/csv"
_ENDINGS = {".jsonl": JSON_LINES, ".ndjson": JSON_LINES, ".csv": TABLE}
_PIECE = 1024 * 1024  # bytes in memory at once


@attrs.frozen
class File:
    """The bytes of a file, read anew at every try."""

    path: Path

    def __iter__(self) -> Iterator[bytes]:
        with self.path.open("rb") as file:
            while piece := file.read(_PIECE):
                yield piece


def upload(source: Source, content_type: str | None) -> tuple[Content, str]:
    """The content of an upload and its type.

    Raises:
        InputError: a file that is not there, or of a kind that the service does not take.

    """
    if isinstance(source, bytes):
        return [source], content_type or JSON_LINES
    if not isinstance(source, str | os.PathLike):
        return _lines(source), JSON_LINES
    path = Path(source)
    if not path.is_file():
        raise InputError(f"there is no file {path}", field="source")
    kind = content_type or _ENDINGS.get(path.suffix.lower())
    if kind is None:
        endings = ", ".join(_ENDINGS)
        raise InputError(
            f"expected a file that ends in {endings}, or content_type, got {path.name}; other tables: qualmap screen --remote",
            field="source",
        )
    return File(path), kind


def _lines(records: Iterable[Written]) -> Iterator[bytes]:
    gathered = bytearray()
    for position, written in enumerate(records):
        gathered += _line(written, position) + b"\n"
        if len(gathered) > _PIECE:
            yield bytes(gathered)
            gathered.clear()
    yield bytes(gathered)


def _line(written: Written, position: int) -> bytes:
    """A record as a line; one that is none goes up as it is, to fail in its own place and not stop the others."""
    try:
        return json.dumps(Record.of(written).to_dict()).encode("ascii")
    except InputError as error:
        try:
            return json.dumps(written).encode("ascii")
        except (TypeError, ValueError):
            raise error.in_record(f"at position {position}") from None
