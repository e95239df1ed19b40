"""A text cut at its mentions, and characters made safe to show."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import attrs

from qualmap.screening import ScreenedMention

# What no page can carry or should: half a surrogate pair, control characters but for line ends and tabs, the characters that
# Unicode never assigns, and those that turn the direction of writing, which could hide what a text says.
_NOT_SHOWN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\u202a-\u202e\u2066-\u2069\ufdd0-\ufdef\ufffe\uffff]")
_REPLACEMENT = "\N{REPLACEMENT CHARACTER}"


@attrs.frozen(slots=True)
class Stretch:
    """A part of a text: a mention with its number on the page, or what stands between two."""

    text: str
    mention: ScreenedMention | None = None
    number: int = 0


def stretches(text: str, numbered: Sequence[tuple[int, ScreenedMention]]) -> Iterator[Stretch]:
    """The whole text from left to right; offsets count code points, as Python's indices do."""
    place = 0
    for number, mention in numbered:
        if mention.start > place:
            yield Stretch(text[place : mention.start])
        yield Stretch(text[mention.start : mention.end], mention, number)
        place = mention.end
    if place < len(text):
        yield Stretch(text[place:])


def shown(text: str) -> str:
    """The text with a replacement character for each that cannot or should not be shown; as long as before."""
    return _NOT_SHOWN.sub(_REPLACEMENT, text.replace("\r", " "))
