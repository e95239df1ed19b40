"""Lines out of bytes as they come. Only the byte 10 ends a line: JSON may hold the other characters that end one elsewhere."""

from __future__ import annotations

from collections.abc import Iterator

import attrs


@attrs.define
class Lines:
    """Cuts the bytes of an answer into lines of UTF-8, without their ends; empty ones are passed over."""

    _open: bytearray = attrs.field(init=False, factory=bytearray)

    def cut(self, piece: bytes) -> Iterator[str]:
        """The lines that end in a piece."""
        *ended, rest = piece.split(b"\n")
        for part in ended:
            self._open += part
            yield from self.end()
        self._open += rest

    def end(self) -> Iterator[str]:
        """The last line, where it has no end."""
        line = bytes(self._open)
        self._open.clear()
        if line.strip():
            yield line.decode("utf-8", "replace")
