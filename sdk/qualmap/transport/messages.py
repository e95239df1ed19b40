"""Requests and answers as values, so that policy, middleware and tests need no HTTP library."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterable, Mapping
from typing import Self

import attrs

from qualmap.models import Json

Content = Iterable[bytes]


@attrs.frozen(kw_only=True)
class Request:
    """What an operation asks of the service, before anything is known of address and key.

    `body` is sent as JSON, `content` as bytes of `content_type` as they come. A `harmless` request changes nothing, as every GET;
    every other one carries an idempotency key, the same at every try, so that it is done once.
    """

    method: str
    path: str
    query: Mapping[str, str | int | bool | None] = attrs.field(factory=dict)
    body: Json = None
    content: Content | None = None
    content_type: str | None = None
    harmless: bool = False

    @property
    def is_safe(self) -> bool:
        """Whether it changes nothing."""
        return self.harmless or self.method == "GET"


@attrs.frozen(kw_only=True)
class Timeout:
    """How long to wait, in seconds: for a connection, for the next bytes, and for the whole call over all its tries."""

    connect: float = 5.0
    read: float = 60.0
    total: float = 600.0

    @classmethod
    def of(cls, given: Timeout | float | None) -> Timeout | None:
        """What a caller gives: a timeout, or the seconds for the whole call, or None for the usual."""
        return cls(total=given) if isinstance(given, int | float) else given


@attrs.frozen(kw_only=True)
class RequestOptions:
    """What one call does otherwise than the client: None leaves a setting as it is."""

    timeout: Timeout | None = None
    max_retries: int | None = None
    idempotency_key: str | None = None
    headers: Mapping[str, str] = attrs.field(factory=dict)

    def changed(
        self,
        *,
        timeout: Timeout | float | None = None,
        max_retries: int | None = None,
        idempotency_key: str | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Self:
        """The same with what is given; a bare number of seconds is a timeout for the whole call."""
        return attrs.evolve(
            self,
            timeout=Timeout.of(timeout) or self.timeout,
            max_retries=self.max_retries if max_retries is None else max_retries,
            idempotency_key=idempotency_key or self.idempotency_key,
            headers={**self.headers, **(headers or {})},
        )


@attrs.frozen(kw_only=True)
class Attempt:
    """One try, as middleware sees it; `number` counts from 1. `headers` have the key, which `repr` does not show."""

    method: str
    url: str
    headers: Mapping[str, str] = attrs.field(repr=lambda headers: repr(_without_key(headers)))
    content: bytes | Content = attrs.field(repr=False)  # the words of a person
    timeout: Timeout
    number: int


@attrs.frozen(kw_only=True)
class Response:
    """What came back, headers in lower case."""

    status: int
    headers: Mapping[str, str]
    content: bytes

    def json(self) -> Json:
        """The content, None where there is none; raises `ValueError` for what is no JSON."""
        content: Json = json.loads(self.content) if self.content else None
        return content

    @property
    def request_id(self) -> str | None:
        """The id under which the service's log has the request."""
        return self.headers.get("x-request-id")


def _without_key(headers: Mapping[str, str]) -> dict[str, str]:
    return {name: "…" if name.lower() == "authorization" else value for name, value in headers.items()}


def new_idempotency_key() -> str:
    """A key that no other call uses."""
    return str(uuid.uuid4())
