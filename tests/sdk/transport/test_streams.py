"""Streams up and down over a connection that breaks."""

from __future__ import annotations

import asyncio
import json
import socket
from collections.abc import Callable
from pathlib import Path

import attrs
import pytest
from opentelemetry import trace
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from scripted import Received, Scripted, Step, answer, problem, reset

import qualmap
from qualmap.kept import BatchResult
from qualmap.transport.http import AsyncSend, Send
from qualmap.transport.lines import Lines
from qualmap.transport.messages import Attempt, Response

FAILED = {"code": "invalid_input", "message": "no", "field": "ref"}
COUNTS = {"total": 1, "done": 0, "failed": 0, "queued": 1, "cancelled": 0}
OPTIONS = {"edition": "1.0", "as_of": None, "minimum_evidence": "inferred"}
BATCH = {
    "id": "b",
    "kind": "upload",
    "state": "queued",
    "options": OPTIONS,
    "created_at": "2026-01-31T08:00:00Z",
    "finished_at": None,
    "counts": COUNTS,
    "progress": 0,
}
Results = Callable[[], list[BatchResult]]


def lines(*positions: int) -> bytes:
    return b"".join(json.dumps({"position": one, "ref": f"P-{one}", "error": FAILED}).encode() + b"\n" for one in positions)


def broken_after(*positions: int) -> Step:
    """Some lines and a part of the next one, and then nothing more, though more was promised."""

    def play(connection: socket.socket, _request: Received) -> None:
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: application/x-ndjson\r\nContent-Length: 100000\r\n\r\n")
        connection.sendall(lines(*positions) + b'{"position": 7')

    return play


@pytest.fixture(params=["sync", "async"])
def results(request: pytest.FixtureRequest, scripted: Scripted) -> Results:
    """Read the results of a batch with a client of either kind."""

    def read() -> list[BatchResult]:
        with qualmap.Client(base_url=scripted.url, api_key="qm_secret") as client:
            return list(client.batches.results("b", follow=True))

    async def read_async() -> list[BatchResult]:
        async with qualmap.AsyncClient(base_url=scripted.url, api_key="qm_secret") as client:
            return [one async for one in client.batches.results("b", follow=True)]

    return read if request.param == "sync" else lambda: asyncio.run(read_async())


def test_a_stream_that_breaks_goes_on_behind_the_last_line(scripted: Scripted, results: Results) -> None:
    whole = answer(200, lines(2, 3))
    scripted.play(broken_after(0, 1), reset, problem(503, "unavailable", retry_after="0"), whole)

    assert [one.position for one in results()] == [0, 1, 2, 3]
    targets = [one.target for one in scripted.received]
    assert targets == ["/v1/batches/b/results?follow=true", *["/v1/batches/b/results?after=1&follow=true"] * 3]


def test_a_stream_that_gives_nothing_more_ends_with_the_error(scripted: Scripted, results: Results) -> None:
    scripted.play(broken_after(0), reset)

    with pytest.raises(qualmap.ConnectionFailedError):
        results()
    assert 3 < len(scripted.received) < 12


def test_what_will_not_pass_is_not_asked_for_again(scripted: Scripted, results: Results) -> None:
    scripted.play(problem(404, "not_found"))

    with pytest.raises(qualmap.NotFoundError):
        results()
    assert len(scripted.received) == 1


def test_a_line_that_is_no_json_is_told(scripted: Scripted, results: Results) -> None:
    scripted.play(answer(200, b"<html>\n"))

    with pytest.raises(qualmap.ResponseError, match="no JSON"):
        results()


@pytest.fixture
def spans(monkeypatch: pytest.MonkeyPatch) -> InMemorySpanExporter:
    exporter, provider = InMemorySpanExporter(), TracerProvider()
    provider.add_span_processor(SimpleSpanProcessor(exporter))
    monkeypatch.setattr(trace, "_TRACER_PROVIDER", provider)  # set once for a process otherwise
    return exporter


def test_middleware_and_spans_are_around_every_stream(scripted: Scripted, spans: InMemorySpanExporter) -> None:
    seen: list[tuple[str, int, bytes]] = []

    def watch(attempt: Attempt, send: Send) -> Response:
        response = send(attrs.evolve(attempt, headers={**attempt.headers, "X-Mine": "1"}))
        seen.append(("sync", response.status, response.content))
        return response

    async def watch_async(attempt: Attempt, send: AsyncSend) -> Response:
        response = await send(attrs.evolve(attempt, headers={**attempt.headers, "X-Mine": "1"}))
        seen.append(("async", response.status, response.content))
        return response

    async def read_async() -> list[BatchResult]:
        asking = qualmap.AsyncClient(base_url=scripted.url, api_key="qm_secret", middleware=[watch_async])
        async with asking as client:
            return [one async for one in client.batches.results("b")]

    scripted.play(problem(503, "unavailable", retry_after="0"), *[answer(200, lines(0, 1))] * 2)
    with qualmap.Client(base_url=scripted.url, api_key="qm_secret", middleware=[watch]) as client:
        assert [one.position for one in client.batches.results("b")] == [0, 1]
    assert [one.position for one in asyncio.run(read_async())] == [0, 1]

    assert [(kind, status) for kind, status, _ in seen] == [("sync", 503), ("sync", 200), ("async", 200)]
    assert [content for _, status, content in seen if status == 200] == [b"", b""]
    assert [one.headers["x-mine"] for one in scripted.received] == ["1"] * 3
    told = [span.attributes["url.full"] for span in spans.get_finished_spans() if span.attributes]
    assert told == [f"{scripted.url}/v1/batches/b/results"] * 3
    assert all("traceparent" in one.headers for one in scripted.received)


@pytest.mark.parametrize("asynchronous", [False, True])
def test_middleware_may_answer_in_place_of_the_service(scripted: Scripted, *, asynchronous: bool) -> None:
    found = Response(status=200, headers={}, content=lines(4, 5))

    async def read_async() -> list[BatchResult]:
        async def give(_attempt: Attempt, _send: AsyncSend) -> Response:
            return found

        async with qualmap.AsyncClient(base_url=scripted.url, api_key="qm_secret", middleware=[give]) as client:
            return [one async for one in client.batches.results("b")]

    def read() -> list[BatchResult]:
        asking = qualmap.Client(base_url=scripted.url, api_key="qm_secret", middleware=[lambda _attempt, _send: found])
        with asking as client:
            return list(client.batches.results("b"))

    assert [one.position for one in (asyncio.run(read_async()) if asynchronous else read())] == [4, 5]
    assert scripted.received == []


@pytest.mark.parametrize("size", [1, 2, 3, 1000])
def test_lines_are_the_same_however_the_bytes_come(size: int) -> None:
    content = "a\n\nb\u2028b\r\n \n编号\nend".encode()
    cutter = Lines()

    found = [line for start in range(0, len(content), size) for line in cutter.cut(content[start : start + size])]

    assert [*found, *cutter.end()] == ["a", "b\u2028b\r", "编号", "end"]


def uploaded(status: int, bodies: list[bytes]) -> Step:
    """Read a body of unknown length to its end, and answer."""

    def play(connection: socket.socket, request: Received) -> None:
        body = request.body
        while not body.endswith(b"0\r\n\r\n"):
            body += connection.recv(65536)
        bodies.append(body)
        (answer(status, BATCH) if status < 400 else problem(status, "unavailable", retry_after="0"))(connection, request)

    return play


@pytest.mark.parametrize("kind", ["sync", "async"])
def test_a_file_is_sent_again_under_the_same_key_and_an_iterator_is_not(scripted: Scripted, tmp_path: Path, kind: str) -> None:
    file = tmp_path / "people.jsonl"
    file.write_bytes(b'{"ref": "P-1"}\n' * 100)
    bodies: list[bytes] = []

    def create(source: object) -> object:
        if kind == "sync":
            with qualmap.Client(base_url=scripted.url, api_key="qm_secret") as client:
                return client.batches.create(source)

        async def awaited() -> object:
            async with qualmap.AsyncClient(base_url=scripted.url, api_key="qm_secret") as client:
                return await client.batches.create(source)

        return asyncio.run(awaited())

    scripted.play(uploaded(503, bodies), uploaded(201, bodies))
    assert create(file).id == "b"
    first, second = bodies
    assert first == second
    assert b'{"ref": "P-1"}' in first
    assert len({one.headers["idempotency-key"] for one in scripted.received}) == 1

    scripted.play(uploaded(503, bodies), uploaded(201, bodies))
    with pytest.raises(qualmap.ServerError):
        create({"ref": f"P-{number}"} for number in range(3))
    assert len(bodies) == 3
