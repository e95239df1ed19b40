"""The transports: the only module that names httpx."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Iterator, Sequence
from contextlib import AsyncExitStack, ExitStack, asynccontextmanager, contextmanager
from typing import Any

import attrs
import httpx

from qualmap.errors import ConnectionFailedError, ResponseError, TimedOutError
from qualmap.transport.lines import Lines
from qualmap.transport.messages import Attempt, Request, RequestOptions, Response
from qualmap.transport.problems import error_of
from qualmap.transport.sending import Call
from qualmap.transport.settings import Settings
from qualmap.transport.tracing import traced
from qualmap.transport.under_way import UnderWay

Send = Callable[[Attempt], Response]
Middleware = Callable[[Attempt, Send], Response]
"""Called around every try; may look at or replace the attempt and the response. Where lines come as a stream, the response that
it sees is without them."""

AsyncSend = Callable[[Attempt], Awaitable[Response]]
AsyncMiddleware = Callable[[Attempt, AsyncSend], Awaitable[Response]]

_FAILED = 400


@attrs.frozen
class Answered:
    """A response that stands, and how many tries it took after the first."""

    response: Response
    retries: int


@attrs.define(eq=False)
class SyncTransport:
    """Sends requests and waits; closes the HTTP client unless it is the caller's."""

    settings: Settings
    http: httpx.Client
    middleware: Sequence[Middleware] = ()
    owned: bool = False
    _under_way: UnderWay = attrs.field(init=False, factory=UnderWay, repr=False)

    def send(self, request: Request, options: RequestOptions) -> Answered:
        """The answer to a request, after as many tries as the policy allows; raises the error that stands."""
        call = Call(request, self.settings, options)
        send = self._wrapped(self._send)
        while True:
            attempt = call.next_attempt()
            try:
                with self._under_way.one():
                    response = send(attempt)
            except ConnectionFailedError as error:
                pause: float | None = call.pause_after_failure(error)
            else:
                pause = call.pause_after(response)
                if pause is None:
                    return Answered(response, call.retries)
            time.sleep(pause or 0)

    @contextmanager
    def stream(self, request: Request, options: RequestOptions) -> Iterator[Iterator[str]]:
        """The lines of an answer as they come; not tried again. Middleware sees it when it begins, without its lines."""
        with ExitStack() as opened, _as_ours():
            pieces: Iterable[bytes] = ()

            def send(attempt: Attempt) -> Response:
                nonlocal pieces
                headers = opened.enter_context(traced(attempt))
                answer = opened.enter_context(self.http.stream(**_arguments(attempt, headers)))
                if answer.status_code >= _FAILED:
                    return _response(answer, answer.read())
                pieces = answer.iter_bytes()
                return _response(answer, b"")

            response = self._wrapped(send)(Call(request, self.settings, options).next_attempt())
            if response.status >= _FAILED:
                raise error_of(response)
            yield _cut([response.content] if response.content else pieces)

    def _wrapped(self, send: Send) -> Send:
        for layer in reversed(self.middleware):
            send = _around(layer, send)
        return send

    def _send(self, attempt: Attempt) -> Response:
        deadline = time.monotonic() + attempt.timeout.total
        with _as_ours(), traced(attempt) as headers, self.http.stream(**_arguments(attempt, headers)) as answer:
            content = bytearray()
            for chunk in answer.iter_bytes():
                content += chunk
                if time.monotonic() > deadline:
                    raise _late(attempt)
            return _response(answer, bytes(content))

    def close(self) -> None:
        """Wait for the requests that other threads have under way, and close the connections."""
        self._under_way.close()
        if self.owned:
            self.http.close()


@attrs.define(eq=False)
class AsyncTransport:
    """The same for programs that await."""

    settings: Settings
    http: httpx.AsyncClient
    middleware: Sequence[AsyncMiddleware] = ()
    owned: bool = False

    async def send(self, request: Request, options: RequestOptions) -> Answered:
        """As `SyncTransport.send`."""
        call = Call(request, self.settings, options)
        send = self._wrapped(self._send)
        while True:
            attempt = call.next_attempt()
            try:
                response = await send(attempt)
            except ConnectionFailedError as error:
                pause: float | None = call.pause_after_failure(error)
            else:
                pause = call.pause_after(response)
                if pause is None:
                    return Answered(response, call.retries)
            await asyncio.sleep(pause or 0)

    @asynccontextmanager
    async def stream(self, request: Request, options: RequestOptions) -> AsyncIterator[AsyncIterator[str]]:
        """As `SyncTransport.stream`."""
        async with AsyncExitStack() as opened:
            opened.enter_context(_as_ours())
            pieces = _awaited()

            async def send(attempt: Attempt) -> Response:
                nonlocal pieces
                headers = opened.enter_context(traced(attempt))
                answer = await opened.enter_async_context(self.http.stream(**_arguments(attempt, headers)))
                if answer.status_code >= _FAILED:
                    return _response(answer, await answer.aread())
                pieces = answer.aiter_bytes()
                return _response(answer, b"")

            response = await self._wrapped(send)(Call(request, self.settings, options).next_attempt())
            if response.status >= _FAILED:
                raise error_of(response)
            yield _cut_awaited(_awaited(response.content) if response.content else pieces)

    def _wrapped(self, send: AsyncSend) -> AsyncSend:
        for layer in reversed(self.middleware):
            send = _around_async(layer, send)
        return send

    async def _send(self, attempt: Attempt) -> Response:
        try:
            with _as_ours(), traced(attempt) as headers:
                async with asyncio.timeout(attempt.timeout.total):
                    answer = await self.http.request(**_arguments(_awaitable(attempt), headers))
        except TimeoutError:
            raise _late(attempt) from None
        return _response(answer, answer.content)

    async def close(self) -> None:
        """Close the connections."""
        if self.owned:
            await self.http.aclose()


def sync_transport(settings: Settings, http: httpx.Client | None, middleware: Sequence[Middleware]) -> SyncTransport:
    """A transport over the caller's HTTP client, or over one of our own."""
    return SyncTransport(settings, http or httpx.Client(follow_redirects=False), middleware, owned=http is None)


def async_transport(settings: Settings, http: httpx.AsyncClient | None, middleware: Sequence[AsyncMiddleware]) -> AsyncTransport:
    """As `sync_transport`."""
    return AsyncTransport(settings, http or httpx.AsyncClient(follow_redirects=False), middleware, owned=http is None)


def _around(layer: Middleware, inner: Send) -> Send:
    return lambda attempt: layer(attempt, inner)


def _around_async(layer: AsyncMiddleware, inner: AsyncSend) -> AsyncSend:
    return lambda attempt: layer(attempt, inner)


def _arguments(attempt: Attempt, headers: dict[str, str] | None = None) -> Any:  # noqa: ANN401 - keywords of httpx
    timeout = attempt.timeout
    return {
        "method": attempt.method,
        "url": attempt.url,
        "headers": {**attempt.headers, **(headers or {})},
        "content": attempt.content,
        "timeout": httpx.Timeout(timeout.read, connect=timeout.connect),
    }


def _awaitable(attempt: Attempt) -> Any:  # noqa: ANN401 - an attempt whose content only httpx reads
    """The attempt with content that an event loop can read; files and the caller's records are read in threads meanwhile."""
    if isinstance(attempt.content, bytes):
        return attempt

    async def pieces(content: Iterable[bytes]) -> AsyncIterator[bytes]:
        remaining = iter(content)
        while (piece := await asyncio.to_thread(next, remaining, None)) is not None:
            yield piece

    return attrs.evolve(attempt, content=pieces(attempt.content))  # type: ignore[arg-type]  # as said above


def _cut(pieces: Iterable[bytes]) -> Iterator[str]:
    lines = Lines()
    for piece in pieces:
        yield from lines.cut(piece)
    yield from lines.end()


async def _cut_awaited(pieces: AsyncIterator[bytes]) -> AsyncIterator[str]:
    lines = Lines()
    async for piece in pieces:
        for line in lines.cut(piece):
            yield line
    for line in lines.end():
        yield line


async def _awaited(*pieces: bytes) -> AsyncIterator[bytes]:
    for piece in pieces:
        yield piece


def _response(answer: httpx.Response, content: bytes) -> Response:
    headers = {name.lower(): text for name, text in answer.headers.items()}
    return Response(status=answer.status_code, headers=headers, content=content)


def _late(attempt: Attempt) -> TimedOutError:
    return TimedOutError(f"no whole answer within {attempt.timeout.total:.1f} seconds", request_id=None)


@contextmanager
def _as_ours() -> Iterator[None]:
    """Errors of httpx as errors of the tree."""
    try:
        yield
    except httpx.TimeoutException as error:
        raise TimedOutError(f"no answer in time ({type(error).__name__})", request_id=None) from error
    except httpx.DecodingError as error:
        raise ResponseError(f"the answer cannot be decoded: {error}", request_id=None) from error
    except httpx.TransportError as error:
        raise ConnectionFailedError(f"{type(error).__name__}: {error}", request_id=None) from error
