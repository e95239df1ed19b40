"""The known name nearest to a wording that no phrase matches: words that both share find candidates, edit similarity ranks them.

Fuzzy scores alone are unsafe: they give 95 of 100 to another country's title. So a name is a candidate only where it and the
wording share most of what either says, rare words weighing more; and how much each lacks goes on as features of its own.
"""

from __future__ import annotations

import heapq
import itertools
import math
from collections.abc import Iterator, Sequence
from typing import Self

import attrs

from qualmap_matcher.engine.lexicon import Lexicon

_FEWEST_WORDS = 3
_FEWEST_CHARACTERS = 4
_LOOKED_UP = 2  # of the rarest words: a near name has one of them
_LEAST_SHARED = 0.65  # of the weight of the name and of the wording
_ABOUT_AS_NEAR = 0.02  # nearness by which two names differ too little to tell them apart
_REMEMBERED = 100_000  # wordings: bounds the memory of endless batches


@attrs.frozen(slots=True)
class Near:
    """A known name and how a wording compares with it, each number 0 to 1."""

    key: str
    similarity: float
    missing: float
    extra: float

    @property
    def nearness(self) -> float:
        """How near the wording is, all in all; at most 1."""
        return self.similarity - self.missing - self.extra


@attrs.frozen(slots=True)
class Tables:
    """Names with their words, each word's weight (the rarer the more), each name's total, and the names that have a word."""

    names: list[str]
    words: list[frozenset[str]]
    weights: dict[str, float]
    totals: list[float]
    with_word: dict[str, list[int]]

    @classmethod
    def of(cls, names: list[str]) -> Self:
        """Weigh the words of these names."""
        words = [frozenset(name.split(" ")) for name in names]
        with_word: dict[str, list[int]] = {}
        for index, name_words in enumerate(words):
            for word in sorted(name_words):
                with_word.setdefault(word, []).append(index)
        weights = {word: math.log(len(names) / len(indices)) for word, indices in with_word.items()}
        totals = [sum(weights[word] for word in sorted(name_words)) for name_words in words]
        return cls(names, words, weights, totals, with_word)

    def weight(self, words: frozenset[str]) -> float:
        """What these words say together; a word that no name has weighs as much as the rarest."""
        most = math.log(len(self.names))
        return sum(self.weights.get(word, most) for word in sorted(words))


@attrs.define
class NearestNames:
    """Searches the full names of one lexicon; its tables are made when the first wording asks for them."""

    lexicon: Lexicon
    _tables: Tables | None = attrs.field(init=False, default=None, repr=False)
    _found: dict[tuple[str, ...], Near | None] = attrs.field(init=False, factory=dict, repr=False)

    @property
    def tables(self) -> Tables:
        """The names with the weights of their words."""
        if self._tables is None:
            self._tables = Tables.of(
                [
                    key
                    for key, encoded in self.lexicon.phrases.items()
                    if " " in key and "q:" in encoded and not self.lexicon.is_code(key)
                ]
            )
        return self._tables

    def nearest(self, words: tuple[str, ...]) -> Near | None:
        """The nearest name to a wording of canonical words, or None where no name shares enough with it."""
        if words not in self._found:
            if len(self._found) >= _REMEMBERED:
                self._found.clear()
            self._found[words] = self._nearest([self._compare(words, index) for index in self._sharing(words)])
        return self._found[words]

    def _nearest(self, near: Sequence[Near]) -> Near | None:
        """The nearest of some; None where a name of something else is about as near: "Certified Information Systems"."""
        best = max(near, key=lambda one: (one.nearness, one.key), default=None)
        if best is None:
            return None
        meant = self.lexicon.senses_of(best.key).qualifications
        others = (one for one in near if one.nearness > best.nearness - _ABOUT_AS_NEAR)
        return best if all(meant & self.lexicon.senses_of(one.key).qualifications for one in others) else None

    def _sharing(self, words: Sequence[str]) -> Iterator[int]:
        """The names that share most of what either says with these words."""
        said = frozenset(words)
        tables = self.tables
        weights = tables.weights
        known = [word for word in said if word in weights]
        if len(known) < _LOOKED_UP or len(said) < (_FEWEST_WORDS if words[0].isascii() else _FEWEST_CHARACTERS):
            return
        least = _LEAST_SHARED * tables.weight(said)
        if sum([weights[word] for word in known]) < least:
            return
        rarest = heapq.nlargest(_LOOKED_UP, known, key=lambda word: (weights[word], word))
        for index in sorted({index for word in rarest for index in tables.with_word[word]}):
            shared = sum([weights[word] for word in tables.words[index] & said])
            if shared >= least and shared >= _LEAST_SHARED * tables.totals[index]:
                yield index

    def _compare(self, words: tuple[str, ...], index: int) -> Near:
        from rapidfuzz import fuzz

        said, known = frozenset(words), self.tables.words[index]
        name = self.tables.names[index]
        similarity = fuzz.token_sort_ratio(compact(words), compact(name.split(" "))) / 100
        return Near(name, round(similarity, 4), self._share(known - said, known), self._share(said - known, said))

    def _share(self, part: frozenset[str], whole: frozenset[str]) -> float:
        total = self.tables.weight(whole)
        return round(self.tables.weight(part) / total, 4) if total else 0.0


def compact(words: Sequence[str]) -> str:
    """Words as people write them: no spaces between Chinese or Japanese characters."""
    pieces = [words[0]]
    for before, word in itertools.pairwise(words):
        pieces.append(word if not before.isascii() and not word.isascii() else f" {word}")
    return "".join(pieces)
