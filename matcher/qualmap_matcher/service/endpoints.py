"""The routes as values: one list from which the server, the OpenAPI document, the reference and the tests are made."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from typing import TYPE_CHECKING

import attrs

from qualmap.models import Json

if TYPE_CHECKING:
    from qualmap_matcher.service.calls import Call

Schema = Mapping[str, Json]


@attrs.frozen(kw_only=True)
class Answer:
    """What a route answers: a JSON body, or bytes that come as they are made."""

    body: Json | bytes | AsyncIterator[bytes] = None
    status: int = 200
    media_type: str = "application/json"
    headers: Mapping[str, str] = attrs.field(factory=dict)


Handler = Callable[["Call"], Awaitable[Answer]]


@attrs.frozen(kw_only=True)
class Parameter:
    """One parameter of the query or the path, with the schema that its text has to obey once it is read."""

    name: str
    description: str
    schema: Schema
    required: bool = False


@attrs.frozen(kw_only=True)
class Endpoint:
    """One route.

    `scope` is what a key needs (None: no key at all), `takes` the schema of the body (None: no body) and `accepts` its types,
    `gives` the schema of the answer, `problems` the codes that it can answer with beside those that every route can.
    `otherwise` are statuses beside `status` that answer in the same form, and what they mean; `stream` marks a body that the
    handler reads for itself.
    """

    method: str
    path: str
    summary: str
    scope: str | None
    handler: Handler
    tag: str
    status: int = 200
    otherwise: Mapping[int, str] = attrs.field(factory=dict)
    takes: Schema | None = None
    accepts: tuple[str, ...] = ("application/json",)
    gives: Schema | None = None
    example: Json = None
    query: tuple[Parameter, ...] = ()
    problems: tuple[str, ...] = ()
    stream: bool = False
    media_type: str = "application/json"
    idempotent_key: bool = False

    @property
    def operation_id(self) -> str:
        """The handler's name, which is unique."""
        return self.handler.__name__

    @property
    def path_parameters(self) -> tuple[str, ...]:
        """The names in braces."""
        return tuple(part[1:-1] for part in self.path.split("/") if part.startswith("{"))
