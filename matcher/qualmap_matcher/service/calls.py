"""One request as a route sees it: who asks, what is asked, and what the service has to answer with."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Callable, Mapping
from typing import TypeVar

import attrs
from litestar import Request
from litestar.datastructures import State

from qualmap.models import Json
from qualmap_matcher.service import json_text
from qualmap_matcher.service.core import Core
from qualmap_matcher.service.endpoints import Endpoint
from qualmap_matcher.service.problems import Problem
from qualmap_matcher.service.store.accounts import Key
from qualmap_matcher.service.store.idempotency import LONGEST_KEY, answered_once
from qualmap_matcher.service.store.scope import Scope

Value = TypeVar("Value")
_KEY_HEADER = "idempotency-key"


@attrs.frozen
class Call:
    """A request that was let in; `key` is None on routes that need none, `query` holds the parameters as they were read."""

    core: Core
    endpoint: Endpoint
    request: Request[object, object, State]
    request_id: str
    key: Key | None
    path: Mapping[str, str]
    query: Mapping[str, Json]
    body: bytes

    @property
    def tenant(self) -> str:
        """The company that asks."""
        assert self.key is not None  # noqa: S101 - only routes with a scope ask, and those have a key
        return self.key.tenant

    @property
    def who(self) -> str:
        """Who asks, for the audit trail."""
        return f"key:{self.key.id}" if self.key else "system"

    def json(self) -> dict[str, Json]:
        """The body as an object; raises a `Problem` for anything else."""
        try:
            content = json_text.decode(self.body)
        except (ValueError, RecursionError) as error:
            raise Problem(code="malformed_json", detail=f"expected a JSON object: {error}") from None
        if not isinstance(content, dict):
            raise Problem(code="malformed_json", detail=f"expected a JSON object, got {type(content).__name__}")
        return content

    @property
    def idempotency_key(self) -> str | None:
        """The caller's key for this write."""
        key = self.request.headers.get(_KEY_HEADER)
        if key is not None and not 0 < len(key) <= LONGEST_KEY:
            raise Problem(code="invalid_input", detail=f"expected 1 to {LONGEST_KEY} characters", field="Idempotency-Key")
        return key

    def identity(self) -> str:
        """A digest of the method, the address and the body."""
        url = self.request.url
        return self.core.vault.digest(
            "request", self.endpoint.method, f"{url.path}?{url.query}", hashlib.sha256(self.body).hexdigest()
        )

    async def reading(self, work: Callable[[Scope], Value]) -> Value:
        """Read from the tenant's part of the database, in a thread."""
        return await asyncio.to_thread(self._read, work)

    async def writing(self, work: Callable[[Scope], Value]) -> Value:
        """Write to the tenant's part of the database, in a thread and in one transaction."""
        return await asyncio.to_thread(self._write, work)

    async def writing_once(self, work: Callable[[Scope], Json]) -> Json:
        """Write and give the answer's body; asked again under the same key, nothing is written and the same body is given.

        For answers without a text of a person: they are kept whole, sealed.
        """
        key, request, vault = self.idempotency_key, self.identity(), self.core.vault
        return await self.writing(lambda scope: answered_once(scope, vault, key, request, lambda: work(scope)))

    def _read(self, work: Callable[[Scope], Value]) -> Value:
        with self.core.database.reading() as connection:
            return work(Scope(connection, self.tenant))

    def _write(self, work: Callable[[Scope], Value]) -> Value:
        with self.core.database.writing() as connection:
            return work(Scope(connection, self.tenant))
