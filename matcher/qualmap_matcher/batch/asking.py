"""What every answer of one run is asked to be."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Self

import attrs
import pyarrow as pa

from qualmap.editions import Asked
from qualmap.local import local_matcher
from qualmap_matcher.batch.columns import Columns
from qualmap_matcher.batch.days import Day, day_of
from qualmap_matcher.batch.schemas import Detail, checked_detail

if TYPE_CHECKING:
    from qualmap.local import LocalMatcher


@attrs.frozen(kw_only=True)
class Asking:
    """What answers, in which edition, and in which form; `day` is what an answer tells as `as_of`."""

    matcher: LocalMatcher
    asked: Asked
    day: str | None
    columns: Columns
    detail: Detail
    keep: tuple[str, ...]
    decision_ids: bool
    dictionaries: bool

    @classmethod
    def of(
        cls,
        *,
        matcher: LocalMatcher | None,
        columns: Columns,
        edition: str | None,
        as_of: Day,
        minimum_evidence: str,
        detail: str,
        keep: Sequence[str],
        decision_ids: bool,
        dictionaries: bool,
    ) -> Self:
        """Settle the edition as a client does: the one that is named, or the one in force on the day or today."""
        answering = matcher or local_matcher()
        day = day_of(edition, as_of)
        return cls(
            matcher=answering,
            asked=answering.asked(edition, day, minimum_evidence),
            day=day,
            columns=columns,
            detail=checked_detail(detail),
            keep=tuple(keep),
            decision_ids=decision_ids,
            dictionaries=dictionaries,
        )

    def constant(self, text: str | None, rows: int) -> pa.Array:
        """One text in every row."""
        if text is None:
            return pa.nulls(rows, pa.dictionary(pa.int32(), pa.string()) if self.dictionaries else pa.string())
        if not self.dictionaries:
            return pa.repeat(pa.scalar(text, pa.string()), rows)
        return pa.DictionaryArray.from_arrays(pa.repeat(pa.scalar(0, pa.int32()), rows), pa.array([text], pa.string()))
