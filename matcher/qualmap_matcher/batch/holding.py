"""What the answers tell of credentials alone: the mentions in full, or what is held in short."""

from __future__ import annotations

from collections.abc import Sequence

import attrs
import pyarrow as pa

from qualmap.files.summaries import summarised
from qualmap.models import Json, Mention
from qualmap_matcher.batch.combining import Codes
from qualmap_matcher.batch.credentials import Holders
from qualmap_matcher.batch.pools import Pool, encoded
from qualmap_matcher.batch.schemas import HELD_SUMMARY, MENTION, SCREENED_MENTION

SUMMARY = pa.struct(list(HELD_SUMMARY))
_OPEN = frozenset({"ambiguous", "review", "unrecognised"})  # outcomes that a person may want to look at


@attrs.define
class MentionLists:
    """The mentions of every holder as Arrow, in full; `screened` ones have the index of their credential."""

    holders: Holders
    dictionaries: bool
    screened: bool
    _plain: pa.Array = attrs.field(init=False, repr=False)
    _ready: pa.Array = attrs.field(init=False, repr=False)
    _done: int = attrs.field(init=False, default=0)

    def __attrs_post_init__(self) -> None:
        self._plain = self._ready = pa.array([], pa.list_(SCREENED_MENTION if self.screened else MENTION))

    @property
    def size(self) -> int:
        """Bytes that the finished lists take."""
        return int(self._plain.nbytes)

    def take(self, places: Codes) -> pa.Array:
        """The mentions of holders at these places."""
        found = self.holders.found
        if self._done < len(found):
            new = [[_written(mention, screened=self.screened) for mention in one.mentions] for one in found[self._done :]]
            self._plain = pa.concat_arrays([self._plain, pa.array(new, self._plain.type)])
            self._ready = encoded(self._plain) if self.dictionaries else self._plain
            self._done = len(found)
        return self._ready.take(places)


def _written(mention: Mention, *, screened: bool) -> dict[str, Json]:
    return mention.to_dict() if screened else Mention.to_dict(mention)


@attrs.define
class HeldSummaries:
    """What holders hold, in short."""

    holders: Holders
    pool: Pool

    @classmethod
    def of(cls, holders: Holders, *, dictionaries: bool) -> HeldSummaries:
        """Summaries of these holders."""
        return cls(holders, Pool(SUMMARY, dictionaries))

    @property
    def size(self) -> int:
        """Bytes that the finished summaries take."""
        return self.pool.size

    def take(self, places: Codes) -> pa.Array:
        """Structs of the summary's columns, for the holders at these places."""
        for one in self.holders.found[len(self.pool) :]:
            self.pool.append(held_summary(one.mentions))
        return self.pool.take(places)


def held_summary(mentions: Sequence[Mention]) -> dict[str, Json]:
    """The columns of a summary that tell of the credentials: `unsettled` counts mentions that are not matched safely."""
    summary = summarised(mentions)
    return {
        "held": " ".join(one.id for one in summary.held) or None,
        "best_category": " ".join(summary.categories) or None,
        "best_evidence": summary.evidence,
        "mentions": len(mentions),
        "unsettled": sum(one.outcome in _OPEN for one in mentions),
    }
