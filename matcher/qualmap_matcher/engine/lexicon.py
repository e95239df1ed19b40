"""The compiled lexicon: every phrase the engine knows, with what it means, in one dictionary.

`compile_lexicon` makes it from the registry and the word lists; `Lexicon` answers look-ups. Which names are shared between
qualifications is computed here, by two qualifications having the same key.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Self

import attrs

from qualmap_matcher.engine.senses import Senses, decode_senses, encode_senses
from qualmap_matcher.engine.wording import Wording


@attrs.frozen(slots=True)
class Card:
    """What the engine needs to know of one qualification while it reads."""

    id: str
    issuers: frozenset[str]
    countries: frozenset[str]
    field: str
    grade: str
    has_levels: bool


@attrs.define
class Lexicon:
    """Look-ups over the compiled file; immutable but for its caches.

    `words` are the words of all phrases, `name_words` those of names of qualifications and bodies.
    """

    phrases: dict[str, str]
    wording: Wording
    cards: dict[str, Card]
    memberships: dict[str, dict[str, tuple[str, ...]]]
    alone: dict[str, frozenset[str]]
    neighbours: dict[str, frozenset[str]]
    collisions: dict[str, frozenset[str]]
    version: str
    longest: dict[str, int] = attrs.field(init=False, repr=False)
    words: frozenset[str] = attrs.field(init=False, repr=False)
    name_words: frozenset[str] = attrs.field(init=False, repr=False)
    _awarded: dict[str, frozenset[str]] = attrs.field(init=False, repr=False)
    _acronyms: dict[str, frozenset[str]] | None = attrs.field(init=False, default=None, repr=False)
    _decoded: dict[str, Senses] = attrs.field(init=False, factory=dict, repr=False)

    def __attrs_post_init__(self) -> None:
        longest: dict[str, int] = {}
        words: set[str] = set()
        name_words: set[str] = set()
        for phrase, senses in self.phrases.items():
            units = phrase.split(" ")
            words.update(units)
            if senses[0] in "iq" or " q" in senses:
                name_words.update(units)
            if longest.get(units[0], 0) < len(units):
                longest[units[0]] = len(units)
        self.longest = longest
        self.words = frozenset(words)
        self.name_words = frozenset(name_words)
        awarded: dict[str, set[str]] = {}
        for card in self.cards.values():
            for issuer in card.issuers:
                awarded.setdefault(issuer, set()).add(card.id)
        self._awarded = {issuer: frozenset(ids) for issuer, ids in awarded.items()}

    @classmethod
    def from_compiled(cls, compiled: dict[str, Any]) -> Self:
        """Open the content of `compiled/lexicon.json`."""
        return cls(
            phrases=compiled["phrases"],
            wording=Wording(frozenset(compiled["dropped"]), compiled["same"]),
            cards={
                id_: Card(id_, frozenset(issuers), frozenset(countries), field, grade, has_levels)
                for id_, (issuers, countries, field, grade, has_levels) in compiled["cards"].items()
            },
            memberships={
                issuer: {grade: tuple(meaning) for grade, meaning in grades.items()}
                for issuer, grades in compiled["memberships"].items()
            },
            alone={issuer: frozenset(ids) for issuer, ids in compiled["alone"].items()},
            neighbours={neighbour: frozenset(ids) for neighbour, ids in compiled["neighbours"].items()},
            collisions={alias: frozenset(cues) for alias, cues in compiled["collisions"].items()},
            version=compiled["version"],
        )

    def senses(self, key: str) -> Senses | None:
        """What the phrase means, or None for an unknown one."""
        senses = self._decoded.get(key)
        if senses is None:
            encoded = self.phrases.get(key)
            if encoded is None:
                return None
            senses = self._decoded[key] = decode_senses(encoded)
        return senses

    def extended(self, senses_by_key: dict[str, Iterable[str]], version: str) -> Lexicon:
        """A lexicon with more phrases, as a company's own aliases are."""
        phrases = dict(self.phrases)
        for key, senses in senses_by_key.items():
            phrases[key] = encode_senses([*phrases.get(key, "").split(), *senses])
        return attrs.evolve(self, phrases=phrases, version=version)

    def acronyms_of(self, qualification: str) -> frozenset[str]:
        """The one-word names of a qualification."""
        if self._acronyms is None:
            acronyms: dict[str, set[str]] = {}
            for phrase in self.phrases:
                if " " not in phrase and phrase.isascii() and (senses := self.senses(phrase)):
                    for id_ in senses.qualifications:
                        acronyms.setdefault(id_, set()).add(phrase)
            self._acronyms = {id_: frozenset(found) for id_, found in acronyms.items()}
        return self._acronyms.get(qualification, frozenset())

    def qualifications_of(self, issuer: str) -> frozenset[str]:
        """Every qualification that the body awards."""
        return self._awarded.get(issuer, frozenset())

