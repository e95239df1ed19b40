"""The time as the store writes it."""

from __future__ import annotations

import datetime as dt


def now() -> str:
    """This moment: `2026-01-31T08:15:00.123456Z`, always 27 characters, so that texts sort as moments do."""
    return written(dt.datetime.now(dt.UTC))


def after(seconds: float) -> str:
    """The moment so many seconds from now, or before now for a negative number."""
    return written(dt.datetime.now(dt.UTC) + dt.timedelta(seconds=seconds))


def written(moment: dt.datetime) -> str:
    """An aware moment as text."""
    return f"{moment.astimezone(dt.UTC).isoformat(timespec='microseconds').removesuffix('+00:00')}Z"
