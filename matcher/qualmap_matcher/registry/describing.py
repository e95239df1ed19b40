"""Find and describe qualifications for people: by id, by a word of a name, with all names and look-alikes."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from qualmap.catalogue import KnownName, LookAlike, QualificationDetail
from qualmap.errors import UnknownQualificationError
from qualmap.models import Listing
from qualmap.models import Qualification as Card
from qualmap_matcher.engine.folding import fold
from qualmap_matcher.registry.records import Qualification, Registry


def search(registry: Registry, words: str) -> list[str]:
    """The ids of which an id, a name, an issuer or an alias has every one of the words; all ids for no words."""
    wanted = fold(words).text.split()
    return [id_ for id_, text in registry.searched.items() if all(word in text for word in wanted)]


def describe(
    registry: Registry, id_: str, card: Callable[[str], Card], listings: Callable[[str], dict[str, Listing]]
) -> QualificationDetail:
    """Everything known of one qualification; raises `UnknownQualificationError`."""
    if id_ not in registry.qualifications:
        raise UnknownQualificationError(f"there is no qualification {id_!r}", field="qualification")
    known = registry.qualifications[id_]
    return QualificationDetail(
        qualification=card(id_),
        name_zh_hant=known.name_zh_hant,
        field=known.field,
        names=tuple(
            KnownName(alias.language, alias.text, alias.weak, "company" if alias.own else "registry")
            for alias in registry.aliases
            if alias.qualification == id_
        ),
        look_alikes=tuple({one.id: one for one in _look_alikes(registry, id_)}.values()),
        listings=listings(id_),
    )


def answered(known: Qualification) -> Card:
    """What an answer says of a qualification."""
    return Card(known.id, known.name_en, known.name_zh, known.issuer, known.country or None, known.grade or None)


def _look_alikes(registry: Registry, id_: str) -> Iterator[LookAlike]:
    for pair in registry.look_alikes:
        if pair.qualification == id_:
            yield LookAlike(pair.looks_like, pair.why)
        elif pair.looks_like == id_:
            yield LookAlike(pair.qualification, pair.why)
