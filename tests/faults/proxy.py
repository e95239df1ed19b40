"""A proxy between SDK and service that does harm: it refuses, resets, delays, cuts off, garbles, and says 429 and 503."""

from __future__ import annotations

import random
import socket
import threading
import urllib.parse
from typing import Self

import attrs

_RESET = b"\x01\x00\x00\x00\x00\x00\x00\x00"  # linger on, 0 seconds: closing resets
_LATE = 0.02  # seconds
HARMS = ("reset", "reset mid-body", "cut off", "garbage", "429", "503", "slow", "lost answer")


@attrs.define
class Proxy:
    """Passes each connection on, or harms it; `harmed` counts how often and how."""

    target: str
    share: float
    seed: int = 7
    harmed: dict[str, int] = attrs.field(factory=dict)
    _chance: random.Random = attrs.field(init=False)
    _turn: threading.Lock = attrs.field(init=False, factory=threading.Lock)
    _listening: socket.socket = attrs.field(init=False)
    _over: threading.Event = attrs.field(init=False, factory=threading.Event)

    def __enter__(self) -> Self:
        self._chance = random.Random(self.seed)  # noqa: S311 - the same harm in every run
        self._listening = socket.create_server(("127.0.0.1", 0), backlog=64)
        threading.Thread(target=self._accept, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._listening.close()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._listening.getsockname()[1]}"

    def _accept(self) -> None:
        while not self._over.is_set():
            try:
                connection, _ = self._listening.accept()
            except OSError:
                return
            threading.Thread(target=self._handle, args=(connection, self._choose()), daemon=True).start()

    def _choose(self) -> str | None:
        with self._turn:
            if self._chance.random() >= self.share:
                return None
            harm = self._chance.choice(HARMS)
            self.harmed[harm] = self.harmed.get(harm, 0) + 1
            return harm

    def _handle(self, connection: socket.socket, harm: str | None) -> None:
        with connection:
            try:
                self._answer(connection, harm)
            except OSError:
                return

    def _answer(self, connection: socket.socket, harm: str | None) -> None:
        if harm == "reset":
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET)
            return
        request = _message(connection)
        if harm in {"429", "503"}:
            connection.sendall(f"HTTP/1.1 {harm} X\r\nRetry-After: 0\r\nContent-Length: 0\r\nConnection: close\r\n\r\n".encode())
            return
        if harm == "garbage":
            connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\nConnection: close\r\n\r\n{garbled:")
            return
        if harm == "slow":
            self._over.wait(_LATE)
        answer = self._asked(request)  # from here on the service has done its work
        if harm == "lost answer":
            return
        if harm in {"cut off", "reset mid-body"}:
            connection.sendall(answer[: len(answer) // 2])
            if harm == "reset mid-body":
                connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET)
            return
        connection.sendall(answer)

    def _asked(self, request: bytes) -> bytes:
        address = urllib.parse.urlsplit(self.target)
        with socket.create_connection((address.hostname, address.port)) as onward:
            onward.sendall(request)
            return _message(onward)


def _message(connection: socket.socket) -> bytes:
    """One whole HTTP message with a Content-Length."""
    data = b""
    while b"\r\n\r\n" not in data:
        more = connection.recv(65536)
        if not more:
            raise ConnectionError("closed before the head was over")
        data += more
    head, _, body = data.partition(b"\r\n\r\n")
    lengths = [line for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:")]
    length = int(lengths[0].split(b":")[1]) if lengths else 0
    parts, have = [data], len(body)
    while have < length:
        more = connection.recv(65536)
        if not more:
            raise ConnectionError("closed before the body was over")
        parts.append(more)
        have += len(more)
    return b"".join(parts)
