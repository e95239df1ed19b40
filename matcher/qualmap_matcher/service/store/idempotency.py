"""A write that is asked for twice under one key happens once, and is answered twice alike.

The key is stored in the transaction of the write itself: who comes second waits for the first to commit, finds the key, and
answers from what the first made. Nothing of the answer's text is kept here, only which resources it is made of.
"""

from __future__ import annotations

import json
from collections.abc import Callable

import attrs

from qualmap.models import Json
from qualmap_matcher.service.problems import Problem
from qualmap_matcher.service.store.clock import now
from qualmap_matcher.service.store.schema import IDEMPOTENCY
from qualmap_matcher.service.store.scope import Scope

LONGEST_KEY = 255
_PENDING = 0  # the status until the write is done; never seen outside its own transaction


@attrs.frozen
class Made:
    """What a write made: the status of its answer, and the resources that the answer is made of."""

    status: int
    resources: Json


def once(scope: Scope, key: str | None, request: str, make: Callable[[], Made]) -> tuple[Made, bool]:
    """What a write made, and whether it was made before; `request` is a digest of method, address and body.

    Raises:
        Problem: `idempotency_key_reused`, where the key came with another request.

    """
    if key is None:
        return make(), False
    if scope.insert_unless_there(IDEMPOTENCY, key=key, request=request, created_at=now(), status=_PENDING, answer="null"):
        made = make()
        scope.update(IDEMPOTENCY, IDEMPOTENCY.c.key == key, status=made.status, answer=json.dumps(made.resources))
        return made, False
    row = scope.one(scope.select(IDEMPOTENCY).where(IDEMPOTENCY.c.key == key))
    assert row is not None  # noqa: S101 - it is what the claim ran into
    if row.request != request:
        raise Problem(code="idempotency_key_reused", detail="this Idempotency-Key came with another request before")
    return Made(row.status, json.loads(row.answer)), True
