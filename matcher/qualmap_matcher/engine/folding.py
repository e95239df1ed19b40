"""Fold a text to one spelling and remember where every character came from.

Case, width, accents on Latin letters, marks (®, ™), invisible characters and traditional Chinese characters differ between
writers without changing what is named. Text that went through a wrong encoding ("â€“" for a dash) is read as it was meant.
"""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Iterator, Sequence

from qualmap_lists import load_characters
from qualmap_matcher.engine.values import value

_MARKS = frozenset("®™©℠℗º°ª")
_BARS = frozenset("丨ㅣ❘∣│┃")  # a Chinese and a Korean letter among them, which people set between words as a bar
_APOSTROPHES = frozenset("’‘＇´`ʼ")
_CLUSTER = re.compile(r"[^̀-゙゚ͯﾞﾟᅠ-ᇿ][̀-゙゚ͯﾞﾟᅠ-ᇿ]*|.", re.DOTALL)
_COMBINING = re.compile(r"[̀-゙゚ͯﾞﾟᄀ-ᇿ]")
# Characters that UTF-8 bytes above 0x7F become when they are read as Windows-1252.
_MISREAD = re.compile(r"[\x80-\xff€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]{2,}")


@value
class Folded:
    """A folded text; `starts` and `ends` give each character's place in the raw text, or are None where places are the same."""

    raw: str
    text: str
    starts: Sequence[int] | None = None
    ends: Sequence[int] | None = None

    def raw_span(self, start: int, end: int) -> tuple[int, int]:
        """Offsets into the raw text (code points, end exclusive) of the non-empty folded span."""
        if self.starts is None or self.ends is None:
            return start, end
        return self.starts[start], self.ends[end - 1]

    def raw_text(self, start: int, end: int) -> str:
        """The raw characters behind the non-empty folded span."""
        first, last = self.raw_span(start, end)
        return self.raw[first:last]


def fold(raw: str) -> Folded:
    """Fold `raw`; linear in its length."""
    if raw.isascii():
        return Folded(raw, raw.lower())
    if not _COMBINING.search(raw) and not _MISREAD.search(raw):
        pieces = [fold_character(character) for character in raw]
        text = "".join(pieces)
        if len(text) == len(raw) and "" not in pieces:
            return Folded(raw, text)  # each character became one: places are the same
    characters: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for piece, start, end in _pieces(raw):
        for character in _fold_piece(piece):
            characters.append(character)
            starts.append(start)
            ends.append(end)
    return Folded(raw, "".join(characters), starts, ends)


def _pieces(raw: str) -> Iterator[tuple[str, int, int]]:
    """The raw text as characters, combining sequences and repaired characters, each with its place."""
    position = 0
    for misread in _MISREAD.finditer(raw):
        meant = _unscrambled(misread.group())
        if meant is not None:
            yield from _clusters(raw, position, misread.start())
            start = misread.start()
            for character in meant:
                length = len(character.encode())  # it was misread as so many characters
                yield character, start, start + length
                start += length
            position = misread.end()
    yield from _clusters(raw, position, len(raw))


def _clusters(raw: str, start: int, end: int) -> Iterator[tuple[str, int, int]]:
    if _COMBINING.search(raw, start, end):
        for cluster in _CLUSTER.finditer(raw, start, end):
            yield unicodedata.normalize("NFKC", cluster.group()), cluster.start(), cluster.end()
    else:
        for index in range(start, end):
            yield raw[index], index, index + 1


def _unscrambled(run: str) -> str | None:
    """What a run of misread characters stood for; None where it is no UTF-8."""
    encoded = bytearray()
    for character in run:
        try:
            encoded += character.encode("cp1252")
        except UnicodeEncodeError:
            if ord(character) > 0xFF:  # noqa: PLR2004 - the last character of Latin-1
                return None
            encoded.append(ord(character))
    try:
        return encoded.decode("utf-8")
    except UnicodeDecodeError:
        return None


def _fold_piece(piece: str) -> str:
    return "".join(map(fold_character, piece)) if len(piece) > 1 else fold_character(piece)


@functools.lru_cache(maxsize=65536)
def fold_character(character: str) -> str:
    """One character folded: "" for what is invisible, a space for marks (º too) and control characters, else its plain form."""
    if character in _MARKS:
        return " "
    if character in _BARS:
        return "|"
    category = unicodedata.category(character)
    if category in {"Cf", "Mn", "Me"}:
        return ""
    if category in {"Cc", "Cs", "Co", "Cn"}:
        return "\n" if character == "\n" else " "
    plain = unicodedata.normalize("NFKC", character).casefold()
    plain = "".join("'" if letter in _APOSTROPHES else letter for letter in plain)
    decomposed = unicodedata.normalize("NFKD", plain)
    if decomposed[:1].isascii() and decomposed[:1].isalpha():
        return "".join(letter for letter in decomposed if not unicodedata.combining(letter))
    simplified = _simplified(plain)
    return "".join(simplified.get(letter, letter) for letter in plain) if simplified else plain


def _simplified(plain: str) -> dict[str, str] | None:
    """The table of simplified characters, opened only for a text that has Han characters."""
    return load_characters() if any("㐀" <= letter <= "鿿" or "豈" <= letter <= "﫿" for letter in plain) else None
