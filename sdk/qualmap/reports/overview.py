"""What many answers come to, as the lengths of bars."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import attrs

from qualmap.files.digest import Digest
from qualmap.screening import Wording

_MOST = 20  # entries of a chart: what fits a page and can be worked through


@attrs.frozen(slots=True)
class Bar:
    """One bar: what it stands for in words or by key, how much that is, and its length as a share of the longest, 0 to 100."""

    text: Wording
    evidence: str | None
    count: int
    length: float
    share: int | None = None
    beside: int | None = None


@attrs.frozen(kw_only=True, slots=True)
class Overview:
    """The charts, each from top to bottom, and the counts."""

    people: int
    failed: int
    files: int
    standings: tuple[Bar, ...]
    questions: tuple[Bar, ...]
    unrecognised: tuple[Bar, ...]
    lost: int

    @classmethod
    def of(cls, digest: Digest, *, failed: int, files: int) -> Overview:
        """The charts of gathered answers."""
        standings = digest.standings()
        questions = digest.questions(_MOST)
        unknown = digest.unrecognised.most(_MOST)
        standing_lengths = _lengths([one.people for one in standings])
        return cls(
            people=digest.people,
            failed=failed,
            files=files,
            standings=tuple(
                Bar(_same(one.categories), one.evidence or None, one.people, length, round(100 * one.people / digest.people))
                for one, length in zip(standings, standing_lengths, strict=True)
            ),
            questions=tuple(
                Bar(Wording(one.en, one.zh), None, one.settles, length, beside=one.people)
                for one, length in zip(questions, _lengths([one.settles for one in questions]), strict=True)
            ),
            unrecognised=tuple(
                Bar(_same(text), None, count, length)
                for ((text,), count), length in zip(unknown, _lengths([count for _, count in unknown]), strict=True)
            ),
            lost=digest.unrecognised.lost,
        )


def _same(text: str) -> Wording:
    return Wording(text, text)


def _lengths(counts: Sequence[int]) -> Iterable[float]:
    longest = max(counts, default=1)
    return [round(100 * count / longest, 1) for count in counts]
