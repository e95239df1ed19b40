"""What the items of a batch came to, read in the order of the upload, page by page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

import attrs
from sqlalchemy import Row, Table

from qualmap.models import Json
from qualmap_matcher.service.store.batches import sealer_for_nobody
from qualmap_matcher.service.store.people import sealers_of
from qualmap_matcher.service.store.schema import BATCH_ITEMS, BATCHES, SCREENING_VERSIONS, SCREENINGS
from qualmap_matcher.service.store.scope import Scope
from qualmap_matcher.service.store.screenings import Filters as ScreeningFilters
from qualmap_matcher.service.store.screenings import StoredScreening, matching, of_ids
from qualmap_matcher.service.store.sealing import Sealer, Vault

_AT_ONCE = 100  # results in one page, some 20 KB each
_GONE = "its text is no longer kept"


@attrs.frozen(kw_only=True)
class Result:
    """What one item came to: a screening (and the version before it, for one that was screened again), or an error."""

    position: int
    ref: str | None
    screening: StoredScreening | None = None
    previous: StoredScreening | None = None
    error: dict[str, Json] | None = None


@attrs.frozen(kw_only=True)
class Page:
    """Results after a position, as far as all before them are there too; `last` is where the next page starts after."""

    results: Sequence[Result]
    last: int
    is_over: bool


def page(scope: Scope, vault: Vault, id_: str, *, after: int) -> Page:
    """The results of a batch after a position; what was cancelled or deleted is passed over."""
    columns = BATCH_ITEMS.c
    # The state of the batch before that of its items: read later, it could tell an end of which the items know nothing yet.
    batch = scope.one(scope.select(BATCHES, BATCHES.c.state).where(BATCHES.c.id == id_))
    state = batch.state if batch else "cancelled"
    statement = scope.select(BATCH_ITEMS).where(columns.batch == id_, columns.position > after)
    rows = scope.all(statement.order_by(columns.position).limit(_AT_ONCE))
    ready = []
    for row in rows:
        if row.state in {"queued", "leased"} and state != "cancelled":
            break
        ready.append(row)
    results = [one for one in _Reading.of(scope, vault, ready).results(ready) if one is not None]
    all_read = len(ready) == len(rows) < _AT_ONCE
    last = ready[-1].position if ready else after
    return Page(results=results, last=last, is_over=all_read and state in {"done", "cancelled"})


@attrs.frozen(kw_only=True)
class Filters:
    """Which items are meant; None for any. `failed` are those without a screening, to which no other filter can apply."""

    decision: str | None = None
    category: str | None = None
    review: str | None = None
    failed: bool = False


def newest(scope: Scope, vault: Vault, id_: str, filters: Filters, *, after: int, limit: int) -> Page:
    """The items after a position that came to something, at most `limit`: screenings in the newest version that each has by now.

    `last` is where the next page starts after, and `is_over` tells that there is none.
    """
    items = BATCH_ITEMS.c
    statement = scope.select(BATCH_ITEMS).where(items.batch == id_, items.position > after)
    if filters.failed:
        statement = statement.where(items.state == "failed")
    elif filters == Filters():
        statement = statement.where(items.state.in_(("done", "failed")))
    else:
        meant = matching(scope, screening_filters(filters))
        statement = statement.where(items.state == "done", items.screening.in_(meant))
    rows = scope.all(statement.order_by(items.position).limit(limit + 1))
    read, over = rows[:limit], len(rows) <= limit
    found = {one.id: one for one in of_ids(scope, vault, {row.screening for row in read if row.screening})}
    failed = _Reading.of(scope, vault, [row for row in read if row.state == "failed"])
    results = []
    for row in read:
        if row.state == "failed":
            results.append(failed.failed(row))
        elif (screening := found.get(row.screening)) is not None:
            results.append(Result(position=row.position, ref=str(screening.record["ref"]), screening=screening))
    return Page(results=results, last=read[-1].position if read else after, is_over=over)


def screening_filters(filters: Filters) -> ScreeningFilters:
    """The same as filters of screenings."""
    return ScreeningFilters(decision=filters.decision, category=filters.category, review=filters.review)


@attrs.frozen
class _Reading:
    """What the results of one page are made of."""

    sealers: dict[str, Sealer]
    nobody: Sealer
    screenings: dict[str, Row[tuple[object, ...]]]
    versions: dict[tuple[str, int], Row[tuple[object, ...]]]

    @classmethod
    def of(cls, scope: Scope, vault: Vault, rows: Sequence[Row[tuple[object, ...]]]) -> _Reading:
        ids = {row.screening for row in rows if row.screening}
        persons = {row.person for row in rows if row.person}
        wanted = {number for row in rows for number in (row.version, row.previous) if number}
        versions = SCREENING_VERSIONS.c
        return cls(
            sealers_of(scope, vault, persons),
            sealer_for_nobody(vault),
            {row.id: row for row in _where(scope, SCREENINGS, "id", ids)},
            {
                (row.screening, row.version): row
                for row in scope.all(
                    scope.select(SCREENING_VERSIONS).where(versions.screening.in_(ids), versions.version.in_(wanted))
                )
            },
        )

    def results(self, rows: Sequence[Row[tuple[object, ...]]]) -> list[Result | None]:
        return [self._result(row) for row in rows]

    def _result(self, row: Row[tuple[object, ...]]) -> Result | None:
        if row.state == "failed":
            return self.failed(row)
        screening = self._screening(row, row.version) if row.state == "done" else None
        if screening is None:
            return None
        previous = self._screening(row, row.previous) if row.previous else None
        return Result(position=row.position, ref=str(screening.record["ref"]), screening=screening, previous=previous)

    def failed(self, row: Row[tuple[object, ...]]) -> Result:
        sealer = self.sealers.get(row.person) if row.person else self.nobody
        error: dict[str, Json] = {"code": row.error, "message": _GONE, "field": None}
        if sealer is None or row.sealed is None:
            return Result(position=row.position, ref=None, error=error)
        content = cast("dict[str, Json]", sealer.open(row.sealed))
        told = cast("dict[str, Json]", content["error"])
        return Result(position=row.position, ref=cast("str | None", content["ref"]), error={**error, **told})

    def _screening(self, row: Row[tuple[object, ...]], version: int) -> StoredScreening | None:
        stored, found = self.screenings.get(row.screening), self.versions.get((row.screening, version))
        sealer = self.sealers.get(row.person)
        if stored is None or found is None or sealer is None:
            return None
        return StoredScreening.opened(stored, found, sealer)


def _where(scope: Scope, table: Table, name: str, values: set[str]) -> Sequence[Row[tuple[object, ...]]]:
    return scope.all(scope.select(table).where(table.columns[name].in_(values)))
