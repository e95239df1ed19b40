"""Lists by pages: the id after which the next page starts is the cursor."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Protocol

from qualmap_matcher.service import schemas
from qualmap_matcher.service.calls import Call
from qualmap_matcher.service.endpoints import Parameter
from qualmap_matcher.service.schemas import Schema

MOST = 200
_USUAL = 50

CURSOR = Parameter(
    name="cursor",
    description="Where the last page ended (`next_cursor`).",
    schema={"type": "string", "pattern": "^[0-9a-f-]{36}$", "description": "a cursor from an earlier page"},
)
LIMIT = Parameter(
    name="limit",
    description="How many entries at most.",
    schema={"type": "integer", "minimum": 1, "maximum": MOST, "default": _USUAL},
)


class Listed(Protocol):
    """What a list is made of."""

    @property
    def id(self) -> str:
        """Unique within its list, and in its order."""

    def to_dict(self) -> Mapping[str, object]:
        """As JSON."""


def page_of(call: Call, find: Callable[[str | None, int], Sequence[Listed]]) -> dict[str, object]:
    """The page that a request asks for; `find` gives entries after a cursor, at most so many."""
    cursor, limit = call.query.get("cursor"), call.query.get("limit", _USUAL)
    assert isinstance(limit, int)  # noqa: S101 - by its schema
    found = find(None if cursor is None else str(cursor), limit + 1)  # one more, to see whether there is more
    page = found[:limit]
    return {"data": [one.to_dict() for one in page], "next_cursor": page[-1].id if len(found) > limit else None}


def cursor_of(entry: Schema) -> Schema:
    """The schema of a page."""
    return schemas.closed(
        {"data": schemas.array(entry), "next_cursor": schemas.nullable(schemas.STRING)}, required=("data", "next_cursor")
    )
