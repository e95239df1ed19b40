"""`client.reviews`: mentions that a person has to look at."""

from __future__ import annotations

from qualmap.kept.reviews import Judged, Review
from qualmap.operations import reviews
from qualmap.resources.listing import AsyncListed, Listed
from qualmap.resources.resource import AsyncResource, Resource

__all__ = ["AsyncReviews", "Reviews"]


class Reviews(Resource):
    """Mentions that a person has to look at; judging one needs a key with the scope `review`."""

    def list(self, *, state: str | None = None, outcome: str | None = None, screening: str | None = None) -> Listed[Review]:
        """The reviews that have waited longest first, as far as the filters admit them.

        Args:
            state: `open`, or what it was judged: `confirmed`, `corrected`, `rejected`; `void` where it asks no longer.
            outcome: why it asks: `ambiguous` or `review`.
            screening: the id of the screening that it belongs to.

        """
        return self._listed(reviews.listed(state=state, outcome=outcome, screening=screening))

    def retrieve(self, id_: str) -> Review:
        """One review; raises `NotFoundError`."""
        return self._do(reviews.retrieve(id_))

    def judge(
        self,
        id_: str,
        action: str,
        *,
        qualification: str | None = None,
        claim: str | None = None,
        note: str | None = None,
        teach: bool = True,
    ) -> Judged:
        """Decide an open review; the screening follows in a new version.

        Args:
            id_: the review's id.
            action: `confirm` the candidate, `correct` it, or `reject` that the mention names any.
            qualification: the id of the one that is meant; needed for `correct`, and to `confirm` one of several candidates.
            claim: what the text says about holding it, where that was read wrong.
            note: why, in up to 2,000 characters.
            teach: whether the company's engine may learn the name, where that is safe.

        Raises:
            ConflictError: the review is not open any more.

        """
        return self._do(reviews.judge(id_, action, qualification=qualification, claim=claim, note=note, teach=teach))

    def undo(self, id_: str) -> Judged:
        """Take a judgement back: the review is open again, and what was taught counts no longer; raises `ConflictError`."""
        return self._do(reviews.undo(id_))


class AsyncReviews(AsyncResource):
    """As `Reviews`, to be awaited."""

    def list(self, *, state: str | None = None, outcome: str | None = None, screening: str | None = None) -> AsyncListed[Review]:
        """As `Reviews.list`."""
        return self._listed(reviews.listed(state=state, outcome=outcome, screening=screening))

    async def retrieve(self, id_: str) -> Review:
        """As `Reviews.retrieve`."""
        return await self._do(reviews.retrieve(id_))

    async def judge(
        self,
        id_: str,
        action: str,
        *,
        qualification: str | None = None,
        claim: str | None = None,
        note: str | None = None,
        teach: bool = True,
    ) -> Judged:
        """As `Reviews.judge`."""
        return await self._do(reviews.judge(id_, action, qualification=qualification, claim=claim, note=note, teach=teach))

    async def undo(self, id_: str) -> Judged:
        """As `Reviews.undo`."""
        return await self._do(reviews.undo(id_))
