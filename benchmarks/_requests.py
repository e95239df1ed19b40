"""A caller that costs little: prepared requests over sockets that stay open, so that what is timed is the server."""

from __future__ import annotations

import itertools
import json
import socket
import threading
import time
from collections.abc import Iterator, Sequence

import attrs

_END = b"\r\n\r\n"
_PIECE = 1 << 20  # bytes to read at once
_FINE = range(200, 300)


@attrs.frozen
class Request:
    """One request, ready to be sent."""

    content: bytes

    @classmethod
    def post(cls, path: str, body: object, key: str = "") -> Request:
        """A POST of JSON, with a key."""
        content = json.dumps(body).encode()
        head = (
            f"POST {path} HTTP/1.1",
            "Host: 127.0.0.1",
            "Content-Type: application/json",
            f"Content-Length: {len(content)}",
            *([f"Authorization: Bearer {key}"] if key else []),
        )
        return cls("\r\n".join(head).encode() + _END + content)


@attrs.define
class Connection:
    """One connection."""

    _socket: socket.socket

    @classmethod
    def to(cls, port: int) -> Connection:
        """Open it."""
        opened = socket.create_connection(("127.0.0.1", port))
        opened.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return cls(opened)

    def ask(self, request: Request) -> bytes:
        """The body of the answer; raises for an answer that is no success."""
        self._socket.sendall(request.content)
        received = bytearray()
        while (at := received.find(_END)) < 0:
            received += self._more()
        head = bytes(received[:at]).decode("latin-1").lower()
        body = received[at + len(_END) :]
        length = int(head.partition("content-length:")[2].split("\r\n", 1)[0])
        while len(body) < length:
            body += self._more()
        if int(head.split(" ", 2)[1]) not in _FINE:
            raise RuntimeError(f"{head.splitlines()[0]}: {bytes(body[:500])!r}")
        return bytes(body)

    def _more(self) -> bytes:
        piece = self._socket.recv(_PIECE)
        if not piece:
            raise RuntimeError("the server closed the connection")
        return piece

    def close(self) -> None:
        """Close it."""
        self._socket.close()


def per_second(port: int, requests: Sequence[Request], *, connections: int) -> float:
    """How many requests a second the server answers that come over so many connections at once, each asked once."""
    waiting: Iterator[Request] = iter(requests)
    turn = threading.Lock()
    failures: list[BaseException] = []
    opened: list[Connection] = []

    def keep_asking() -> None:
        try:
            connection = None
            while True:
                with turn:
                    request = next(waiting, None)
                if request is None:
                    return
                if connection is None:  # with the first request, as HTTP clients do: of several processes, a busy one takes none
                    opened.append(connection := Connection.to(port))
                connection.ask(request)
        except BaseException as error:  # noqa: BLE001 - a thread's failure has to reach the one who counts
            failures.append(error)

    threads = [threading.Thread(target=keep_asking) for _ in range(connections)]
    start = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    took = time.perf_counter() - start
    for one in opened:
        one.close()
    if failures:
        raise failures[0]
    return len(requests) / took


def cycled(requests: Sequence[Request], count: int) -> list[Request]:
    """So many of them, from the first on and round again."""
    return list(itertools.islice(itertools.cycle(requests), count))
