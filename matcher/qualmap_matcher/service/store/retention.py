"""Texts blanked once a tenant's time for them is over: what was decided stays, what the person wrote goes."""

from __future__ import annotations

from typing import cast

from sqlalchemy import Connection, delete

from qualmap.models import Json
from qualmap_matcher.service.store.accounts import retention_of
from qualmap_matcher.service.store.clock import after
from qualmap_matcher.service.store.people import sealers_of
from qualmap_matcher.service.store.schema import IDEMPOTENCY, REVIEWS, SCREENING_VERSIONS, SCREENINGS
from qualmap_matcher.service.store.scope import Scope
from qualmap_matcher.service.store.sealing import Vault

_DAY = 86_400
_AT_ONCE = 200  # versions in one transaction, which makes others wait
_REPEATED_DAYS = 7  # within which a caller may ask again under the same Idempotency-Key

Object = dict[str, Json]


def blank_old_texts(scope: Scope, vault: Vault) -> int:
    """Blank some of the tenant's texts that are too old; gives how many versions that were."""
    columns, before = SCREENING_VERSIONS.c, after(-_DAY * retention_of(scope.connection, scope.tenant))
    old = scope.select(SCREENING_VERSIONS).where(columns.blanked == 0, columns.created_at < before)
    rows = scope.all(old.order_by(columns.created_at).limit(_AT_ONCE).with_for_update(skip_locked=True))
    sealers = sealers_of(scope, vault, {row.person for row in rows})
    blanked = []
    for row in rows:
        if row.person in sealers:
            sealer = sealers[row.person]
            content = blanked_content(cast("Object", sealer.open(row.sealed)))
            blanked.append(
                {"screening": row.screening, "version": row.version, "sealed": sealer.seal(content), "blanked": 1},
            )
        else:  # stored while the person was being deleted: nobody can read it
            for table, column in ((SCREENING_VERSIONS, columns.screening), (REVIEWS, REVIEWS.c.screening)):
                scope.delete(table, column == row.screening)
            scope.delete(SCREENINGS, SCREENINGS.c.id == row.screening)
    scope.update_each(SCREENING_VERSIONS, ("screening", "version"), blanked)
    return len(rows)


def blank_old_notes(scope: Scope) -> int:
    """Remove what judges wrote about mentions that are too old; gives how many notes that were."""
    before = after(-_DAY * retention_of(scope.connection, scope.tenant))
    return scope.update(REVIEWS, REVIEWS.c.sealed_note.is_not(None), REVIEWS.c.judged_at < before, sealed_note=None)


def forget_old_repeats(connection: Connection) -> int:
    """Remove what is kept of all tenants' writes for callers who ask again; gives how many."""
    return connection.execute(delete(IDEMPOTENCY).where(IDEMPOTENCY.c.created_at < after(-_DAY * _REPEATED_DAYS))).rowcount


def blanked_content(content: Object) -> Object:
    """What is sealed of a version, without the person's words: texts, issuers, and whatever quotes them."""
    record, screening = cast("Object", content["record"]), cast("Object", content["screening"])
    credentials: list[Json] = [{"text": "", "issuer": None, "country": None} for _ in cast("list[Json]", record["credentials"])]
    mentions = [_blanked_mention(cast("Object", one)) for one in cast("list[Json]", screening["mentions"])]
    questions = [_blanked_question(cast("Object", one)) for one in cast("list[Json]", screening["next_questions"])]
    return {
        **content,
        "record": {**record, "credentials": credentials},
        "screening": {**screening, "mentions": [*mentions], "next_questions": [*questions]},
    }


def _blanked_mention(mention: Object) -> Object:
    reasons = [{**cast("Object", one), "detail": ""} for one in cast("list[Json]", mention["reasons"])]
    question = None if mention["question"] is None else ""
    return {**mention, "text": "", "reasons": [*reasons], "question": question}


def _blanked_question(question: Object) -> Object:
    """A question about a mention quotes it; one about a fact quotes nobody."""
    return question if question["mention"] is None else {**question, "text": {"en": "", "zh": ""}}
