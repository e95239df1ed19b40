"""What a person decided about one stretch of a credential, and how it stands in for what the engine read there."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Literal

import attrs

from qualmap.editions import Asked
from qualmap.errors import InputError
from qualmap.models import Candidate, Json, Reason
from qualmap.records import Record
from qualmap.screening import ScreenedMention
from qualmap_matcher.engine.engine import Engine

Action = Literal["confirm", "correct", "reject"]
ACTIONS: tuple[Action, ...] = ("confirm", "correct", "reject")
FEATURE = "judged"
_SAID = {"confirm": "Confirmed", "correct": "Corrected", "reject": "Rejected"}
_HELD = "held"


@attrs.frozen(kw_only=True)
class Judgement:
    """A judgement about the text from `start` to `end` of the credential with this index.

    `qualification` is None where it was rejected; `claim` None where the text's own claim stands. `by` says who judged, in words
    that mean nothing outside ("key 018f…"), `on` the day as YYYY-MM-DD.
    """

    credential: int
    start: int
    end: int
    action: Action
    qualification: str | None
    claim: str | None
    by: str
    on: str

    def content(self, record: Record) -> Json:
        """What the decision id depends on: the credential itself and not its index, for the order of credentials is not in it."""
        of = record.credentials[self.credential]
        values = attrs.asdict(self)
        return {**values, "credential": [of.text, of.issuer, of.country]}

    @property
    def reason(self) -> Reason:
        """Who judged, and when."""
        return Reason(FEATURE, 0.0, f"{_SAID[self.action]} by {self.by} on {self.on}.")


def judged(
    mentions: Iterable[ScreenedMention], judgements: Sequence[Judgement], record: Record, *, engine: Engine, asked: Asked
) -> tuple[ScreenedMention, ...]:
    """The mentions with those judged that a person judged; a judgement takes the place of whatever overlaps it.

    Raises:
        InputError: a judgement is about a text that the record does not have, or names a qualification that is not known.

    """
    found = list(mentions)
    for judgement in judgements:
        _check(judgement, record, engine)
        here = [one for one in found if _overlaps(one, judgement)]
        fixed = _fixed(here, judgement, record, engine=engine, asked=asked)
        found = [one for one in found if one not in here]
        found.append(fixed)
    return tuple(sorted(found, key=lambda one: (one.credential, one.start, one.end)))


def _check(judgement: Judgement, record: Record, engine: Engine) -> None:
    place = f"credentials[{judgement.credential}]"
    if not 0 <= judgement.credential < len(record.credentials):
        raise InputError("judged, but the record has no such credential", record=record.ref, field=place)
    if not 0 <= judgement.start < judgement.end <= len(record.credentials[judgement.credential].text):
        raise InputError("judged at a place that the text does not have", record=record.ref, field=f"{place}.text")
    if judgement.qualification is not None and judgement.qualification not in engine.qualifications:
        raise InputError(f"judged to be {judgement.qualification!r}, which is not known", record=record.ref, field=place)


def _overlaps(mention: ScreenedMention, judgement: Judgement) -> bool:
    same = mention.credential == judgement.credential
    return same and mention.start < judgement.end and judgement.start < mention.end


def _fixed(
    here: Sequence[ScreenedMention], judgement: Judgement, record: Record, *, engine: Engine, asked: Asked
) -> ScreenedMention:
    """The judged mention, with the confidence, claim and reasons of what the engine reads there, if it reads anything."""
    read = next((one for one in here if (one.start, one.end) == (judgement.start, judgement.end)), here[0] if here else None)
    sure, known = read.confidence if read else 0.0, None
    if judgement.qualification is not None:
        known = engine.qualifications[judgement.qualification]
    return ScreenedMention(
        text=record.credentials[judgement.credential].text[judgement.start : judgement.end],
        start=judgement.start,
        end=judgement.end,
        outcome="matched" if known else "unrecognised",
        claim=judgement.claim or (read.claim if read else _HELD),
        confidence=sure,
        qualification=known,
        candidates=(Candidate(known.id, sure),) if known else (),
        listing=engine.editions.listing(asked, known.id) if known else None,
        reasons=(*(read.reasons if read else ()), judgement.reason),
        question=None,
        named_by=read.named_by if read else "registry",
        credential=judgement.credential,
    )
