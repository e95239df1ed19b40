"""How long to wait between two looks at a batch, and when to stop looking."""

from __future__ import annotations

import time

import attrs

from qualmap.errors import TimedOutError
from qualmap.kept.batches import Batch

_FIRST_PAUSE, _LONGEST_PAUSE = 0.2, 10.0  # seconds; small batches are done in one, large ones need no closer look
_GROWTH = 1.5


@attrs.define
class Patience:
    """Pauses that grow, up to a deadline; None waits for as long as it takes."""

    timeout: float | None
    _started: float = attrs.field(init=False, factory=time.monotonic)
    _pause: float = attrs.field(init=False, default=_FIRST_PAUSE)

    def pause(self, batch: Batch) -> float:
        """How long to wait before the next look, in seconds; raises `TimedOutError` when the time is up."""
        pause, self._pause = self._pause, min(self._pause * _GROWTH, _LONGEST_PAUSE)
        if self.timeout is None:
            return pause
        left = self._started + self.timeout - time.monotonic()
        if left <= 0:
            message = f"batch {batch.id} is {batch.state} after {self.timeout:g} seconds: {batch.progress:.0%} of it is done"
            raise TimedOutError(message, request_id=None)
        return min(pause, left)
