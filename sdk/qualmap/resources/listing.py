"""Lists that come by pages, each asked for when the one before it is used up."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from typing import Generic, TypeVar

import attrs

from qualmap.kept.pages import Page
from qualmap.operations.asking import Operation
from qualmap.operations.paging import AskPage

Entry = TypeVar("Entry")


@attrs.frozen
class Listed(Generic[Entry]):
    """A list of the service: iterate over it for all entries; each iteration asks anew."""

    _ask: AskPage[Entry]
    _do: Callable[[Operation[Page[Entry]]], Page[Entry]]

    def __iter__(self) -> Iterator[Entry]:
        """All entries; nothing is asked for before the first is taken."""
        for page in self.pages():
            yield from page.data

    def pages(self, *, limit: int | None = None) -> Iterator[Page[Entry]]:
        """All pages, of at most so many entries each (1 to 200; by default the service's own number, 50)."""
        page = self.page(limit=limit)
        yield page
        while page.next_cursor is not None:
            page = self.page(page.next_cursor, limit=limit)
            yield page

    def page(self, cursor: str | None = None, *, limit: int | None = None) -> Page[Entry]:
        """One page: the first, or the one that starts where an earlier page's `next_cursor` says."""
        return self._do(self._ask(cursor, limit))


@attrs.frozen
class AsyncListed(Generic[Entry]):
    """As `Listed`, for `async for`."""

    _ask: AskPage[Entry]
    _do: Callable[[Operation[Page[Entry]]], Awaitable[Page[Entry]]]

    async def __aiter__(self) -> AsyncIterator[Entry]:
        """As iterating over a `Listed`."""
        async for page in self.pages():
            for entry in page.data:
                yield entry

    async def pages(self, *, limit: int | None = None) -> AsyncIterator[Page[Entry]]:
        """As `Listed.pages`."""
        page = await self.page(limit=limit)
        yield page
        while page.next_cursor is not None:
            page = await self.page(page.next_cursor, limit=limit)
            yield page

    async def page(self, cursor: str | None = None, *, limit: int | None = None) -> Page[Entry]:
        """As `Listed.page`."""
        return await self._do(self._ask(cursor, limit))
