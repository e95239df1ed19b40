"""The routes as values: one list from which the server, the OpenAPI document, the reference and the tests are made."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import TYPE_CHECKING

import attrs

from qualmap.models import Json

if TYPE_CHECKING:
    from qualmap_matcher.service.calls import Call

Schema = Mapping[str, Json]


@attrs.frozen(kw_only=True)
class Answer:
    """What a route answers: content that `json_text.encode` takes, or bytes, at once or as they are made."""

    body: object = None
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
    handler reads for itself. `cross_origin` marks what pages of other origins ask, and programs that can send no header: every
    origin may read the answer, and the key may stand in the address (`addresses`). With `key_optional` a request without a key
    is let in, and the handler decides what that may have.
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
    cross_origin: bool = False
    key_optional: bool = False

    @property
    def addresses(self) -> tuple[str, ...]:
        """Every path that leads here: its own, and for `cross_origin` the one with the key behind the first part."""
        if not self.cross_origin:
            return (self.path,)
        _, first, *rest = self.path.split("/")
        return (self.path, "/".join(["", first, "key", "{key}", *rest]))

    @property
    def operation_id(self) -> str:
        """The handler's name, which is unique."""
        return self.handler.__name__

    @property
    def path_parameters(self) -> tuple[str, ...]:
        """The names in braces."""
        return tuple(part[1:-1] for part in self.path.split("/") if part.startswith("{"))
