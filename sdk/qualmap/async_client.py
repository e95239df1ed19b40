"""The client for programs that await; what each method does is said at `Client`."""

from __future__ import annotations

import itertools
import os
from collections.abc import AsyncIterator, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Self, TypeVar

from qualmap import operations
from qualmap.answers import Answer
from qualmap.backends import AsyncBackend, AsyncLocal, AsyncRemote
from qualmap.comparing import Comparison
from qualmap.errors import InputError
from qualmap.models import Credential, MatchResult
from qualmap.operations import Day, Operation, Options
from qualmap.records import Record
from qualmap.resources.attributes import AsyncResources
from qualmap.resources.knowledge import AsyncKnowledge
from qualmap.screening import Failure, Screening
from qualmap.transport.messages import RequestOptions, Timeout

if TYPE_CHECKING:
    import httpx

    from qualmap.many import Progress
    from qualmap.transport.http import AsyncMiddleware

__all__ = ["AsyncClient"]

Result = TypeVar("Result")
_MATCHED_AT_ONCE = 100  # credentials in one request


class AsyncClient(AsyncKnowledge, AsyncResources):
    """The same as `Client`, to be awaited; local answers are short and given without leaving the event loop."""

    _backend: AsyncBackend
    _options: RequestOptions

    def __init__(
        self,
        *,
        base_url: str | None = None,
        api_key: str | None = None,
        timeout: Timeout | float | None = None,
        max_retries: int | None = None,
        headers: Mapping[str, str] | None = None,
        app_info: str | None = None,
        middleware: Sequence[AsyncMiddleware] = (),
        http_client: httpx.AsyncClient | None = None,
    ) -> None:
        """A client of the service; arguments and errors as in `Client`."""
        from qualmap.transport.http import async_transport
        from qualmap.transport.settings import Settings

        settings = Settings.of(
            base_url,
            api_key,
            timeout=Timeout.of(timeout),
            max_retries=max_retries,
            headers=headers,
            app_info=app_info,
        )
        self._backend = AsyncRemote(async_transport(settings, http_client, middleware))
        self._options = RequestOptions()

    @classmethod
    def local(cls, *, data: str | os.PathLike[str] | None = None) -> Self:
        """A client that answers in this process; `data` and errors as in `Client.local`."""
        from qualmap.local import local_matcher

        return cls.over(AsyncLocal(local_matcher(data)))

    @classmethod
    def over(cls, backend: AsyncBackend, options: RequestOptions | None = None) -> Self:
        """As `Client.over`."""
        client = cls.__new__(cls)
        client._backend = backend  # noqa: SLF001 - its own class
        client._options = options or RequestOptions()  # noqa: SLF001 - as above
        return client

    def with_options(
        self,
        *,
        timeout: Timeout | float | None = None,
        max_retries: int | None = None,
        idempotency_key: str | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Self:
        """As `Client.with_options`."""
        changed = self._options.changed(
            timeout=timeout, max_retries=max_retries, idempotency_key=idempotency_key, headers=headers
        )
        return type(self).over(self._backend, changed)

    async def send(self, operation: Operation[Result]) -> Answer[Result]:
        """As `Client.send`."""
        return await self._backend.send(operation, self._options)

    async def match(
        self,
        credential: str | Credential,
        *,
        edition: str | None = None,
        as_of: Day = None,
        minimum_evidence: str = "inferred",
    ) -> MatchResult:
        """As `Client.match`."""
        one, matcher = Credential.of(credential), self._backend.matcher
        if matcher is not None:  # straight to the engine: an operation would take longer to make than the answer
            return matcher.match(one, matcher.asked(edition, as_of, minimum_evidence))
        return await self._do(operations.match(one, Options(edition, as_of, minimum_evidence)))

    def match_many(
        self,
        credentials: Iterable[str | Credential],
        *,
        edition: str | None = None,
        as_of: Day = None,
        minimum_evidence: str = "inferred",
    ) -> AsyncIterator[MatchResult]:
        """As `Client.match_many`; from a service, an unusable edition or day is an error at the first answer."""
        options = Options(edition, as_of, minimum_evidence)
        matcher = self._backend.matcher
        if matcher is None:
            return self._matched_in_chunks(credentials, options)
        asked = matcher.asked(edition, as_of, minimum_evidence)
        return _awaited(matcher.match(Credential.of(one), asked) for one in credentials)

    async def _matched_in_chunks(self, credentials: Iterable[str | Credential], options: Options) -> AsyncIterator[MatchResult]:
        remaining = iter(credentials)
        while chunk := _credentials(remaining):
            for one in await self._do(operations.match_chunk(chunk, options)):
                if isinstance(one, InputError):
                    raise one
                yield one

    async def screen(
        self,
        record: Record | Mapping[str, object],
        *,
        edition: str | None = None,
        as_of: Day = None,
        minimum_evidence: str = "inferred",
    ) -> Screening:
        """As `Client.screen`."""
        return await self._do(operations.screen(Record.of(record), Options(edition, as_of, minimum_evidence)))

    def screen_many(
        self,
        records: Iterable[Record | Mapping[str, object]],
        *,
        edition: str | None = None,
        as_of: Day = None,
        minimum_evidence: str = "inferred",
        concurrency: int = 4,
        progress: Progress | None = None,
        checkpoint: str | os.PathLike[str] | None = None,
    ) -> AsyncIterator[Screening | Failure]:
        """As `Client.screen_many`; from a service, an unusable edition or day is an error at the first answer."""
        from qualmap import many
        from qualmap.checkpoints import Checkpoint

        options = Options(edition, as_of, minimum_evidence)
        state = Checkpoint.open(checkpoint, options)
        matcher = self._backend.matcher
        if matcher is not None:
            asked, day = matcher.asked(edition, as_of, minimum_evidence), options.day
            return _awaited(
                many.run_here(
                    records, screen=lambda record: matcher.screen(record, asked, day), checkpoint=state, progress=progress
                )
            )
        return many.run_async(
            records,
            options=options,
            send=self._send_chunk,
            request_options=self._options,
            concurrency=concurrency,
            checkpoint=state,
            progress=progress,
        )

    async def _send_chunk(
        self, operation: Operation[list[Screening | Failure]], options: RequestOptions
    ) -> list[Screening | Failure]:
        return (await self._backend.send(operation, options)).result

    async def compare(
        self, record: Record | Mapping[str, object], before: str, after: str, *, minimum_evidence: str = "inferred"
    ) -> Comparison:
        """As `Client.compare`."""
        return await self._do(operations.compared(Record.of(record), before, after, minimum_evidence))

    async def close(self) -> None:
        """As `Client.close`."""
        await self._backend.close()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()


async def _awaited(answers: Iterable[Result]) -> AsyncIterator[Result]:
    for answer in answers:
        yield answer


def _credentials(remaining: Iterator[str | Credential]) -> list[Credential]:
    return [Credential.of(one) for one in itertools.islice(remaining, _MATCHED_AT_ONCE)]
