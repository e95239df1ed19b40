"""The peer of the service: a Litestar handler that takes the same request, gives the same answer, and does nothing else.

`python _empty_service.py ANSWER.json` tells its port on standard output.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import uvicorn
from litestar import Litestar, post

from qualmap_matcher.service.running import listen


def main() -> None:
    """Serve."""
    answer: dict[str, object] = json.loads(Path(sys.argv[1]).read_bytes())

    @post("/v1/match", status_code=200)
    async def match(data: dict[str, object]) -> dict[str, object]:
        return answer if data else {}

    listening = listen("127.0.0.1", 0)  # as the service does
    print(listening.getsockname()[1], flush=True)
    config = uvicorn.Config(Litestar([match], openapi_config=None), log_config=None, access_log=False, ws="none")
    uvicorn.Server(config).run(sockets=[listening])


if __name__ == "__main__":
    main()
