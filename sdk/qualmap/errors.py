"""The tree of errors.

QualmapError
├── InputError                        a value that cannot be used: names the record, the field and what was expected
│   ├── TextError                     a credential's text that cannot be read
│   ├── UnknownEditionError           no edition of that id, or none in force on that day
│   └── UnknownQualificationError     no qualification of that id
└── InstallationError                 a part of qualmap that is not installed
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Self

__all__ = [
    "InputError",
    "InstallationError",
    "QualmapError",
    "TextError",
    "UnknownEditionError",
    "UnknownQualificationError",
]


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


class TextError(InputError):
    """A credential's text that cannot be read: not a string, or longer than the limit."""

    code = "invalid_text"


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
