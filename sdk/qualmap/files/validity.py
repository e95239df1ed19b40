"""Whether a document says that a credential is valid on a day: from when, until when, or when it was awarded."""

from __future__ import annotations

import datetime as dt
import re

import attrs

from qualmap.editions import as_date
from qualmap.errors import InputError

_DAY = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")  # a year, a month, a day, as JSON Resume may have them


@attrs.frozen
class Validity:
    """The days between which a credential is valid, both included; None is open."""

    first: dt.date | None = None
    last: dt.date | None = None

    def objection(self, day: dt.date) -> str | None:
        """Why it does not count on a day; None where it does."""
        if self.first is not None and day < self.first:
            return f"it is not valid before {self.first}"
        if self.last is not None and self.last < day:
            return f"it was valid until {self.last}"
        return None


def day_of(written: object, place: str) -> dt.date | None:
    """The day in Shanghai of a moment or a day as ISO 8601 has them; of a year or a month, its first.

    Raises:
        InputError: it is none of these; the error names `place`.

    """
    if written is None or written == "":
        return None
    if isinstance(written, str):
        try:
            if found := _DAY.fullmatch(written):
                return dt.date(*(int(part or 1) for part in found.groups()))
            return as_date(dt.datetime.fromisoformat(written))
        except (ValueError, OverflowError):
            pass
    raise InputError(f"expected a day or a moment as YYYY-MM-DD or YYYY-MM-DDThh:mm:ssZ, got {written!r}", field=place)
