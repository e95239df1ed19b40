"""Forms that are sent twice, as by a double click: done once and answered twice alike, as under an Idempotency-Key."""

from __future__ import annotations

import secrets
from collections.abc import Callable

from qualmap.models import Json
from qualmap_matcher.service.console.visit import Visit
from qualmap_matcher.service.store.idempotency import answered_once
from qualmap_matcher.service.store.scope import Scope

FIELD = "once"
_RANDOM_BYTES = 18  # 144 bits
_LONGEST = 64  # characters that a form's own mark may have


def mark() -> str:
    """What a form carries in its field `once`: another for every time that it is shown."""
    return secrets.token_urlsafe(_RANDOM_BYTES)


async def writing_once(visit: Visit, work: Callable[[Scope], Json], *asked: str) -> Json:
    """Write what a form asks for, `asked` telling it from other forms; sent again, nothing is written and the same is given.

    For answers without a text of a person: they are kept whole, sealed.
    """
    given, vault = visit.form.text(FIELD), visit.core.vault
    key = f"console {given}" if 0 < len(given) <= _LONGEST else None
    request = vault.digest("form", visit.page.operation_id, *visit.path.values(), *asked)
    return await visit.writing(lambda scope: answered_once(scope, vault, key, request, lambda: work(scope)))
