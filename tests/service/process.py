"""The service in processes of their own, to be killed.

`python process.py` loads everything and then forks a service for every line on its standard input, which is that service's
environment as JSON; each tells its process id and its address. So a start costs milliseconds, and two hundred are affordable.
"""

from __future__ import annotations

import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from typing import Self

import attrs
import uvicorn

from qualmap.local import bundled_engine
from qualmap_matcher.service.app import create_app
from qualmap_matcher.service.core import Core
from qualmap_matcher.service.settings import Settings


@attrs.define
class Service:
    """One that answers at `url` until it is killed."""

    url: str
    _id: int

    def kill(self) -> None:
        """`kill -9`; afterwards it is gone."""
        with contextlib.suppress(ProcessLookupError):
            os.kill(self._id, signal.SIGKILL)
            while True:  # until the kernel has cleared it away
                os.kill(self._id, 0)


@attrs.define
class Processes:
    """Starts services."""

    _starter: subprocess.Popen[str]

    @classmethod
    @contextlib.contextmanager
    def ready(cls) -> Iterator[Self]:
        """Load everything once."""
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
        with subprocess.Popen([sys.executable, __file__], text=True, **pipes) as starter:
            yield cls(starter)
            assert starter.stdin is not None
            starter.stdin.close()

    @contextlib.contextmanager
    def serving(self, settings: Settings) -> Iterator[Service]:
        """A service on the database of these settings, with one worker whose leases last a second; killed when the block ends."""
        values = {
            "QUALMAP_HOME": str(settings.home),
            "QUALMAP_DATABASE_URL": settings.url,
            "QUALMAP_SECRET": settings.secret or "",
            "QUALMAP_LEASE_SECONDS": "1",
            "QUALMAP_REQUESTS_PER_MINUTE": "0",
        }
        assert self._starter.stdin is not None
        assert self._starter.stdout is not None
        self._starter.stdin.write(f"{json.dumps(values)}\n")
        self._starter.stdin.flush()
        number, _, url = self._starter.stdout.readline().strip().partition(" ")
        service = Service(url, int(number))
        try:
            yield service
        finally:
            service.kill()


def serve(environment: dict[str, str]) -> None:
    core = Core.open(Settings.from_environment(environment))
    listening = socket.create_server(("127.0.0.1", 0))
    sys.stdout.write(f"{os.getpid()} http://127.0.0.1:{listening.getsockname()[1]}\n")
    sys.stdout.flush()
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # nobody reads the log
    uvicorn.Server(uvicorn.Config(create_app(core), lifespan="on", log_config=None, access_log=False)).run(sockets=[listening])


def main() -> None:
    bundled_engine()
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # those who are killed leave no zombies
    started = []
    for line in sys.stdin:
        started.append(os.fork())
        if started[-1] == 0:
            serve(json.loads(line))
            os._exit(0)
    for last in started[-1:]:  # whoever asked for it is gone, perhaps without having killed it
        Service("", last).kill()


if __name__ == "__main__":
    main()
