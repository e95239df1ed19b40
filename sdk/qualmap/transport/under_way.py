"""The requests that a client has under way, so that closing it can wait for them.

A socket that one thread closes while another reads from it is not told so: the reader waits until its own timeout.
"""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

import attrs


@attrs.define(eq=False)
class UnderWay:
    """Counts requests by thread; once it is closed, none begins any more."""

    _changed: threading.Condition = attrs.field(init=False, factory=threading.Condition, repr=False)
    _threads: Counter[int] = attrs.field(init=False, factory=Counter)
    _closed: bool = attrs.field(init=False, default=False)

    @contextmanager
    def one(self) -> Iterator[None]:
        """A request, from its first byte to its last; raises `RuntimeError` where the client is closed."""
        here = threading.get_ident()
        with self._changed:
            if self._closed:
                raise RuntimeError("the client is closed; make a new one")
            self._threads[here] += 1
        try:
            yield
        finally:
            with self._changed:
                self._threads[here] -= 1
                if not self._threads[here]:
                    del self._threads[here]
                self._changed.notify_all()

    def close(self) -> None:
        """Let nothing more begin, and wait for what other threads have under way: their timeouts bound it."""
        here = threading.get_ident()  # closed by a signal's handler, this thread may be in a request itself
        with self._changed:
            self._closed = True
            self._changed.wait_for(lambda: self._threads.keys() <= {here})
