"""The naive peers: the name of one flat table that is most like a text, by somebody else's measure of likeness.

They answer what a first attempt would answer: no grades, no claims, no contexts, and of a name that several
qualifications share the first one. Both see the same table, made of everything that the registry says a qualification
is called.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import attrs
from rapidfuzz import fuzz, process, utils
from scipy.sparse import csr_matrix
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.neighbors import NearestNeighbors

from qualmap_lists import data_folder
from qualmap_matcher.registry.reading import read_registry

_SEPARATORS = re.compile(r"[,;/|\n，；、／｜]")  # the full-width ones too: a third of the texts is Chinese or Japanese
_AT_A_TIME = 1024  # texts in one matrix product: larger ones are no faster and take memory


@attrs.frozen(slots=True)
class Nearest:
    """The most alike name's qualification and the likeness, in the measure's own scale."""

    qualification: str
    likeness: float


def alias_table() -> dict[str, str]:
    """Every name with the first qualification that has it: official names, aliases, what a body's bare name means."""
    registry = read_registry(data_folder() / "registry")
    table: dict[str, str] = {}
    for one in registry.qualifications.values():
        for name in (one.name_en, one.name_zh, one.name_zh_hant):
            table.setdefault(name, one.id)
    for alias in registry.aliases:
        table.setdefault(alias.text, alias.qualification)
    for name_of_body in registry.issuer_names:
        for qualification in registry.issuers[name_of_body.issuer].alone[:1]:
            table.setdefault(name_of_body.text, qualification)
    return table


def split(text: str) -> list[str]:
    """The pieces of a text between separators, each taken for one credential."""
    return [stripped for piece in _SEPARATORS.split(text) if (stripped := piece.strip())]


@attrs.frozen
class FuzzyName:
    """rapidfuzz's `process.extractOne` with `WRatio`: likeness 0 to 100."""

    names: list[str]
    qualifications: list[str]

    @classmethod
    def over(cls, table: dict[str, str]) -> FuzzyName:
        """Names in small letters and without signs, which is the preparation that rapidfuzz itself offers."""
        return cls([utils.default_process(name) for name in table], list(table.values()))

    def nearest(self, texts: Sequence[str]) -> list[Nearest]:
        """The most alike name for every text."""
        return [self._nearest(text) for text in texts]

    def _nearest(self, text: str) -> Nearest:
        _, likeness, place = process.extractOne(utils.default_process(text), self.names, scorer=fuzz.WRatio)
        return Nearest(self.qualifications[place], likeness)


@attrs.frozen
class TfidfName:
    """scikit-learn's TF-IDF over character n-grams of 2 to 4 within words, by cosine: likeness 0 to 1."""

    vectorizer: TfidfVectorizer
    names: csr_matrix
    qualifications: list[str]

    @classmethod
    def over(cls, table: dict[str, str]) -> TfidfName:
        """Fit the table."""
        vectorizer = TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 4))
        # Turned around once and not in every product.
        return cls(vectorizer, vectorizer.fit_transform(table).T.tocsr(), list(table.values()))

    def nearest(self, texts: Sequence[str]) -> list[Nearest]:
        """The most alike name for every text, by one sparse product for many texts."""
        found: list[Nearest] = []
        for start in range(0, len(texts), _AT_A_TIME):
            products = self.vectorizer.transform(texts[start : start + _AT_A_TIME]) @ self.names
            # Row by row over what is not zero: scipy's own argmax takes many times as long, which would flatter us.
            for first, after in zip(products.indptr, products.indptr[1:], strict=False):
                values = products.data[first:after]
                if values.size:
                    best = first + values.argmax()
                    found.append(Nearest(self.qualifications[products.indices[best]], float(products.data[best])))
                else:  # nothing in common with any name
                    found.append(Nearest(self.qualifications[0], 0.0))
        return found


@attrs.frozen
class NeighbourName:
    """The same vectors by scikit-learn's own nearest-neighbour search."""

    vectorizer: TfidfVectorizer
    search: NearestNeighbors
    qualifications: list[str]

    @classmethod
    def over(cls, table: dict[str, str]) -> NeighbourName:
        """Fit the table."""
        vectorizer = TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 4))
        search = NearestNeighbors(n_neighbors=1, metric="cosine", algorithm="brute")
        return cls(vectorizer, search.fit(vectorizer.fit_transform(table)), list(table.values()))

    def nearest(self, texts: Sequence[str]) -> list[Nearest]:
        """The most alike name for every text."""
        found: list[Nearest] = []
        for start in range(0, len(texts), _AT_A_TIME):
            distances, places = self.search.kneighbors(self.vectorizer.transform(texts[start : start + _AT_A_TIME]))
            pairs = zip(distances[:, 0].tolist(), places[:, 0].tolist(), strict=True)
            found += [Nearest(self.qualifications[place], 1 - distance) for distance, place in pairs]
        return found
