"""The same answers from several processes: batches cross as Arrow, in order, and few at a time."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence

import attrs
import pyarrow as pa

from qualmap.errors import InputError, WorkerError
from qualmap.local import local_matcher
from qualmap_matcher.batch.columns import Columns
from qualmap_matcher.batch.days import Day, day_of
from qualmap_matcher.batch.remembering import pieces
from qualmap_matcher.batch.schemas import checked_detail
from qualmap_matcher.batch.setting import Operation, Setting
from qualmap_matcher.batch.sharing_out import Dealer, Share
from qualmap_matcher.batch.workers import Waiting, Worker

__all__ = ["WorkerError", "in_processes"]

_IN_FLIGHT = 2  # shares for each worker, so that none waits for this process
_ROW = "qualmap:row"  # the column in which rows are numbered before they are shared out

Check = Callable[[pa.Schema], pa.Schema]


def in_processes(
    batches: Iterable[pa.RecordBatch],
    *,
    jobs: int,
    operation: Operation = "screen",
    columns: Columns | None = None,
    edition: str | None = None,
    as_of: Day = None,
    minimum_evidence: str = "inferred",
    detail: str = "full",
    keep: Sequence[str] = (),
    decision_ids: bool = True,
    dictionaries: bool = False,
    overlay: str | None = None,
) -> Iterator[pa.RecordBatch]:
    """What `screen_batches` or `match_batches` answers, from so many processes: the same rows in the same order.

    Summaries of single texts are shared out by text, so that no two workers read the same one; otherwise whole batches are.

    Args:
        batches: as in `screen_batches`; read in this process, at most two shares of them ahead for each worker.
        jobs: how many worker processes.
        operation: `screen` or `match`.
        columns: as in `screen_batches`; so are the other options.
        edition: as in `screen_batches`.
        as_of: as in `screen_batches`.
        minimum_evidence: as in `screen_batches`.
        detail: as in `screen_batches`.
        keep: as in `screen_batches`.
        decision_ids: as in `screen_batches`.
        dictionaries: as in `screen_batches`.
        overlay: an overlay's folder, as of `local_matcher`.

    Raises:
        InputError: as in `screen_batches`.
        WorkerError: a worker failed; the others are ended.

    """
    if jobs < 1:
        raise InputError(f"expected at least 1, got {jobs}", field="jobs")
    setting = Setting(
        operation=operation,
        columns=columns or Columns(),
        edition=edition,
        as_of=day_of(edition, as_of),
        minimum_evidence=minimum_evidence,
        detail=checked_detail(detail),
        keep=tuple(keep),
        decision_ids=decision_ids,
        dictionaries=dictionaries,
        overlay=overlay,
    )
    return _answers(batches, jobs, setting, setting.answering(local_matcher(overlay)).schema)


def _answers(batches: Iterable[pa.RecordBatch], jobs: int, setting: Setting, check: Check) -> Iterator[pa.RecordBatch]:
    numbered = setting.operation == "screen" and setting.columns.ref is None
    sent = attrs.evolve(setting, columns=attrs.evolve(setting.columns, ref=_ROW)) if numbered else setting
    waiting: deque[Waiting] = deque()
    dealer, rows, done = Dealer(jobs), 0, False
    workers = [Worker.started(sent) for _ in range(jobs)]
    try:
        for number, batch in enumerate(_pieces(batches, jobs, setting, check)):
            shares = _shares(dealer, _numbered(batch, rows + 1) if numbered else batch, setting)
            asked = [(share, workers[share.worker].ask(share.batch)) for share in shares]
            waiting.append(Waiting(number, rows + 1, len(batch), asked))
            rows += len(batch)
            while sum(len(one.shares) for one in waiting) > _IN_FLIGHT * jobs:
                yield waiting.popleft().answer()
        while waiting:
            yield waiting.popleft().answer()
        done = True
    finally:
        for worker in workers:
            worker.end(at_once=not done)


def _pieces(batches: Iterable[pa.RecordBatch], jobs: int, setting: Setting, check: Check) -> Iterator[pa.RecordBatch]:
    """The batches, their schemas checked, cut where the share of one worker would be too large."""
    checked: pa.Schema | None = None
    for batch in batches:
        if batch.schema != checked:
            check(checked := batch.schema)
        yield from pieces([batch], setting.detail, shares=jobs if _are_dealt_by_text(batch, setting) else 1)


def _numbered(batch: pa.RecordBatch, first: int) -> pa.RecordBatch:
    numbers = pa.array(range(first, first + len(batch)), pa.int64())
    return pa.record_batch([*batch.columns, numbers], schema=batch.schema.append(pa.field(_ROW, numbers.type)))


def _shares(dealer: Dealer, batch: pa.RecordBatch, setting: Setting) -> list[Share]:
    if dealer.workers > 1 and _are_dealt_by_text(batch, setting):
        return dealer.by_text(batch, batch.column(setting.columns.text))
    return dealer.whole(batch)


def _are_dealt_by_text(batch: pa.RecordBatch, setting: Setting) -> bool:
    """Where that saves reading a text twice and the answers are flat: nested ones cost more to put together than to make."""
    return setting.detail != "full" and not pa.types.is_nested(batch.column(setting.columns.text).type)
