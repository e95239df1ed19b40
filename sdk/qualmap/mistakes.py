"""Where something is wrong in a file, and what was expected there."""

from __future__ import annotations

import attrs


@attrs.frozen
class OverlayMistake:
    """One mistake in an overlay folder; each place is None where there is none, as for a file that is missing.

    `line` counts from 1; `column` is a table's column or the place in a JSON document, such as `attachment.sha256`.
    """

    file: str | None
    line: int | None
    column: str | None
    expected: str

    def __str__(self) -> str:
        """The mistake in one line."""
        place = " ".join(part for part in (self.file, f"line {self.line}" if self.line else None) if part)
        place = ", ".join(part for part in (place, f"column {self.column!r}" if self.column else None) if part)
        return f"{place}: expected {self.expected}" if place else f"expected {self.expected}"
