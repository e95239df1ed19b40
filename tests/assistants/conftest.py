"""An assistant's side of the protocol: the official client, and `qualmap mcp` in a process of its own."""

from __future__ import annotations

import os
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TypeVar

import anyio
import pytest
from mcp import StdioServerParameters
from mcp.client.client import Client
from mcp.client.stdio import stdio_client

Result = TypeVar("Result")
Asking = Callable[[Client], Awaitable[Result]]
_MAIN = "from qualmap.cli import main; main()"


@pytest.fixture
def ask(tmp_path: Path) -> Callable[..., object]:
    """Start `qualmap mcp`, do something with a client of it, and stop it."""

    def ask(asking: Asking[Result], *options: str, mode: str = "auto", **environment: str) -> Result:
        server = StdioServerParameters(
            command=sys.executable,
            args=["-c", _MAIN, "mcp", *options],
            env={"PATH": os.environ["PATH"], "HOME": str(tmp_path), **environment},
        )

        async def run() -> Result:
            with (tmp_path / "errors").open("w") as errors:
                async with Client(stdio_client(server, errlog=errors), mode=mode) as client:
                    return await asking(client)

        return anyio.run(run)

    return ask
