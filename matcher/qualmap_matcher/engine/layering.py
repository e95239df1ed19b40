"""Lay a company's own names over an open engine, without a copy of what it knows: a layer takes kilobytes, not megabytes.

The layer has the phrases that the names are, with all that each of them means; every other look-up goes through to what lies
below. So do the tables for near names and for slips of the hand: a company's name is met as it is or not at all.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import TypeVar

import attrs

from qualmap_matcher.engine.compiling import index, version_of
from qualmap_matcher.engine.engine import Engine
from qualmap_matcher.engine.extending import own_names, said_already
from qualmap_matcher.engine.lexicon import Lexicon, OwnName
from qualmap_matcher.engine.nearest import Near, NearestNames
from qualmap_matcher.engine.reading import Reader
from qualmap_matcher.engine.senses import Senses, decode_senses, encode_senses
from qualmap_matcher.engine.spelling import Speller
from qualmap_matcher.registry.records import Alias

_REMEMBERED = 1_000  # answers and readings of a layered engine: there may be many, one for each company
Value = TypeVar("Value")


@attrs.frozen(slots=True, eq=False)
class LayeredMapping(Mapping[str, Value]):
    """A few entries over many."""

    over: dict[str, Value]
    below: Mapping[str, Value]

    def __getitem__(self, key: str) -> Value:
        return self.over[key] if key in self.over else self.below[key]

    def __contains__(self, key: object) -> bool:
        return key in self.over or key in self.below

    def __iter__(self) -> Iterator[str]:
        yield from self.below
        yield from (key for key in self.over if key not in self.below)

    def __len__(self) -> int:
        return len(self.below) + sum(key not in self.below for key in self.over)


@attrs.frozen(slots=True, eq=False)
class LayeredSet(AbstractSet[str]):
    """A few members over many."""

    over: frozenset[str]
    below: AbstractSet[str]

    def __contains__(self, word: object) -> bool:
        return word in self.over or word in self.below

    def __iter__(self) -> Iterator[str]:
        yield from self.below
        yield from self.over - self.below

    def __len__(self) -> int:
        return len(self.below) + len(self.over - self.below)


@attrs.define(kw_only=True)
class LayeredLexicon(Lexicon):
    """A lexicon over another one; what is made from all phrases at once is what the one below made."""

    below: Lexicon
    layer: dict[str, str]

    def senses_of(self, key: str) -> Senses:
        """What a phrase means that is known to be one; raises KeyError for another."""
        if key not in self.layer:
            return self.below.senses_of(key)
        senses = self._decoded.get(key)
        if senses is None:
            senses = self._decoded[key] = decode_senses(self.layer[key])
        return senses

    @property
    def name_words(self) -> Mapping[str, int]:
        """The words as which a slip of the hand is read, and in how many names each is."""
        return self.below.name_words

    def acronyms_of(self, qualification: str) -> frozenset[str]:
        """The one-word names of a qualification, a company's too."""
        own = {key for key, name in self.own.items() if qualification in name.texts and " " not in key and key.isascii()}
        return self.below.acronyms_of(qualification) | own

    def is_national(self, qualification: str) -> bool:
        """Whether its names are those of several countries' own titles; a company's names make none."""
        return self.below.is_national(qualification)


@attrs.define
class NearestBelow(NearestNames):
    """The near names of the lexicon below, but for those that a company means otherwise."""

    below: NearestNames = attrs.field(kw_only=True)

    def nearest(self, words: tuple[str, ...]) -> Near | None:
        """The nearest name; None also where it is one that the company's own meaning has taken the place of."""
        near = self.below.nearest(words)
        return None if near is not None and self.lexicon.is_code(near.key) else near


@attrs.define
class SpellerBelow(Speller):
    """Takes glued words apart by the company's words too, and corrects by the index of the speller below."""

    below: Speller = attrs.field(kw_only=True)

    def deletions(self) -> dict[str, list[str]]:
        """The words by what is left of them without one letter."""
        return self.below.deletions()


def with_names(engine: Engine, names: Sequence[Alias]) -> Engine:
    """The engine with a company's own names; the same names in another order give the same engine.

    Every name must have a key (`phrase_key`) and mean a qualification that the engine knows.
    """
    lexicon = layered(engine.lexicon, sorted(set(names), key=attrs.astuple))
    below = engine.reader
    reader = Reader(
        lexicon,
        SpellerBelow(lexicon, _REMEMBERED, below=below.speller),
        NearestBelow(lexicon, below=below.names),
    )
    return Engine(
        lexicon=lexicon,
        model=engine.model,
        editions=engine.editions,
        qualifications=engine.qualifications,
        reader=reader,
        remembered=_REMEMBERED,
    )


def layered(below: Lexicon, names: Sequence[Alias]) -> LayeredLexicon:
    """The lexicon with the names laid over it."""
    senses = {key: set(encoded.split(" ")) for key, encoded in said_already(below.phrases, names, below.wording).items()}
    own = own_names(senses, names, below.wording)
    layer = {key: encode_senses(found) for key, found in sorted(senses.items())}
    looked_up = index(layer)
    longest: dict[str, int] = {word: max(count, below.longest.get(word, 0)) for word, count in looked_up["longest"].items()}
    values = {field.name: getattr(below, field.name) for field in attrs.fields(Lexicon) if field.init}
    return LayeredLexicon(
        **{
            **values,
            "version": version_of([below.version, [list(attrs.astuple(name)) for name in names]]),
            "phrases": LayeredMapping(layer, below.phrases),
            "longest": LayeredMapping(longest, below.longest),
            "words": LayeredSet(frozenset(looked_up["words"]), below.words),
            "openings": LayeredSet(frozenset(looked_up["openings"]), below.openings),
            "own": {**below.own, **{key: _own(OwnName(**name), below.own.get(key)) for key, name in own.items()}},
        },
        below=below,
        layer=layer,
    )


def _own(name: OwnName, known: OwnName | None) -> OwnName:
    """A name that the lexicon below has as a company's own already, for something else, means both."""
    if known is None or name.overrides:
        return name
    return OwnName({**known.texts, **name.texts}, known.overrides)
