"""`client.batches`: many people in one upload, screened by the service's workers."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Iterator

from qualmap.kept.batches import Batch, BatchResult, PersonChange
from qualmap.operations import batches
from qualmap.operations.asking import Day, Options
from qualmap.resources.following import lines, lines_awaited
from qualmap.resources.listing import AsyncListed, Listed
from qualmap.resources.resource import AsyncResource, Resource
from qualmap.resources.uploads import Source, upload
from qualmap.resources.waiting import Patience

__all__ = ["AsyncBatches", "Batches"]


class Batches(Resource):
    """Uploads of many people, with results as they come."""

    def create(
        self,
        source: Source,
        *,
        edition: str | None = None,
        as_of: Day = None,
        minimum_evidence: str = "inferred",
        content_type: str | None = None,
    ) -> Batch:
        """Send people up to be screened; it returns when they are stored, and the work goes on behind it.

        A line that is no record fails alone. The upload is streamed: memory does not grow with it. Where `source` is a file or
        bytes, an upload that broke off is tried again; an iterator is used up by its first try.

        Args:
            source: the path of a `.jsonl` or `.csv` file, the bytes of one, or records as `client.screen` takes them.
            edition: as in `client.match`.
            as_of: as in `client.match`; without both, the day on which the upload came, for all of it.
            minimum_evidence: as in `client.match`.
            content_type: of a file or bytes: `application/x-ndjson`, `text/csv`, `text/csv; charset=gb18030`; by default told by
                the file's ending, and JSON Lines for bytes.

        Raises:
            InputError: there is no such file, or its kind is not known; a table has no column of credentials.

        """
        content, kind = upload(source, content_type)
        return self._do(batches.create(content, kind, Options(edition, as_of, minimum_evidence)))

    def retrieve(self, id_: str) -> Batch:
        """One batch with its state and its counts; raises `NotFoundError`."""
        return self._do(batches.retrieve(id_))

    def list(self) -> Listed[Batch]:
        """The newest batches first."""
        return self._listed(batches.listed())

    def results(self, id_: str, *, after: int | None = None, follow: bool = False) -> Iterator[BatchResult]:
        """The results in the order of the upload, one at a time, up to the first item that is not finished.

        A connection that breaks is opened again behind the last result.

        Args:
            id_: the batch's id.
            after: start after this position: that of the last result that was taken.
            follow: go on until the batch is over, with results as they come.

        """
        return lines(self._backend, lambda place: batches.results(id_, after=place, follow=follow), self._options, after=after)

    def report(self, id_: str, *, after: int | None = None, follow: bool = False) -> Iterator[PersonChange]:
        """Of a rescreening, each person for whom something changed; arguments as in `results`."""
        return lines(self._backend, lambda place: batches.report(id_, after=place, follow=follow), self._options, after=after)

    def cancel(self, id_: str) -> Batch:
        """Stop a batch; what was done stays. Raises `ConflictError` for one that is done."""
        return self._do(batches.cancel(id_))

    def retry(self, id_: str) -> Batch:
        """Screen its failed items again, those apart that are no records; raises `ConflictError` for a cancelled batch."""
        return self._do(batches.retry(id_))

    def wait(self, id_: str, *, timeout: float | None = None, progress: Callable[[Batch], None] | None = None) -> Batch:
        """The batch once it is over.

        Args:
            id_: the batch's id.
            timeout: how many seconds to wait at most; by default as long as it takes.
            progress: called with the batch after each look at it.

        Raises:
            TimedOutError: it was not over in time; the work goes on.

        """
        patience = Patience(timeout)
        while True:
            batch = self.retrieve(id_)
            if progress is not None:
                progress(batch)
            if batch.is_over:
                return batch
            time.sleep(patience.pause(batch))


class AsyncBatches(AsyncResource):
    """As `Batches`, to be awaited; a file is read in a thread."""

    async def create(
        self,
        source: Source,
        *,
        edition: str | None = None,
        as_of: Day = None,
        minimum_evidence: str = "inferred",
        content_type: str | None = None,
    ) -> Batch:
        """As `Batches.create`."""
        content, kind = upload(source, content_type)
        return await self._do(batches.create(content, kind, Options(edition, as_of, minimum_evidence)))

    async def retrieve(self, id_: str) -> Batch:
        """As `Batches.retrieve`."""
        return await self._do(batches.retrieve(id_))

    def list(self) -> AsyncListed[Batch]:
        """As `Batches.list`."""
        return self._listed(batches.listed())

    def results(self, id_: str, *, after: int | None = None, follow: bool = False) -> AsyncIterator[BatchResult]:
        """As `Batches.results`."""
        return lines_awaited(
            self._backend, lambda place: batches.results(id_, after=place, follow=follow), self._options, after=after
        )

    def report(self, id_: str, *, after: int | None = None, follow: bool = False) -> AsyncIterator[PersonChange]:
        """As `Batches.report`."""
        return lines_awaited(
            self._backend, lambda place: batches.report(id_, after=place, follow=follow), self._options, after=after
        )

    async def cancel(self, id_: str) -> Batch:
        """As `Batches.cancel`."""
        return await self._do(batches.cancel(id_))

    async def retry(self, id_: str) -> Batch:
        """As `Batches.retry`."""
        return await self._do(batches.retry(id_))

    async def wait(self, id_: str, *, timeout: float | None = None, progress: Callable[[Batch], None] | None = None) -> Batch:  # noqa: ASYNC109 - over many requests, as in `Batches.wait`
        """As `Batches.wait`."""
        patience = Patience(timeout)
        while True:
            batch = await self.retrieve(id_)
            if progress is not None:
                progress(batch)
            if batch.is_over:
                return batch
            await asyncio.sleep(patience.pause(batch))
