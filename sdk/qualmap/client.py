"""The client for programs that wait; `AsyncClient` has the same names for programs that await."""

from __future__ import annotations

import itertools
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Self, TypeVar

from qualmap import operations
from qualmap.answers import Answer
from qualmap.backends import Backend, Local, Remote
from qualmap.comparing import Comparison
from qualmap.errors import InputError
from qualmap.models import Credential, MatchResult
from qualmap.operations import Day, Operation, Options
from qualmap.records import Record
from qualmap.resources.attributes import Resources
from qualmap.resources.knowledge import Knowledge
from qualmap.screening import Failure, Screening
from qualmap.transport.messages import RequestOptions, Timeout

if TYPE_CHECKING:
    import httpx

    from qualmap.many import Progress
    from qualmap.transport.http import Middleware

__all__ = ["Client"]

Result = TypeVar("Result")
_MATCHED_AT_ONCE = 100  # credentials in one request


class Client(Knowledge, Resources):
    """Asks the service; `Client.local()` answers in this process instead, and sends nothing anywhere.

    A client may be shared between threads. Close it, or use it as a context manager, when it is no longer needed.
    """

    _backend: Backend
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
        middleware: Sequence[Middleware] = (),
        http_client: httpx.Client | None = None,
    ) -> None:
        """A client of the service.

        Args:
            base_url: where the service is; by default what `QUALMAP_BASE_URL` says.
            api_key: the key; by default what `QUALMAP_API_KEY` says.
            timeout: a `Timeout`, or the seconds for a whole call over all its tries (default: 600).
            max_retries: how often to try again what failed (default: 2).
            headers: sent with every request.
            app_info: names your program in the `User-Agent`, as `acme-hr/4.2`.
            middleware: called around every try, the first outermost.
            http_client: your own `httpx.Client`, for proxies, client certificates (mTLS) or limits; you close it.

        Raises:
            ConfigurationError: there is no address or no key.

        """
        from qualmap.transport.http import sync_transport
        from qualmap.transport.settings import Settings

        settings = Settings.of(
            base_url,
            api_key,
            timeout=Timeout.of(timeout),
            max_retries=max_retries,
            headers=headers,
            app_info=app_info,
        )
        self._backend = Remote(sync_transport(settings, http_client, middleware))
        self._options = RequestOptions()

    @classmethod
    def local(cls, *, data: str | os.PathLike[str] | None = None) -> Self:
        """A client that answers in this process.

        Args:
            data: an overlay folder, with a company's own names or imported attachments; by default the one that the environment
                variable `QUALMAP_DATA` names, if it does. It is read now: a later change counts for later clients.

        Raises:
            InstallationError: the engine is not installed (`pip install 'qualmap[local]'`).
            OverlayError: the folder cannot be used; the error names every mistake in it.

        """
        from qualmap.local import local_matcher

        return cls.over(Local(local_matcher(data)))

    @classmethod
    def over(cls, backend: Backend, options: RequestOptions | None = None) -> Self:
        """A client over a backend of your own: for tests, and for other ways to the same answers."""
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
        """The same client, whose calls do some things otherwise: `client.with_options(timeout=5).match(…)`.

        An idempotency key is for one call: who tries a write again with the same key after a crash does it once.
        """
        changed = self._options.changed(
            timeout=timeout, max_retries=max_retries, idempotency_key=idempotency_key, headers=headers
        )
        return type(self).over(self._backend, changed)

    def send(self, operation: Operation[Result]) -> Answer[Result]:
        """The answer to an operation of `qualmap.operations`, with its status, headers, request id and retries."""
        return self._backend.send(operation, self._options)

    def match(
        self,
        credential: str | Credential,
        *,
        edition: str | None = None,
        as_of: Day = None,
        minimum_evidence: str = "inferred",
    ) -> MatchResult:
        """What one credential names, and where that stands on the list.

        Args:
            credential: the text as the person wrote it, alone or with the issuer and country given beside it.
            edition: `1.0`, `2.0`, `3.0`; by default the one in force on `as_of`.
            as_of: a day, as a date or `YYYY-MM-DD`; by default today in Shanghai.
            minimum_evidence: `inferred` (all rows), `confirmed` or `official`; weaker rows count as not in the copy.

        Raises:
            TextError: the text is no string or too long.
            UnknownEditionError: there is no such edition, or none in force on that day.

        """
        one, matcher = Credential.of(credential), self._backend.matcher
        if matcher is not None:  # straight to the engine: an operation would take longer to make than the answer
            return matcher.match(one, matcher.asked(edition, as_of, minimum_evidence))
        return self._do(operations.match(one, Options(edition, as_of, minimum_evidence)))

    def match_many(
        self,
        credentials: Iterable[str | Credential],
        *,
        edition: str | None = None,
        as_of: Day = None,
        minimum_evidence: str = "inferred",
    ) -> Iterator[MatchResult]:
        """The answers to many credentials, in their order, as they are asked for; each distinct one is worked out once.

        Arguments and errors are those of `match`; an unusable edition or day is an error at the call, not at the first answer.
        """
        options = Options(edition, as_of, minimum_evidence)
        matcher = self._backend.matcher
        if matcher is not None:
            asked = matcher.asked(edition, as_of, minimum_evidence)
            return (matcher.match(Credential.of(one), asked) for one in credentials)
        self._do(operations.versions(options))
        return self._matched_in_chunks(credentials, options)

    def _matched_in_chunks(self, credentials: Iterable[str | Credential], options: Options) -> Iterator[MatchResult]:
        remaining = iter(credentials)
        while chunk := [Credential.of(one) for one in itertools.islice(remaining, _MATCHED_AT_ONCE)]:
            for one in self._do(operations.match_chunk(chunk, options)):
                if isinstance(one, InputError):
                    raise one
                yield one

    def screen(
        self,
        record: Record | Mapping[str, object],
        *,
        edition: str | None = None,
        as_of: Day = None,
        minimum_evidence: str = "inferred",
    ) -> Screening:
        """What the list opens to one person: a decision for every clause, the title, the premium package, and what to ask next.

        The service keeps the answer; a retry is answered from what was kept.

        Args:
            record: a `Record`, or a mapping of the contract's form: `ref`, `credentials`, `facts`.
            edition: as in `match`.
            as_of: as in `match`.
            minimum_evidence: as in `match`.

        Raises:
            InputError: the record cannot be used; the error names the record and the field.
            UnknownEditionError: there is no such edition, or none in force on that day.

        """
        return self._do(operations.screen(Record.of(record), Options(edition, as_of, minimum_evidence)))

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
    ) -> Iterator[Screening | Failure]:
        """The answers for many people, in their order, as they are asked for, in bounded memory.

        A record that cannot be used gives a `Failure` in its place, and the others go on. An unusable edition or day is an
        error at the call.

        Args:
            records: as in `screen`; any iterable.
            edition: as in `match`.
            as_of: as in `match`.
            minimum_evidence: as in `match`.
            concurrency: how many requests may be under way at once; in local mode it makes no difference.
            progress: called after each answer with how many there were and how many of them are failures.
            checkpoint: a file that remembers how far this run came. After a crash, the same call with the same records goes on
                behind the last answer that was taken; what was sent before is not done twice.

        """
        from qualmap import many
        from qualmap.checkpoints import Checkpoint

        options = Options(edition, as_of, minimum_evidence)
        state = Checkpoint.open(checkpoint, options)
        matcher = self._backend.matcher
        if matcher is not None:
            asked, day = matcher.asked(edition, as_of, minimum_evidence), options.day
            return many.run_here(
                records, screen=lambda record: matcher.screen(record, asked, day), checkpoint=state, progress=progress
            )
        self._do(operations.versions(options))
        return many.run(
            records,
            options=options,
            send=lambda operation, request_options: self._backend.send(operation, request_options).result,
            request_options=self._options,
            concurrency=concurrency,
            checkpoint=state,
            progress=progress,
        )

    def compare(
        self, record: Record | Mapping[str, object], before: str, after: str, *, minimum_evidence: str = "inferred"
    ) -> Comparison:
        """What a person gains and loses from one edition to another; errors as in `screen`. Nothing is kept."""
        return self._do(operations.compared(Record.of(record), before, after, minimum_evidence))

    def close(self) -> None:
        """Close the connections, after what other threads have under way; the caller's own HTTP client stays open."""
        self._backend.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
