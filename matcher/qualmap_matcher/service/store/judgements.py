"""Judgements: a person decides what a mention is, and the screening follows in a new version; it can be undone.

Who judges and who undoes hold the screening's row, so that two at once follow each other; each new version is made from the
record, the judgements that count by then, and the tenant's names as they were before this one taught anything.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Literal, cast

import attrs

from qualmap.editions import EVIDENCE
from qualmap.errors import InputError
from qualmap.local import LocalMatcher
from qualmap.models import Json
from qualmap.records import Record
from qualmap.screening import Screening
from qualmap_matcher.eligibility.judging import Action, Judgement
from qualmap_matcher.service.learning import Lesson, lesson
from qualmap_matcher.service.own_engines import OwnEngines
from qualmap_matcher.service.problems import Problem, not_found
from qualmap_matcher.service.store import names, reviews, screenings
from qualmap_matcher.service.store.clock import now
from qualmap_matcher.service.store.people import known_sealers
from qualmap_matcher.service.store.reviews import OPEN, Review
from qualmap_matcher.service.store.schema import REVIEWS, SCREENING_VERSIONS, SCREENINGS
from qualmap_matcher.service.store.scope import Scope
from qualmap_matcher.service.store.screenings import StoredScreening
from qualmap_matcher.service.store.sealing import Vault

STATES: dict[Action, str] = {"confirm": "confirmed", "correct": "corrected", "reject": "rejected"}


@attrs.frozen(kw_only=True)
class Verdict:
    """What a person decides; `by` is who, as in the audit trail."""

    action: Action
    qualification: str | None
    claim: str | None
    note: str | None
    teach: bool
    by: str


@attrs.frozen
class Outcome:
    """What came of it: the review and the screening as they are now."""

    review: Review
    screening: StoredScreening


@attrs.frozen
class Court:
    """Judges within one tenant's part of the database."""

    scope: Scope
    vault: Vault
    engines: OwnEngines

    def judge(self, id_: str, verdict: Verdict) -> Outcome:
        """Decide an open review.

        Raises:
            Problem: `not_found`; `conflict` for a review that is not open, or whose text is gone.
            InputError: a qualification that is missing, not known, or not one of the candidates.

        """
        review, stored = self._held(id_)
        if review.state != OPEN:
            raise Problem(code="conflict", detail=f"the review is {review.state}; only an open one can be judged")
        mention = _mention_of(stored, review)
        verdict = self._completed(verdict, mention)
        matcher = self.engines.within(self.scope)  # as it is before this judgement teaches anything
        learnt = self._lesson(stored, review, verdict)
        taught = names.teach(self.scope, self.vault, learnt.name, person=review.person) if learnt.name else None
        said = {"action": verdict.action, "qualification": verdict.qualification, "claim": verdict.claim}
        note: Json = verdict.note
        self.scope.update(
            REVIEWS,
            REVIEWS.c.id == review.id,
            state=STATES[verdict.action],
            version=stored.version,
            judged_at=now(),
            judged_by=verdict.by,
            judgement=json.dumps({**said, "teaching": learnt.outcome}),
            sealed_note=known_sealers(self.scope, self.vault, (review.person,))[review.person].seal(note) if note else None,
            teaches=taught,
        )
        return self._follow(review, stored, matcher, cause="review")

    def undo(self, id_: str) -> Outcome:
        """Take a judgement back: the review is open again, what it taught counts no longer.

        Raises:
            Problem: `not_found`; `conflict` for a review that nobody judged, or whose text is gone.

        """
        review, stored = self._held(id_)
        if review.judged is None:
            raise Problem(code="conflict", detail=f"the review is {review.state}; only a judged one can be undone")
        if review.teaches:
            names.withdraw(self.scope, review.teaches)
        nothing = dict.fromkeys(("judged_at", "judged_by", "judgement", "sealed_note", "teaches"))
        self.scope.update(REVIEWS, REVIEWS.c.id == review.id, state=OPEN, **nothing)
        return self._follow(review, stored, self.engines.within(self.scope), cause="undo")

    def _held(self, id_: str) -> tuple[Review, StoredScreening]:
        """A review with its screening, which nobody else changes in this transaction."""
        found = reviews.find(self.scope, id_)
        if found is None:
            raise not_found("review")
        columns, versions = SCREENINGS.c, SCREENING_VERSIONS.c
        self.scope.one(self.scope.select(SCREENINGS, columns.id).where(columns.id == found.screening).with_for_update())
        review = reviews.find(self.scope, id_)  # as whoever held it before has left it
        stored = screenings.find(self.scope, self.vault, found.screening)
        if review is None or stored is None:
            raise not_found("review")
        newest = versions.screening == stored.id, versions.version == stored.version
        row = self.scope.one(self.scope.select(SCREENING_VERSIONS, versions.blanked).where(*newest))
        if row is None or row.blanked:
            raise Problem(code="conflict", detail="the texts of this screening are gone: their retention has ended")
        return review, stored

    def _completed(self, verdict: Verdict, mention: Mapping[str, Json]) -> Verdict:
        """The verdict with the qualification that it means."""
        candidates = [str(one["id"]) for one in cast("list[dict[str, Json]]", mention["candidates"])]
        wanted = verdict.qualification
        if verdict.action == "confirm":
            if wanted is None and len(candidates) == 1:
                return attrs.evolve(verdict, qualification=candidates[0])
            if wanted not in candidates:
                raise InputError(f"expected one of {', '.join(candidates)}", field="qualification")
        elif verdict.action == "correct" and wanted not in self.engines.shared.engine.qualifications:
            expected = "missing; expected the id of a qualification" if wanted is None else f"there is no {wanted!r}"
            raise InputError(expected, field="qualification")
        return verdict

    def _lesson(self, stored: StoredScreening, review: Review, verdict: Verdict) -> Lesson:
        if not verdict.teach or verdict.qualification is None:
            return Lesson("not_asked")
        record = Record.of(stored.record)
        credential = record.credentials[review.place[0]]
        text = credential.text[review.place[1] : review.place[2]]
        return lesson(self.engines.shared.engine, credential, text, qualification=verdict.qualification)

    def _follow(
        self, review: Review, stored: StoredScreening, matcher: LocalMatcher, *, cause: Literal["review", "undo"]
    ) -> Outcome:
        """The screening's new version, by the judgements that count now."""
        screening = screened_again(self.scope, stored, matcher)
        revised = screenings.revise(self.scope, self.vault, stored, screening, stored.options, cause=cause)
        assert revised is not None  # noqa: S101 - its row is held
        after = reviews.find(self.scope, review.id)
        assert after is not None  # noqa: S101 - it was there, and its screening's row is held
        return Outcome(after, revised)


def screened_again(scope: Scope, stored: StoredScreening, matcher: LocalMatcher) -> Screening:
    """The answer to a stored record, in the edition that answered it, by the judgements that count."""
    evidence = stored.options.get("minimum_evidence") or EVIDENCE[0]
    asked = matcher.asked(str(stored.screening["edition"]), None, str(evidence))
    day = stored.screening["as_of"]
    judgements = judgements_of(scope, stored.id)
    return matcher.screener.screen(Record.of(stored.record), asked, None if day is None else str(day), judgements=judgements)


def judgements_of(scope: Scope, screening: str) -> list[Judgement]:
    """The judgements that count for a screening, the oldest first: `Screener.screen(..., judgements=...)` takes them.

    Whoever screens a stored record again passes them on; without them the answer would fall back to what the engine reads.
    """
    return [_judgement(review) for review in reviews.judged_in(scope, screening)]


def _judgement(review: Review) -> Judgement:
    judged = review.judged
    assert judged is not None  # noqa: S101 - it is one of the judged
    credential, start, end = review.place
    return Judgement(
        credential=credential,
        start=start,
        end=end,
        action=cast("Action", judged.action),
        qualification=judged.qualification,
        claim=judged.claim,
        by=judged.by.replace(":", " "),
        on=judged.at[:10],
    )


def _mention_of(stored: StoredScreening, review: Review) -> dict[str, Json]:
    """The mention as the newest version has it."""
    found = cast("list[dict[str, Json]]", stored.screening["mentions"])
    return found[review.mention]
