"""Answers as JSON. What many share, as the decision on a clause, is written once and goes into each answer as it stands."""

from __future__ import annotations

import functools

import attrs

from qualmap.screening import Benefit, Premium, Question, ScreenedMention, Screening, Title, Versions
from qualmap_matcher.service.json_text import Written, encode

Shared = Benefit | Title | Premium | Question | Versions

_REMEMBERED = 20_000  # parts of about a kilobyte; the screener remembers as many decisions of one clause

_MEMBERS = tuple(field.name for field in attrs.fields(Screening))


def written_down(screening: Screening) -> bytes:
    """The screening as JSON, byte for byte what its `to_dict()` would be encoded as."""
    return encode({name: _member(getattr(screening, name)) for name in _MEMBERS})


def _member(value: str | ScreenedMention | Shared | tuple[ScreenedMention | Shared, ...] | None) -> object:
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, tuple):
        return [_member(one) for one in value]
    return value.to_dict() if isinstance(value, ScreenedMention) else _once(value)


@functools.lru_cache(maxsize=_REMEMBERED)
def _once(shared: Shared) -> Written:
    return Written(encode(shared.to_dict()))
