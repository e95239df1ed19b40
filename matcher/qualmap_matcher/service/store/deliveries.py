"""Deliveries: one event on its way to one webhook, tried until it arrives or three days are over; a lease holds each try."""

from __future__ import annotations

import random

import attrs
from sqlalchemy import Connection, Row, Select, and_, delete, or_, select, update

from qualmap.kept.webhooks import Delivery
from qualmap_matcher.service.store.clock import after, now
from qualmap_matcher.service.store.schema import DELIVERIES, WEBHOOKS
from qualmap_matcher.service.store.scope import Scope

PENDING, LEASED, DELIVERED, FAILED = "pending", "leased", "delivered", "failed"

# Seconds from one try to the next, as the Standard Webhooks specification proposes them: together a little over three days.
DELAYS = (5, 5 * 60, 30 * 60, 2 * 3600, 5 * 3600, 10 * 3600, 14 * 3600, 20 * 3600, 24 * 3600)
_JITTER = 0.1  # of a delay, either way: what failed together shall not come back together
_AT_ONCE = 16  # deliveries of one round
_KEPT_SECONDS = 30 * 24 * 3600  # in the log, once they have ended


@attrs.frozen(kw_only=True)
class Leased:
    """A delivery that this worker holds until `lease_until`, with what is needed to send it."""

    tenant: str
    id: str
    webhook: str
    url: str
    body: str
    attempts: int
    lease_until: str
    sealed_secrets: bytes = attrs.field(repr=False)


@attrs.frozen(kw_only=True)
class Tried:
    """How a try ended: `gone` where the receiver wants nothing more for good, `silent` where it did not answer at all."""

    status: int | None = None
    error: str | None = None
    gone: bool = False
    silent: bool = False


def page(scope: Scope, webhook: str, *, before: str | None, limit: int) -> list[Delivery]:
    """The newest deliveries of a webhook, older than the one whose id is `before`."""
    columns = DELIVERIES.c
    statement = scope.select(DELIVERIES).where(columns.webhook == webhook).order_by(columns.id.desc()).limit(limit)
    if before is not None:
        statement = statement.where(columns.id < before)
    return [_of_row(row) for row in scope.all(statement)]


def find(scope: Scope, webhook: str, id_: str) -> Delivery | None:
    """A delivery of a webhook; None for one that is not there."""
    columns = DELIVERIES.c
    row = scope.one(scope.select(DELIVERIES).where(columns.webhook == webhook, columns.id == id_))
    return _of_row(row) if row else None


def _of_row(row: Row[tuple[object, ...]]) -> Delivery:
    """The delivery of a database row; one that is being tried counts as pending."""
    values = {field.name: getattr(row, field.name) for field in attrs.fields(Delivery)}
    state = PENDING if row.state == LEASED else row.state
    return Delivery(**{**values, "state": state, "due_at": row.due_at if state == PENDING else None})


def replay(scope: Scope, webhook: str, id_: str) -> bool:
    """Send a delivery again from the beginning, under the same id; False for one that is on its way."""
    columns = DELIVERIES.c
    over = (columns.webhook == webhook, columns.id == id_, columns.state.in_((DELIVERED, FAILED)))
    fresh = {"state": PENDING, "attempts": 0, "due_at": now(), "status": None, "error": None, "finished_at": None}
    return bool(scope.update(DELIVERIES, *over, **fresh))


def any_due(connection: Connection) -> bool:
    """Whether some tenant's delivery is due: a look that locks nothing."""
    return connection.execute(_due().limit(1)).first() is not None


def take(connection: Connection, *, seconds: float) -> list[Leased]:
    """Lease what is due, of whichever tenant, for so many seconds; the try counts from here on, whatever becomes of us."""
    until = after(seconds)
    rows = connection.execute(_due().limit(_AT_ONCE).with_for_update(skip_locked=True, of=DELIVERIES)).all()
    columns = DELIVERIES.c
    for row in rows:
        connection.execute(
            update(DELIVERIES)
            .where(columns.tenant == row.tenant, columns.id == row.id)
            .values(state=LEASED, lease_until=until, attempts=columns.attempts + 1)
        )
    return [
        Leased(
            tenant=row.tenant,
            id=row.id,
            webhook=row.webhook,
            url=row.url,
            body=row.body,
            attempts=row.attempts + 1,
            lease_until=until,
            sealed_secrets=row.sealed_secrets,
        )
        for row in rows
    ]


def _due() -> Select[tuple[object, ...]]:
    moment, ours, theirs = now(), DELIVERIES.c, WEBHOOKS.c
    return (
        select(*ours, theirs.url, theirs.sealed_secrets)
        .join(WEBHOOKS, and_(theirs.tenant == ours.tenant, theirs.id == ours.webhook))
        .where(
            theirs.active == 1,
            or_(theirs.rests_until.is_(None), theirs.rests_until <= moment),
            ours.due_at <= moment,
            or_(ours.state == PENDING, and_(ours.state == LEASED, ours.lease_until <= moment)),
        )
        .order_by(ours.due_at)
    )


def settle(connection: Connection, leased: Leased, tried: Tried, *, rest_seconds: float | None) -> str | None:
    """Write down how a try ended; gives the state that it led to, None where the lease has gone to another worker meanwhile.

    `rest_seconds` is for how long nothing else goes to this receiver, None for no rest.
    """
    delivered = tried.error is None
    last = tried.gone or leased.attempts > len(DELAYS)
    state = DELIVERED if delivered else FAILED if last else PENDING
    values: dict[str, object] = {"state": state, "status": tried.status, "error": tried.error, "lease_until": None}
    if state == PENDING:
        values["due_at"] = after(_jittered(DELAYS[leased.attempts - 1]))
    else:
        values["finished_at"] = now()
    columns, hooks = DELIVERIES.c, WEBHOOKS.c
    ours = (columns.tenant == leased.tenant, columns.id == leased.id)
    held = (*ours, columns.state == LEASED, columns.lease_until == leased.lease_until)
    if not connection.execute(update(DELIVERIES).where(*held).values(values)).rowcount:
        return None
    webhook = (hooks.tenant == leased.tenant, hooks.id == leased.webhook)
    if tried.gone:
        connection.execute(update(WEBHOOKS).where(*webhook).values(active=0))
        waiting = (columns.tenant == leased.tenant, columns.webhook == leased.webhook, columns.state == PENDING)
        connection.execute(update(DELIVERIES).where(*waiting).values(state=FAILED, error=tried.error, finished_at=now()))
    elif rest_seconds is not None:
        connection.execute(update(WEBHOOKS).where(*webhook).values(rests_until=after(rest_seconds)))
    return state


def forget_old(connection: Connection) -> int:
    """Remove what ended so long ago that no replay will be asked for, of all tenants; gives how many."""
    old = DELIVERIES.c.finished_at < after(-_KEPT_SECONDS)
    return connection.execute(delete(DELIVERIES).where(old)).rowcount


def _jittered(seconds: float) -> float:
    return seconds * random.uniform(1 - _JITTER, 1 + _JITTER)  # noqa: S311 - no secret
