"""`/v1/retention`: for how many days a company's texts are kept."""

from __future__ import annotations

from qualmap.models import Json
from qualmap_matcher.service import schemas
from qualmap_matcher.service.administering import MOST_DAYS, checked_days, set_retention
from qualmap_matcher.service.calls import Call
from qualmap_matcher.service.endpoints import Answer, Endpoint
from qualmap_matcher.service.fields import only
from qualmap_matcher.service.store.accounts import retention_of
from qualmap_matcher.service.store.scope import Scope


async def get_retention(call: Call) -> Answer:
    """For how many days texts are kept, counted from when a screening's version was made."""
    return Answer(body={"days": await call.reading(lambda scope: retention_of(scope.connection, scope.tenant))})


async def put_retention(call: Call) -> Answer:
    """Keep texts for so many days; those that are older are blanked within minutes, and do not come back."""
    days = checked_days(only(call.json(), ("days",)).get("days"))

    def work(scope: Scope) -> Json:
        set_retention(scope, days, who=call.who)
        return {"days": days}

    return Answer(body=await call.writing_once(work))


_DAYS = schemas.closed({"days": {"type": "integer", "minimum": 1, "maximum": MOST_DAYS}}, required=("days",))

ENDPOINTS = (
    Endpoint(
        method="GET",
        path="/v1/retention",
        summary="How long are texts kept?",
        tag="people",
        scope="admin",
        handler=get_retention,
        gives=_DAYS,
    ),
    Endpoint(
        method="PUT",
        path="/v1/retention",
        summary="Say how long texts are kept",
        tag="people",
        scope="admin",
        handler=put_retention,
        takes=_DAYS,
        gives=_DAYS,
        example={"days": 30},
        problems=("malformed_json", "invalid_input", "idempotency_key_reused"),
        idempotent_key=True,
    ),
)
