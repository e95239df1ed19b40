"""An assistant's side of the protocol: the official client, and `qualmap mcp` in a process of its own."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from pathlib import Path
from typing import TypeVar

import anyio
import pytest
from anyio.from_thread import BlockingPortal, start_blocking_portal
from mcp import StdioServerParameters
from mcp.client.client import Client
from mcp.client.stdio import stdio_client

Result = TypeVar("Result")
Asking = Callable[[Client], Awaitable[Result]]
_MAIN = "from qualmap.cli import main; main()"


@contextlib.asynccontextmanager
async def started(home: Path, *options: str, mode: str = "auto", **environment: str) -> AsyncIterator[Client]:
    """`qualmap mcp`, and a client of it."""
    server = StdioServerParameters(
        command=sys.executable,
        args=["-c", _MAIN, "mcp", *options],
        env={"PATH": os.environ["PATH"], "HOME": str(home), **environment},
    )
    with (home / "errors").open("w") as errors:
        async with Client(stdio_client(server, errlog=errors), mode=mode) as client:
            yield client


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[BlockingPortal, Client]]:
    """A client that the tests of a module share, and the thread that it lives in: a process takes seconds to start."""
    home = tmp_path_factory.mktemp("assistant")
    with start_blocking_portal() as portal, portal.wrap_async_context_manager(started(home)) as client:
        yield portal, client


@pytest.fixture
def ask(tmp_path: Path, request: pytest.FixtureRequest) -> Callable[..., object]:
    """Do something with a client of `qualmap mcp`: the shared one, or where options are named one of its own."""

    def ask(asking: Asking[Result], *options: str, mode: str = "auto", **environment: str) -> Result:
        if not options and not environment and mode == "auto":
            portal, client = request.getfixturevalue("asked")
            return portal.call(asking, client)

        async def run() -> Result:
            async with started(tmp_path, *options, mode=mode, **environment) as client:
                return await asking(client)

        return anyio.run(run)

    return ask
