"""The tree of errors.

QualmapError
├── InputError                        a value that cannot be used: names the record, the field and what was expected
│   ├── AttachmentError               an attachment of the authority's, or the review of one, that cannot be used
│   ├── TextError                     a credential's text that cannot be read
│   ├── OverlayError                  an overlay folder with mistakes in it: names file, line, column and what was expected
│   ├── UnknownEditionError           no edition of that id, or none in force on that day
│   └── UnknownQualificationError     no qualification of that id
└── InstallationError                 a part of qualmap that is not installed
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Self

import attrs

__all__ = [
    "AttachmentError",
    "InputError",
    "InstallationError",
    "OverlayError",
    "OverlayMistake",
    "QualmapError",
    "TextError",
    "UnknownEditionError",
    "UnknownQualificationError",
]

_MOST_SHOWN = 20  # mistakes of an overlay: who mends these sees the others at the next try


class QualmapError(Exception):
    """The root: catch it to catch everything that qualmap raises on purpose; `code` is stable."""

    code = "qualmap_error"


class InputError(QualmapError, ValueError):
    """A value that cannot be used; `record` and `field` say where it stands."""

    code = "invalid_input"

    def __init__(self, message: str, *, record: str | None = None, field: str | None = None) -> None:
        """`message` says what was expected; the place goes in front of it."""
        place = ", ".join(part for part in (f"record {record}" if record else "", f"field {field!r}" if field else "") if part)
        super().__init__(f"{place}: {message}" if place else message)
        self.message = message
        self.record = record
        self.field = field

    def in_record(self, record: str) -> Self:
        """The same error with the record it is about, where it names none."""
        return self if self.record else type(self)(self.message, record=record, field=self.field)

    def within(self, place: str) -> Self:
        """The same error with its field as a part of a larger one: `credentials[0]` before `text`."""
        return type(self)(self.message, record=self.record, field=f"{place}.{self.field}" if self.field else place)


class AttachmentError(InputError):
    """A file that cannot be imported, or a review that cannot be accepted; names the file, the place and what was expected."""

    code = "invalid_attachment"


class TextError(InputError):
    """A credential's text that cannot be read: not a string, or longer than the limit."""

    code = "invalid_text"


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


class OverlayError(InputError):
    """An overlay folder that cannot be used; `mistakes` are all of them, and `file`, `line`, `column`, `expected` the first."""

    code = "invalid_overlay"

    def __init__(
        self, message: str, *, record: str | None = None, field: str | None = None, mistakes: Sequence[OverlayMistake] = ()
    ) -> None:
        """`OverlayError.in_folder` writes the message."""
        super().__init__(message, record=record, field=field)
        self.mistakes = tuple(mistakes)
        first = mistakes[0] if mistakes else OverlayMistake(None, None, None, message)
        self.file, self.line, self.column, self.expected = first.file, first.line, first.column, first.expected

    @classmethod
    def in_folder(cls, folder: str, mistakes: Sequence[OverlayMistake]) -> OverlayError:
        """Name the folder and its mistakes, the first twenty of them where there are more."""
        if len(mistakes) == 1:
            return cls(f"overlay {folder}: {mistakes[0]}", mistakes=mistakes)
        shown = [f"  {mistake}" for mistake in mistakes[:_MOST_SHOWN]]
        more = [f"  and {len(mistakes) - _MOST_SHOWN} more"] if len(mistakes) > _MOST_SHOWN else []
        return cls("\n".join([f"overlay {folder} has {len(mistakes)} mistakes", *shown, *more]), mistakes=mistakes)


class UnknownEditionError(InputError):
    """No edition has that id, or none was in force on that day."""

    code = "unknown_edition"

    @classmethod
    def no_such_id(cls, edition: str, known: Sequence[str]) -> UnknownEditionError:
        """Name the editions that are known."""
        return cls(f"there is no edition {edition!r}; known are {', '.join(known)}", field="edition")

    @classmethod
    def before_the_first(cls, day: dt.date, first: dt.date) -> UnknownEditionError:
        """Name the first day on which an edition was in force."""
        return cls(f"no edition was in force on {day}; the first came into force on {first}", field="as_of")


class UnknownQualificationError(InputError):
    """No qualification has that id; `client.qualifications(words)` finds ids."""

    code = "unknown_qualification"


class InstallationError(QualmapError, ImportError):
    """A part of qualmap that is not installed; the message names the extra that brings it."""

    code = "not_installed"
