"""Lines of a batch, gone on with where the connection broke."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import aclosing
from typing import Protocol, TypeVar

import attrs

from qualmap.backends import AsyncBackend, Backend
from qualmap.errors import ConnectionFailedError, RateLimitError, ServerError, ServiceError
from qualmap.operations.asking import Lines
from qualmap.transport.messages import RequestOptions
from qualmap.transport.policy import Policy

_PASSING = (ConnectionFailedError, RateLimitError, ServerError)
_MOST_TRIES = 6  # without a line in between: pauses of half a minute in all, then the caller should know


class Placed(Protocol):
    """A line that knows its place."""

    @property
    def position(self) -> int:
        """Its place in the upload."""
        raise NotImplementedError


Line = TypeVar("Line", bound=Placed)
AskLines = Callable[[int | None], Lines[Line]]
"""What asks for the lines behind a position."""


@attrs.define
class _Place:
    """How far the lines came, and how often asking failed since the last of them."""

    after: int | None
    tries: int = 0

    def reached(self, line: Placed) -> None:
        self.after, self.tries = line.position, 0

    def pause(self, error: ServiceError) -> float:
        """How long to wait before asking again; raises the error when that was tried often enough."""
        self.tries += 1
        if self.tries >= _MOST_TRIES:
            raise error
        headers = error.headers if isinstance(error, RateLimitError | ServerError) else {}
        return Policy(_MOST_TRIES).pause(self.tries, headers)


def lines(backend: Backend, ask: AskLines[Line], options: RequestOptions, *, after: int | None) -> Iterator[Line]:
    """Each line once, however often the connection breaks."""
    place = _Place(after)
    while True:
        try:
            for line in backend.stream(ask(place.after), options):
                place.reached(line)
                yield line
        except _PASSING as error:
            time.sleep(place.pause(error))
        else:
            return


async def lines_awaited(
    backend: AsyncBackend, ask: AskLines[Line], options: RequestOptions, *, after: int | None
) -> AsyncIterator[Line]:
    """As `lines`."""
    place = _Place(after)
    while True:
        try:
            async with aclosing(backend.stream(ask(place.after), options)) as answer:
                async for line in answer:
                    place.reached(line)
                    yield line
        except _PASSING as error:
            await asyncio.sleep(place.pause(error))
        else:
            return
