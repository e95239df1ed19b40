"""Say what an overlay adds."""

from __future__ import annotations

from qualmap.catalogue import OverlaySummary
from qualmap_matcher.editions.summary import summarise as summarise_edition
from qualmap_matcher.engine.compiling import phrase_key
from qualmap_matcher.overlays.opening import Opened

_DIGEST = 16  # hexadecimal digits: as many as the versions of lexicon and editions have


def summarise(opened: Opened) -> OverlaySummary:
    """The summary of an overlay that was opened."""
    overlay, engine = opened.overlay, opened.engine
    meanings = {alias.text: engine.lexicon.senses(phrase_key(alias.text, engine.lexicon.wording)) for alias in overlay.own}
    return OverlaySummary(
        folder=overlay.folder.path,
        digest=overlay.folder.digest[:_DIGEST],
        names=len(overlay.own),
        shared=tuple(sorted(text for text, senses in meanings.items() if senses and len(senses.qualifications) > 1)),
        overriding=tuple(sorted({alias.text for alias in overlay.own if alias.overrides})),
        qualifications=tuple(engine.qualifications[id_] for id_ in sorted(overlay.qualifications)),
        editions=tuple(summarise_edition(engine.editions, id_) for id_ in engine.editions.editions if id_ in overlay.editions),
        sources=tuple(sorted(overlay.sources)),
        unread=overlay.folder.unread,
    )
