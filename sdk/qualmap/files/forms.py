"""The forms that answers have in a file: each makes bytes of some answers, here or in another process."""

from __future__ import annotations

import io
import json
import re
from abc import abstractmethod
from collections.abc import Sequence
from pathlib import Path
from typing import BinaryIO, Protocol

import attrs

from qualmap.files.compression import Packing, inner_name, named_packing, packed
from qualmap.files.journal import put_in_place
from qualmap.files.rows import FailedRow
from qualmap.files.text_output import TextOutput
from qualmap.models import Json
from qualmap.screening import Screening

Answer = Screening | FailedRow

AT_ONCE = 200
"""How many answers are made into bytes together: some 2 MB of JSON, a fraction of a second of work."""

_SURROGATE = re.compile("[\ud800-\udfff]")


class Sink(Protocol):
    """Takes the bytes of answers, a piece at a time, in their order."""

    def put(self, block: bytes) -> None:
        """Write one piece."""

    def finish(self) -> None:
        """Write what stands at the end."""


class Form(Protocol):
    """How answers are written; it can be sent to another process."""

    @abstractmethod
    def block(self, answers: Sequence[Answer], *, first: bool) -> bytes:
        """These answers as a piece; `first` says that none stands before it."""

    @abstractmethod
    def sink(self, file: BinaryIO) -> Sink:
        """What takes the pieces and writes them to an empty file."""

    @abstractmethod
    def resumable(self, file: BinaryIO) -> Sink:
        """As `sink`, to a part that is empty or ends behind a piece; `put_in_place` makes the file of it."""

    @abstractmethod
    def put_in_place(self, file: Path) -> None:
        """Let what is written beside the file take its place, if that was not done before; raises `InputError`."""


@attrs.frozen
class TextForm:
    """Text by the ending of the name: JSON Lines, a JSON document or CSV, packed or not."""

    ending: str
    packing: Packing | None
    rows: str
    like: Screening

    @classmethod
    def of(cls, file: Path, *, like: Screening, rows: str) -> TextForm:
        """The form that the name says; `like` is any answer of the same edition."""
        return cls(inner_name(file).suffix.casefold(), named_packing(file), rows, like)

    def start(self) -> bytes:
        """What stands before the first piece."""
        if self.ending == ".json":
            return packed(b"[", self.packing)
        if self.ending != ".csv":
            return b""
        text = io.StringIO(newline="")
        TextOutput.at(text, like=self.like, rows=self.rows).header()
        # With a mark: without one Excel reads UTF-8 as the machine's own encoding, and Chinese is lost.
        return packed(text.getvalue().encode("utf-8-sig"), self.packing)

    def block(self, answers: Sequence[Answer], *, first: bool) -> bytes:
        """These answers as a piece; `first` says that none stands before it."""
        if self.ending == ".csv":
            text = io.StringIO(newline="")
            table = TextOutput.at(text, like=self.like, rows=self.rows)
            for answer in answers:
                table.write(answer)
            return packed(text.getvalue().encode(), self.packing)
        lines = [json_line(answer.to_dict()) for answer in answers]
        if self.ending == ".json":
            content = "".join(f"{',' if index or not first else ''}\n{line}" for index, line in enumerate(lines))
        else:
            content = "".join(f"{line}\n" for line in lines)
        return packed(content.encode(), self.packing)

    def end(self) -> bytes:
        """What stands behind the last piece."""
        return packed(b"\n]\n", self.packing) if self.ending == ".json" else b""

    def sink(self, file: BinaryIO) -> Sink:
        """What takes the pieces and writes them to a file that is empty, or that ends behind a piece."""
        if file.tell() == 0:
            file.write(self.start())
        return TextSink(file, self.end())

    resumable = sink

    def put_in_place(self, file: Path) -> None:
        """Let the part take the place of the file."""
        put_in_place(file)


@attrs.frozen
class TextSink:
    """Writes pieces as they are, and at last what stands at the end."""

    file: BinaryIO
    end: bytes

    def put(self, block: bytes) -> None:
        """Write one piece."""
        self.file.write(block)

    def finish(self) -> None:
        """Write what stands at the end."""
        self.file.write(self.end)


def json_line(content: dict[str, Json]) -> str:
    """JSON in one line, letters as they are, with lone surrogates, which no encoding has, as JSON escapes."""
    return _SURROGATE.sub(lambda one: f"\\u{ord(one[0]):04x}", json.dumps(content, ensure_ascii=False))
