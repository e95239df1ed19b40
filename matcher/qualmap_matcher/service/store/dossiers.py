"""Everything that the database has about one person, readable: what a person may ask an employer for."""

from __future__ import annotations

import json

from qualmap.models import Json
from qualmap_matcher.service.store.people import person_of, sealer_of
from qualmap_matcher.service.store.schema import BATCH_ITEMS, NAMES, REVIEWS, SCREENING_VERSIONS, SCREENINGS
from qualmap_matcher.service.store.scope import Scope
from qualmap_matcher.service.store.sealing import Sealer, Vault

Object = dict[str, Json]


def dossier(scope: Scope, vault: Vault, ref: str) -> Object | None:
    """Screenings with all their versions, reviews, learnt names, items of batches; None for a ref that is not known."""
    person = person_of(scope, vault, ref)
    sealer = sealer_of(scope, vault, person)
    if sealer is None:
        return None
    return {
        "ref": ref,
        "screenings": _screenings(scope, sealer, person),
        "reviews": _reviews(scope, sealer, person),
        "names": _names(scope, sealer, person),
        "batch_items": _items(scope, sealer, person),
    }


def _screenings(scope: Scope, sealer: Sealer, person: str) -> list[Json]:
    columns, found = SCREENINGS.c, SCREENING_VERSIONS.c
    rows = scope.all(scope.select(SCREENING_VERSIONS).where(found.person == person).order_by(found.screening, found.version))
    versions: dict[str, list[Json]] = {}
    for row in rows:
        content = sealer.open(row.sealed)
        assert isinstance(content, dict)  # noqa: S101 - it is what was sealed
        about: Object = {"version": row.version, "cause": row.cause, "created_at": row.created_at, "blanked": bool(row.blanked)}
        versions.setdefault(row.screening, []).append({**about, **content})
    return [
        {
            "id": row.id,
            "review": row.review,
            "batch": row.batch,
            "created_at": row.created_at,
            "updated_at": row.updated_at,
            "versions": versions.get(row.id, []),
        }
        for row in scope.all(scope.select(SCREENINGS).where(columns.person == person).order_by(columns.id))
    ]


def _reviews(scope: Scope, sealer: Sealer, person: str) -> list[Json]:
    return [
        {
            "id": row.id,
            "screening": row.screening,
            "version": row.version,
            "mention": row.mention,
            "outcome": row.outcome,
            "state": row.state,
            "created_at": row.created_at,
            "judged_at": row.judged_at,
            "judged_by": row.judged_by,
            "judgement": json.loads(row.judgement) if row.judgement else None,
            "note": sealer.open(row.sealed_note) if row.sealed_note else None,
        }
        for row in scope.all(scope.select(REVIEWS).where(REVIEWS.c.person == person).order_by(REVIEWS.c.id))
    ]


def _names(scope: Scope, sealer: Sealer, person: str) -> list[Json]:
    rows = scope.all(scope.select(NAMES).where(NAMES.c.person == person).order_by(NAMES.c.id))
    return [
        {
            "id": row.id,
            "qualification": row.qualification,
            "created_at": row.created_at,
            "withdrawn_at": row.withdrawn_at,
            "learnt": sealer.open(row.sealed),
        }
        for row in rows
    ]


def _items(scope: Scope, sealer: Sealer, person: str) -> list[Json]:
    columns = BATCH_ITEMS.c
    rows = scope.all(scope.select(BATCH_ITEMS).where(columns.person == person).order_by(columns.batch, columns.position))
    return [
        {
            "batch": row.batch,
            "position": row.position,
            "state": row.state,
            "screening": row.screening,
            "error": row.error,
            "sent": sealer.open(row.sealed) if row.sealed else None,
        }
        for row in rows
    ]
