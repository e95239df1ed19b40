"""The engine in this process; the only module of the SDK that reaches for `qualmap_matcher`, and only when it is used."""

from __future__ import annotations

import datetime as dt
import functools
import importlib.util
from typing import TYPE_CHECKING

import attrs

from qualmap.catalogue import EditionSummary, ListedRow, QualificationDetail
from qualmap.editions import Asked, as_date, checked_evidence
from qualmap.errors import InstallationError
from qualmap.facts import Fact
from qualmap.models import Credential, MatchResult, Qualification
from qualmap.records import Record
from qualmap.screening import Screening

if TYPE_CHECKING:
    from qualmap_matcher.eligibility.screener import Screener
    from qualmap_matcher.engine.engine import Engine
    from qualmap_matcher.registry.records import Registry

_NEEDED = ("qualmap_matcher", "rapidfuzz")  # looked for at once, though most texts are answered without the second

_ADVICE = "local mode needs the engine: pip install 'qualmap[local]'"


@attrs.frozen
class LocalMatcher:
    """Answers with one engine; `LocalMatcher(bundled_engine())` with the bundled one, which all clients of a process share."""

    engine: Engine
    _screeners: list[Screener] = attrs.field(init=False, factory=list, repr=False)

    @property
    def version(self) -> str:
        """The engine's version."""
        return self.engine.version

    def asked(self, edition: str | None, as_of: dt.date | str | None, minimum_evidence: str) -> Asked:
        """The edition that is meant; raises `UnknownEditionError`."""
        editions = self.engine.editions
        found = editions[edition] if edition is not None else editions.in_force(as_date(as_of))
        return Asked(found.id, checked_evidence(minimum_evidence))

    def match(self, credential: Credential, asked: Asked) -> MatchResult:
        """The answer to one credential."""
        return self.engine.match(credential, asked)

    @property
    def screener(self) -> Screener:
        """What screens with this engine, made when it is first asked for."""
        if not self._screeners:
            from qualmap_matcher.eligibility.rules import Rules
            from qualmap_matcher.eligibility.screener import Screener

            self._screeners.append(Screener(self.engine, Rules.bundled()))
        return self._screeners[0]

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

    def qualifications(self, words: str) -> tuple[Qualification, ...]:
        """The qualifications that all of the words are found in."""
        from qualmap_matcher.registry.describing import search

        return tuple(self.engine.qualifications[id_] for id_ in search(bundled_registry(), words))

    def qualification(self, id_: str) -> QualificationDetail:
        """Everything known of one qualification; raises `UnknownQualificationError`."""
        from qualmap_matcher.registry.describing import describe

        editions = self.engine.editions
        return describe(
            bundled_registry(),
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
