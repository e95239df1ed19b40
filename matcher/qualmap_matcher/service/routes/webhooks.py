"""`/v1/webhooks`: where to tell a company's own programs what happened, and the log of what was told."""

from __future__ import annotations

import asyncio

from qualmap.kept.webhooks import Delivery
from qualmap.models import Json
from qualmap_matcher.service import administering_webhooks, schemas
from qualmap_matcher.service.administering_webhooks import checked_events, find_webhook
from qualmap_matcher.service.calls import Call
from qualmap_matcher.service.endpoints import Answer, Endpoint
from qualmap_matcher.service.events import EVENTS
from qualmap_matcher.service.fields import list_of, only, text
from qualmap_matcher.service.paging import CURSOR, LIMIT, cursor_of, page_of
from qualmap_matcher.service.store import deliveries
from qualmap_matcher.service.store import webhooks as stored
from qualmap_matcher.service.store.scope import Scope

_SECRET_ONCE = {"Cache-Control": "no-store"}


async def create_webhook(call: Call) -> Answer:
    """Register an address for events; this answer alone has the secret that signs them, and repeats under its Idempotency-Key."""
    body = only(call.json(), ("url", "events"))
    url, events = text(body, "url"), checked_events(list_of(body, "events", most=len(EVENTS)))
    await asyncio.to_thread(call.core.target_of, url)

    def work(scope: Scope) -> Json:
        webhook, secret = administering_webhooks.create_webhook(scope, call.core.vault, who=call.who, url=url, events=events)
        return {**webhook.to_dict(), "secret": secret}

    return Answer(body=await call.writing_once(work), status=201, headers=_SECRET_ONCE)


async def list_webhooks(call: Call) -> Answer:
    """The newest webhooks first; never a secret."""
    return Answer(
        body=await call.reading(lambda scope: page_of(call, lambda before, limit: stored.page(scope, before=before, limit=limit)))
    )


async def get_webhook(call: Call) -> Answer:
    """One webhook; `active` is false once its receiver answered 410, that it is gone."""
    return Answer(body=(await call.reading(lambda scope: find_webhook(scope, call.path["id"]))).to_dict())


async def delete_webhook(call: Call) -> Answer:
    """Remove a webhook with its log; what is on its way may still arrive."""

    def work(scope: Scope) -> Json:
        webhook = administering_webhooks.delete_webhook(scope, call.path["id"], who=call.who)
        return {"id": webhook.id, "deleted": True}

    return Answer(body=await call.writing_once(work))


async def rotate_webhook_secret(call: Call) -> Answer:
    """Make a new secret, which this answer alone has; for a day, deliveries are signed with the old one too."""

    def work(scope: Scope) -> Json:
        found = administering_webhooks.rotate_webhook_secret(scope, call.core.vault, call.path["id"], who=call.who)
        webhook, secret = found
        return {**webhook.to_dict(), "secret": secret}

    return Answer(body=await call.writing_once(work), headers=_SECRET_ONCE)


async def test_webhook(call: Call) -> Answer:
    """Send the event `webhook.test` to this address, whatever it subscribed to; the log tells what came of it."""

    def work(scope: Scope) -> Json:
        return administering_webhooks.test_webhook(scope, call.path["id"], who=call.who).to_dict()

    return Answer(body=await call.writing_once(work), status=202)


async def list_deliveries(call: Call) -> Answer:
    """What was sent to this address or waits to be, the newest first."""

    def work(scope: Scope) -> object:
        webhook = find_webhook(scope, call.path["id"])
        return page_of(call, lambda before, limit: deliveries.page(scope, webhook.id, before=before, limit=limit))

    return Answer(body=await call.reading(work))


async def replay_delivery(call: Call) -> Answer:
    """Send a delivery that has ended once more, with the same id and body, and all its tries anew."""

    def work(scope: Scope) -> Json:
        webhook, delivery = call.path["id"], call.path["delivery"]
        return administering_webhooks.replay_delivery(scope, webhook, delivery, who=call.who).to_dict()

    return Answer(body=await call.writing_once(work), status=202)


_EVENT: schemas.Schema = {"enum": [*EVENTS], "description": " ".join(f"`{name}`: {meant}" for name, meant in EVENTS.items())}
_PROPERTIES: dict[str, schemas.Schema] = {
    "id": schemas.STRING,
    "url": schemas.STRING,
    "events": schemas.array(_EVENT),
    "active": {"type": "boolean"},
    "created_at": schemas.STRING,
}
WEBHOOK = schemas.closed(_PROPERTIES, required=tuple(_PROPERTIES))
_WITH_SECRET = schemas.closed({**_PROPERTIES, "secret": schemas.STRING}, required=(*_PROPERTIES, "secret"))
DELIVERY = schemas.model(Delivery)
_ADDRESS: schemas.Schema = {"type": "string", "minLength": 1, "maxLength": 2048, "description": "https://…"}

ENDPOINTS = (
    Endpoint(
        method="POST",
        path="/v1/webhooks",
        summary="Register a webhook",
        tag="webhooks",
        scope="admin",
        handler=create_webhook,
        status=201,
        takes=schemas.closed(
            {"url": _ADDRESS, "events": schemas.array(_EVENT, minItems=1, maxItems=len(EVENTS))}, required=("url", "events")
        ),
        gives=_WITH_SECRET,
        example={"url": "https://hr.example.com/qualmap", "events": ["screening.changed", "review.opened"]},
        problems=("malformed_json", "invalid_input", "idempotency_key_reused"),
        idempotent_key=True,
    ),
    Endpoint(
        method="GET",
        path="/v1/webhooks",
        summary="List webhooks",
        tag="webhooks",
        scope="admin",
        handler=list_webhooks,
        query=(CURSOR, LIMIT),
        gives=cursor_of(WEBHOOK),
    ),
    Endpoint(
        method="GET",
        path="/v1/webhooks/{id}",
        summary="Read one webhook",
        tag="webhooks",
        scope="admin",
        handler=get_webhook,
        gives=WEBHOOK,
    ),
    Endpoint(
        method="DELETE",
        path="/v1/webhooks/{id}",
        summary="Delete a webhook",
        tag="webhooks",
        scope="admin",
        handler=delete_webhook,
        gives=schemas.closed({"id": schemas.STRING, "deleted": {"const": True}}, required=("id", "deleted")),
        problems=("idempotency_key_reused",),
        idempotent_key=True,
    ),
    Endpoint(
        method="POST",
        path="/v1/webhooks/{id}/rotate",
        summary="Replace a webhook's secret",
        tag="webhooks",
        scope="admin",
        handler=rotate_webhook_secret,
        gives=_WITH_SECRET,
        problems=("idempotency_key_reused",),
        idempotent_key=True,
    ),
    Endpoint(
        method="POST",
        path="/v1/webhooks/{id}/test",
        summary="Send a test event",
        tag="webhooks",
        scope="admin",
        handler=test_webhook,
        status=202,
        gives=DELIVERY,
        problems=("conflict", "idempotency_key_reused"),
        idempotent_key=True,
    ),
    Endpoint(
        method="GET",
        path="/v1/webhooks/{id}/deliveries",
        summary="List a webhook's deliveries",
        tag="webhooks",
        scope="admin",
        handler=list_deliveries,
        query=(CURSOR, LIMIT),
        gives=cursor_of(DELIVERY),
    ),
    Endpoint(
        method="POST",
        path="/v1/webhooks/{id}/deliveries/{delivery}/replay",
        summary="Send a delivery again",
        tag="webhooks",
        scope="admin",
        handler=replay_delivery,
        status=202,
        gives=DELIVERY,
        problems=("conflict", "idempotency_key_reused"),
        idempotent_key=True,
    ),
)
