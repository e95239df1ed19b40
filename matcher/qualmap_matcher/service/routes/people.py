"""`/v1/people`: all that is stored about one person, given out or deleted; the ref stands in the body, so that no log has it."""

from __future__ import annotations

import asyncio

from qualmap.models import Json
from qualmap_matcher.service import administering, schemas
from qualmap_matcher.service.calls import Call
from qualmap_matcher.service.endpoints import Answer, Endpoint
from qualmap_matcher.service.fields import only, text
from qualmap_matcher.service.problems import not_found
from qualmap_matcher.service.store.scope import Scope


async def export_person(call: Call) -> Answer:
    """Everything that is stored about one person, opened: screenings in all versions, reviews, names learnt, batch items."""
    ref = text(only(call.json(), ("ref",)), "ref")

    found = await call.writing(lambda scope: administering.export_person(scope, call.core.vault, ref, who=call.who))
    if found is None:
        raise not_found("person")
    return Answer(body=found, headers={"Cache-Control": "no-store"})


async def delete_person(call: Call) -> Answer:
    """Delete everything that is stored about one person; the audit trail keeps that it was done, and a digest of the ref."""
    ref = text(only(call.json(), ("ref",)), "ref")

    def work(scope: Scope) -> Json:
        erased = administering.delete_person(scope, call.core.vault, ref, who=call.who)
        if erased is None:
            raise not_found("person")
        return {"deleted": erased.to_dict()}

    body = await call.writing_once(work)
    await asyncio.to_thread(call.core.forget_person, call.tenant)
    return Answer(body=body)


_TAKES = schemas.closed({"ref": {"type": "string", "minLength": 1, "pattern": r"\S"}}, required=("ref",))
_COUNTS = ("screenings", "versions", "reviews", "names", "batch_items")
_MANY = schemas.array({"type": "object"})

ENDPOINTS = (
    Endpoint(
        method="POST",
        path="/v1/people/export",
        summary="Give out what is stored about a person",
        tag="people",
        scope="admin",
        handler=export_person,
        takes=_TAKES,
        gives=schemas.closed(
            {"ref": schemas.STRING, "screenings": _MANY, "reviews": _MANY, "names": _MANY, "batch_items": _MANY},
            required=("ref", "screenings", "reviews", "names", "batch_items"),
        ),
        example={"ref": "C-1024"},
        problems=("malformed_json", "invalid_input", "not_found"),
    ),
    Endpoint(
        method="POST",
        path="/v1/people/delete",
        summary="Delete a person",
        tag="people",
        scope="admin",
        handler=delete_person,
        takes=_TAKES,
        gives=schemas.closed(
            {"deleted": schemas.closed({name: {"type": "integer"} for name in _COUNTS}, required=_COUNTS)}, required=("deleted",)
        ),
        example={"ref": "C-1024"},
        problems=("malformed_json", "invalid_input", "not_found", "idempotency_key_reused"),
        idempotent_key=True,
    ),
)
