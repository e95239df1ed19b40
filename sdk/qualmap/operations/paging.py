"""Lists by pages, as operations."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from qualmap.kept.pages import Page
from qualmap.models import Json
from qualmap.operations.asking import Operation, member, members
from qualmap.parsing import structured
from qualmap.transport.messages import Request

Entry = TypeVar("Entry")

AskPage = Callable[[str | None, int | None], Operation[Page[Entry]]]
"""The operation for one page, by cursor and limit."""


def pages(path: str, filters: dict[str, str | None], model: type[Entry]) -> AskPage[Entry]:
    """What asks for the pages of a list of such models."""

    def read(answer: Json) -> Page[Entry]:
        cursor = member(answer, "next_cursor")
        data = tuple(structured(one, model) for one in members(answer, "data"))
        return Page(data, cursor if isinstance(cursor, str) else None)

    def page(cursor: str | None, limit: int | None) -> Operation[Page[Entry]]:
        query = {**filters, "cursor": cursor, "limit": limit}
        return Operation(ask=lambda: Request(method="GET", path=path, query=query), read=read)

    return page
