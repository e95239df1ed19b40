"""Extend a compiled lexicon by the names of an overlay, with the code that compiled it.

A company's own name that the registry knows too keeps both meanings, and is ambiguous where nothing settles it. Only where the
company says so does its meaning take the place of the registry's: of the qualifications, that is; a body's name stays one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import attrs

from qualmap_matcher.engine.compiling import cards, index, meaning, phrase_key, senses_of, version_of
from qualmap_matcher.engine.senses import encode_senses
from qualmap_matcher.engine.wording import Wording
from qualmap_matcher.registry.records import Alias, Qualification


def extend_lexicon(
    compiled: Mapping[str, Any], aliases: Sequence[Alias], qualifications: Sequence[Qualification]
) -> dict[str, Any]:
    """The compiled lexicon with more names and qualifications; its version follows from the old one and from what is added.

    Every alias must have a key (`phrase_key`) and name a qualification of the lexicon or of `qualifications`.
    """
    wording = Wording(frozenset(compiled["dropped"]), compiled["same"])
    senses = {key: set(encoded.split(" ")) for key, encoded in said_already(compiled["phrases"], aliases, wording).items()}
    for alias in aliases:
        if not alias.own:
            senses.setdefault(phrase_key(alias.text, wording), set()).update(senses_of(alias))
    own = own_names(senses, [alias for alias in aliases if alias.own], wording)
    phrases = dict(sorted({**compiled["phrases"], **{key: encode_senses(found) for key, found in senses.items()}}.items()))
    return {
        **compiled,
        "version": version_of([compiled["version"], _sorted(aliases), _sorted(qualifications)]),
        "phrases": phrases,
        **index(phrases),
        "cards": dict(sorted({**compiled["cards"], **cards(qualifications, {})}.items())),
        "own": own,
    }


def said_already(phrases: Mapping[str, str], aliases: Iterable[Alias], wording: Wording) -> dict[str, str]:
    """The phrases that are known already, of those that the aliases are."""
    keys = {phrase_key(alias.text, wording) for alias in aliases}
    return {key: phrases[key] for key in sorted(keys) if key in phrases}


def own_names(senses: dict[str, set[str]], aliases: Sequence[Alias], wording: Wording) -> dict[str, dict[str, Any]]:
    """Add a company's names to the senses of their phrases; what each means by the company's word alone."""
    by_key: dict[str, list[Alias]] = {}
    for alias in aliases:
        by_key.setdefault(phrase_key(alias.text, wording), []).append(alias)
    own: dict[str, dict[str, Any]] = {}
    for key, said in sorted(by_key.items()):
        known = senses.get(key, set())
        overrides = any(alias.overrides for alias in said)
        if overrides:
            known = {sense for sense in known if not sense.startswith(("q:", "q?:"))}
        senses[key] = known | {meaning(alias) for alias in said}
        texts = {alias.qualification: alias.text for alias in said if not known & {meaning(alias), f"q:{alias.qualification}"}}
        if texts:
            own[key] = {"texts": texts, "overrides": overrides}
    return own


def _sorted(values: Iterable[Any]) -> list[Any]:
    return sorted(list(attrs.astuple(value)) for value in values)
