"""What a header says: the field, and the number where several credentials stand side by side."""

from __future__ import annotations

import re
from collections.abc import Iterator

import attrs

from qualmap.files.words import fields_by_header, folded

REPEATED = ("credential", "issuer", "country")
"""The fields that a person can have several of; their columns go together by number."""

_BRACKETED = re.compile(r"[(（\[【].*?[)）\]】]")
_BETWEEN_LANGUAGES = re.compile(r"[/|／｜\n]|(?<=[\u4e00-\u9fff])\s*(?=[A-Za-z])|(?<=[A-Za-z)])\s*(?=[\u4e00-\u9fff])")
_NUMBERED = re.compile(r"^(?P<words>.*?\D)(?P<number>[1-9]\d?)$|^第?(?P<before>[1-9]\d?)(?:st|nd|rd|th)?(?P<rest>\D.*)$")
_CHINESE_NUMBERS = {sign: str(number) for number, sign in enumerate("一二三四五六七八九十", 1)}
_CHINESE_NUMBER = re.compile(r"^第?([一二三四五六七八九十])(.+)$|^(.+?)([一二三四五六七八九十])$")


@attrs.frozen
class Recognised:
    """The field of a column, and its number where the header has one."""

    field: str
    number: int | None = None


def recognised(header: str) -> Recognised | None:
    """What a header says; None where it says nothing known, or two things at once."""
    parts = {one for text in _BETWEEN_LANGUAGES.split(header) if (one := _known(folded(text)))}
    if len(parts) > 1:  # "Credential / Issuer"
        return None
    whole = _known(folded(header)) or _known(folded(_BRACKETED.sub(" ", header)))
    return whole or next(iter(parts), None)


def _known(key: str) -> Recognised | None:
    field = fields_by_header().get(key)
    if field:
        return Recognised(field)
    for words, number in _numbered(key):
        field = fields_by_header().get(words)
        if field in REPEATED:
            return Recognised(field, int(number))
    return None


def _numbered(key: str) -> Iterator[tuple[str, str]]:
    """The words of a header without the number that stands before or after them."""
    if found := _NUMBERED.match(key):
        yield (found["words"], found["number"]) if found["words"] else (found["rest"], found["before"])
    if found := _CHINESE_NUMBER.match(key):
        before, rest, words, after = found.groups()
        yield (rest, _CHINESE_NUMBERS[before]) if before else (words, _CHINESE_NUMBERS[after])
