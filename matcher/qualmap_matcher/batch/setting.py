"""What a run is asked to do, as something that can be sent to another process or machine."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Literal, Self

import attrs

from qualmap_matcher.batch.asking import Asking
from qualmap_matcher.batch.columns import Columns
from qualmap_matcher.batch.matching import Matches
from qualmap_matcher.batch.schemas import Detail
from qualmap_matcher.batch.screening import Screens

if TYPE_CHECKING:
    from qualmap.local import LocalMatcher

Operation = Literal["screen", "match"]


@attrs.frozen(kw_only=True)
class Setting:
    """An operation with its options; `as_of` is a day as YYYY-MM-DD, settled by the caller, so that all workers mean the same.

    `overlay` is a folder that the workers can read.
    """

    operation: Operation
    columns: Columns
    edition: str | None
    as_of: str | None
    minimum_evidence: str
    detail: Detail
    keep: tuple[str, ...]
    decision_ids: bool
    dictionaries: bool
    overlay: str | None

    def to_json(self) -> dict[str, Any]:
        """As JSON."""
        return attrs.asdict(self)

    @classmethod
    def from_json(cls, content: Mapping[str, Any]) -> Self:
        """The setting again."""
        return cls(**{**content, "columns": Columns(**content["columns"]), "keep": tuple(content["keep"])})

    def answering(self, matcher: LocalMatcher) -> Screens | Matches:
        """What answers batches, with an opened matcher."""
        asking = Asking.of(
            matcher=matcher,
            columns=self.columns,
            edition=self.edition,
            as_of=self.as_of,
            minimum_evidence=self.minimum_evidence,
            detail=self.detail,
            keep=self.keep,
            decision_ids=self.decision_ids,
            dictionaries=self.dictionaries,
        )
        return Screens(asking) if self.operation == "screen" else Matches(asking)
