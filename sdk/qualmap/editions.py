"""Which edition a question is about, and which evidence it accepts."""

from __future__ import annotations

import datetime as dt

import attrs

from qualmap.errors import InputError

EVIDENCE = ("inferred", "confirmed", "official")  # from the weakest to the strongest
_SHANGHAI = dt.timezone(dt.timedelta(hours=8), "Asia/Shanghai")  # no daylight saving since 1991


@attrs.frozen(slots=True)
class Asked:
    """An edition and the least evidence a row must have to count."""

    edition: str
    minimum_evidence: str = "inferred"


def today() -> dt.date:
    """The day it is in Shanghai."""
    return dt.datetime.now(_SHANGHAI).date()


def as_date(day: dt.date | str | None) -> dt.date:
    """A day given as a date or as `YYYY-MM-DD`, or the day in Shanghai at a moment; today where none is given."""
    if day is None:
        return today()
    if isinstance(day, dt.datetime):
        return (day.astimezone(_SHANGHAI) if day.tzinfo else day).date()
    if isinstance(day, dt.date):
        return day
    try:
        read = dt.date.fromisoformat(day)
    except (TypeError, ValueError):
        read = None
    if read is None or read.isoformat() != day:  # Python reads 20260131 and 2026-W05-6 too
        raise InputError(f"expected a day as YYYY-MM-DD, got {day!r}", field="as_of")
    return read


def checked_evidence(kind: str) -> str:
    """The kind of evidence, if there is one of that name."""
    if kind not in EVIDENCE:
        raise InputError(f"expected one of {', '.join(EVIDENCE)}, got {kind!r}", field="minimum_evidence")
    return kind
