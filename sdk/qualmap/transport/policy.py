"""When to try again, and after which pause.

A call is tried again when the connection failed or timed out, and on the statuses 408, 409 with `Retry-After`, 429, 500, 502, 503
and 504: what changes nothing does no harm, and any other call carries an idempotency key, under which it is done once. The pause
doubles from half a second up to eight, less a random part of up to half, so that many clients do not come back together; a
`Retry-After` of up to a minute is obeyed instead.
"""

from __future__ import annotations

import datetime as dt
import email.utils
import random
from collections.abc import Mapping

import attrs

_STATUSES = frozenset({408, 429, 500, 502, 503, 504})
_FIRST_PAUSE, _LONGEST_PAUSE = 0.5, 8.0  # seconds
_LONGEST_ASKED = 60.0  # seconds; who asks for more gets the usual pauses, so that the caller soon has the error with what it asks


@attrs.frozen
class Policy:
    """How often to try again."""

    max_retries: int

    def pause(self, attempt: int, headers: Mapping[str, str], *, draw: float | None = None) -> float:
        """How long to wait after a try that failed, in seconds; `draw` from 0 to 1 replaces chance in tests."""
        asked = retry_after(headers)
        if asked is not None and asked <= _LONGEST_ASKED:
            return asked
        full: float = min(_LONGEST_PAUSE, _FIRST_PAUSE * 2 ** (attempt - 1))
        chance = random.random() if draw is None else draw  # noqa: S311 - spreads load, guards nothing
        return full * (1 - chance / 2)

    def allows(self, attempt: int, *, repeatable: bool, left: float, pause: float) -> bool:
        """Whether to try again after so many tries, with so many seconds left for the whole call."""
        return repeatable and attempt <= self.max_retries and pause < left


def worth_another_try(status: int, headers: Mapping[str, str]) -> bool:
    """Whether an answer with this status may be different the next time."""
    return status in _STATUSES or (status == 409 and "retry-after" in headers)  # noqa: PLR2004 - Conflict


def retry_after(headers: Mapping[str, str]) -> float | None:
    """What the `Retry-After` header asks for, in seconds: it has a number or a date."""
    written = headers.get("retry-after")
    if written is None:
        return None
    try:
        return max(0.0, float(written))
    except ValueError:
        pass
    try:
        moment = email.utils.parsedate_to_datetime(written)
    except ValueError:
        return None
    aware = moment if moment.tzinfo else moment.replace(tzinfo=dt.UTC)
    return max(0.0, (aware - dt.datetime.now(dt.UTC)).total_seconds())
