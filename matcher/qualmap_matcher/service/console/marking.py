"""A text cut where mentions begin and end: safe where mentions touch, nest or overlap."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence

import attrs

from qualmap.models import Mention


@attrs.frozen
class Cut:
    """A part of a text; the shortest mention that it belongs to, if any, with its number on the page where it begins here."""

    text: str
    mention: Mention | None = None
    number: int | None = None


def cuts(text: str, numbered: Sequence[tuple[int, Mention]]) -> Iterator[Cut]:
    """The whole text from left to right, each character once; offsets count code points, as Python's indices do."""
    edges = {0, len(text)} | {edge for _, mention in numbered for edge in (mention.start, mention.end)}
    for start, end in itertools.pairwise(sorted(edges)):
        inside = [one for one in numbered if one[1].start <= start and end <= one[1].end]
        number, mention = min(inside, key=lambda one: one[1].end - one[1].start, default=(None, None))
        yield Cut(text[start:end], mention, number if mention and mention.start == start else None)
