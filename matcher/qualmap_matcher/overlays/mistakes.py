"""Collect the mistakes of an overlay, so that whoever mends it sees them all at once."""

from __future__ import annotations

import attrs

from qualmap.errors import OverlayError
from qualmap.mistakes import OverlayMistake


@attrs.define
class Mistakes:
    """What is wrong in the files of one folder, in the order of finding it."""

    folder: str
    found: list[OverlayMistake] = attrs.field(init=False, factory=list)

    def add(self, file: str, expected: str, *, line: int | None = None, column: str | None = None) -> None:
        """One more; `expected` says what should stand there and what does."""
        self.found.append(OverlayMistake(file, line, column, expected))

    def stop(self) -> None:
        """Raise `OverlayError` if there was any mistake."""
        if self.found:
            raise OverlayError.in_folder(self.folder, self.found)
