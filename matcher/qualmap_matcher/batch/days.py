"""The day that a run is about."""

from __future__ import annotations

import datetime as dt

from qualmap.editions import as_date

Day = dt.date | str | None


def day_of(edition: str | None, as_of: Day) -> str | None:
    """The day that is asked about, as a client tells it: none where an edition is named alone."""
    return None if edition is not None and as_of is None else as_date(as_of).isoformat()
