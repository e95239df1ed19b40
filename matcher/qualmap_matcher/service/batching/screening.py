"""Screen the items of a lease: each gets its screening, or the error that a single request would get."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import cast

import attrs

from qualmap.editions import Asked, as_date
from qualmap.errors import InputError
from qualmap.local import LocalMatcher
from qualmap.models import Json
from qualmap.records import Record
from qualmap.screening import Screening
from qualmap_matcher.eligibility.judging import Judgement
from qualmap_matcher.service.fields import asked_by, option_text
from qualmap_matcher.service.observing import LOG
from qualmap_matcher.service.store.batch_work import MOST_ATTEMPTS, Item, Lease
from qualmap_matcher.service.store.screenings import StoredScreening

_OPTIONS = ("edition", "as_of", "minimum_evidence")


@attrs.frozen(kw_only=True)
class Task:
    """An item with the record to screen; `stored` and what persons judged for one that is screened again.

    No record: it can no longer be read.
    """

    item: Item
    record: Record | None
    stored: StoredScreening | None = None
    judgements: Sequence[Judgement] = ()


@attrs.frozen(kw_only=True)
class Answered:
    """A task with its answer."""

    task: Task
    record: Record
    screening: Screening


@attrs.frozen(kw_only=True)
class Unanswered:
    """A task without an answer, and why."""

    task: Task
    code: str
    message: str
    field: str | None = None

    @property
    def content(self) -> Json:
        """What is kept of it, sealed: what a result tells, and what another try needs."""
        record = self.task.record
        error: Json = {"message": self.message, "field": self.field}
        return {"ref": record.ref if record else None, "record": record.to_dict() if record else None, "error": error}


def settled_options(query: Mapping[str, Json], matcher: LocalMatcher) -> dict[str, Json]:
    """What a batch is screened by, the same for all of its items: without edition and day, it is the day on which it came.

    Raises:
        InputError: an edition or a day that cannot be asked for.

    """
    asked = asked_by(query, matcher)
    edition, as_of = option_text(query, "edition"), option_text(query, "as_of")
    day = None if edition is not None and as_of is None else as_date(as_of).isoformat()
    return {"edition": edition, "as_of": day, "minimum_evidence": asked.minimum_evidence}


def screened(
    lease: Lease, tasks: list[Task], matcher: LocalMatcher, *, on_the_way: Callable[[], None]
) -> Iterator[Answered | Unanswered]:
    """The answers to tasks in their order; `on_the_way` is called before each."""
    options = lease.batch.options
    try:
        asked, day = asked_by(options, matcher), option_text(options, "as_of")
    except InputError as error:  # the edition was an overlay's that is no longer there
        for task in tasks:
            yield Unanswered(task=task, code=error.code, message=error.message, field=error.field)
        return
    for task in tasks:
        on_the_way()
        yield _screened(lease, task, asked, day, matcher)


def _screened(lease: Lease, task: Task, asked: Asked, day: str | None, matcher: LocalMatcher) -> Answered | Unanswered:
    if task.record is None:
        return Unanswered(task=task, code="not_found", message="its text is no longer kept")
    if task.item.attempts > MOST_ATTEMPTS:
        return Unanswered(task=task, code="internal_error", message=f"no worker came to an end with it in {MOST_ATTEMPTS} tries")
    try:
        screening = matcher.screener.screen(task.record, asked, day, judgements=task.judgements)
        return Answered(task=task, record=task.record, screening=screening)
    except InputError as error:
        return Unanswered(task=task, code=error.code, message=error.message, field=error.field)
    except Exception as error:  # noqa: BLE001 - one item must not take the others along; its message may quote, so it is not logged
        LOG.error("item failed", batch=lease.batch.id, position=task.item.position, error=type(error).__name__)
        return Unanswered(task=task, code="internal_error", message="the service failed on this record")


def record_of(content: Json) -> Record | None:
    """The record in what was sealed for an item."""
    record = cast("dict[str, Json]", content)["record"]
    return Record.of(cast("dict[str, object]", record)) if record is not None else None


@attrs.define
class Renewing:
    """Calls `renew` when a third of a lease has gone by since it was last taken."""

    seconds: float
    renew: Callable[[], None]
    _last: float = attrs.field(init=False, factory=time.monotonic)

    def __call__(self) -> None:
        """Look at the clock."""
        if time.monotonic() - self._last > self.seconds / 3:
            self.renew()
            self._last = time.monotonic()
