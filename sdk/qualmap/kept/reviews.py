"""Reviews: mentions that a person has to look at, and what was decided."""

from __future__ import annotations

import attrs

from qualmap.kept.screenings import StoredScreening
from qualmap.models import Credential, Json, Qualification
from qualmap.screening import ScreenedMention


@attrs.frozen(slots=True, kw_only=True)
class MentionBeside:
    """Another mention of the same credential; `qualification` is its id."""

    text: str
    start: int
    end: int
    outcome: str
    claim: str
    qualification: str | None


@attrs.frozen(slots=True, kw_only=True)
class Judgement:
    """What a person decided, who and when; `teaching` says whether the name was learnt, and if not, why."""

    action: str
    qualification: str | None
    claim: str | None
    note: str | None
    teaching: str
    by: str
    at: str


@attrs.frozen(slots=True, kw_only=True)
class Review:
    """One mention to look at, with its credential, what it could be (`candidates`), and what was read beside it.

    `outcome` says why it asks: `ambiguous` or `review`. `screening` is the id of the screening, `version` the version of it that
    the mention stands in. `judgement` is None while the review is open.
    """

    id: str
    state: str
    outcome: str
    created_at: str
    screening: str
    version: int
    edition: str
    credential: Credential
    mention: ScreenedMention
    candidates: tuple[Qualification, ...]
    question: str | None
    beside: tuple[MentionBeside, ...]
    judgement: Judgement | None

    def to_dict(self) -> dict[str, Json]:
        """The JSON of the service."""
        return {
            "id": self.id,
            "state": self.state,
            "outcome": self.outcome,
            "created_at": self.created_at,
            "screening": self.screening,
            "version": self.version,
            "edition": self.edition,
            "credential": self.credential.to_dict(),
            "mention": self.mention.to_dict(),
            "candidates": [one.to_dict() for one in self.candidates],
            "question": self.question,
            "beside": [attrs.asdict(one) for one in self.beside],
            "judgement": attrs.asdict(self.judgement) if self.judgement else None,
        }


@attrs.frozen(slots=True)
class Judged:
    """A review after a judgement or its undoing, and the new version of the screening."""

    review: Review
    screening: StoredScreening

    def to_dict(self) -> dict[str, Json]:
        """The JSON of the service."""
        return {"review": self.review.to_dict(), "screening": self.screening.to_dict()}
