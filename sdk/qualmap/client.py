"""The clients: one class for programs that wait, one for programs that await, with the same names."""

from __future__ import annotations

import datetime as dt
from collections.abc import AsyncIterator, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Self, TypeVar

from qualmap.catalogue import EditionSummary, ListedRow, QualificationDetail
from qualmap.comparing import Comparison, compare
from qualmap.editions import Asked, as_date
from qualmap.errors import InputError
from qualmap.facts import Fact
from qualmap.models import Credential, MatchResult, Qualification
from qualmap.records import Record
from qualmap.screening import Failure, Screening

if TYPE_CHECKING:
    from qualmap.local import LocalMatcher

__all__ = ["AsyncClient", "Client"]

Answer = TypeVar("Answer")


class Client:
    """Matches credentials; `Client.local()` does so in this process, on the bundled data, sending nothing anywhere."""

    def __init__(self, matcher: LocalMatcher) -> None:
        """Use `Client.local()`."""
        self._matcher = matcher

    @classmethod
    def local(cls) -> Self:
        """A client that answers in this process.

        Raises:
            InstallationError: the engine is not installed (`pip install 'qualmap[local]'`).

        """
        from qualmap.local import LocalMatcher, bundled_engine

        return cls(LocalMatcher(bundled_engine()))

    @property
    def engine_version(self) -> str:
        """Names the registry and the model that answer; the same version gives the same answers."""
        return self._matcher.version

    def match(
        self,
        credential: str | Credential,
        *,
        edition: str | None = None,
        as_of: dt.date | str | None = None,
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
        return self._matcher.match(Credential.of(credential), self._matcher.asked(edition, as_of, minimum_evidence))

    def match_many(
        self,
        credentials: Iterable[str | Credential],
        *,
        edition: str | None = None,
        as_of: dt.date | str | None = None,
        minimum_evidence: str = "inferred",
    ) -> Iterator[MatchResult]:
        """The answers to many credentials, in their order, as they are asked for; each distinct one is worked out once.

        Arguments and errors are those of `match`; an unusable edition or day is an error at the call, not at the first answer.
        """
        asked = self._matcher.asked(edition, as_of, minimum_evidence)
        return (self._matcher.match(Credential.of(credential), asked) for credential in credentials)

    def screen(
        self,
        record: Record | Mapping[str, object],
        *,
        edition: str | None = None,
        as_of: dt.date | str | None = None,
        minimum_evidence: str = "inferred",
    ) -> Screening:
        """What the list opens to one person: a decision for every clause, the title, the premium package, and what to ask next.

        Args:
            record: a `Record`, or a mapping of the contract's form: `ref`, `credentials`, `facts`.
            edition: as in `match`.
            as_of: as in `match`.
            minimum_evidence: as in `match`.

        Raises:
            InputError: the record cannot be used; the error names the record and the field.
            UnknownEditionError: there is no such edition, or none in force on that day.

        """
        asked = self._matcher.asked(edition, as_of, minimum_evidence)
        return self._matcher.screen(Record.of(record), asked, _day(edition, as_of))

    def screen_many(
        self,
        records: Iterable[Record | Mapping[str, object]],
        *,
        edition: str | None = None,
        as_of: dt.date | str | None = None,
        minimum_evidence: str = "inferred",
    ) -> Iterator[Screening | Failure]:
        """The answers for many people, in their order, as they are asked for.

        A record that cannot be used gives a `Failure` in its place, and the others go on. An unusable edition or day is an
        error at the call.
        """
        asked = self._matcher.asked(edition, as_of, minimum_evidence)
        day = _day(edition, as_of)
        return (self._screened(index, record, asked, day) for index, record in enumerate(records))

    def _screened(self, index: int, record: Record | Mapping[str, object], asked: Asked, day: str | None) -> Screening | Failure:
        try:
            return self._matcher.screen(Record.of(record), asked, day)
        except InputError as error:
            return Failure(index, error)

    def compare(
        self,
        record: Record | Mapping[str, object],
        before: str,
        after: str,
        *,
        minimum_evidence: str = "inferred",
    ) -> Comparison:
        """What a person gains and loses from one edition to another; errors as in `screen`."""
        return compare(
            self.screen(record, edition=before, minimum_evidence=minimum_evidence),
            self.screen(record, edition=after, minimum_evidence=minimum_evidence),
        )

    def facts(self) -> tuple[Fact, ...]:
        """The facts that conditions need, in the order in which a form would ask for them."""
        return self._matcher.facts()

    def editions(self) -> tuple[EditionSummary, ...]:
        """All editions, the oldest first, with counts of rows by category and evidence."""
        return self._matcher.editions()

    def rows(self, edition: str) -> tuple[ListedRow, ...]:
        """The rows of one edition, by category; raises `UnknownEditionError`."""
        return self._matcher.rows(edition)

    def qualifications(self, words: str = "") -> tuple[Qualification, ...]:
        """The qualifications that have every one of these words in an id, a name, an issuer or an alias; all without words."""
        return self._matcher.qualifications(words)

    def qualification(self, id_: str) -> QualificationDetail:
        """Everything known of one qualification; raises `UnknownQualificationError`."""
        return self._matcher.qualification(id_)


class AsyncClient:
    """The same as `Client`, to be awaited; local answers are short and given without leaving the event loop."""

    def __init__(self, client: Client) -> None:
        """Use `AsyncClient.local()`."""
        self._client = client

    @classmethod
    def local(cls) -> Self:
        """A client that answers in this process; errors as in `Client.local`."""
        return cls(Client.local())

    @property
    def engine_version(self) -> str:
        """Names the registry and the model that answer."""
        return self._client.engine_version

    async def match(
        self,
        credential: str | Credential,
        *,
        edition: str | None = None,
        as_of: dt.date | str | None = None,
        minimum_evidence: str = "inferred",
    ) -> MatchResult:
        """As `Client.match`."""
        return self._client.match(credential, edition=edition, as_of=as_of, minimum_evidence=minimum_evidence)

    def match_many(
        self,
        credentials: Iterable[str | Credential],
        *,
        edition: str | None = None,
        as_of: dt.date | str | None = None,
        minimum_evidence: str = "inferred",
    ) -> AsyncIterator[MatchResult]:
        """As `Client.match_many`."""
        return _awaited(self._client.match_many(credentials, edition=edition, as_of=as_of, minimum_evidence=minimum_evidence))

    async def screen(
        self,
        record: Record | Mapping[str, object],
        *,
        edition: str | None = None,
        as_of: dt.date | str | None = None,
        minimum_evidence: str = "inferred",
    ) -> Screening:
        """As `Client.screen`."""
        return self._client.screen(record, edition=edition, as_of=as_of, minimum_evidence=minimum_evidence)

    def screen_many(
        self,
        records: Iterable[Record | Mapping[str, object]],
        *,
        edition: str | None = None,
        as_of: dt.date | str | None = None,
        minimum_evidence: str = "inferred",
    ) -> AsyncIterator[Screening | Failure]:
        """As `Client.screen_many`."""
        return _awaited(self._client.screen_many(records, edition=edition, as_of=as_of, minimum_evidence=minimum_evidence))

    async def compare(
        self, record: Record | Mapping[str, object], before: str, after: str, *, minimum_evidence: str = "inferred"
    ) -> Comparison:
        """As `Client.compare`."""
        return self._client.compare(record, before, after, minimum_evidence=minimum_evidence)

    async def facts(self) -> tuple[Fact, ...]:
        """As `Client.facts`."""
        return self._client.facts()

    async def editions(self) -> tuple[EditionSummary, ...]:
        """As `Client.editions`."""
        return self._client.editions()

    async def rows(self, edition: str) -> tuple[ListedRow, ...]:
        """As `Client.rows`."""
        return self._client.rows(edition)

    async def qualifications(self, words: str = "") -> tuple[Qualification, ...]:
        """As `Client.qualifications`."""
        return self._client.qualifications(words)

    async def qualification(self, id_: str) -> QualificationDetail:
        """As `Client.qualification`."""
        return self._client.qualification(id_)


def _day(edition: str | None, as_of: dt.date | str | None) -> str | None:
    """The day an answer is about; none where an edition is named alone, whose answers are the same on every day."""
    return None if edition is not None and as_of is None else as_date(as_of).isoformat()


async def _awaited(answers: Iterator[Answer]) -> AsyncIterator[Answer]:
    for answer in answers:
        yield answer
