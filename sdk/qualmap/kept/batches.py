"""Batches, their results, and what a rescreening changed."""

from __future__ import annotations

import attrs

from qualmap.kept.screenings import StoredScreening
from qualmap.models import Json
from qualmap.screening import Failure, Screening, Wording


@attrs.frozen(slots=True, kw_only=True)
class BatchOptions:
    """What every item of a batch is screened by; settled when the batch came, so that its day is the same for all."""

    edition: str | None
    as_of: str | None
    minimum_evidence: str


@attrs.frozen(slots=True, kw_only=True)
class BatchCounts:
    """How many items there are, and how many of them in each state."""

    total: int
    done: int
    failed: int
    queued: int
    cancelled: int


@attrs.frozen(slots=True, kw_only=True)
class Batch:
    """Many people in one piece of work; `kind` is `upload` or `rescreen`, `progress` goes from 0 to 1.

    `state` is `receiving`, `queued`, `running`, `done` or `cancelled`.
    """

    id: str
    kind: str
    state: str
    options: BatchOptions
    created_at: str
    finished_at: str | None
    counts: BatchCounts
    progress: float

    @property
    def is_over(self) -> bool:
        """Whether no more results will come."""
        return self.state in {"done", "cancelled"}

    def to_dict(self) -> dict[str, Json]:
        """The JSON of the service."""
        return attrs.asdict(self)


@attrs.frozen(slots=True, kw_only=True)
class BatchResult:
    """One item of a batch: its `position` in the upload (from 0), and the screening or the failure in its place.

    A failure whose `error.code` is `internal_error` may go better the next time: `client.batches.retry(id)`.
    """

    position: int
    ref: str | None
    stored: StoredScreening | None
    failure: Failure | None

    @property
    def outcome(self) -> Screening | Failure:
        """What `screen_many` gives for the same record."""
        if self.stored is not None:
            return self.stored.screening
        assert self.failure is not None  # noqa: S101 - one of the two is there
        return self.failure

    def to_dict(self) -> dict[str, Json]:
        """The JSON of the service."""
        place: dict[str, Json] = {"position": self.position, "ref": self.ref}
        if self.failure is not None:
            return {**place, "error": self.failure.to_dict()["error"]}
        return {**place, "screening": self.stored.to_dict() if self.stored else None}


@attrs.frozen(slots=True)
class ChangedTopic:
    """A clause, `title` or `premium` that is decided otherwise than before, and why."""

    topic: str
    why: Wording


@attrs.frozen(slots=True, kw_only=True)
class VersionReference:
    """One version of a screening, as a change names it."""

    version: int
    edition: str
    decision_id: str


@attrs.frozen(slots=True, kw_only=True)
class PersonChange:
    """What a rescreening gave to one person and took away; `screening` is the id of the screening.

    `surer` and `less_sure` are decisions that stand on better or on weaker evidence than before.
    """

    position: int
    ref: str | None
    screening: str
    before: VersionReference
    after: VersionReference
    gained: tuple[ChangedTopic, ...]
    lost: tuple[ChangedTopic, ...]
    surer: tuple[ChangedTopic, ...]
    less_sure: tuple[ChangedTopic, ...]

    def to_dict(self) -> dict[str, Json]:
        """The JSON of the service."""
        topics: dict[str, Json] = {
            name: [attrs.asdict(one) for one in getattr(self, name)] for name in ("gained", "lost", "surer", "less_sure")
        }
        return {**attrs.asdict(self), **topics}
