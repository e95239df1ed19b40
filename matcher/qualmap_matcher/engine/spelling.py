"""Read a word that the lexicon does not know as one that it does: glued words and slips of the hand.

Only long words are corrected, and only by one edit: "Managment" is "Management", but CPA is never CFA.
"""

from __future__ import annotations

import re

import attrs

from qualmap_matcher.engine.lexicon import Lexicon
from qualmap_matcher.engine.wording import is_plural

_SHORTEST_CORRECTED = 6
_LONGEST_CORRECTED = 30
_LONGEST_GLUED = 40
_SHORTEST_PART = 3
_MOST_PARTS = 4
_SHORTEST_GLUED = 6
_LETTERS_THEN_DIGITS = re.compile(r"([a-z]+)(\d+)$")
_GLUED_AND = re.compile(r"(?:and|und|och|et|en|y|e|i|&)(?=[A-Z]{3,}\d?$)")  # "CISA yCISM", "FCCA undCIA"
_FAR_MORE = 10  # times as many names
_SHORTEST_SCANNED = 5
_AS_CAPITALS = str.maketrans("l01|5", "IOIIS")
_AS_SMALL_LETTERS = str.maketrans("01|5", "olls")
_CASE_CHANGES = re.compile(r"[a-z][A-Z]|[A-Z]{2,}[a-z]")


@attrs.frozen(slots=True)
class Reading:
    """How an unknown word is read: as these known words, with so many corrections."""

    words: tuple[str, ...]
    corrections: int = 0


@attrs.define
class Speller:
    """Reads unknown words against one lexicon; remembers what it found."""

    lexicon: Lexicon
    remembered: int = 100_000  # readings: bounds the memory of endless batches
    _deletions: dict[str, list[str]] | None = attrs.field(init=False, default=None, repr=False)
    _readings: dict[str, Reading] = attrs.field(init=False, factory=dict, repr=False)

    def read(self, word: str, written: str) -> Reading:
        """The reading of a canonical word that no phrase has; `written` is the raw word, whose capitals show glued names."""
        reading = self._readings.get(written)
        if reading is None:
            if len(self._readings) > self.remembered:
                self._readings.clear()
            reading = self._readings[written] = self._read(word, written)
        return reading

    def _read(self, word: str, written: str) -> Reading:
        if not word.isascii():
            return Reading((word,))
        if word.endswith("s") and word[:-1] in self.lexicon.words and (is_plural(written) or len(word) > _SHORTEST_PART + 1):
            return Reading((word[:-1],))  # CPAs, exams
        scanned = self._scanned(word, written)
        if scanned:
            return Reading((scanned,), 1)
        parts = self._glued(word, written)
        if parts:
            return Reading(parts)
        if _SHORTEST_CORRECTED <= len(word) <= _LONGEST_CORRECTED and word.isalpha():
            corrected = self._corrected(word)
            if corrected:
                return Reading((corrected,), 1)
        return Reading((word,))

    def _scanned(self, word: str, written: str) -> str | None:
        """The known word that a scanner took an I, l, O or S of for a look-alike: ClSSP, MCI0B, Bui1ding, lnstitute."""
        if len(word) < _SHORTEST_SCANNED:
            return None
        letters = written.translate(_AS_CAPITALS if written[:1].isupper() and written[-1:].isupper() else _AS_SMALL_LETTERS)
        meant = self.lexicon.wording.canonical(letters.lower())
        if meant == word and written.startswith("l"):
            meant = self.lexicon.wording.canonical("i" + word[1:])
        return meant if meant != word and meant.isalpha() and meant in self.lexicon.words else None

    def _glued(self, word: str, written: str) -> tuple[str, ...] | None:
        """The known words that are written as one: CISSP2019, yCISM, PMPCSM."""
        split = _LETTERS_THEN_DIGITS.match(word)
        if split and split[1] in self.lexicon.words:
            return split[1], split[2]
        joined = _GLUED_AND.match(written)
        if joined and word[joined.end() :] in self.lexicon.words:
            return word[: joined.end()], word[joined.end() :]
        if not (_SHORTEST_GLUED <= len(word) <= _LONGEST_GLUED and (_CASE_CHANGES.search(written) or written.isupper())):
            return None
        parts = self._parts(word, _MOST_PARTS)
        return parts if parts and len(parts) > 1 else None

    def _parts(self, word: str, most: int) -> tuple[str, ...] | None:
        """The fewest known words that the word consists of, the longest first part preferred."""
        if word in self.lexicon.words:
            return (word,)
        if most == 1:
            return None
        for length in range(len(word) - _SHORTEST_PART, _SHORTEST_PART - 1, -1):
            if word[:length] in self.lexicon.words:
                rest = self._parts(word[length:], most - 1)
                if rest:
                    return (word[:length], *rest)
        return None

    def _corrected(self, word: str) -> str | None:
        """The known word at a distance of one insertion, deletion, substitution or swap.

        Of two it is the one that far more names have, "engineer" and not "engine" for "enginer"; otherwise None.
        """
        deletions = self.deletions()
        found = set(deletions.get(word, ()))
        for shorter in _without_one_letter(word):
            if shorter in self.lexicon.name_words and len(shorter) >= _SHORTEST_CORRECTED:
                found.add(shorter)
            found.update(known for known in deletions.get(shorter, ()) if abs(len(known) - len(word)) <= 1)
        near = [known for known in found if known[0] == word[0] and _one_edit_apart(known, word)]
        most, *others = sorted(((self.lexicon.name_words[known], known) for known in near), reverse=True) or [(0, "")]
        return most[1] if most[0] > _FAR_MORE * sum(count for count, _ in others) else None

    def deletions(self) -> dict[str, list[str]]:
        """The words by what is left of them without one letter; made when the first slip asks for them."""
        if self._deletions is None:
            self._deletions = self._index()
        return self._deletions

    def _index(self) -> dict[str, list[str]]:
        index: dict[str, list[str]] = {}
        for known in sorted(self.lexicon.name_words):
            if len(known) >= _SHORTEST_CORRECTED - 1 and known.isascii() and known.isalpha():
                for shorter in _without_one_letter(known):
                    index.setdefault(shorter, []).append(known)
        return index


def _without_one_letter(word: str) -> set[str]:
    return {word[:index] + word[index + 1 :] for index in range(len(word))}


def _one_edit_apart(one: str, other: str) -> bool:
    """Whether one insertion, deletion, substitution or swap of neighbours turns one word into the other."""
    if len(one) > len(other):
        one, other = other, one
    first = next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), len(one))
    if len(one) == len(other):
        return one[first + 1 :] == other[first + 1 :] or (
            one[first : first + 2] == other[first : first + 2][::-1] and one[first + 2 :] == other[first + 2 :]
        )
    return one[first:] == other[first + 1 :]
