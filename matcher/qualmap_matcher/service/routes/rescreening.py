"""`/v1/screenings/rescreen`: what is stored, decided again under another edition or day."""

from __future__ import annotations

from qualmap.errors import InputError
from qualmap.models import Json
from qualmap_matcher.service import schemas
from qualmap_matcher.service.batching.screening import settled_options
from qualmap_matcher.service.batching.working import RESCREEN
from qualmap_matcher.service.calls import Call
from qualmap_matcher.service.endpoints import Answer, Endpoint
from qualmap_matcher.service.fields import only
from qualmap_matcher.service.problems import not_found
from qualmap_matcher.service.routes.batches import BATCH
from qualmap_matcher.service.store import batches
from qualmap_matcher.service.store.audit import append
from qualmap_matcher.service.store.batches import Batch
from qualmap_matcher.service.store.idempotency import Made, once
from qualmap_matcher.service.store.scope import Scope


async def rescreen(call: Call) -> Answer:
    """Screen again whatever is stored with its texts; a batch does it, whose report tells who gained or lost what."""
    body = only(call.json(), ("edition", "as_of", "minimum_evidence"))
    options = settled_options(body, call.core.matcher)
    if body.get("edition") is None and body.get("as_of") is None:
        raise InputError("missing; expected an edition or as_of, a day", field="edition")
    assert call.key is not None  # noqa: S101 - the route has a scope
    maker = call.key.id

    def make(scope: Scope) -> Made:
        id_ = batches.begin(scope, kind=RESCREEN, options=options, key=maker)
        total = batches.receive_stored(scope, id_)
        batches.complete(scope, id_)
        details: dict[str, Json] = {"kind": RESCREEN, "total": total, "options": options, "engine": call.core.matcher.version}
        append(scope, who=call.who, action="batch.created", resource=id_, details=details)
        return Made(201, id_)

    def work(scope: Scope) -> Batch | None:
        made, _ = once(scope, call.idempotency_key, call.identity(), lambda: make(scope))
        return batches.find(scope, str(made.resources))

    batch = await call.writing(work)
    if batch is None:
        raise not_found("batch")
    return Answer(body=batch.to_dict(), status=201)


ENDPOINTS = (
    Endpoint(
        method="POST",
        path="/v1/screenings/rescreen",
        summary="Screen everybody again",
        tag="screenings",
        scope="admin",
        handler=rescreen,
        status=201,
        takes=schemas.closed(schemas.options()),
        gives=BATCH,
        example={"edition": "3.0"},
        problems=("malformed_json", "invalid_input", "unknown_edition", "idempotency_key_reused"),
        idempotent_key=True,
    ),
)
