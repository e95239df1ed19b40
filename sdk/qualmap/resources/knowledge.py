"""What clients tell of the list itself: facts, editions with their rows, qualifications, versions, the overlay."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from qualmap import operations
from qualmap.catalogue import EditionSummary, ListedRow, OverlaySummary, QualificationDetail
from qualmap.differences import EditionDifferences
from qualmap.facts import Fact
from qualmap.models import Qualification
from qualmap.operations import Day, Operation, Options
from qualmap.screening import Versions
from qualmap.transport.messages import RequestOptions

if TYPE_CHECKING:
    from qualmap.backends import AsyncBackend, Backend

Result = TypeVar("Result")


class Knowledge:
    """The part of a `Client` that tells of the list."""

    _backend: Backend
    _options: RequestOptions

    def _do(self, operation: Operation[Result]) -> Result:
        return self._backend.send(operation, self._options).result

    def facts(self) -> tuple[Fact, ...]:
        """The facts that conditions need, in the order in which a form would ask for them."""
        return self._do(operations.facts())

    def editions(self) -> tuple[EditionSummary, ...]:
        """All editions, the oldest first, with counts of rows by category and evidence."""
        return self._do(operations.editions())

    def rows(self, edition: str) -> tuple[ListedRow, ...]:
        """The rows of one edition, by category; raises `UnknownEditionError`."""
        return self._do(operations.rows(edition))

    def differences(self, before: str, after: str) -> EditionDifferences:
        """Which rows came, went and moved from one edition to another, with their evidence; raises `UnknownEditionError`."""
        return self._do(operations.differences(before, after))

    def qualifications(self, words: str = "") -> tuple[Qualification, ...]:
        """The qualifications that have every one of these words in an id, a name, an issuer or an alias; all without words."""
        return self._do(operations.qualifications(words))

    def qualification(self, id_: str) -> QualificationDetail:
        """Everything known of one qualification; raises `UnknownQualificationError`."""
        return self._do(operations.qualification(id_))

    def versions(self, *, edition: str | None = None, as_of: Day = None) -> Versions:
        """What the answers in an edition rest on; the same versions give the same answers."""
        return self._do(operations.versions(Options(edition, as_of, "inferred")))

    def overlay(self) -> OverlaySummary | None:
        """What the overlay folder adds to the bundled data; None without one."""
        return self._do(operations.overlay())


class AsyncKnowledge:
    """As `Knowledge`, for an `AsyncClient`."""

    _backend: AsyncBackend
    _options: RequestOptions

    async def _do(self, operation: Operation[Result]) -> Result:
        return (await self._backend.send(operation, self._options)).result

    async def facts(self) -> tuple[Fact, ...]:
        """As `Client.facts`."""
        return await self._do(operations.facts())

    async def editions(self) -> tuple[EditionSummary, ...]:
        """As `Client.editions`."""
        return await self._do(operations.editions())

    async def rows(self, edition: str) -> tuple[ListedRow, ...]:
        """As `Client.rows`."""
        return await self._do(operations.rows(edition))

    async def differences(self, before: str, after: str) -> EditionDifferences:
        """As `Client.differences`."""
        return await self._do(operations.differences(before, after))

    async def qualifications(self, words: str = "") -> tuple[Qualification, ...]:
        """As `Client.qualifications`."""
        return await self._do(operations.qualifications(words))

    async def qualification(self, id_: str) -> QualificationDetail:
        """As `Client.qualification`."""
        return await self._do(operations.qualification(id_))

    async def versions(self, *, edition: str | None = None, as_of: Day = None) -> Versions:
        """As `Client.versions`."""
        return await self._do(operations.versions(Options(edition, as_of, "inferred")))

    async def overlay(self) -> OverlaySummary | None:
        """As `Client.overlay`."""
        return await self._do(operations.overlay())
