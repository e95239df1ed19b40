"""Where operations are done: in this process, or by a service over a transport."""

from __future__ import annotations

import json
from collections.abc import AsyncGenerator, Iterator
from typing import TYPE_CHECKING, Protocol, TypeVar

import attrs

from qualmap.answers import Answer
from qualmap.errors import ConfigurationError, NotFoundError, ResponseError
from qualmap.operations.asking import Lines, Operation
from qualmap.transport.messages import RequestOptions

if TYPE_CHECKING:
    from qualmap.local import LocalMatcher
    from qualmap.transport.http import Answered, AsyncTransport, SyncTransport

Result = TypeVar("Result")

_ONLY_A_SERVICE = "only a service can do this: make the client with base_url and api_key"


class Backend(Protocol):
    """Does operations and waits."""

    @property
    def matcher(self) -> LocalMatcher | None:
        """What answers in this process, where it does."""

    def send(self, operation: Operation[Result], options: RequestOptions) -> Answer[Result]:
        """The answer to an operation."""
        raise NotImplementedError

    def stream(self, lines: Lines[Result], options: RequestOptions) -> Iterator[Result]:
        """An answer line by line as it comes; whoever stops early closes the iterator."""
        raise NotImplementedError

    def close(self) -> None:
        """Let go of what is held."""


class AsyncBackend(Protocol):
    """Does operations, to be awaited."""

    @property
    def matcher(self) -> LocalMatcher | None:
        """What answers in this process, where it does."""

    async def send(self, operation: Operation[Result], options: RequestOptions) -> Answer[Result]:
        """The answer to an operation."""
        raise NotImplementedError

    def stream(self, lines: Lines[Result], options: RequestOptions) -> AsyncGenerator[Result, None]:
        """As `Backend.stream`; whoever stops early closes the generator."""
        raise NotImplementedError

    async def close(self) -> None:
        """Let go of what is held."""


@attrs.frozen
class Local:
    """Does operations in this process."""

    matcher: LocalMatcher

    def send(self, operation: Operation[Result], options: RequestOptions) -> Answer[Result]:
        """The answer; raises `ConfigurationError` for what only a service can do."""
        del options
        if operation.here is None:
            raise ConfigurationError(_ONLY_A_SERVICE)
        return Answer(operation.here(self.matcher))

    def stream(self, lines: Lines[Result], options: RequestOptions) -> Iterator[Result]:
        """Raises `ConfigurationError`: what comes line by line is only a service's."""
        del lines, options
        raise ConfigurationError(_ONLY_A_SERVICE)

    def close(self) -> None:
        """Nothing is held."""


@attrs.frozen
class AsyncLocal:
    """Does operations in this process, without leaving the event loop."""

    matcher: LocalMatcher

    async def send(self, operation: Operation[Result], options: RequestOptions) -> Answer[Result]:
        """As `Local.send`."""
        return Local(self.matcher).send(operation, options)

    def stream(self, lines: Lines[Result], options: RequestOptions) -> AsyncGenerator[Result, None]:
        """As `Local.stream`."""
        del lines, options
        raise ConfigurationError(_ONLY_A_SERVICE)

    async def close(self) -> None:
        """Nothing is held."""


@attrs.frozen
class Remote:
    """Puts operations to the service."""

    transport: SyncTransport
    matcher: None = None

    def send(self, operation: Operation[Result], options: RequestOptions) -> Answer[Result]:
        """The answer, after as many tries as the policy allows."""
        try:
            return _read(operation, self.transport.send(operation.request, options))
        except NotFoundError as error:
            raise (operation.missing or error) from error

    def stream(self, lines: Lines[Result], options: RequestOptions) -> Iterator[Result]:
        """The lines of one answer, asked for once."""
        with self.transport.stream(lines.request, options) as texts:
            for text in texts:
                yield _line(lines, text)

    def close(self) -> None:
        """Close the connections."""
        self.transport.close()


@attrs.frozen
class AsyncRemote:
    """Puts operations to the service, to be awaited."""

    transport: AsyncTransport
    matcher: None = None

    async def send(self, operation: Operation[Result], options: RequestOptions) -> Answer[Result]:
        """As `Remote.send`."""
        try:
            return _read(operation, await self.transport.send(operation.request, options))
        except NotFoundError as error:
            raise (operation.missing or error) from error

    async def stream(self, lines: Lines[Result], options: RequestOptions) -> AsyncGenerator[Result, None]:
        """As `Remote.stream`."""
        async with self.transport.stream(lines.request, options) as texts:
            async for text in texts:
                yield _line(lines, text)

    async def close(self) -> None:
        """Close the connections."""
        await self.transport.close()


def _read(operation: Operation[Result], answered: Answered) -> Answer[Result]:
    response = answered.response
    result = operation.read(response.json())
    return Answer(result, response.status, response.headers, response.request_id, answered.retries)


def _line(lines: Lines[Result], text: str) -> Result:
    try:
        content = json.loads(text)
    except ValueError:
        raise ResponseError("a line of the answer is no JSON", request_id=None) from None
    return lines.read(content)
