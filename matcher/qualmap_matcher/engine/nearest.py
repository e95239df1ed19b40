"""The known names nearest to a wording that no phrase matches: character n-grams find candidates, edit similarity ranks them.

scikit-learn takes over a second to import, so it is imported when the first such wording comes; and none comes to it before a
cheap look at the words says that some name may be near (`NearestNames.plausible`).
"""

from __future__ import annotations

import heapq
import itertools
import math
from collections.abc import Sequence
from typing import Any, Self

import attrs

from qualmap_matcher.engine.lexicon import Lexicon

_CANDIDATES = 5
_FEWEST_WORDS = 3
_FEWEST_CHARACTERS = 4
_LOOKED_UP = 2  # words whose names are looked at
_LEAST_SHARED = 0.65  # of the weight of the name and of the wording
_REMEMBERED = 100_000  # wordings: bounds the memory of endless batches


@attrs.frozen(slots=True)
class Near:
    """A known name and how a wording compares with it, each number 0 to 1."""

    key: str
    similarity: float
    missing: float
    extra: float


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

    def weight(self, word: str) -> float:
        """How much a word tells: one that no name has as much as the rarest."""
        return self.weights.get(word, math.log(len(self.names)))


@attrs.define
class NearestNames:
    """Searches the full names of one lexicon; its tables are made when the first wording asks for them."""

    lexicon: Lexicon
    _tables: Tables | None = attrs.field(init=False, default=None, repr=False)
    _index: tuple[Any, Any] | None = attrs.field(init=False, default=None, repr=False)
    _found: dict[str, Near | None] = attrs.field(init=False, factory=dict, repr=False)

    @property
    def tables(self) -> Tables:
        """The names with the weights of their words."""
        if self._tables is None:
            self._tables = Tables.of([key for key, encoded in self.lexicon.phrases.items() if " " in key and "q:" in encoded])
        return self._tables

    def plausible(self, words: Sequence[str]) -> bool:
        """Whether some name and these words share most of what either says: a cheap look before the search."""
        said = frozenset(words)
        tables = self.tables
        weights = tables.weights
        known = [word for word in said if word in weights]
        if len(known) < _LOOKED_UP or len(said) < (_FEWEST_WORDS if words[0].isascii() else _FEWEST_CHARACTERS):
            return False
        least = _LEAST_SHARED * sum(map(tables.weight, sorted(said)))
        if sum(weights[word] for word in known) < least:
            return False
        rarest = heapq.nlargest(_LOOKED_UP, known, key=lambda word: (weights[word], word))
        for index in {index for word in rarest for index in tables.with_word[word]}:
            shared = sum(weights[word] for word in tables.words[index] & said)
            if shared >= least and shared >= _LEAST_SHARED * tables.totals[index]:
                return True
        return False

    def nearest(self, wording: str) -> Near | None:
        """The nearest name to a wording (canonical words joined by spaces), or None where nothing is near."""
        if wording not in self._found:
            if len(self._found) >= _REMEMBERED:
                self._found.clear()
            self._found[wording] = self._best(wording, self._candidates(wording))
        return self._found[wording]

    def _candidates(self, wording: str) -> list[str]:
        import numpy as np

        vectorizer, names_by_gram = self._fitted()
        scores = (vectorizer.transform([compact(wording)]) @ names_by_gram).toarray()[0]
        best = np.argpartition(-scores, _CANDIDATES)[:_CANDIDATES]
        return [self.tables.names[index] for index in sorted(best.tolist())]

    def _fitted(self) -> tuple[Any, Any]:
        if self._index is None:
            from sklearn.feature_extraction.text import TfidfVectorizer

            vectorizer = TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 4), sublinear_tf=True)
            self._index = (vectorizer, vectorizer.fit_transform([compact(name) for name in self.tables.names]).T.tocsr())
        return self._index

    def _best(self, wording: str, candidates: list[str]) -> Near | None:
        from rapidfuzz import fuzz

        near = [self._compare(wording, name, fuzz.token_sort_ratio(compact(wording), compact(name)) / 100) for name in candidates]
        return max(near, key=lambda one: (one.similarity - one.missing - one.extra, one.key), default=None)

    def _compare(self, wording: str, name: str, similarity: float) -> Near:
        said, known = set(wording.split(" ")), set(name.split(" "))
        return Near(name, round(similarity, 4), self._share(known - said, known), self._share(said - known, said))

    def _share(self, part: set[str], whole: set[str]) -> float:
        weight = self.tables.weight
        total = sum(map(weight, sorted(whole)))
        return round(sum(map(weight, sorted(part))) / total, 4) if total else 0.0


def compact(key: str) -> str:
    """A key as people write it: no spaces between Chinese or Japanese characters."""
    words = key.split(" ")
    pieces = [words[0]]
    for before, word in itertools.pairwise(words):
        pieces.append(word if not before.isascii() and not word.isascii() else f" {word}")
    return "".join(pieces)
