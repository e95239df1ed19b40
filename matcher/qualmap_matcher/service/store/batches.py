"""Batches as their owners see them: received in pieces, counted, listed, cancelled, tried again."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

import attrs
from sqlalchemy import Row as DatabaseRow
from sqlalchemy import func, literal

from qualmap.files.rows import FailedRow, Row
from qualmap.models import Json
from qualmap_matcher.service.problems import Problem
from qualmap_matcher.service.store.clock import now
from qualmap_matcher.service.store.ids import new_id
from qualmap_matcher.service.store.people import known_sealers, person_of
from qualmap_matcher.service.store.schema import BATCH_ITEMS, BATCHES, SCREENING_VERSIONS, SCREENINGS
from qualmap_matcher.service.store.scope import Scope
from qualmap_matcher.service.store.sealing import Sealer, Vault

OPEN = ("queued", "running")
_UNFINISHED = ("queued", "leased")
_REMOVED_AT_ONCE = 2000  # items in one transaction, for which others have to wait


@attrs.frozen(kw_only=True)
class Batch:
    """A batch with the number of its items in each state; `counts` has `total`, `done`, `failed`, `queued`, `cancelled`."""

    id: str
    kind: str
    state: str
    options: Mapping[str, Json]
    created_at: str
    finished_at: str | None
    counts: Mapping[str, int]

    @property
    def is_over(self) -> bool:
        """Whether no more results will come."""
        return self.state in {"done", "cancelled"}

    def to_dict(self) -> dict[str, Json]:
        """As JSON; `progress` is the share of the items that nothing more will be done for."""
        total = self.counts["total"]
        return {
            "id": self.id,
            "kind": self.kind,
            "state": self.state,
            "options": dict(self.options),
            "created_at": self.created_at,
            "finished_at": self.finished_at,
            "counts": dict(self.counts),
            "progress": round(1 - self.counts["queued"] / total, 4) if total else 1.0,
        }


def begin(scope: Scope, *, kind: str, options: Mapping[str, Json], key: str) -> str:
    """A new batch that receives its items; gives its id."""
    id_, moment = new_id(), now()
    scope.insert(
        BATCHES,
        id=id_,
        kind=kind,
        state="receiving",
        options=json.dumps(dict(options)),
        total=0,
        created_at=moment,
        updated_at=moment,
        blanked=0,
        key=key,
    )
    return id_


def receive(scope: Scope, vault: Vault, id_: str, rows: Sequence[Row], *, at: int) -> None:
    """Add items at positions from `at` on, each sealed for its person; what is no record has failed already."""
    columns, total = BATCHES.c, at + len(rows)
    if not scope.update(BATCHES, columns.id == id_, columns.state == "receiving", total=total, updated_at=now()):
        raise Problem(code="conflict", detail="nothing came for so long that the upload was given up; send it again")
    persons = [person_of(scope, vault, ref) if (ref := _ref(row)) else None for row in rows]
    sealers = known_sealers(scope, vault, {one for one in persons if one})
    nobody = sealer_for_nobody(vault)
    scope.insert_many(
        BATCH_ITEMS,
        [
            {
                "batch": id_,
                "position": position,
                "state": "failed" if isinstance(row, FailedRow) else "queued",
                "attempts": 0,
                "person": person,
                "sealed": (sealers[person] if person else nobody).seal(_content(row)),
                "error": row.error.code if isinstance(row, FailedRow) else None,
            }
            for position, (row, person) in enumerate(zip(rows, persons, strict=True), at)
        ],
    )


def receive_stored(scope: Scope, id_: str) -> int:
    """Make an item of every stored screening whose texts are still there, in the order in which they came; gives how many."""
    ours, versions = SCREENINGS.c, SCREENING_VERSIONS.c
    newest = (versions.tenant == ours.tenant) & (versions.screening == ours.id) & (versions.version == ours.version)
    statement = (
        scope.select(SCREENINGS, ours.person, ours.id.label("screening"))
        .add_columns(
            literal(id_).label("batch"),
            (func.row_number().over(order_by=ours.id) - 1).label("position"),
            literal("queued").label("state"),
            literal(0).label("attempts"),
        )
        .select_from(SCREENINGS.join(SCREENING_VERSIONS, newest))
        .where(versions.blanked == 0)
    )
    total = scope.insert_from(BATCH_ITEMS, statement)
    scope.update(BATCHES, BATCHES.c.id == id_, total=total)
    return total


def complete(scope: Scope, id_: str) -> None:
    """Let the workers have a batch that was received whole."""
    columns = BATCHES.c
    if not scope.update(BATCHES, columns.id == id_, columns.state == "receiving", state="queued", updated_at=now()):
        raise Problem(code="conflict", detail="nothing came for so long that the upload was given up; send it again")


def discard(scope: Scope, id_: str) -> bool:
    """Remove a piece of a batch that was not received whole; whether there is more to remove."""
    columns, items = BATCHES.c, BATCH_ITEMS.c
    scope.update(BATCHES, columns.id == id_, columns.state == "receiving", state="discarded", updated_at=now())
    if not scope.one(scope.select(BATCHES, columns.id).where(columns.id == id_, columns.state == "discarded")):
        return False
    first = scope.select(BATCH_ITEMS, items.position).where(items.batch == id_).order_by(items.position).limit(_REMOVED_AT_ONCE)
    positions = [row.position for row in scope.all(first)]
    if positions:
        scope.delete(BATCH_ITEMS, items.batch == id_, items.position <= positions[-1])
        return True
    scope.delete(BATCHES, columns.id == id_)
    return False


def find(scope: Scope, id_: str) -> Batch | None:
    """A batch; None for one that is not there."""
    row = scope.one(scope.select(BATCHES).where(BATCHES.c.id == id_, BATCHES.c.state != "discarded"))
    return _batches(scope, [row])[0] if row else None


def page(scope: Scope, *, before: str | None, limit: int) -> Sequence[Batch]:
    """The newest batches, older than the one whose id is `before`."""
    statement = scope.select(BATCHES).where(BATCHES.c.state != "discarded").order_by(BATCHES.c.id.desc()).limit(limit)
    if before is not None:
        statement = statement.where(BATCHES.c.id < before)
    return _batches(scope, scope.all(statement))


def cancel(scope: Scope, id_: str) -> bool:
    """Let nothing more be done for a batch; whether that changed anything. What was done stays.

    Raises:
        Problem: `not_found`, or `conflict` for a batch that is done or still comes in.

    """
    state = _locked(scope, id_)
    if state == "cancelled":
        return False
    if state not in OPEN:
        raise Problem(code="conflict", detail=f"a batch that is {state} cannot be cancelled")
    scope.update(BATCHES, BATCHES.c.id == id_, state="cancelled", updated_at=now())  # its items are put away by the workers
    return True


def retry(scope: Scope, id_: str) -> int:
    """Queue the items that failed though they were records; gives how many.

    Raises:
        Problem: `not_found`, or `conflict` for a batch that was cancelled or still comes in.

    """
    state = _locked(scope, id_)
    if state not in {*OPEN, "done"}:
        raise Problem(code="conflict", detail=f"the items of a batch that is {state} cannot be tried again")
    columns = BATCH_ITEMS.c
    failed = (columns.batch == id_, columns.state == "failed", columns.attempts > 0, columns.sealed.is_not(None))
    count = scope.update(BATCH_ITEMS, *failed, state="queued", attempts=0, error=None)
    if count:
        scope.update(BATCHES, BATCHES.c.id == id_, state="queued", finished_at=None, updated_at=now())
    return count


def sealer_for_nobody(vault: Vault) -> Sealer:
    """Seals lines whose person cannot be told."""
    return vault.sealer("batches")


def _locked(scope: Scope, id_: str) -> str:
    """A batch's state, which nobody else changes in this transaction."""
    statement = scope.select(BATCHES, BATCHES.c.state).where(BATCHES.c.id == id_).with_for_update()
    row = scope.one(statement)
    if row is None or row.state == "discarded":
        raise Problem(code="not_found", detail="there is no such batch")
    state: str = row.state
    return state


def _ref(row: Row) -> str | None:
    return row.ref if isinstance(row, FailedRow) else row.record.ref


def _content(row: Row) -> Json:
    if isinstance(row, FailedRow):
        return {"ref": row.ref, "record": None, "error": {"message": row.error.message, "field": row.error.field}}
    return {"ref": row.record.ref, "record": row.record.to_dict(), "error": None}


def counts(scope: Scope, ids: Sequence[str]) -> dict[str, dict[str, int]]:
    """How many items of each batch are in each state."""
    columns = BATCH_ITEMS.c
    statement = scope.select(BATCH_ITEMS, columns.batch, columns.state).add_columns(func.count().label("number"))
    found: dict[str, dict[str, int]] = {id_: {} for id_ in ids}
    for row in scope.all(statement.where(columns.batch.in_(ids)).group_by(columns.batch, columns.state)):
        found[row.batch][row.state] = row.number
    return found


def _batches(scope: Scope, rows: Sequence[DatabaseRow[tuple[object, ...]]]) -> list[Batch]:
    numbers = counts(scope, [row.id for row in rows])
    return [_batch(row, numbers[row.id]) for row in rows]


def _batch(row: DatabaseRow[tuple[object, ...]], numbers: Mapping[str, int]) -> Batch:
    waiting = sum(numbers.get(state, 0) for state in _UNFINISHED)
    cancelled = numbers.get("cancelled", 0)
    if row.state == "cancelled":  # what is not put away yet will be
        waiting, cancelled = 0, cancelled + waiting
    shown = {"total": row.total, "done": numbers.get("done", 0), "failed": numbers.get("failed", 0)}
    return Batch(
        id=row.id,
        kind=row.kind,
        state=row.state,
        options=json.loads(row.options),
        created_at=row.created_at,
        finished_at=row.finished_at,
        counts={**shown, "queued": waiting, "cancelled": cancelled},
    )
