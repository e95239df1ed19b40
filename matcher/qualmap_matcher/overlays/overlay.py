"""An overlay as a value: what a folder adds to the bundled data, once everything in it is right."""

from __future__ import annotations

from collections.abc import Mapping

import attrs

from qualmap.mistakes import OverlayMistake
from qualmap.models import Credential
from qualmap_matcher.editions.listing import Edition, Editions, Row
from qualmap_matcher.editions.sources import Source
from qualmap_matcher.engine.compiling import phrase_key
from qualmap_matcher.engine.engine import Engine
from qualmap_matcher.overlays.folder import ALIASES, EDITION, QUALIFICATIONS, SOURCES, OverlayFolder, edition_file
from qualmap_matcher.overlays.forms import EDITION as EDITION_ID
from qualmap_matcher.overlays.lists import KnownRows, read_edition, read_sources
from qualmap_matcher.overlays.mistakes import Mistakes
from qualmap_matcher.overlays.names import KnownNames, names_of, read_aliases, read_qualifications
from qualmap_matcher.registry.records import Alias, Qualification

_HELD = "held"


@attrs.frozen(kw_only=True)
class Overlay:
    """What an overlay adds: names (`aliases` has the company's own and those of new qualifications), editions, sources."""

    folder: OverlayFolder
    aliases: tuple[Alias, ...]
    qualifications: Mapping[str, Qualification]
    editions: Mapping[str, Edition]
    rows: Mapping[str, tuple[Row, ...]]
    sources: Mapping[str, Source]

    @property
    def own(self) -> tuple[Alias, ...]:
        """The company's own names."""
        return tuple(alias for alias in self.aliases if alias.own)


def read_overlay(folder: OverlayFolder, bundled: Engine) -> Overlay:
    """Read the folder and check it against what the bundled engine knows; raises `OverlayError` with every mistake."""
    mistakes = Mistakes(folder.path)
    lexicon, editions = bundled.lexicon, bundled.editions
    known = _known_names(bundled)
    files = folder.files
    qualifications = read_qualifications(files[QUALIFICATIONS], known, mistakes) if QUALIFICATIONS in files else {}
    own = read_aliases(files[ALIASES], known, qualifications, mistakes) if ALIASES in files else ()
    sources = read_sources(files[SOURCES], editions.sources, mistakes) if SOURCES in files else {}
    citable = KnownRows({*lexicon.cards, *qualifications}, {*editions.sources, *sources})
    found: dict[str, tuple[Edition, tuple[Row, ...]]] = {}
    for id_ in folder.editions:
        if not EDITION_ID.admits(id_):
            mistakes.add(edition_file(id_, EDITION), f"a folder named after its edition, such as 3.0, got {id_!r}")
        elif edition := read_edition(folder, id_, citable, mistakes):
            found[id_] = edition
    _check_days(editions, {id_: edition for id_, (edition, _) in found.items()}, mistakes)
    mistakes.stop()
    return Overlay(
        folder=folder,
        aliases=(*(name for one in qualifications.values() for name in names_of(one, known)), *own),
        qualifications=qualifications,
        editions={id_: edition for id_, (edition, _) in found.items()},
        rows={id_: rows for id_, (_, rows) in found.items()},
        sources=sources,
    )


def _known_names(bundled: Engine) -> KnownNames:
    lexicon = bundled.lexicon

    def claimed(text: str, qualification: str) -> str | None:
        for found in bundled.read(Credential(text)).found:
            if qualification in found.settled.candidates and found.claim.claim != _HELD:
                return found.claim.claim
        return None

    return KnownNames(
        lexicon,
        lambda text: phrase_key(text, lexicon.wording),
        {sense[2:] for senses in lexicon.phrases.values() for sense in senses.split(" ") if sense.startswith("i:")},
        claimed,
    )


def _check_days(bundled: Editions, imported: Mapping[str, Edition], mistakes: Mistakes) -> None:
    """Two editions cannot come into force on one day: nothing would say which of them answers."""
    days: dict[str, str] = {}
    for id_, edition in {**bundled.editions, **imported}.items():
        day = edition.in_force_from.isoformat()
        if day in days:
            place = edition_file(id_ if id_ in imported else days[day], EDITION)
            other = days[day] if id_ in imported else id_
            expected = f"a day on which no other edition came into force; edition {other} did"
            mistakes.found.append(OverlayMistake(place, None, "in_force_from", f"{expected}, got {day!r}"))
        days[day] = id_
