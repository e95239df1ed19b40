"""Callers who go away before their request is whole: theirs to explain, not a failure of the service."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from typing import Any

from litestar import Litestar

from qualmap_matcher.service.app import create_app
from qualmap_matcher.service.core import Core
from qualmap_matcher.service.store.accounts import SCOPES, add_key, add_tenant
from qualmap_matcher.service.store.scope import Scope


def asked(app: Litestar, scope: dict[str, Any], *messages: dict[str, Any]) -> list[dict[str, Any]]:
    """What a server is told to send to a caller of whom these messages come."""
    sent: list[dict[str, Any]] = []
    coming: Iterator[dict[str, Any]] = iter(messages)

    async def receive() -> dict[str, Any]:
        return next(coming)

    async def send(message: dict[str, Any]) -> None:
        sent.append(message)

    asyncio.run(app(scope, receive, send))  # type: ignore[arg-type]  # ASGI's own messages
    return sent


def test_half_a_body_is_no_failure_of_the_service(core: Core) -> None:
    with core.database.writing() as connection:
        tenant = add_tenant(connection, "Company", retention_days=30)
        _, key = add_key(Scope(connection, tenant.id), core.vault, name="key", scopes=SCOPES)
    headers = {"authorization": f"Bearer {key}", "content-type": "application/json", "content-length": "100"}
    scope = {
        "type": "http",
        "http_version": "1.1",
        "method": "POST",
        "scheme": "http",
        "path": "/v1/match",
        "raw_path": b"/v1/match",
        "query_string": b"",
        "root_path": "",
        "headers": [(name.encode(), value.encode()) for name, value in headers.items()],
        "client": ("127.0.0.1", 1),
        "server": ("127.0.0.1", 2),
    }
    half = {"type": "http.request", "body": b'{"credentials": [', "more_body": True}

    start, *_ = asked(create_app(core), scope, half, {"type": "http.disconnect"})

    assert start["status"] == 400
    assert b'operation="match",status="400"' in core.metrics.text()
