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

_FEWEST_COUNTRIES = 4  # that share a title before it counts as national


@attrs.frozen(slots=True)
class Card:
    """What the engine needs to know of one qualification while it reads."""

    id: str
    issuers: frozenset[str]
    countries: frozenset[str]
    field: str
    grade: str
    final_level: int | None

    @property
    def has_levels(self) -> bool:
        """Whether its examination has levels or parts (`final_level` is the last one's number, 0 where they have none)."""
        return self.final_level is not None


@attrs.define
class Lexicon:
    """Look-ups over the compiled file; immutable but for its caches.

    `words` are the words of all phrases, `name_words` those of names of qualifications and bodies.
    """

    phrases: dict[str, str]
    wording: Wording
    cards: dict[str, Card]
    memberships: dict[str, dict[str, tuple[str, str]]]
    alone: dict[str, frozenset[str]]
    neighbours: dict[str, frozenset[str]]
    collisions: dict[str, frozenset[str]]
    linking: dict[str, str]
    version: str
    longest: dict[str, int] = attrs.field(init=False, repr=False)
    words: frozenset[str] = attrs.field(init=False, repr=False)
    name_words: frozenset[str] = attrs.field(init=False, repr=False)
    _awarded: dict[str, frozenset[str]] = attrs.field(init=False, repr=False)
    _acronyms: dict[str, frozenset[str]] | None = attrs.field(init=False, default=None, repr=False)
    _national: frozenset[str] | None = attrs.field(init=False, default=None, repr=False)
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
                id_: Card(id_, frozenset(issuers), frozenset(countries), field, grade, final_level)
                for id_, (issuers, countries, field, grade, final_level) in compiled["cards"].items()
            },
            memberships={
                issuer: {grade: (id_, claim) for grade, (id_, claim) in grades.items()}
                for issuer, grades in compiled["memberships"].items()
            },
            alone={issuer: frozenset(ids) for issuer, ids in compiled["alone"].items()},
            neighbours={neighbour: frozenset(ids) for neighbour, ids in compiled["neighbours"].items()},
            collisions={alias: frozenset(cues) for alias, cues in compiled["collisions"].items()},
            linking=compiled["linking"],
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

    def is_national(self, qualification: str) -> bool:
        """Whether its names are those of several countries' own titles, as CPA and CA are: a place is then part of what it is."""
        if self._national is None:
            national: set[str] = set()
            for encoded in self.phrases.values():
                if encoded.count("q:") < _FEWEST_COUNTRIES:
                    continue
                ids = decode_senses(encoded).qualifications
                by_field: dict[str, set[str]] = {}
                for id_ in ids:
                    by_field.setdefault(self.cards[id_].field, set()).update(self.cards[id_].countries)
                national |= {id_ for id_ in ids if len(by_field[self.cards[id_].field]) >= _FEWEST_COUNTRIES}
            self._national = frozenset(national)
        return qualification in self._national

    def qualifications_of(self, issuer: str) -> frozenset[str]:
        """Every qualification that the body awards."""
        return self._awarded.get(issuer, frozenset())
