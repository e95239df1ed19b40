"""The service on a real socket, in threads of the test's process."""

from __future__ import annotations

import socket
import threading
from types import TracebackType
from typing import Self

import attrs
import uvicorn

from qualmap_matcher.service.app import create_app
from qualmap_matcher.service.core import Core

_LONGEST = 30  # seconds for a start or an end, before the test fails instead of waiting for ever


class _Server(uvicorn.Server):
    """A server that tells when it has started."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.ready = threading.Event()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self.ready.set()


@attrs.define(eq=False)
class Served:
    """A service that answers at `url`."""

    url: str
    core: Core
    _server: _Server
    _thread: threading.Thread

    def stop(self) -> None:
        """Stop it as an operator would: requests that are under way come to their end."""
        self._server.should_exit = True
        self._thread.join(_LONGEST)
        assert not self._thread.is_alive()


@attrs.define(eq=False)
class Serving:
    """All that a test started."""

    _served: list[Served] = attrs.field(factory=list)

    def start(self, core: Core) -> Served:
        """Put a core on a free port."""
        listening = socket.socket()
        listening.bind(("127.0.0.1", 0))
        port = listening.getsockname()[1]
        config = uvicorn.Config(create_app(core), lifespan="on", log_config=None, access_log=False)
        server = _Server(config)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
        thread.start()
        assert server.ready.wait(_LONGEST)
        served = Served(f"http://127.0.0.1:{port}", core, server, thread)
        self._served.append(served)
        return served

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, where: TracebackType | None) -> None:
        for served in self._served:
            served.stop()
