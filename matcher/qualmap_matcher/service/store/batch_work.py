"""Batches as their workers see them: pieces leased, settled by who still holds them, and batches brought to their end.

A lease is a moment and a new id on every item of a piece. A worker that is killed says nothing more, the moment passes, and
the items go to another; one that was only slow finds its id gone when it wants to settle them, and stores nothing.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence

import attrs
from sqlalchemy import Connection, func, select

from qualmap.models import Json
from qualmap_matcher.service.store.accounts import retention_of
from qualmap_matcher.service.store.batches import OPEN, counts
from qualmap_matcher.service.store.clock import after, now
from qualmap_matcher.service.store.ids import new_id
from qualmap_matcher.service.store.schema import BATCH_ITEMS, BATCHES
from qualmap_matcher.service.store.scope import Scope

ITEMS_AT_ONCE = 200  # in one lease and one commit: a commit costs as much as some ten screenings
MOST_ATTEMPTS = 10
_KEY = ("batch", "position")
_STALE_SECONDS = 3600  # an upload of which nothing came for so long is given up
_PUT_AWAY_AT_ONCE = 2000
_BLANKED_AT_ONCE = 20  # batches
_DAY = 86_400


@attrs.frozen(kw_only=True)
class OpenBatch:
    """A batch that has something left to do, of whichever tenant."""

    tenant: str
    id: str
    kind: str
    options: Mapping[str, Json]


@attrs.frozen(kw_only=True)
class Item:
    """One item of a lease: `sealed` for an uploaded record, `screening` for one that is screened again."""

    position: int
    attempts: int
    person: str | None
    sealed: bytes | None
    screening: str | None


@attrs.frozen(kw_only=True)
class Lease:
    """Items that one worker holds, under the id `worker`."""

    batch: OpenBatch
    worker: str
    items: Sequence[Item]


@attrs.frozen(kw_only=True)
class Settled:
    """What became of an item: `done` with a screening, `failed` with an error's code, or `queued` again."""

    position: int
    state: str
    screening: str | None = None
    version: int | None = None
    previous: int | None = None
    error: str | None = None
    sealed: bytes | None = None


def open_batches(connection: Connection) -> Sequence[OpenBatch]:
    """The batches of all tenants that are not over, in an order of chance, so that a long one keeps no other waiting."""
    columns = BATCHES.c
    statement = select(columns.tenant, columns.id, columns.kind, columns.options).where(columns.state.in_(OPEN))
    rows = connection.execute(statement.order_by(func.random())).all()
    return [OpenBatch(tenant=row.tenant, id=row.id, kind=row.kind, options=json.loads(row.options)) for row in rows]


def take(scope: Scope, batch: OpenBatch, *, seconds: float) -> Lease | None:
    """Lease the next items of a batch: those whose worker fell silent, else those that nobody has had; None for no items."""
    columns = BATCH_ITEMS.c
    # The batch before its items, here and wherever both are locked: in any other order two would wait for each other.
    scope.update(BATCHES, BATCHES.c.id == batch.id, BATCHES.c.state == "queued", state="running", updated_at=now())
    due = scope.select(BATCH_ITEMS, columns.position, columns.attempts, columns.person, columns.sealed, columns.screening)
    due = due.where(columns.batch == batch.id).order_by(columns.position).limit(ITEMS_AT_ONCE)
    due = due.with_for_update(skip_locked=True)
    rows = scope.all(due.where(columns.state == "leased", columns.lease_until < now()))
    at_once = _at_once(max((row.attempts for row in rows), default=0))
    rows = rows[:at_once] or scope.all(due.where(columns.state == "queued"))
    if not rows:
        return None
    worker, until = new_id(), after(seconds)
    found = columns.position.in_([row.position for row in rows])
    values = {"state": "leased", "worker": worker, "lease_until": until, "attempts": columns.attempts + 1}
    scope.update(BATCH_ITEMS, columns.batch == batch.id, found, **values)
    items = [Item(**{**row._mapping, "attempts": row.attempts + 1}) for row in rows]  # noqa: SLF001 - SQLAlchemy's public name for it
    return Lease(batch=batch, worker=worker, items=items)


def _at_once(attempts: int) -> int:
    """How many items to take that were taken so often: one that kills its worker must not go on to take others along."""
    return ITEMS_AT_ONCE if attempts <= 1 else 20 if attempts <= 3 else 1  # noqa: PLR2004 - each step is tried twice


def renew(scope: Scope, lease: Lease, *, seconds: float) -> None:
    """Hold a lease for longer."""
    columns = BATCH_ITEMS.c
    scope.update(BATCH_ITEMS, columns.batch == lease.batch.id, columns.worker == lease.worker, lease_until=after(seconds))


def held(scope: Scope, lease: Lease) -> frozenset[int]:
    """The positions that are still this worker's, and stay so in this transaction; none once the batch was cancelled."""
    columns, batch = BATCH_ITEMS.c, BATCHES.c
    going_on = scope.select(BATCHES, batch.id).where(batch.id == lease.batch.id, batch.state.in_(OPEN))
    if scope.one(going_on.with_for_update(read=True)) is None:
        return frozenset()
    statement = scope.select(BATCH_ITEMS, columns.position).where(
        columns.batch == lease.batch.id,
        columns.position.in_([item.position for item in lease.items]),
        columns.worker == lease.worker,
        columns.state == "leased",
    )
    return frozenset(row.position for row in scope.all(statement.with_for_update()))


def settle(scope: Scope, lease: Lease, settled: Iterable[Settled]) -> None:
    """Write down what became of items that `held` gave; nobody holds them any longer."""
    rows = [{"batch": lease.batch.id, "worker": None, "lease_until": None, **attrs.asdict(one)} for one in settled]
    scope.update_each(BATCH_ITEMS, _KEY, rows)


def finish(scope: Scope, id_: str) -> dict[str, int] | None:
    """Close a batch that has nothing left to do; gives its counts by state, None where it goes on or was closed before."""
    columns = BATCHES.c
    locked = scope.select(BATCHES, columns.id).where(columns.id == id_, columns.state.in_(OPEN)).with_for_update()
    if scope.one(locked) is None or _has_unfinished(scope, id_):
        return None
    moment = now()
    scope.update(BATCHES, columns.id == id_, state="done", finished_at=moment, updated_at=moment)
    return counts(scope, [id_])[id_]


def _has_unfinished(scope: Scope, id_: str) -> bool:
    columns = BATCH_ITEMS.c
    found = scope.select(BATCH_ITEMS, columns.position).where(columns.batch == id_, columns.state.in_(("queued", "leased")))
    return scope.one(found) is not None


def put_away(scope: Scope, id_: str) -> None:
    """Cancel a piece of the items of a cancelled batch, and remove what was sealed for them."""
    columns = BATCH_ITEMS.c
    found = scope.select(BATCH_ITEMS, columns.position).where(columns.batch == id_, columns.state.in_(("queued", "leased")))
    positions = [row.position for row in scope.all(found.order_by(columns.position).limit(_PUT_AWAY_AT_ONCE))]
    if positions:
        values = {"state": "cancelled", "sealed": None, "worker": None, "lease_until": None}
        scope.update(BATCH_ITEMS, columns.batch == id_, columns.position.in_(positions), **values)
    else:
        scope.update(BATCHES, BATCHES.c.id == id_, finished_at=now())


def blank_old_items(scope: Scope) -> int:
    """Remove what is still sealed for items that failed, where the batch ended before the tenant's time for texts."""
    columns, items = BATCHES.c, BATCH_ITEMS.c
    before = after(-_DAY * retention_of(scope.connection, scope.tenant))
    over = columns.state.in_(("done", "cancelled")), columns.blanked == 0, columns.finished_at < before
    ids = [row.id for row in scope.all(scope.select(BATCHES, columns.id).where(*over).limit(_BLANKED_AT_ONCE))]
    if ids:
        scope.update(BATCH_ITEMS, items.batch.in_(ids), items.state == "failed", sealed=None)
        scope.update(BATCHES, columns.id.in_(ids), blanked=1)
    return len(ids)


def given_up(connection: Connection) -> Sequence[tuple[str, str]]:
    """Tenant and id of batches, of all tenants, that are to be removed: uploads that stopped coming, or were cut."""
    columns = BATCHES.c
    stale = (columns.state == "receiving") & (columns.updated_at < after(-_STALE_SECONDS))
    statement = select(columns.tenant, columns.id).where(stale | (columns.state == "discarded"))
    return [(row.tenant, row.id) for row in connection.execute(statement)]


def to_put_away(connection: Connection) -> Sequence[tuple[str, str]]:
    """Tenant and id of batches, of all tenants, that were cancelled and have items left."""
    columns = BATCHES.c
    statement = select(columns.tenant, columns.id).where(columns.state == "cancelled", columns.finished_at.is_(None))
    return [(row.tenant, row.id) for row in connection.execute(statement)]
