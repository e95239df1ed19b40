"""Screenings as the service keeps them."""

from __future__ import annotations

import attrs

from qualmap.models import Json
from qualmap.screening import Screening


@attrs.frozen(slots=True, kw_only=True)
class StoredScreening:
    """A screening with what the service knows of it; moments are ISO 8601 in UTC.

    `cause` says how this version came about: `request`, `batch`, `review`, `undo` or `rescreen`. `review` is `open` while a
    person has to look at a mention, then `done`, and `none` where nobody has to. `batch` is the id of the batch it came with.
    """

    id: str
    version: int
    cause: str
    review: str
    created_at: str
    updated_at: str
    batch: str | None
    screening: Screening

    def to_dict(self) -> dict[str, Json]:
        """The JSON of the service."""
        return {
            "id": self.id,
            "version": self.version,
            "cause": self.cause,
            "review": self.review,
            "created_at": self.created_at,
            "updated_at": self.updated_at,
            "batch": self.batch,
            "screening": self.screening.to_dict(),
        }
