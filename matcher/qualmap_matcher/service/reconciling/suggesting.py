"""Suggestions while a person types: entities by their names, properties and types by theirs."""

from __future__ import annotations

import functools

import attrs

from qualmap.editions import EVIDENCE, Asked, today
from qualmap.local import LocalMatcher
from qualmap.models import Json
from qualmap_matcher.engine.folding import fold
from qualmap_matcher.registry.records import Registry
from qualmap_matcher.service.reconciling.entities import TYPES, described
from qualmap_matcher.service.reconciling.properties import PROPERTIES
from qualmap_matcher.service.reconciling.queries import HINTS

PAGE = 20
"""How many entities are suggested at once."""


def entities(matcher: LocalMatcher, prefix: str, *, skip: int) -> list[Json]:
    """Qualifications of which an id, a name, an issuer or an alias begins with the prefix; then those that have all its words."""
    asked = Asked(matcher.engine.editions.in_force(today()).id, EVIDENCE[0])
    return [_entity(matcher, id_, asked) for id_ in _found(matcher.registry, prefix)[skip : skip + PAGE]]


def properties(prefix: str) -> list[Json]:
    """The properties that queries may have and those that can be fetched, each id once."""
    known = {id_: (one.name, one.description) for id_, one in PROPERTIES.items()} | HINTS
    return [{"id": id_, "name": name, "description": meant} for id_, (name, meant) in known.items() if _begins(prefix, id_, name)]


def fetched() -> list[Json]:
    """The properties that can be fetched."""
    return [{"id": id_, "name": one.name, "description": one.description} for id_, one in PROPERTIES.items()]


def types(prefix: str) -> list[Json]:
    """The one type."""
    return [one for one in TYPES if isinstance(one, dict) and _begins(prefix, str(one["id"]), str(one["name"]))]


def _entity(matcher: LocalMatcher, id_: str, asked: Asked) -> Json:
    known = matcher.engine.qualifications[id_]
    listing = matcher.engine.editions.listing(asked, id_)
    description = described(known, listing, edition=asked.edition)
    return {"id": id_, "name": known.name_en, "description": description, "notable": TYPES}


def _found(registry: Registry, prefix: str) -> list[str]:
    """The ids: those with exactly this name, those with a name that begins so, those that have all the words."""
    wanted = fold(prefix).text.strip()
    places: list[tuple[int, str]] = []
    for id_, names in _names(_Held(registry)).items():
        if f"\n{wanted}\n" in names:
            places.append((0, id_))
        elif f"\n{wanted}" in names:
            places.append((1, id_))
        elif all(word in names for word in wanted.split()):
            places.append((2, id_))
    return [id_ for _, id_ in sorted(places, key=lambda place: place[0])]


@attrs.frozen
class _Held:
    """A registry that is told from others by which object it is: to compare thousands of names would take longer than to fold."""

    registry: Registry = attrs.field(eq=id)


@functools.lru_cache(maxsize=4)  # the bundled one, and an overlay's; 28,000 names take a tenth of a second
def _names(held: _Held) -> dict[str, str]:
    """All names of each qualification, folded, a line each."""
    known = held.registry.qualifications
    texts = {id_: [id_, one.name_en, one.name_zh, one.name_zh_hant, one.issuer] for id_, one in known.items()}
    for alias in held.registry.aliases:
        texts[alias.qualification].append(alias.text)
    return {id_: "\n".join(["", *(fold(text).text for text in found), ""]) for id_, found in texts.items()}


def _begins(prefix: str, *texts: str) -> bool:
    wanted = prefix.casefold().strip()
    return any(text.startswith(wanted) for text in (*texts, *map(str.casefold, texts)))
