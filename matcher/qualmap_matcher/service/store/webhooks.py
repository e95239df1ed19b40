"""Webhooks: where a tenant wants to be told of what, with which secret; `announce` queues what happened for all who asked."""

from __future__ import annotations

import base64
import json
import os
from collections.abc import Mapping, Sequence
from typing import cast

import attrs
from sqlalchemy import Row

from qualmap.errors import InputError
from qualmap.kept.webhooks import Webhook
from qualmap.models import Json
from qualmap_matcher.service.store.clock import after, now
from qualmap_matcher.service.store.ids import new_id
from qualmap_matcher.service.store.schema import DELIVERIES, WEBHOOKS
from qualmap_matcher.service.store.scope import Scope, prepared
from qualmap_matcher.service.store.sealing import Vault

MOST = 20  # of one tenant: every event is stored once for each
_SECRET_BYTES = 32  # the specification wants 24 to 64
_ACTIVE = prepared(WEBHOOKS, where=WEBHOOKS.c.active == 1)
_PREFIX = "whsec_"
_OLD_SECRET_SECONDS = 24 * 3600  # for which a replaced secret still signs beside the new one


def announce(scope: Scope, event: str, data: Mapping[str, Json]) -> int:
    """Queue an event for every webhook of the tenant that wants it, in the transaction of what it tells of.

    `event` is one of `events.EVENTS`; `data` holds ids and decisions, and never a text of a person or a ref. Gives how many
    deliveries that makes; none of it is sent unless the transaction is kept.
    """
    return listening(scope).announce(event, data)


@attrs.frozen
class Listening:
    """Who wants to be told, asked once for many events of one transaction."""

    scope: Scope
    webhooks: Sequence[Webhook]

    def wants(self, event: str) -> bool:
        """Whether anybody does."""
        return any(event in one.events for one in self.webhooks)

    def announce(self, event: str, data: Mapping[str, Json]) -> int:
        """As the function of this name."""
        wanted = [one for one in self.webhooks if event in one.events]
        for webhook in wanted:
            queue(self.scope, webhook.id, event, data)
        return len(wanted)


def listening(scope: Scope) -> Listening:
    """The active webhooks of a tenant."""
    return Listening(scope, [_of_row(row) for row in scope.ask(_ACTIVE)])


def queue(scope: Scope, webhook: str, event: str, data: Mapping[str, Json]) -> str:
    """Queue one event for one webhook, whatever it subscribed to; gives the delivery's id."""
    id_, moment = new_id(), now()
    content: dict[str, Json] = {"type": event, "timestamp": moment, "data": dict(data)}
    scope.insert(
        DELIVERIES,
        id=id_,
        webhook=webhook,
        event=event,
        body=json.dumps(content, separators=(",", ":")),
        state="pending",
        attempts=0,
        due_at=moment,
        created_at=moment,
    )
    return id_


def add(scope: Scope, vault: Vault, *, url: str, events: Sequence[str]) -> tuple[Webhook, str]:
    """A new webhook, and its secret, which is told once; the address was checked before.

    Raises:
        InputError: there are twenty already.

    """
    if len(scope.all(scope.select(WEBHOOKS, WEBHOOKS.c.id))) >= MOST:
        raise InputError(f"there are {MOST} webhooks already; delete one first", field="url")
    webhook, secret = Webhook(id=new_id(), url=url, events=tuple(events), active=True, created_at=now()), _new_secret()
    values = {**attrs.asdict(webhook), "events": " ".join(events), "active": 1}
    scope.insert(WEBHOOKS, **values, sealed_secrets=_sealed(vault, [{"secret": secret, "until": None}]))
    return webhook, secret


def find(scope: Scope, id_: str) -> Webhook | None:
    """A webhook; None for one that is not there."""
    row = scope.one(scope.select(WEBHOOKS).where(WEBHOOKS.c.id == id_))
    return _of_row(row) if row else None


def page(scope: Scope, *, before: str | None, limit: int) -> list[Webhook]:
    """The newest webhooks, older than the one whose id is `before`."""
    statement = scope.select(WEBHOOKS).order_by(WEBHOOKS.c.id.desc()).limit(limit)
    if before is not None:
        statement = statement.where(WEBHOOKS.c.id < before)
    return [_of_row(row) for row in scope.all(statement)]


def _of_row(row: Row[tuple[object, ...]]) -> Webhook:
    return Webhook(id=row.id, url=row.url, events=tuple(row.events.split()), active=bool(row.active), created_at=row.created_at)


def remove(scope: Scope, id_: str) -> bool:
    """Remove a webhook with its deliveries; whether there was one."""
    scope.delete(DELIVERIES, DELIVERIES.c.webhook == id_)
    return bool(scope.delete(WEBHOOKS, WEBHOOKS.c.id == id_))


def rotate(scope: Scope, vault: Vault, id_: str) -> str | None:
    """A new secret, told once; the one before signs beside it for a day. None for a webhook that is not there."""
    columns = WEBHOOKS.c
    row = scope.one(scope.select(WEBHOOKS, columns.sealed_secrets).where(columns.id == id_).with_for_update())
    if row is None:
        return None
    secret, present = _new_secret(), secrets_of(vault, row.sealed_secrets)[0]
    both: list[Json] = [{"secret": secret, "until": None}, {"secret": present, "until": after(_OLD_SECRET_SECONDS)}]
    scope.update(WEBHOOKS, columns.id == id_, sealed_secrets=_sealed(vault, both))
    return secret


def wake(scope: Scope, id_: str) -> None:
    """Let what waits for a webhook be tried at once: a person asks for it."""
    scope.update(WEBHOOKS, WEBHOOKS.c.id == id_, rests_until=None)


def secrets_of(vault: Vault, sealed: bytes) -> list[str]:
    """The secrets that sign now, the newest first."""
    content = cast("list[dict[str, str | None]]", vault.sealer("webhooks").open(sealed))
    moment = now()
    return [str(one["secret"]) for one in content if one["until"] is None or moment < one["until"]]


def _sealed(vault: Vault, content: list[Json]) -> bytes:
    return vault.sealer("webhooks").seal(content)


def _new_secret() -> str:
    return _PREFIX + base64.b64encode(os.urandom(_SECRET_BYTES)).decode("ascii")
