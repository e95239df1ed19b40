"""The service as a process: a socket, a server on it, and an orderly end."""

from __future__ import annotations

import errno
import signal
import socket
import sys
from collections.abc import Callable
from types import FrameType
from typing import Any

import uvicorn

from qualmap.errors import InputError
from qualmap_matcher.service.app import create_app
from qualmap_matcher.service.core import Core

WAITING = 2048
"""How many connections may wait to be taken."""

_LAST_REQUESTS = 30  # seconds that requests under way have when the service is told to stop

# Seconds that a thread may hold the interpreter while another waits for it. Storing a screening hands it over some ten times, at
# every statement: with Python's own 5 ms each might wait that long for a request that is being matched.
_TURN = 0.0005

_REASONS = {errno.EADDRINUSE: "the port is taken: choose another", errno.EACCES: "this user may not open that port"}


def listen(host: str, port: int) -> socket.socket:
    """A socket that takes connections; port 0 stands for any that is free.

    Raises:
        InputError: the address cannot be used.

    """
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        listening = socket.create_server((host, port), family=family, backlog=WAITING)
    except (OSError, OverflowError) as error:
        reason = _REASONS.get(getattr(error, "errno", 0) or 0) or getattr(error, "strerror", None) or str(error)
        raise InputError(f"cannot listen on {host}:{port}: {reason}", field="QUALMAP_PORT") from error
    # Connections inherit it. asyncio sets it only on sockets that name their protocol, which those of `create_server` do not;
    # without it, the second piece of an answer waits 40 ms for the caller's acknowledgement of the first.
    listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return listening


def address_of(listening: socket.socket) -> str:
    """How to call what listens there from this machine."""
    host, port = listening.getsockname()[:2]
    here = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104 - read, not bound
    return f"http://[{here}]:{port}" if ":" in here else f"http://{here}:{port}"


class _Server(uvicorn.Server):
    """A server that says when it takes requests."""

    def __init__(self, config: uvicorn.Config, started: Callable[[], None]) -> None:
        super().__init__(config)
        self._say = started

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start."""
        await super().startup(sockets)
        self._say()


def configured(application: Callable[..., Any], **more: Any) -> uvicorn.Config:  # noqa: ANN401 - as uvicorn takes them
    """How uvicorn serves an application, with what is special to one way of running it."""
    return uvicorn.Config(
        application,
        lifespan="on",
        ws="none",
        log_config=None,
        access_log=False,  # the service writes its own lines
        server_header=False,
        timeout_graceful_shutdown=_LAST_REQUESTS,
        **more,
    )


def take_turns() -> None:
    """Let the threads of this process hand the interpreter over more often than they would."""
    sys.setswitchinterval(_TURN)


def run(core: Core, listening: socket.socket, *, started: Callable[[], None]) -> None:
    """Serve until SIGTERM or Ctrl-C: then take no new request, answer those under way, let the workers come to an end."""
    take_turns()
    server = _Server(configured(create_app(core)), started)

    def stop(_number: int, _frame: FrameType | None) -> None:
        server.should_exit = True

    for number in (signal.SIGINT, signal.SIGTERM):  # the server has its own handlers, but raises the signal again at its end
        signal.signal(number, stop)
    server.run(sockets=[listening])
