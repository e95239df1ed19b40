"""`client.screenings`: screenings that the service keeps."""

from __future__ import annotations

from collections.abc import Mapping

from qualmap.kept.batches import Batch
from qualmap.kept.screenings import StoredScreening
from qualmap.operations import screenings
from qualmap.operations.asking import Day, Options
from qualmap.records import Record
from qualmap.resources.listing import AsyncListed, Listed
from qualmap.resources.resource import AsyncResource, Resource

__all__ = ["AsyncScreenings", "Screenings"]


class Screenings(Resource):
    """Screenings that the service keeps: made, found again, decided anew."""

    def create(
        self,
        record: Record | Mapping[str, object],
        *,
        edition: str | None = None,
        as_of: Day = None,
        minimum_evidence: str = "inferred",
    ) -> StoredScreening:
        """Screen one person and keep the answer; as `client.screen`, with the id by which the answer is found again."""
        return self._do(screenings.create(Record.of(record), Options(edition, as_of, minimum_evidence)))

    def retrieve(self, id_: str, *, version: int | None = None) -> StoredScreening:
        """One screening, in its newest version or in an earlier one (from 1); raises `NotFoundError`."""
        return self._do(screenings.retrieve(id_, version=version))

    def list(
        self,
        *,
        decision: str | None = None,
        category: str | None = None,
        edition: str | None = None,
        review: str | None = None,
        since: Day = None,
        ref: str | None = None,
    ) -> Listed[StoredScreening]:
        """The newest screenings first, as far as the filters admit them.

        Args:
            decision: has a clause with this decision, as `eligible`.
            category: has such a clause in this category.
            edition: was decided in this edition.
            review: `open`, `done` or `none`: whether a person still has to look.
            since: was made on this day or later (UTC).
            ref: is about this ref.

        """
        return self._listed(
            screenings.listed(decision=decision, category=category, edition=edition, review=review, since=since, ref=ref)
        )

    def rescreen(self, *, edition: str | None = None, as_of: Day = None, minimum_evidence: str = "inferred") -> Batch:
        """Decide again whatever is stored with its texts; `client.batches.report(batch.id)` tells who gained or lost what.

        It needs a key with the scope `admin`, and an edition or a day.
        """
        return self._do(screenings.rescreen(Options(edition, as_of, minimum_evidence)))


class AsyncScreenings(AsyncResource):
    """As `Screenings`, to be awaited."""

    async def create(
        self,
        record: Record | Mapping[str, object],
        *,
        edition: str | None = None,
        as_of: Day = None,
        minimum_evidence: str = "inferred",
    ) -> StoredScreening:
        """As `Screenings.create`."""
        return await self._do(screenings.create(Record.of(record), Options(edition, as_of, minimum_evidence)))

    async def retrieve(self, id_: str, *, version: int | None = None) -> StoredScreening:
        """As `Screenings.retrieve`."""
        return await self._do(screenings.retrieve(id_, version=version))

    def list(
        self,
        *,
        decision: str | None = None,
        category: str | None = None,
        edition: str | None = None,
        review: str | None = None,
        since: Day = None,
        ref: str | None = None,
    ) -> AsyncListed[StoredScreening]:
        """As `Screenings.list`."""
        return self._listed(
            screenings.listed(decision=decision, category=category, edition=edition, review=review, since=since, ref=ref)
        )

    async def rescreen(self, *, edition: str | None = None, as_of: Day = None, minimum_evidence: str = "inferred") -> Batch:
        """As `Screenings.rescreen`."""
        return await self._do(screenings.rescreen(Options(edition, as_of, minimum_evidence)))
