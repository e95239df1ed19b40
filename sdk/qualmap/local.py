"""The engine in this process; the only module of the SDK that reaches for `qualmap_matcher`, and only when it is used."""

from __future__ import annotations

import datetime as dt
import functools
import importlib.util
import os
from collections.abc import Sequence
from typing import TYPE_CHECKING

import attrs

from qualmap.catalogue import EditionSummary, ListedRow, OverlaySummary, QualificationDetail
from qualmap.differences import EditionDifferences
from qualmap.editions import Asked, as_date, checked_evidence
from qualmap.errors import InstallationError
from qualmap.facts import Fact
from qualmap.models import Credential, MatchResult, Qualification
from qualmap.records import Record
from qualmap.screening import Screening

if TYPE_CHECKING:
    from qualmap_matcher.eligibility.screener import Screener
    from qualmap_matcher.engine.engine import Engine
    from qualmap_matcher.overlays.opening import Opened
    from qualmap_matcher.registry.records import Alias, Registry

DATA_VARIABLE = "QUALMAP_DATA"
_NEEDED = ("qualmap_matcher", "rapidfuzz")  # looked for at once, though most texts are answered without the second

_REMEMBERED_DAYS = 1000  # that were asked about: a few years of them

_ADVICE = "local mode needs the engine: pip install 'qualmap[local]'"


@attrs.frozen
class LocalMatcher:
    """Answers with one engine; `LocalMatcher(bundled_engine())` with the bundled one, which all clients of a process share.

    `overlay` is what the engine was opened with beside the bundled data, None for nothing.
    """

    engine: Engine
    overlay: Opened | None = attrs.field(default=None, repr=False)
    _given: Screener | None = attrs.field(default=None, repr=False)
    _asked: dict[tuple[str | None, dt.date | None, str], Asked] = attrs.field(init=False, factory=dict, repr=False, eq=False)

    @property
    def version(self) -> str:
        """The engine's version."""
        return self.engine.version

    def asked(self, edition: str | None, as_of: dt.date | str | None, minimum_evidence: str) -> Asked:
        """The edition that is meant; raises `UnknownEditionError`."""
        evidence = checked_evidence(minimum_evidence)
        # What is no day is wrong beside an edition too; where neither is given, it is today.
        day = as_date(as_of) if as_of is not None or edition is None else None
        known = self._asked.get((edition, day, evidence))
        if known is not None:
            return known
        editions = self.engine.editions
        found = editions[edition] if edition is not None else editions.in_force(as_date(day))
        if len(self._asked) >= _REMEMBERED_DAYS:
            self._asked.clear()
        return self._asked.setdefault((edition, day, evidence), Asked(found.id, evidence))

    def match(self, credential: Credential, asked: Asked) -> MatchResult:
        """The answer to one credential."""
        return self.engine.match(credential, asked)

    def naming(self, names: Sequence[Alias]) -> LocalMatcher:
        """The same with a company's own names laid over it; what both know is shared, so that many cost little."""
        from qualmap_matcher.engine.layering import with_names

        engine = with_names(self.engine, names)
        return LocalMatcher(engine, self.overlay, self.screener.with_engine(engine))

    @functools.cached_property
    def screener(self) -> Screener:
        """What screens with this engine, made when it is first asked for."""
        from qualmap_matcher.eligibility.rules import Rules
        from qualmap_matcher.eligibility.screener import Screener

        return self._given or Screener(self.engine, Rules.bundled())

    def screen(self, record: Record, asked: Asked, as_of: str | None) -> Screening:
        """The answer for one person."""
        return self.screener.screen(record, asked, as_of)

    def facts(self) -> tuple[Fact, ...]:
        """The facts that conditions need."""
        return tuple(self.screener.rules.facts.by_name.values())

    def editions(self) -> tuple[EditionSummary, ...]:
        """All editions, the oldest first."""
        from qualmap_matcher.editions.summary import summarise

        return tuple(summarise(self.engine.editions, edition) for edition in self.engine.editions.editions)

    def rows(self, edition: str) -> tuple[ListedRow, ...]:
        """The rows of one edition; raises `UnknownEditionError`."""
        return tuple(
            ListedRow(row.category, self.engine.qualifications[row.qualification], row.evidence, row.source, row.reason)
            for row in self.engine.editions.rows(edition)
        )

    def differences(self, before: str, after: str) -> EditionDifferences:
        """What changed between two editions; raises `UnknownEditionError`."""
        from qualmap_matcher.editions.differing import differ

        return differ(self.engine.editions, before, after, self.engine.qualifications)

    def overlay_summary(self) -> OverlaySummary | None:
        """What the overlay adds; None without one."""
        if self.overlay is None:
            return None
        from qualmap_matcher.overlays.summary import summarise

        return summarise(self.overlay)

    @property
    def registry(self) -> Registry:
        """Every qualification with its names, the overlay's too."""
        return self.overlay.registry if self.overlay else bundled_registry()

    def qualifications(self, words: str) -> tuple[Qualification, ...]:
        """The qualifications that all of the words are found in."""
        from qualmap_matcher.registry.describing import search

        return tuple(self.engine.qualifications[id_] for id_ in search(self.registry, words))

    def qualification(self, id_: str) -> QualificationDetail:
        """Everything known of one qualification; raises `UnknownQualificationError`."""
        from qualmap_matcher.registry.describing import describe

        editions = self.engine.editions
        return describe(
            self.registry,
            id_,
            self.engine.qualifications.__getitem__,
            lambda known: {edition: editions.listing(Asked(edition), known) for edition in editions.editions},
        )


@functools.cache
def bundled_registry() -> Registry:
    """The registry's files, read once."""
    from qualmap_lists import data_folder
    from qualmap_matcher.registry.reading import read_registry

    return read_registry(data_folder() / "registry")


def local_matcher(data: str | os.PathLike[str] | None = None) -> LocalMatcher:
    """What answers over the bundled data and the overlay in a folder: `data`, else `QUALMAP_DATA`; an empty text names none.

    Raises `InstallationError` without the engine, and `OverlayError` for a folder that cannot be used.
    """
    folder = os.fspath(data) if data is not None else ""
    folder = folder or os.environ.get(DATA_VARIABLE, "")
    engine = bundled_engine()
    if not folder:
        return LocalMatcher(engine)
    from qualmap_matcher.overlays.opening import open_overlay

    opened = open_overlay(folder, engine)
    return LocalMatcher(opened.engine, opened)


@functools.cache
def bundled_engine() -> Engine:
    """The engine on the bundled data, opened once."""
    if any(importlib.util.find_spec(name) is None for name in _NEEDED):
        raise InstallationError(_ADVICE)
    try:
        from qualmap_matcher.engine.engine import Engine
    except ImportError as error:
        raise InstallationError(_ADVICE) from error
    return Engine.bundled()
