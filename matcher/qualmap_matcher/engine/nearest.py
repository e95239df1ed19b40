"""The known names nearest to a wording that no phrase matches: character n-grams find candidates, edit similarity ranks them.

scikit-learn takes over a second to import, so it is imported when the first such wording comes, and a batch asks for all its
wordings at once: one matrix product instead of one for each.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterable, Sequence
from typing import Any

import attrs

from qualmap_matcher.engine.lexicon import Lexicon

_CANDIDATES = 5
_FEWEST_WORDS = 3
_FEWEST_CHARACTERS = 4
_LOOKED_UP = 2  # words whose names are looked at
_LEAST_SHARED = 0.65  # of the weight of the name and of the wording
_AT_A_TIME = 1024  # wordings in one matrix product: bounds its memory


@attrs.frozen(slots=True)
class Near:
    """A known name and how a wording compares with it, each number 0 to 1."""

    key: str
    similarity: float
    missing: float
    extra: float


@attrs.define
class NearestNames:
    """Searches the full names of one lexicon."""

    lexicon: Lexicon
    _names: list[str] = attrs.field(init=False, repr=False)
    _weights: dict[str, float] = attrs.field(init=False, repr=False)
    _totals: list[float] = attrs.field(init=False, repr=False)
    _with_word: dict[str, list[int]] = attrs.field(init=False, repr=False)
    _index: tuple[Any, Any] | None = attrs.field(init=False, default=None, repr=False)
    _found: dict[str, Near | None] = attrs.field(init=False, factory=dict, repr=False)

    def __attrs_post_init__(self) -> None:
        self._names = [key for key, encoded in self.lexicon.phrases.items() if key.count(" ") >= 1 and "q:" in encoded]
        frequencies: dict[str, int] = {}
        self._with_word = {}
        for index, name in enumerate(self._names):
            for word in set(name.split(" ")):
                frequencies[word] = frequencies.get(word, 0) + 1
                self._with_word.setdefault(word, []).append(index)
        self._weights = {word: math.log(len(self._names) / count) for word, count in frequencies.items()}
        self._totals = [sum(self._weights[word] for word in name.split(" ")) for name in self._names]

    def plausible(self, words: Sequence[str]) -> bool:
        """Whether some name and these words share most of what either says: a cheap look before the search."""
        said = dict.fromkeys(words)
        rarest = sorted((word for word in said if word in self._weights), key=self._weight)[-_LOOKED_UP:]
        if len(rarest) < _LOOKED_UP or len(said) < (_FEWEST_WORDS if words[0].isascii() else _FEWEST_CHARACTERS):
            return False
        least = _LEAST_SHARED * sum(map(self._weight, said))
        seen: set[int] = set()
        for word in rarest:
            for index in self._with_word[word]:
                if index not in seen:
                    seen.add(index)
                    shared = sum(self._weights[one] for one in self._names[index].split(" ") if one in said)
                    if shared >= least and shared >= _LEAST_SHARED * self._totals[index]:
                        return True
        return False

    def prepare(self, wordings: Iterable[str]) -> None:
        """Search for many wordings at once."""
        missing = [wording for wording in dict.fromkeys(wordings) if wording not in self._found]
        for start in range(0, len(missing), _AT_A_TIME):
            chunk = missing[start : start + _AT_A_TIME]
            for wording, candidates in zip(chunk, self._candidates(chunk), strict=True):
                self._found[wording] = self._best(wording, candidates)

    def nearest(self, wording: str) -> Near | None:
        """The nearest name to a wording (canonical words joined by spaces), or None where nothing is near."""
        if wording not in self._found:
            if len(self._found) > 100_000:  # noqa: PLR2004 - bounds the memory of endless batches
                self._found.clear()
            self.prepare([wording])
        return self._found[wording]

    def _candidates(self, wordings: list[str]) -> list[list[str]]:
        import numpy as np

        vectorizer, matrix = self._fitted()
        scores = (vectorizer.transform([compact(wording) for wording in wordings]) @ matrix.T).toarray()
        best = np.argsort(-scores, axis=1, kind="stable")[:, :_CANDIDATES]
        return [[self._names[index] for index in row] for row in best]

    def _fitted(self) -> tuple[Any, Any]:
        if self._index is None:
            from sklearn.feature_extraction.text import TfidfVectorizer

            vectorizer = TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 4), sublinear_tf=True)
            self._index = (vectorizer, vectorizer.fit_transform([compact(name) for name in self._names]))
        return self._index

    def _best(self, wording: str, candidates: list[str]) -> Near | None:
        from rapidfuzz import fuzz

        near = [self._compare(wording, name, fuzz.token_sort_ratio(compact(wording), compact(name)) / 100) for name in candidates]
        return max(near, key=lambda one: (one.similarity - one.missing - one.extra, one.key), default=None)

    def _compare(self, wording: str, name: str, similarity: float) -> Near:
        said, known = set(wording.split(" ")), set(name.split(" "))
        return Near(name, round(similarity, 4), self._share(known - said, known), self._share(said - known, said))

    def _share(self, part: set[str], whole: set[str]) -> float:
        total = sum(self._weight(word) for word in sorted(whole))
        return round(sum(self._weight(word) for word in sorted(part)) / total, 4) if total else 0.0

    def _weight(self, word: str) -> float:
        """How much a word tells: rare ones more, unknown ones as much as the rarest."""
        return self._weights.get(word, math.log(len(self._names)))


def compact(key: str) -> str:
    """A key as people write it: no spaces between Chinese or Japanese characters."""
    words = key.split(" ")
    pieces = [words[0]]
    for before, word in itertools.pairwise(words):
        pieces.append(word if not before.isascii() and not word.isascii() else f" {word}")
    return "".join(pieces)
