"""The compiled lexicon: every phrase the engine knows, with what it means, in one dictionary.

`compile_lexicon` makes it from the registry and the word lists; `Lexicon` answers look-ups. Which names are shared between
qualifications is computed here, by two qualifications having the same key.
"""

from __future__ import annotations

import collections
import functools
from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from typing import Any, Self

import attrs

from qualmap_matcher.engine.senses import Senses, decode_senses
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


@attrs.frozen(slots=True)
class OwnName:
    """What a company's own name means beyond the registry: each qualification with the name as the company wrote it.

    One that `overrides` took the place of what the registry knows by the same name.
    """

    texts: dict[str, str]
    overrides: bool


@attrs.define
class Lexicon:
    """Look-ups over the compiled file; immutable but for its caches.

    `longest` says how many words the longest phrase has that begins with a word; `words` are the words of all phrases, and
    `openings` the first two words of those that have as many: most places in a text are passed over by one look at each.
    `titles` are the words that job titles end in. `own` has the phrases that are a company's names; empty without an overlay.
    """

    phrases: Mapping[str, str]
    wording: Wording
    cards: dict[str, Card]
    memberships: dict[str, dict[str, tuple[str, str]]]
    alone: dict[str, frozenset[str]]
    neighbours: dict[str, frozenset[str]]
    collisions: dict[str, frozenset[str]]
    linking: dict[str, str]
    version: str
    longest: Mapping[str, int]
    words: AbstractSet[str]
    openings: AbstractSet[str]
    titles: AbstractSet[str]
    own: dict[str, OwnName] = attrs.field(factory=dict)
    _decoded: dict[str, Senses] = attrs.field(init=False, factory=dict, repr=False)

    def senses_of(self, key: str) -> Senses:
        """What a phrase means that is known to be one; raises KeyError for another."""
        senses = self._decoded.get(key)
        if senses is None:
            senses = self._decoded[key] = decode_senses(self.phrases[key])
        return senses

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
            longest=compiled["longest"],
            words=frozenset(compiled["words"]),
            openings=frozenset(compiled["openings"]),
            titles=frozenset(compiled["titles"]),
            own={key: OwnName(**name) for key, name in compiled.get("own", {}).items()},
        )

    def senses(self, key: str) -> Senses | None:
        """What the phrase means, or None for an unknown one."""
        return self.senses_of(key) if key in self.phrases else None

    @functools.cached_property
    def name_words(self) -> Mapping[str, int]:
        """The words of names of qualifications and bodies, as which a slip of the hand is read, and in how many names each is."""
        names = (phrase for phrase, senses in self.phrases.items() if senses[0] in "iq" or " q" in senses)
        return collections.Counter(word for name in names if not self.is_code(name) for word in name.split(" "))

    @functools.cached_property
    def posts(self) -> tuple[str, ...]:
        """The titles in Chinese, Japanese and Korean, whose characters are units of their own: a text is asked how it ends."""
        return tuple(sorted(title for title in self.titles if not title.isascii()))

    def is_code(self, key: str) -> bool:
        """Whether only a company uses the name: it is met as it is, since "FIN-08" is no slip of "FIN-07"."""
        own = self.own.get(key)
        return own is not None and self.senses_of(key).qualifications <= own.texts.keys()

    def acronyms_of(self, qualification: str) -> frozenset[str]:
        """The one-word names of a qualification."""
        return frozenset(name for name in self._names.get(qualification, ()) if " " not in name)

    def words_of(self, qualification: str) -> frozenset[str]:
        """The words of its longer names."""
        return frozenset(word for name in self._names.get(qualification, ()) if " " in name for word in name.split(" "))

    @functools.cached_property
    def _names(self) -> dict[str, list[str]]:
        """The names of each qualification in Latin letters."""
        names: dict[str, list[str]] = {}
        for phrase, encoded in self.phrases.items():
            if phrase.isascii():
                for id_ in decode_senses(encoded).qualifications:
                    names.setdefault(id_, []).append(phrase)
        return names

    def is_national(self, qualification: str) -> bool:
        """Whether its names are those of several countries' own titles, as CPA and CA are: a place is then part of what it is."""
        return qualification in self._national

    @functools.cached_property
    def _national(self) -> frozenset[str]:
        national: set[str] = set()
        for encoded in self.phrases.values():
            if encoded.count("q:") < _FEWEST_COUNTRIES:
                continue
            cards = [self.cards[id_] for id_ in decode_senses(encoded).qualifications]
            for field in {card.field for card in cards}:
                of_field = [card for card in cards if card.field == field]
                if len(frozenset().union(*(card.countries for card in of_field))) >= _FEWEST_COUNTRIES:
                    national.update(card.id for card in of_field)
        return frozenset(national)
