"""A person deleted: the key, without which no copy of the texts can be read, and every row that is about the person."""

from __future__ import annotations

from sqlalchemy import func

from qualmap.kept.administration import Erased
from qualmap_matcher.service.store.schema import (
    BATCH_ITEMS,
    IDEMPOTENCY,
    NAMES,
    PERSONS,
    REVIEWS,
    SCREENING_VERSIONS,
    SCREENINGS,
)
from qualmap_matcher.service.store.scope import Scope


def erase(scope: Scope, person: str) -> Erased | None:
    """Delete all that the database has about a person; None for one who is not known."""
    # Items first: a worker that has one locks it until its screening is stored, and the screening must be seen below.
    items = scope.delete(BATCH_ITEMS, BATCH_ITEMS.c.person == person)
    known = scope.delete(PERSONS, PERSONS.c.person == person)
    found = [
        row.id
        for table in (SCREENINGS, REVIEWS)
        for row in scope.all(scope.select(table, table.c.id).where(table.c.person == person))
    ]
    for id_ in found:
        _forget_answers(scope, id_)
    erased = Erased(
        screenings=scope.delete(SCREENINGS, SCREENINGS.c.person == person),
        versions=scope.delete(SCREENING_VERSIONS, SCREENING_VERSIONS.c.person == person),
        reviews=scope.delete(REVIEWS, REVIEWS.c.person == person),
        names=scope.delete(NAMES, NAMES.c.person == person),
        batch_items=items,
    )
    return erased if known or items or found else None


def _forget_answers(scope: Scope, id_: str) -> None:
    """Take an id out of the answers that are kept for repeats: a repeat finds nothing then, and makes nobody known again."""
    answer, written = IDEMPOTENCY.c.answer, f'"{id_}"'
    scope.update(IDEMPOTENCY, answer.contains(written), answer=func.replace(answer, written, '""'))
