"""Bring a word to the form under which the lexicon knows it: spelling variants, plurals, words that carry no meaning."""

from __future__ import annotations

from collections.abc import Sequence

import attrs

_SHORTEST_PLURAL = 6  # "CIPS", "CAMS" and "MRICS" are names, "accountants" is a plural


@attrs.frozen
class Wording:
    """The words that are dropped from names and the words that are written in two ways (`words/folding.csv`)."""

    dropped: frozenset[str]
    same: dict[str, str]

    def canonical(self, word: str) -> str:
        """The one form of a folded word."""
        word = word.removesuffix("'s")
        word = self.same.get(word, word)
        if len(word) >= _SHORTEST_PLURAL and word[-1] == "s" and word[-2] not in "sui" and word.isalpha() and word.isascii():
            word = word[:-1]
        return self.same.get(word, word)

    def key(self, words: Sequence[str], written: Sequence[str], *, name: bool = True) -> str:
        """The lexicon's key of a phrase: its canonical words, joined by spaces, without the little ones that carry no meaning.

        A little word at the end stays, and one in capitals at the beginning of a name: CPL(A), "A Level" and DAS-C01 are names by
        them. A phrase that is no `name` keeps the one it begins with: "in progress", "en cours".
        """
        canonical = [self.canonical(singular(word, raw)) for word, raw in zip(words, written, strict=True)]
        first = 0
        while name and first < len(canonical) - 1 and canonical[first] in self.dropped and not written[first].isupper():
            first += 1
        last = len(canonical) - 1
        inner = (word for word in canonical[first + 1 : last] if word not in self.dropped)
        return " ".join([*canonical[first : first + 1], *inner, *(canonical[last:] if last > first else ())])


def is_plural(written: str) -> bool:
    """Whether a small s ends capitals: CPAs are several CPA, and no ACAS are meant by two ACAs."""
    return written[-1] == "s" and written[:-1].isupper()


def singular(word: str, written: str) -> str:
    """The word without the small s that ends capitals: "Institute of CPAs" is a name by its CPA."""
    return word[:-1] if word[-1] == "s" and is_plural(written) else word
