"""`qualmap serve --processes`: several processes on one port that count together, come back and end together."""

from __future__ import annotations

import os
import re
import signal
import socket
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx
from programs import Program, environment, run, serving

PROCESSES = 2
RECORD = {"credentials": ["FCCA"], "facts": {}}
_PATIENCE = 60  # seconds


@contextmanager
def several(home: Path) -> Iterator[Program]:
    with serving(environment(home), "--processes", str(PROCESSES), lines=6) as service:
        yield service


def children(service: Program) -> set[int]:
    """The processes that answer; the one that shares out what processes hold in common is none of them."""
    found = Path(f"/proc/{service.process.pid}/task/{service.process.pid}/children").read_text(encoding="ascii").split()
    return {int(one) for one in found if b"resource_tracker" not in Path(f"/proc/{one}/cmdline").read_bytes()}


def headers(service: Program) -> dict[str, str]:
    [line] = [line for line in service.said if line.startswith("  key ")]
    return {"Authorization": f"Bearer {line.split()[1]}"}


def asked(service: Program, path: str, body: dict[str, object]) -> dict[str, Any]:
    """The answer to a request that opens a connection of its own."""
    answer = httpx.post(f"{service.url}/v1/{path}", json={**body, "edition": "1.0"}, headers=headers(service))
    found: dict[str, Any] = answer.raise_for_status().json()
    return found


def until(condition: str, holds: Callable[[], bool]) -> None:
    end = time.monotonic() + _PATIENCE
    while not holds():
        assert time.monotonic() < end, f"not in time: {condition}"
        time.sleep(0.05)


def test_they_share_people_and_counters(tmp_path: Path) -> None:
    with several(tmp_path) as service:
        assert len(children(service)) == PROCESSES
        kept = [asked(service, "screenings", {"record": {"ref": f"p{number}", **RECORD}}) for number in range(20)]

        pages = [httpx.get(f"{service.url}/v1/screenings", headers=headers(service)).json() for _ in range(6)]
        assert all({one["id"] for one in page["data"]} == {one["id"] for one in kept} for page in pages)

        shown = [httpx.get(f"{service.url}/metrics").text for _ in range(6)]
        counted = [re.findall(r'qualmap_requests_total{operation="create_screening",status="201"} (\S+)', one) for one in shown]
        assert counted == [["20.0"]] * 6

        service.tell(signal.SIGTERM)
        assert service.end() == 0
        assert service.log.count('"operation":"create_screening"') == 20


def test_one_that_is_killed_comes_back_and_all_end_with_the_one_that_started_them(tmp_path: Path) -> None:
    with several(tmp_path) as service:
        before = children(service)
        os.kill(min(before), signal.SIGKILL)
        until("another in its place", lambda: len(children(service) - before) == 1 and len(children(service)) == PROCESSES)
        for _ in range(10):
            assert asked(service, "match", {"credentials": ["FCCA"]})["results"]

        started = children(service)
        service.tell(signal.SIGKILL)
        until("their end", lambda: not any(Path(f"/proc/{one}").exists() for one in started))
        address = urlsplit(service.url)
        socket.create_server((address.hostname or "", address.port or 0)).close()


def test_one_that_cannot_start_says_why_and_leaves_no_key(tmp_path: Path) -> None:
    settings = environment(tmp_path, QUALMAP_DATA=str(tmp_path / "no such folder"))

    ended = run(settings, "serve", "--port", "0", "--processes", str(PROCESSES))

    assert ended.returncode == 1
    assert "no such folder" in ended.stderr
    assert "Error: a process of the service ended before it took requests" in ended.stderr
    assert "Traceback" not in ended.stderr
    with sqlite3.connect(tmp_path / "qualmap.db") as database:
        assert database.execute("SELECT count(*) FROM keys").fetchone() == (0,)


def test_no_process_is_refused(tmp_path: Path) -> None:
    said = run(environment(tmp_path, QUALMAP_PROCESSES="0"), "serve", "--port", "0").stderr

    assert said == "Error: field 'QUALMAP_PROCESSES': expected at least 1, got 0\n"
