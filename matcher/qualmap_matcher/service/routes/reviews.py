"""`/v1/reviews`: what a person has to look at, the judgement, and its undoing."""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

import attrs

from qualmap.models import Json, Qualification
from qualmap.screening import ScreenedMention
from qualmap_matcher.eligibility.judging import ACTIONS
from qualmap_matcher.service import schemas
from qualmap_matcher.service.calls import Call
from qualmap_matcher.service.deciding_reviews import CLAIMS, LONGEST_NOTE, decided, verdict_of
from qualmap_matcher.service.endpoints import Answer, Endpoint, Parameter
from qualmap_matcher.service.fields import only
from qualmap_matcher.service.learning import TEACHING
from qualmap_matcher.service.paging import CURSOR, LIMIT, cursor_of, page_of
from qualmap_matcher.service.problems import not_found
from qualmap_matcher.service.routes.screenings import STORED
from qualmap_matcher.service.showing_reviews import Desk, Shown
from qualmap_matcher.service.store import reviews, screenings
from qualmap_matcher.service.store.idempotency import Made, once
from qualmap_matcher.service.store.judgements import Court, Outcome
from qualmap_matcher.service.store.reviews import JUDGED, OPEN, VOID
from qualmap_matcher.service.store.scope import Scope

_MEMBERS = ("action", "qualification", "claim", "note", "teach")


async def list_reviews(call: Call) -> Answer:
    """The reviews that have waited longest first, as far as the filters admit them."""
    filters = reviews.Filters(**cast("dict[str, str | None]", {name: call.query.get(name) for name in _FILTERS}))

    def work(scope: Scope) -> object:
        desk = _desk(call, scope)

        def find(after: str | None, limit: int) -> list[Shown]:
            return [desk.shown(one) for one in reviews.page(scope, filters, after=after, limit=limit)]

        return page_of(call, find)

    return Answer(body=await call.reading(work))


async def get_review(call: Call) -> Answer:
    """One review: the mention with its text, its candidates, what else was read beside it, and the judgement, if there is one."""

    def work(scope: Scope) -> Json:
        review = reviews.find(scope, call.path["id"])
        return _desk(call, scope).shown(review).to_dict() if review else None

    body = await call.reading(work)
    if body is None:
        raise not_found("review")
    return Answer(body=body)


async def judge_review(call: Call) -> Answer:
    """Decide an open review; the screening follows in a new version, and the tenant's engine learns the name where it is safe."""
    verdict = verdict_of(only(call.json(), _MEMBERS), call.who)
    return await _decided(call, lambda court: court.judge(call.path["id"], verdict))


async def undo_review(call: Call) -> Answer:
    """Take a judgement back: the review is open again, the screening follows, and what was taught counts no longer."""
    return await _decided(call, lambda court: court.undo(call.path["id"]))


def _desk(call: Call, scope: Scope) -> Desk:
    return Desk(scope, call.core.vault, call.core.matcher.engine.qualifications)


async def _decided(call: Call, decide: Callable[[Court], Outcome]) -> Answer:
    core = call.core

    def make(scope: Scope) -> Made:
        outcome = decided(scope, core, decide, who=call.who)
        return Made(200, {"review": outcome.review.id, "version": outcome.screening.version})

    def work(scope: Scope) -> object:
        made, _ = once(scope, call.idempotency_key, call.identity(), lambda: make(scope))
        kept = cast("dict[str, Json]", made.resources)
        review = reviews.find(scope, str(kept["review"]))
        version = cast("int", kept["version"])
        stored = screenings.find(scope, core.vault, review.screening, version=version) if review else None
        if review is None or stored is None:
            raise not_found("review")
        return {"review": _desk(call, scope).shown(review).to_dict(), "screening": stored.to_dict()}

    body = await call.writing(work)
    core.own_engines.changed(call.tenant)
    return Answer(body=body)


_TEXT_OR_NULL = schemas.nullable(schemas.STRING)
_NUMBER: schemas.Schema = {"type": "integer"}
_BESIDE = schemas.closed(
    {
        "text": schemas.STRING,
        "start": _NUMBER,
        "end": _NUMBER,
        "outcome": schemas.STRING,
        "claim": schemas.STRING,
        "qualification": _TEXT_OR_NULL,
    },
    required=("text", "start", "end", "outcome", "claim", "qualification"),
)
_JUDGEMENT = schemas.closed(
    {
        "action": {"enum": [*ACTIONS]},
        "qualification": _TEXT_OR_NULL,
        "claim": _TEXT_OR_NULL,
        "note": _TEXT_OR_NULL,
        "teaching": {"enum": [*TEACHING]},
        "by": schemas.STRING,
        "at": schemas.STRING,
    },
    required=("action", "qualification", "claim", "note", "teaching", "by", "at"),
)
_STATES = (OPEN, *JUDGED, VOID)
REVIEW = schemas.closed(
    {
        "id": schemas.STRING,
        "state": {"enum": [*_STATES]},
        "outcome": {"enum": ["ambiguous", "review"]},
        "created_at": schemas.STRING,
        "screening": schemas.STRING,
        "version": _NUMBER,
        "edition": schemas.STRING,
        "credential": schemas.closed(
            {"text": schemas.STRING, "issuer": _TEXT_OR_NULL, "country": _TEXT_OR_NULL}, required=("text", "issuer", "country")
        ),
        "mention": schemas.model(ScreenedMention),
        "candidates": schemas.array(schemas.model(Qualification)),
        "question": _TEXT_OR_NULL,
        "beside": schemas.array(_BESIDE),
        "judgement": schemas.nullable(_JUDGEMENT),
    },
    required=tuple(attrs.fields_dict(Shown)),
)
"""A review as the service answers it."""

_DECIDED = schemas.closed({"review": REVIEW, "screening": STORED}, required=("review", "screening"))
_FILTERS = {
    "state": Parameter(name="state", description="Is in this state.", schema={"type": "string", "enum": [*_STATES]}),
    "outcome": Parameter(name="outcome", description="Why it asks.", schema={"type": "string", "enum": ["ambiguous", "review"]}),
    "screening": Parameter(name="screening", description="Belongs to this screening.", schema=schemas.ASKED),
}

ENDPOINTS = (
    Endpoint(
        method="GET",
        path="/v1/reviews",
        summary="List reviews",
        tag="reviews",
        scope="review",
        handler=list_reviews,
        query=(*_FILTERS.values(), CURSOR, LIMIT),
        gives=cursor_of(REVIEW),
        problems=("invalid_input",),
    ),
    Endpoint(
        method="GET",
        path="/v1/reviews/{id}",
        summary="Read one review",
        tag="reviews",
        scope="review",
        handler=get_review,
        gives=REVIEW,
    ),
    Endpoint(
        method="POST",
        path="/v1/reviews/{id}/judge",
        summary="Judge a review",
        tag="reviews",
        scope="review",
        handler=judge_review,
        takes=schemas.closed(
            {
                "action": {"enum": [*ACTIONS]},
                "qualification": _TEXT_OR_NULL,
                "claim": schemas.nullable({"enum": [*CLAIMS]}),
                "note": schemas.nullable({"type": "string", "maxLength": LONGEST_NOTE}),
                "teach": {"type": "boolean", "default": True},
            },
            required=("action",),
        ),
        gives=_DECIDED,
        example={"action": "correct", "qualification": "acca-member", "note": "seen on the certificate"},
        problems=("malformed_json", "invalid_input", "conflict", "idempotency_key_reused"),
        idempotent_key=True,
    ),
    Endpoint(
        method="POST",
        path="/v1/reviews/{id}/undo",
        summary="Take a judgement back",
        tag="reviews",
        scope="review",
        handler=undo_review,
        gives=_DECIDED,
        problems=("conflict", "idempotency_key_reused"),
        idempotent_key=True,
    ),
)
