"""An asynchronous client that is called as the other: each call is run to its end, so that a test is written once."""

from __future__ import annotations

import asyncio
import inspect
from collections.abc import AsyncIterator, Iterator
from typing import Any

import attrs

from qualmap.resources.listing import AsyncListed
from qualmap.resources.resource import AsyncResource


@attrs.frozen
class Awaited:
    """A client, a resource or a list to be awaited, as if it were not."""

    _target: Any
    _loop: asyncio.AbstractEventLoop

    def __getattr__(self, name: str) -> object:
        found = getattr(self._target, name)
        return (lambda *given, **named: self._ended(found(*given, **named))) if callable(found) else self._ended(found)

    def __iter__(self) -> Iterator[Any]:
        return self._steps(aiter(self._target))

    def _ended(self, value: object) -> object:
        if inspect.iscoroutine(value):
            return self._loop.run_until_complete(value)
        if isinstance(value, AsyncResource | AsyncListed):
            return Awaited(value, self._loop)
        return self._steps(value) if isinstance(value, AsyncIterator) else value

    def _steps(self, iterator: AsyncIterator[Any]) -> Iterator[Any]:
        try:
            while True:
                try:
                    yield self._loop.run_until_complete(anext(iterator))
                except StopAsyncIteration:
                    return
        finally:
            self._loop.run_until_complete(iterator.aclose())
