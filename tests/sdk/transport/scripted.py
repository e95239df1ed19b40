"""A server that answers by a script: one step for each connection, the last step for all that follow."""

from __future__ import annotations

import json
import socket
import threading
from collections.abc import Callable
from typing import Self

import attrs

Step = Callable[[socket.socket, "Received"], None]
_LINGER = b"\x01\x00\x00\x00\x00\x00\x00\x00"  # on, 0 seconds: closing resets the connection


@attrs.frozen
class Received:
    """A request as it came."""

    method: str
    target: str
    headers: dict[str, str]
    body: bytes


@attrs.define
class Scripted:
    """Plays its steps in order."""

    steps: list[Step] = attrs.field(factory=list)
    received: list[Received] = attrs.field(factory=list)
    _listening: socket.socket = attrs.field(init=False)
    _thread: threading.Thread = attrs.field(init=False)

    def __enter__(self) -> Self:
        self._listening = socket.create_server(("127.0.0.1", 0))
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._listening.shutdown(socket.SHUT_RDWR)
        self._listening.close()
        self._thread.join()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._listening.getsockname()[1]}"

    def play(self, *steps: Step) -> None:
        self.steps = list(steps)

    def _serve(self) -> None:
        while True:
            try:
                connection, _ = self._listening.accept()
            except OSError:
                return
            with connection:
                request = _read(connection)
                if request is None:
                    continue
                self.received.append(request)
                step = self.steps.pop(0) if len(self.steps) > 1 else self.steps[0]
                step(connection, request)


def _read(connection: socket.socket) -> Received | None:
    data = b""
    while b"\r\n\r\n" not in data:
        more = connection.recv(65536)
        if not more:
            return None
        data += more
    head, _, body = data.partition(b"\r\n\r\n")
    first, *lines = head.decode("latin-1").split("\r\n")
    headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
    while len(body) < int(headers.get("content-length", 0)):
        body += connection.recv(65536)
    method, target, _ = first.split(" ")
    return Received(method, target, headers, body)


def answer(status: int, content: object = None, **headers: str) -> Step:
    """A whole answer; `headers` with underscores for dashes."""

    def play(connection: socket.socket, _request: Received) -> None:
        body = content if isinstance(content, bytes) else json.dumps(content).encode()
        kind = "application/problem+json" if status >= 400 else "application/json"
        given = {"Content-Type": kind, "Content-Length": str(len(body)), "Connection": "close", **_dashed(headers)}
        head = "".join(f"{name}: {value}\r\n" for name, value in given.items())
        connection.sendall(f"HTTP/1.1 {status} X\r\n{head}\r\n".encode("latin-1") + body)

    return play


def problem(status: int, code: str, **headers: str) -> Step:
    """A problem document."""
    document = {"type": "", "title": "", "status": status, "code": code, "detail": "as scripted", "request_id": "r-1"}
    return answer(status, document, x_request_id="r-1", **headers)


def reset(connection: socket.socket, _request: Received) -> None:
    """Break the connection before an answer."""
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _LINGER)


def truncated(connection: socket.socket, _request: Received) -> None:
    """Promise more than comes."""
    connection.sendall(b'HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n{"results": [')


def garbage(connection: socket.socket, _request: Received) -> None:
    """Answer something that is no HTTP."""
    connection.sendall(b"\x16\x03\x01 no HTTP at all\r\n\r\n")


def silent(stop: threading.Event) -> Step:
    """Answer nothing until the test is over."""

    def play(_connection: socket.socket, _request: Received) -> None:
        stop.wait(30)

    return play


def _dashed(headers: dict[str, str]) -> dict[str, str]:
    return {name.replace("_", "-"): value for name, value in headers.items()}
