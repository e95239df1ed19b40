"""The service as several processes on one socket, for machines with more than one core: uvicorn's supervisor over ours.

Each process is a whole service; they share the socket, the database and the counters. One that dies is started anew. All end with
the one that started them, whatever ended it.
"""

from __future__ import annotations

import functools
import multiprocessing
import os
import signal
import socket
import sys
import tempfile
import threading
from collections.abc import Callable
from multiprocessing.reduction import DupFd
from typing import Protocol, Self

from litestar import Litestar
from uvicorn.supervisors import Multiprocess

from qualmap.errors import QualmapError
from qualmap_matcher.service.app import create_app
from qualmap_matcher.service.core import Core
from qualmap_matcher.service.logs import configure_logs
from qualmap_matcher.service.observing import SHARED_COUNTERS
from qualmap_matcher.service.running import WAITING, configured, take_turns
from qualmap_matcher.service.settings import Settings

_PATIENCE = 1.0  # seconds to wait for a process to say whether it has started, before looking whether somebody wants the end


def run_processes(settings: Settings, listening: socket.socket, *, started: Callable[[], None]) -> None:
    """Serve in `settings.processes` processes until SIGTERM or Ctrl-C, as `running.run` does in one.

    Raises:
        QualmapError: a process ended before it took requests; it has said why.

    """
    # asyncio takes as many connections at once as it is told may wait; with one, each process takes its share of them.
    config = configured(functools.partial(_application, settings), factory=True, workers=settings.processes, backlog=1)
    with tempfile.TemporaryDirectory(prefix="qualmap-counters-") as folder:
        os.environ[SHARED_COUNTERS] = folder  # what the processes inherit
        try:
            with _Shared.of(listening) as shared:
                _Supervisor(config, [shared], started).run()
        finally:
            del os.environ[SHARED_COUNTERS]


class _Sent(Protocol):
    def detach(self) -> int:
        """The descriptor, in the process that it was sent to."""


class _Shared(socket.socket):
    """A listening socket at which several processes take connections: it lets as many wait as ever, whatever one of them says."""

    @classmethod
    def of(cls, listening: socket.socket) -> Self:
        """The same socket, to be handed to other processes."""
        return cls(fileno=os.dup(listening.fileno()))

    def listen(self, _backlog: int = 0, /) -> None:
        """Let connections wait."""
        super().listen(WAITING)

    def __reduce__(self) -> tuple[Callable[[_Sent], _Shared], tuple[object]]:
        return _received, (DupFd(self.fileno()),)


def _received(sent: _Sent) -> _Shared:
    return _Shared(fileno=sent.detach())


class _Supervisor(Multiprocess):
    """A supervisor that says when every process takes requests."""

    def __init__(self, config: object, sockets: list[socket.socket], started: Callable[[], None]) -> None:
        super().__init__(config, sockets)  # type: ignore[arg-type]  # uvicorn's own
        self._say = started

    def init_processes(self) -> None:
        """Start."""
        super().init_processes()
        for each in self.processes:
            while not each.is_ready(_PATIENCE):
                self.handle_signals()
                if self.should_exit.is_set():
                    return
                if not each.process.is_alive():
                    self.terminate_all()
                    raise QualmapError("a process of the service ended before it took requests")
        self._say()


def _application(settings: Settings) -> Litestar:
    """The application of one process, over a core of its own."""
    configure_logs(sys.stdout, readable=sys.stdout.isatty())
    take_turns()
    threading.Thread(target=_end_with_parent, daemon=True).start()
    try:
        core = Core.open(settings)
    except QualmapError as error:
        sys.exit(f"Error: {error}")
    application = create_app(core)
    application.on_shutdown.append(core.close)
    return application


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os.kill(os.getpid(), signal.SIGTERM)
