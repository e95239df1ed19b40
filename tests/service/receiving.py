"""A receiver of webhooks on a real socket, and how tests move its deliveries in time."""

from __future__ import annotations

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self

import attrs
from httpx import Response
from litestar import Litestar
from litestar.testing import TestClient
from sqlalchemy import update

from qualmap.webhooks import Event, verify
from qualmap_matcher.service.core import Core
from qualmap_matcher.service.delivering import deliver
from qualmap_matcher.service.store.schema import DELIVERIES, WEBHOOKS

PAST = "2000-01-01T00:00:00.000000Z"
Object = dict[str, Any]


@attrs.frozen
class Arrived:
    """One request as it came."""

    path: str
    headers: list[tuple[str, str]]
    body: bytes

    def header(self, name: str) -> str:
        [value] = [value for key, value in self.headers if key.lower() == name]
        return value

    def verified(self, *secrets: str) -> Event:
        return verify(self.body, self.headers, secrets)


@attrs.define(eq=False)
class Receiver:
    """Answers with `statuses` in turn, the last of them from then on, and remembers what came."""

    statuses: list[int] = attrs.field(factory=lambda: [204])
    arrived: list[Arrived] = attrs.field(factory=list)
    answer_headers: dict[str, str] = attrs.field(factory=dict)
    _server: ThreadingHTTPServer = attrs.field(init=False)

    def __enter__(self) -> Self:
        receiver = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["content-length"]))
                receiver.arrived.append(Arrived(self.path, self.headers.items(), body))
                status = receiver.statuses.pop(0) if len(receiver.statuses) > 1 else receiver.statuses[0]
                self.send_response(status)
                for name, value in receiver.answer_headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class's name
                pass

        class Server(ThreadingHTTPServer):
            request_queue_size = 64  # more than come at once: the usual five would let some of them drop

        self._server = Server(("127.0.0.1", 0), Handler)
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()

    @property
    def port(self) -> int:
        return self._server.server_port

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/hook?of=us"


@attrs.frozen
class Hooks:
    """Requests about webhooks, and the workers' part."""

    client: TestClient[Litestar]
    headers: dict[str, str]
    core: Core

    def add(self, url: str, *events: str) -> Object:
        answer = self.client.post(
            "/v1/webhooks", json={"url": url, "events": events or ("screening.created",)}, headers=self.headers
        )
        assert answer.status_code == 201, answer.text
        return answer.json()

    def post(self, path: str, body: Object | None = None) -> Response:
        return self.client.post(path, json=body, headers=self.headers)

    def get(self, path: str) -> Response:
        return self.client.get(path, headers=self.headers)

    def test(self, hook: Object) -> Object:
        answer = self.client.post(f"/v1/webhooks/{hook['id']}/test", headers=self.headers)
        assert answer.status_code == 202, answer.text
        return answer.json()

    def log(self, hook: Object) -> list[Object]:
        answer = self.get(f"/v1/webhooks/{hook['id']}/deliveries")
        assert answer.status_code == 200, answer.text
        return answer.json()["data"]

    def deliver(self) -> None:
        while deliver(self.core):
            pass

    def make_due(self) -> None:
        """Let the time until the next tries go by."""
        with self.core.database.writing() as connection:
            connection.execute(update(DELIVERIES).where(DELIVERIES.c.state == "pending").values(due_at=PAST))
            connection.execute(update(DELIVERIES).where(DELIVERIES.c.state == "leased").values(lease_until=PAST))
            connection.execute(update(WEBHOOKS).values(rests_until=None))
