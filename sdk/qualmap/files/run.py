"""A run over many people: chunks are done in order and written as they come, and what was written is not done twice."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import BinaryIO

import attrs

from qualmap.errors import InputError
from qualmap.files.answering import ScreenMany
from qualmap.files.crowd import Item
from qualmap.files.error_files import ErrorForm
from qualmap.files.forms import AT_ONCE, Sink
from qualmap.files.journal import Journal, Reached, beside, half_written, put_in_place
from qualmap.files.replacing import replacing
from qualmap.files.rows import ReadRow
from qualmap.files.workers import in_order
from qualmap.files.working import Chunk, Done, Gathered, Job, chunked

_BETWEEN = 4_000_000  # bytes of output: a second of work, beside which waiting for the disk is little


@attrs.frozen(kw_only=True)
class Plan:
    """Where answers and errors go, and how the work is done.

    Without an `output` the pieces go to `sink`; without `errors` those who watch tell of them. With a `journal` the run goes on
    where an earlier one was killed; it is written whenever the output has grown by so many bytes. `strict` ends the run at the
    first row that failed, and leaves no file.
    """

    job: Job
    screen_many: ScreenMany
    jobs: int
    output: Path | None
    sink: Sink | None = None
    errors: Path | None = None
    error_form: ErrorForm | None = None
    journal: Journal | None = None
    strict: bool = False
    rows_at_once: int = AT_ONCE
    bytes_between: int = _BETWEEN


@attrs.define
class _Writing:
    """The output and the errors that are open."""

    plan: Plan
    sink: Sink
    output: BinaryIO | None
    errors: BinaryIO | None

    def put(self, done: Done) -> None:
        self.sink.put(done.block)
        if self.errors is not None and self.plan.error_form is not None:
            self.errors.write(self.plan.error_form.block(done.failed))

    def reached(self, chunks: int, gathered: Gathered, *, is_whole: bool = False) -> Reached:
        """How far it came, once all of that is on the disk."""
        return Reached(
            chunks=chunks,
            output=_on_disk(self.output),
            errors=_on_disk(self.errors),
            gathered=gathered.to_json(),
            is_whole=is_whole,
        )


def run(items: Iterable[Item], plan: Plan, *, watch: Callable[[Done, Gathered], None]) -> Gathered:
    """Do the work; `watch` is told of each chunk once it is written.

    Raises:
        InputError: a file cannot be written, an interrupted run was another one, or, if it is `strict`, a row failed.
        WorkerError: a process was ended from outside.

    """
    gathered = Gathered()
    reached = _reached(plan)
    if reached.gathered is not None:
        gathered.restore(reached.gathered)
    if not reached.is_whole:
        with _written(plan, reached) as writing:
            chunks = _after(reached.chunks, chunked(items, plan.rows_at_once), gathered)
            _work(chunks, reached.chunks, writing, gathered, watch)
    if plan.journal is not None:
        if plan.errors is not None:
            put_in_place(plan.errors)
        if plan.output is not None:
            plan.job.form.put_in_place(plan.output)
        plan.journal.remove()
    return gathered


def _work(
    chunks: Iterable[Chunk], first: int, writing: _Writing, gathered: Gathered, watch: Callable[[Done, Gathered], None]
) -> None:
    plan = writing.plan
    number, since = first, 0
    with contextlib.closing(in_order(chunks, plan.job, plan.screen_many, jobs=plan.jobs)) as answered:
        for number, done in enumerate(answered, first + 1):
            if plan.strict and done.failed:
                _forget(plan)
                raise done.failed[0].error
            writing.put(done)
            gathered.take(done)
            watch(done, gathered)
            since += len(done.block)
            if plan.journal is not None and since >= plan.bytes_between:
                plan.journal.write(writing.reached(number, gathered))
                since = 0
    writing.sink.finish()
    if plan.journal is not None:
        plan.journal.write(writing.reached(number, gathered, is_whole=True))


def _reached(plan: Plan) -> Reached:
    """How far an earlier run came; nowhere where its files are gone or shorter than it wrote them."""
    reached = plan.journal.reached() if plan.journal is not None else None
    if reached is None or reached.is_whole:
        return reached or Reached()
    for file, size in ((plan.output, reached.output), (plan.errors, reached.errors)):
        part = beside(file, "part") if file is not None else None
        if part is not None and not (part.exists() and part.stat().st_size >= size):
            return Reached()
    return reached


def _after(done: int, chunks: Iterator[Chunk], gathered: Gathered) -> Iterator[Chunk]:
    """The chunks behind those that are done, of which only the refs are looked at, for they may stand again below."""
    for chunk in chunks:
        if chunk.number >= done:
            yield chunk
        elif not gathered.tally.is_full:
            for row in chunk.rows():
                if isinstance(row, ReadRow):
                    gathered.tally.seen(row.record.ref)


@contextlib.contextmanager
def _written(plan: Plan, reached: Reached) -> Iterator[_Writing]:
    with _file(plan.output, plan, reached.output) as output, _file(plan.errors, plan, reached.errors) as errors:
        if errors is not None and plan.error_form is not None and errors.tell() == 0:
            errors.write(plan.error_form.start())
        form = plan.job.form
        begin = form.sink if plan.journal is None else form.resumable
        sink = begin(output) if output is not None else plan.sink
        assert sink is not None  # noqa: S101 - one of the two is given
        yield _Writing(plan, sink, output, errors)


@contextlib.contextmanager
def _file(file: Path | None, plan: Plan, size: int) -> Iterator[BinaryIO | None]:
    if file is None:
        yield None
    elif plan.journal is None:
        with replacing(file) as part, part.open("wb") as opened:
            yield opened
    else:
        with half_written(file) as opened:
            if os.fstat(opened.fileno()).st_size < size:
                raise InputError(f"another run has just ended that wrote {file}; start this one again", field="resume")
            opened.truncate(size)
            opened.seek(size)
            yield opened


def _forget(plan: Plan) -> None:
    if plan.journal is not None:
        plan.journal.remove()
        for file in (plan.output, plan.errors):
            if file is not None:
                beside(file, "part").unlink(missing_ok=True)


def _on_disk(file: BinaryIO | None) -> int:
    if file is None:
        return 0
    file.flush()
    os.fsync(file.fileno())
    return file.tell()
