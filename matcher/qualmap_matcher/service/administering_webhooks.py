"""What administrators do with webhooks, over HTTP and at the console alike: each step with its entry in the audit trail."""

from __future__ import annotations

from collections.abc import Sequence

from qualmap.errors import InputError
from qualmap.kept.webhooks import Delivery, Webhook
from qualmap.models import Json
from qualmap_matcher.service.events import EVENTS, TEST
from qualmap_matcher.service.problems import Problem, not_found
from qualmap_matcher.service.store import deliveries
from qualmap_matcher.service.store import webhooks as stored
from qualmap_matcher.service.store.audit import append
from qualmap_matcher.service.store.scope import Scope
from qualmap_matcher.service.store.sealing import Vault


def checked_events(wanted: Sequence[Json]) -> list[str]:
    """Events in their usual order, each once; raises `InputError` for one that does not exist."""
    for one in wanted:
        if not isinstance(one, str) or one not in EVENTS:
            raise InputError(f"expected some of {', '.join(EVENTS)}, got {one!r}", field="events")
    return [name for name in EVENTS if name in wanted]


def create_webhook(scope: Scope, vault: Vault, *, who: str, url: str, events: Sequence[str]) -> tuple[Webhook, str]:
    """A new webhook with its secret; the address was checked before (`Core.target_of`). Raises `InputError` for too many."""
    webhook, secret = stored.add(scope, vault, url=url, events=events)
    append(scope, who=who, action="webhook.created", resource=webhook.id, details={"url": url, "events": [*events]})
    return webhook, secret


def find_webhook(scope: Scope, id_: str) -> Webhook:
    """A webhook; raises `Problem` for one that is not there."""
    webhook = stored.find(scope, id_)
    if webhook is None:
        raise not_found("webhook")
    return webhook


def delete_webhook(scope: Scope, id_: str, *, who: str) -> Webhook:
    """Remove a webhook with its log; gives what it was. Raises `Problem` for one that is not there."""
    webhook = find_webhook(scope, id_)
    stored.remove(scope, webhook.id)
    append(scope, who=who, action="webhook.deleted", resource=webhook.id, details={"url": webhook.url})
    return webhook


def rotate_webhook_secret(scope: Scope, vault: Vault, id_: str, *, who: str) -> tuple[Webhook, str]:
    """A new secret for a webhook; the old one signs beside it for a day. Raises `Problem` for one that is not there."""
    webhook = find_webhook(scope, id_)
    secret = stored.rotate(scope, vault, webhook.id)
    if secret is None:  # removed meanwhile
        raise not_found("webhook")
    append(scope, who=who, action="webhook.rotated", resource=webhook.id)
    return webhook, secret


def test_webhook(scope: Scope, id_: str, *, who: str) -> Delivery:
    """Queue the event `webhook.test`; raises `Problem` for a webhook that is not there or whose receiver is gone."""
    webhook = _active(scope, id_)
    stored.wake(scope, webhook.id)
    delivery = stored.queue(scope, webhook.id, TEST, {"webhook": webhook.id})
    append(scope, who=who, action="webhook.tested", resource=webhook.id, details={"delivery": delivery})
    return _delivery(scope, webhook, delivery)


def replay_delivery(scope: Scope, id_: str, delivery: str, *, who: str) -> Delivery:
    """Send a delivery that has ended once more; raises `Problem` for one that is not there or on its way."""
    webhook = _active(scope, id_)
    _delivery(scope, webhook, delivery)
    stored.wake(scope, webhook.id)
    if not deliveries.replay(scope, webhook.id, delivery):
        raise Problem(code="conflict", detail="this delivery is on its way already")
    append(scope, who=who, action="webhook.replayed", resource=webhook.id, details={"delivery": delivery})
    return _delivery(scope, webhook, delivery)


def _active(scope: Scope, id_: str) -> Webhook:
    webhook = find_webhook(scope, id_)
    if not webhook.active:
        raise Problem(code="conflict", detail="the receiver answered 410, that it is gone; register the address anew")
    return webhook


def _delivery(scope: Scope, webhook: Webhook, id_: str) -> Delivery:
    found = deliveries.find(scope, webhook.id, id_)
    if found is None:
        raise not_found("delivery")
    return found
