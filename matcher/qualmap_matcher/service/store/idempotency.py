"""A write that is asked for twice under one key happens once, and is answered twice alike.

The key is stored in the transaction of the write itself: who comes second waits for the first to commit, finds the key, and
answers from what the first made. What quotes a person is not kept here, only which resources the answer is made of; an answer
without such texts is kept whole and sealed, as it may have a secret that is told once.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Callable

import attrs

from qualmap.models import Json
from qualmap_matcher.service.problems import Problem
from qualmap_matcher.service.store.clock import now
from qualmap_matcher.service.store.schema import IDEMPOTENCY
from qualmap_matcher.service.store.scope import Scope
from qualmap_matcher.service.store.sealing import Vault

LONGEST_KEY = 255
_PENDING = 0  # the status until the write is done; never seen outside its own transaction
_WHOLE = 200  # the status of whole answers: theirs is their route's own
_ANSWERS = "answers"


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


def answered_once(scope: Scope, vault: Vault, key: str | None, request: str, make: Callable[[], Json]) -> Json:
    """The answer of a write, at a repeat the same one again; it must have no text of a person, whom deleting would not find here.

    Raises:
        Problem: as `once`; what `make` raises is no answer, and is worked out again at the next try.

    """
    fresh: list[Json] = []

    def made() -> Made:
        fresh.append(make())
        sealed = vault.sealer(_ANSWERS).seal(fresh[0]) if key is not None else b""
        return Made(_WHOLE, base64.b64encode(sealed).decode("ascii"))

    kept, again = once(scope, key, request, made)
    return vault.sealer(_ANSWERS).open(base64.b64decode(str(kept.resources))) if again else fresh[0]
