"""What a value of an overlay may look like: the forms of `schema/common`, in words and as a check."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Collection

import attrs

from qualmap.catalogue import FIELDS

_TEXT = re.compile(r"\S(.*\S)?")
_ID = r"[a-z0-9]+(-[a-z0-9]+)*"


@attrs.frozen
class Form:
    """How a value is written, in words, and whether a text is written so."""

    words: str
    admits: Callable[[str], bool]

    def mistake(self, value: str) -> str | None:
        """What is expected, where the value is something else."""
        return None if self.admits(value) else f"{self.words}, got {value!r}"

    def or_blank(self) -> Form:
        """The same, or nothing."""
        return Form(f"{self.words}, or nothing", lambda value: value == "" or self.admits(value))


def one_of(values: Collection[str], *, words: str = "one of") -> Form:
    """One of some values."""
    shown = ", ".join(value or "nothing" for value in values)
    return Form(f"{words} {shown}", lambda value: value in values)


def _written(words: str, pattern: str) -> Form:
    compiled = re.compile(pattern)
    return Form(words, lambda value: compiled.fullmatch(value) is not None)


def _is_day(value: str) -> bool:
    try:
        return dt.date.fromisoformat(value).isoformat() == value
    except ValueError:
        return False


TEXT = Form("words on one line, with no space at either end", lambda value: _TEXT.fullmatch(value) is not None)
ID = _written("an id of small letters and digits, with hyphens between", _ID)
IDS = _written("ids with one space between them", f"{_ID}( {_ID})*")
SOURCE = _written("a source's id of small letters and digits, with hyphens or full stops between", r"[a-z0-9]+([-.][a-z0-9]+)*")
LANGUAGE = _written("a language such as en, zh-Hans or und", r"und|zh-Han[st]|(?!zh)[a-z]{2}")
COUNTRY = _written("country codes such as GB, with a slash between several", "[A-Z]{2}(/[A-Z]{2})*")
GRADE = _written("a grade in small letters", "[a-z]+( [a-z]+)*")
EDITION = _written("an edition's id such as 3.0", r"[0-9]+\.[0-9]+")
SHA256 = _written("a SHA-256 hash of 64 hexadecimal digits", "[0-9a-f]{64}")
URL = _written("an address that begins with http:// or https://", r"https?://\S+")
DAY = Form("a day as YYYY-MM-DD", _is_day)
MONTH_OR_DAY = Form("a month as YYYY-MM or a day as YYYY-MM-DD", lambda value: _is_day(value) or _is_day(f"{value}-01"))
CATEGORY = one_of(("A", "B", "C", "D"))
FIELD = one_of(FIELDS)
