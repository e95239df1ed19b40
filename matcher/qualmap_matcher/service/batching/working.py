"""The chores of batches: screen the next piece of one, bring it to its end, clear away what was given up."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from qualmap.models import Json
from qualmap.records import Record
from qualmap_matcher.service.batching.screening import Answered, Renewing, Task, Unanswered, record_of, screened
from qualmap_matcher.service.core import Core
from qualmap_matcher.service.events import BATCH_FINISHED, tell_of
from qualmap_matcher.service.store import batch_work, batches, screenings
from qualmap_matcher.service.store.audit import append
from qualmap_matcher.service.store.batch_work import Item, Lease, OpenBatch, Settled
from qualmap_matcher.service.store.judgements import judgements_of
from qualmap_matcher.service.store.people import sealers_of
from qualmap_matcher.service.store.scope import Scope
from qualmap_matcher.service.store.screenings import Draft, StoredScreening
from qualmap_matcher.service.store.sealing import Sealer
from qualmap_matcher.service.store.webhooks import announce

RESCREEN = "rescreen"
WORKER = "system"  # who acts, for the audit trail


def work_on_batches(core: Core) -> bool:
    """Screen a piece of some batch; whether there was any."""
    with core.database.reading() as connection:
        found = batch_work.open_batches(connection)
    return any(work_on(core, batch) for batch in found)


def work_on(core: Core, batch: OpenBatch) -> bool:
    """Screen a piece of a batch, or bring it to its end; whether there was anything to do."""
    lease = take(core, batch)
    if lease is not None:
        store(core, lease, answers(core, lease))
    return finish(core, batch) or lease is not None


def take(core: Core, batch: OpenBatch) -> Lease | None:
    """Lease the next items of a batch."""
    with core.database.writing() as connection:
        return batch_work.take(Scope(connection, batch.tenant), batch, seconds=core.settings.lease_seconds)


def answers(core: Core, lease: Lease) -> list[Answered | Unanswered]:
    """The answers to the items of a lease, which is renewed on the way."""
    tasks = _tasks(core, lease)
    renewing = Renewing(core.settings.lease_seconds, lambda: _renew(core, lease))
    return list(screened(lease, tasks, core.matcher_for(lease.batch.tenant), on_the_way=renewing))


def _tasks(core: Core, lease: Lease) -> list[Task]:
    with core.database.reading() as connection:
        scope = Scope(connection, lease.batch.tenant)
        if lease.batch.kind == RESCREEN:
            return [_stored_task(core, scope, item) for item in lease.items]
        sealers = sealers_of(scope, core.vault, {item.person for item in lease.items if item.person})
    return [Task(item=item, record=_record(item, sealers.get(item.person or ""))) for item in lease.items]


def _record(item: Item, sealer: Sealer | None) -> Record | None:
    """The record of an uploaded item; None once its person was deleted."""
    return record_of(sealer.open(item.sealed)) if sealer is not None and item.sealed is not None else None


def _stored_task(core: Core, scope: Scope, item: Item) -> Task:
    stored = screenings.find(scope, core.vault, item.screening or "")
    if stored is None:
        return Task(item=item, record=None)
    return Task(item=item, record=Record.of(stored.record), stored=stored, judgements=judgements_of(scope, stored.id))


def _renew(core: Core, lease: Lease) -> None:
    with core.database.writing() as connection:
        batch_work.renew(Scope(connection, lease.batch.tenant), lease, seconds=core.settings.lease_seconds)


def store(core: Core, lease: Lease, answered: Sequence[Answered | Unanswered]) -> int:
    """Store the answers to those items that this worker still holds, all in one transaction; gives how many these were."""
    drafts = _drafts(lease, answered)
    with core.database.writing() as connection:
        scope = Scope(connection, lease.batch.tenant)
        held = batch_work.held(scope, lease)
        ours = [one for one in answered if one.task.item.position in held]
        settled = [*_stored(core, scope, lease, ours, drafts), *_failed(core, scope, ours)]
        batch_work.settle(scope, lease, settled)
    for one in settled:
        core.metrics.items.labels(one.state).inc()
    core.metrics.decided(answer.screening for answer in ours if isinstance(answer, Answered))
    return len(settled)


def _drafts(lease: Lease, answered: Sequence[Answered | Unanswered]) -> dict[int, Draft]:
    """What will be stored anew, by the items' positions."""
    if lease.batch.kind == RESCREEN:
        return {}
    found = (one for one in answered if isinstance(one, Answered))
    return {one.task.item.position: Draft.of(one.record, one.screening, lease.batch.options) for one in found}


def _stored(
    core: Core, scope: Scope, lease: Lease, answered: Sequence[Answered | Unanswered], drafts: Mapping[int, Draft]
) -> list[Settled]:
    found = [one for one in answered if isinstance(one, Answered)]
    if lease.batch.kind == RESCREEN:
        revised = [_revised(core, scope, lease, one) for one in found]
        tell_of(scope, [made for _, made in revised if made is not None])
        return [settled for settled, _ in revised]
    ours = [drafts[one.task.item.position] for one in found]
    kept = screenings.add_many(scope, core.vault, ours, cause="batch", batch=lease.batch.id)
    tell_of(scope, kept)
    return [
        Settled(position=one.task.item.position, state="done", screening=stored.id, version=stored.version)
        for one, stored in zip(found, kept, strict=True)
    ]


def _revised(core: Core, scope: Scope, lease: Lease, one: Answered) -> tuple[Settled, StoredScreening | None]:
    """A stored screening in a newer version; the same one where the answer is the same, and another try where it was changed."""
    position, before = one.task.item.position, one.task.stored
    assert before is not None  # noqa: S101 - every task of a rescreening has one
    if before.screening["decision_id"] == one.screening.decision_id:
        same = before.version
        return Settled(position=position, state="done", screening=before.id, version=same, previous=same), None
    made = screenings.revise(scope, core.vault, before, one.screening, lease.batch.options, cause=RESCREEN)
    if made is None:
        return Settled(position=position, state="queued", screening=before.id), None
    return Settled(position=position, state="done", screening=made.id, version=made.version, previous=before.version), made


def _failed(core: Core, scope: Scope, answered: Sequence[Answered | Unanswered]) -> list[Settled]:
    found = [one for one in answered if isinstance(one, Unanswered)]
    sealers = sealers_of(scope, core.vault, {one.task.item.person for one in found if one.task.item.person})
    return [
        Settled(
            position=one.task.item.position,
            state="failed",
            screening=one.task.item.screening,
            error=one.code,
            sealed=_sealed(one, sealers.get(one.task.item.person or "")),
        )
        for one in found
    ]


def _sealed(one: Unanswered, sealer: Sealer | None) -> bytes | None:
    """What is kept of an item that failed; nothing once its person was deleted."""
    return sealer.seal(one.content) if sealer is not None and one.task.record is not None else None


def finish(core: Core, batch: OpenBatch) -> bool:
    """Close a batch that has nothing left to do; whether this was done now."""
    with core.database.writing() as connection:
        scope = Scope(connection, batch.tenant)
        counts = batch_work.finish(scope, batch.id)
        if counts is not None:
            numbers: Json = {**counts}
            announce(scope, BATCH_FINISHED, {"batch": batch.id, "kind": batch.kind, "counts": numbers})
            details: dict[str, Json] = {"kind": batch.kind, "counts": numbers, "engine": core.matcher.version}
            append(scope, who=WORKER, action="batch.finished", resource=batch.id, details=details)
    return counts is not None


def clear_batches(core: Core) -> bool:
    """Clear away a piece of what was given up or cancelled; whether there was anything."""
    with core.database.reading() as connection:
        given_up = batch_work.given_up(connection)
        cancelled = batch_work.to_put_away(connection)
    for work, found in ((batches.discard, given_up), (batch_work.put_away, cancelled)):
        for tenant, id_ in found:
            with core.database.writing() as connection:
                work(Scope(connection, tenant), id_)
    return bool(given_up or cancelled)
