"""Cancel a batch or try its failures again, over HTTP and at the console alike, with the entry in the audit trail."""

from __future__ import annotations

from qualmap_matcher.service.store import batches
from qualmap_matcher.service.store.audit import append
from qualmap_matcher.service.store.scope import Scope


def cancel(scope: Scope, id_: str, *, who: str) -> None:
    """Let nothing more be done for a batch; raises `Problem` as `batches.cancel`."""
    if batches.cancel(scope, id_):
        counts = batches.counts(scope, [id_])[id_]
        append(scope, who=who, action="batch.cancelled", resource=id_, details={"counts": {**counts}})


def retry(scope: Scope, id_: str, *, who: str) -> None:
    """Queue the items of a batch that failed though they were records; raises `Problem` as `batches.retry`."""
    number = batches.retry(scope, id_)
    if number:
        append(scope, who=who, action="batch.retried", resource=id_, details={"items": number})
