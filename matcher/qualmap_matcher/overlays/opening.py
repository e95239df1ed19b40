"""Open the engine over the bundled data and an overlay; an overlay of the same content is opened once."""

from __future__ import annotations

import functools
import os

import attrs

from qualmap_lists import data_folder, load_json
from qualmap_matcher.engine.engine import Engine
from qualmap_matcher.engine.extending import extend_lexicon
from qualmap_matcher.engine.lexicon import Lexicon
from qualmap_matcher.overlays.folder import OverlayFolder, read_folder
from qualmap_matcher.overlays.overlay import Overlay, read_overlay
from qualmap_matcher.registry.describing import answered
from qualmap_matcher.registry.reading import read_registry
from qualmap_matcher.registry.records import Registry

_KEPT_OPEN = 4  # an engine takes some tens of megabytes; a process rarely needs a second one
_OPENED: dict[str, Opened] = {}
"""By the digest of the folder's content, the one that was used longest ago first."""


@attrs.define
class Opened:
    """An engine over the bundled data and an overlay, with the registry that it answers from."""

    overlay: Overlay
    engine: Engine

    @functools.cached_property
    def registry(self) -> Registry:
        """The bundled registry with the overlay's qualifications and names."""
        bundled = read_registry(data_folder() / "registry")
        known = {(alias.qualification, alias.text) for alias in bundled.aliases}
        added = (alias for alias in self.overlay.aliases if (alias.qualification, alias.text) not in known)
        return attrs.evolve(
            bundled,
            qualifications={**bundled.qualifications, **self.overlay.qualifications},
            aliases=(*bundled.aliases, *added),
        )


def open_overlay(folder: str | os.PathLike[str], bundled: Engine) -> Opened:
    """Open a folder as it is now, over the bundled engine; raises `OverlayError` with every mistake in it."""
    content = read_folder(folder)
    opened = _OPENED.pop(content.digest, None)
    if opened is None:
        opened = _open(content, bundled)
        while len(_OPENED) >= _KEPT_OPEN:
            _OPENED.pop(next(iter(_OPENED)), None)
    _OPENED[content.digest] = opened  # the last one used stands last
    return attrs.evolve(opened, overlay=attrs.evolve(opened.overlay, folder=content))


def _open(folder: OverlayFolder, bundled: Engine) -> Opened:
    overlay = read_overlay(folder, bundled)
    lexicon = bundled.lexicon
    if overlay.aliases:
        compiled = load_json("compiled", "lexicon.json")
        lexicon = Lexicon.from_compiled(extend_lexicon(compiled, overlay.aliases, tuple(overlay.qualifications.values())))
    engine = Engine(
        lexicon=lexicon,
        model=bundled.model,
        editions=bundled.editions.with_imported(overlay.editions.values(), overlay.rows, overlay.sources),
        qualifications={**bundled.qualifications, **{id_: answered(one) for id_, one in overlay.qualifications.items()}},
    )
    return Opened(overlay, engine)
