"""Screen people and keep the answers, for a request and at the console alike: stored, told to who listens, noted in the trail."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import attrs

from qualmap.editions import as_date
from qualmap.models import Json
from qualmap.records import Record
from qualmap.screening import Screening
from qualmap_matcher.service.core import Core
from qualmap_matcher.service.events import tell_of
from qualmap_matcher.service.fields import asked_by, option_text
from qualmap_matcher.service.store import screenings as stored
from qualmap_matcher.service.store.audit import append_many
from qualmap_matcher.service.store.scope import Scope
from qualmap_matcher.service.store.screenings import Draft


@attrs.frozen
class Screened:
    """A record with its answer."""

    record: Record
    screening: Screening

    def draft(self, options: Mapping[str, Json]) -> Draft:
        """As it will be stored; `options` are those that it was asked for with."""
        return Draft.of(self.record, self.screening, options)


def screened(core: Core, tenant: str, record: Record, options: Mapping[str, Json]) -> Screened:
    """Screen one record as the options say; nothing is stored.

    Raises:
        InputError: a fact or an option cannot be used; the error names the record and the field.

    """
    edition, as_of = option_text(options, "edition"), option_text(options, "as_of")
    matcher = core.matcher_for(tenant)
    asked = asked_by(options, matcher)
    day = None if edition is not None and as_of is None else as_date(as_of).isoformat()
    return Screened(record, matcher.screen(record, asked, day))


def keep(scope: Scope, core: Core, drafts: Sequence[Draft], *, who: str) -> list[stored.StoredScreening]:
    """Store answers; tell those who listen and the audit trail."""
    kept = stored.add_many(scope, core.vault, drafts, cause="request")
    tell_of(scope, kept)
    core.metrics.decided(one.screening for one in drafts)
    details = [{"decision_id": one.screening.decision_id, **one.screening.versions.to_dict()} for one in drafts]
    resources = [one.id for one in kept]
    append_many(scope, who=who, action="screening.created", about=zip(resources, details, strict=True))
    return kept
