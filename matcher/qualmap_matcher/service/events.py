"""The events that webhooks tell of, in one place; and the bodies, which hold ids and decisions and never a text of a person."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import cast

from qualmap.models import Json
from qualmap_matcher.service.store.scope import Scope
from qualmap_matcher.service.store.screenings import StoredScreening
from qualmap_matcher.service.store.webhooks import listening

SCREENING_CREATED = "screening.created"
SCREENING_CHANGED = "screening.changed"
REVIEW_OPENED = "review.opened"
BATCH_FINISHED = "batch.finished"
EDITION_CHANGED = "edition.changed"
TEST = "webhook.test"

EVENTS: dict[str, str] = {
    SCREENING_CREATED: "A request screened a person. For those of a batch, `batch.finished` is told once for all of them.",
    SCREENING_CHANGED: "A screening has a new version: a person judged or took that back, or it was screened again.",
    REVIEW_OPENED: "A screening, of a request or a batch, has mentions that a person has to look at; `reviews` are their ids.",
    BATCH_FINISHED: "A batch came to its end; `counts` says how its items ended.",
    EDITION_CHANGED: "An edition has other rows than before (`change` is `content`), or came into force (`in_force`).",
}
"""What can be subscribed to, with what it means. `webhook.test` comes besides, where a test is asked for."""


def tell_of(scope: Scope, made: Iterable[StoredScreening]) -> None:
    """Tell who listens of versions of screenings, in the transaction that makes them, whatever made them.

    It costs one look at who listens, and a body for each that somebody wants; a review that was open before is not told again.
    """
    told = listening(scope)
    for one in made:
        first = one.version == 1
        if told.wants(SCREENING_CHANGED) and not first:
            told.announce(SCREENING_CHANGED, about(one))
        if told.wants(SCREENING_CREATED) and first and one.batch is None:
            told.announce(SCREENING_CREATED, about(one))
        if told.wants(REVIEW_OPENED) and one.new_reviews:
            told.announce(REVIEW_OPENED, about_reviews(one))


def about(stored: StoredScreening) -> dict[str, Json]:
    """What an event says of a screening: which, in which version, how it was decided and by what."""
    screening = stored.screening
    benefits = cast("list[dict[str, Json]]", screening["benefits"])
    title, premium = (cast("dict[str, Json]", screening[name]) for name in ("title", "premium"))
    return {
        "screening": stored.id,
        "version": stored.version,
        "cause": stored.cause,
        "edition": screening["edition"],
        "decision_id": screening["decision_id"],
        "decisions": {str(one["clause"]): one["decision"] for one in benefits},
        "title": title["decision"],
        "premium": premium["decision"],
    }


def about_reviews(stored: StoredScreening) -> dict[str, Json]:
    """What an event says of the reviews that a version opened."""
    of: Mapping[str, Json] = about(stored)
    return {**{name: of[name] for name in ("screening", "version", "edition", "decision_id")}, "reviews": [*stored.new_reviews]}
