"""Compile the registry and the word lists into the lexicon's one dictionary (`compiled/lexicon.json`)."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterable, Iterator, Mapping
from importlib.resources.abc import Traversable
from typing import Any

from qualmap_matcher.engine.senses import encode_senses
from qualmap_matcher.engine.units import cut
from qualmap_matcher.engine.wording import Wording
from qualmap_matcher.registry.reading import read_registry, read_table
from qualmap_matcher.registry.records import Alias, Qualification, Registry

_WRITE_SMALL = frozenset({"es", "fr", "it", "nl", "pt"})  # languages that write names of qualifications in small letters


def compile_lexicon(folder: Traversable) -> dict[str, Any]:
    """The compiled lexicon of the data folder, ready for JSON."""
    registry = read_registry(folder / "registry")
    wording = read_wording(folder / "words")
    phrases = _phrases(registry, folder / "words", wording)
    compiled = {
        "phrases": phrases,
        **index(phrases),
        "linking": {"".join(cut(row["word"]).words): row["kind"] for row in read_table(folder / "words" / "linking.csv")},
        "dropped": sorted(wording.dropped),
        "same": dict(sorted(wording.same.items())),
        "cards": cards(
            registry.qualifications.values(),
            {row["qualification"]: int(row["final"] or 0) for row in read_table(folder / "words" / "levels.csv")},
        ),
        "memberships": _memberships(registry),
        "alone": {id_: list(issuer.alone) for id_, issuer in sorted(registry.issuers.items()) if issuer.alone},
        "titles": sorted({"".join(cut(row["word"]).words) for row in read_table(folder / "words" / "titles.csv")}),
        "neighbours": _neighbours(folder / "words"),
        "collisions": {key: sorted(cues) for key, cues in sorted(_collisions(registry, wording).items())},
    }
    return {"version": version_of(compiled), **compiled}


def version_of(content: object) -> str:
    """The hash that names this content, by 16 hexadecimal digits."""
    return hashlib.sha256(json.dumps(content, ensure_ascii=False, sort_keys=True).encode()).hexdigest()[:16]


def read_wording(words: Traversable) -> Wording:
    """The wording rules of `words/folding.csv`."""
    rows = list(read_table(words / "folding.csv"))
    return Wording(
        dropped=frozenset("".join(cut(row["word"]).words) for row in rows if row["kind"] == "dropped"),
        same={"".join(cut(row["word"]).words): "".join(cut(row["to"]).words) for row in rows if row["kind"] == "same"},
    )


def phrase_key(text: str, wording: Wording, *, name: bool = True) -> str:
    """The key under which a name, or another phrase, is found; "" for a text without words."""
    units = cut(text)
    return wording.key(units.words, [units.raw(index) for index in range(len(units))], name=name)


def _phrases(registry: Registry, words: Traversable, wording: Wording) -> dict[str, str]:
    senses: dict[str, set[str]] = {}
    for text, sense in _names(registry):
        senses.setdefault(phrase_key(text, wording), set()).add(sense)
    for text, sense in _words(words):
        senses.setdefault(phrase_key(text, wording, name=False), set()).add(sense)
    senses.pop("", None)
    return {key: encode_senses(found) for key, found in sorted(senses.items())}


def index(phrases: Collection[str]) -> dict[str, Any]:
    """What lets the scanner pass over most places of a text (see `Lexicon`), for all phrases of a lexicon."""
    return {
        "longest": _longest_phrases(phrases),
        "openings": sorted(_openings(phrases)),
        "words": sorted({word for phrase in phrases for word in phrase.split(" ")}),
    }


def _openings(phrases: Iterable[str]) -> set[str]:
    """The first two words of every phrase that has as many."""
    return {" ".join(phrase.split(" ", 2)[:2]) for phrase in phrases if " " in phrase}


def _longest_phrases(phrases: Iterable[str]) -> dict[str, int]:
    """How many words the longest phrase has that begins with each word."""
    longest: dict[str, int] = {}
    for phrase in phrases:
        first, _, rest = phrase.partition(" ")
        count = rest.count(" ") + 2 if rest else 1
        if longest.get(first, 0) < count:
            longest[first] = count
    return longest


def _names(registry: Registry) -> Iterator[tuple[str, str]]:
    for alias in registry.aliases:
        for sense in senses_of(alias):
            yield alias.text, sense
    for name in registry.issuer_names:
        yield name.text, f"i:{name.issuer}"
        for qualification in registry.issuers[name.issuer].alone:
            yield name.text, f"q:{qualification}"


def meaning(alias: Alias) -> str:
    """Which qualification an alias means, among the senses of its phrase."""
    return f"{'q?' if alias.weak else 'q'}:{alias.qualification}"


def senses_of(alias: Alias) -> list[str]:
    """All that an alias adds: its meaning, and that its language writes it in small letters."""
    return [meaning(alias), *(["l:"] if alias.language in _WRITE_SMALL else [])]


def _words(words: Traversable) -> Iterator[tuple[str, str]]:
    for row in read_table(words / "grades.csv"):
        yield row["word"], f"g:{row['grade']}"
    for row in read_table(words / "countries.csv"):
        yield row["word"], f"c:{row['country']}"
        if row["licensing"]:
            yield row["word"], "p:"
    for row in read_table(words / "claims.csv"):
        yield row["cue"], f"k:{row['claim']}:{row['stands']}:{row['reach']}"
    for row in read_table(words / "signals.csv"):
        yield row["word"], f"s:{row['signal']}"


def cards(qualifications: Iterable[Qualification], final_levels: Mapping[str, int]) -> dict[str, list[object]]:
    """What the engine needs to know of qualifications while it reads (see `Card`), by their ids."""
    return {
        known.id: [list(known.issuers), list(known.countries), known.field, known.grade, final_levels.get(known.id)]
        for known in sorted(qualifications, key=lambda known: known.id)
    }


def _memberships(registry: Registry) -> dict[str, dict[str, list[str]]]:
    compiled: dict[str, dict[str, list[str]]] = {}
    for membership in registry.memberships:
        compiled.setdefault(membership.issuer, {})[membership.grade] = [membership.qualification, membership.claim]
    return {issuer: dict(sorted(grades.items())) for issuer, grades in sorted(compiled.items())}


def _collisions(registry: Registry, wording: Wording) -> dict[str, set[str]]:
    cues: dict[str, set[str]] = {}
    for collision in registry.collisions:
        alias = phrase_key(collision.alias, wording)
        found = cues.setdefault(alias, set())
        found.update(key for cue in collision.cues if (key := phrase_key(cue, wording)) and key != alias)
    return cues


def _neighbours(words: Traversable) -> dict[str, list[str]]:
    settles: dict[str, list[str]] = {}
    for row in read_table(words / "neighbours.csv"):
        settles.setdefault(row["neighbour"], []).append(row["settles"])
    return dict(sorted(settles.items()))
