"""What goes on beside the requests: threads that each repeat a few chores, until the service stops."""

from __future__ import annotations

import threading
from collections.abc import Callable

import attrs

from qualmap_matcher.service.batching.working import clear_batches, work_on_batches
from qualmap_matcher.service.core import Core
from qualmap_matcher.service.delivering import clear_log, deliver
from qualmap_matcher.service.observing import LOG
from qualmap_matcher.service.retaining import keep_to_retention
from qualmap_matcher.service.telling_editions import tell_of_editions

Chore = Callable[[Core], bool]
"""Does a little of some work; whether there was any."""

CHORES: list[Chore] = [work_on_batches, clear_batches, keep_to_retention, tell_of_editions, deliver, clear_log]
"""What every worker repeats, in turn."""

_PAUSE = 0.5  # seconds without work before a worker looks again
_LAST_WORD = 10  # seconds in which a chore may come to its end when the service stops


@attrs.define(eq=False)
class Workers:
    """The threads of one process."""

    core: Core
    _stopping: threading.Event = attrs.field(init=False, factory=threading.Event)
    _threads: list[threading.Thread] = attrs.field(init=False, factory=list)

    def start(self) -> None:
        """Begin."""
        for number in range(self.core.settings.workers):
            thread = threading.Thread(target=self._work, name=f"qualmap-worker-{number}", daemon=True)
            thread.start()
            self._threads.append(thread)

    def stop(self) -> None:
        """Let every chore come to its end."""
        self._stopping.set()
        for thread in self._threads:
            thread.join(_LAST_WORD)

    def _work(self) -> None:
        while not self._stopping.is_set():
            worked = [self._did(chore) for chore in CHORES]  # each gets its turn, whatever the others did
            if True not in worked:
                self._stopping.wait(_PAUSE)

    def _did(self, chore: Chore) -> bool:
        try:
            return chore(self.core)
        except Exception:  # noqa: BLE001 - one chore that fails must not end the others
            LOG.exception("chore failed", chore=chore.__name__)
            return False
