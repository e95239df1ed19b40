"""One piece of the work: from what stands in files to the bytes of its answers, here or in another process."""

from __future__ import annotations

import functools
import itertools
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

import attrs

from qualmap.files.answer_tables import TableForm
from qualmap.files.answering import ScreenMany, Tally, told
from qualmap.files.crowd import Item
from qualmap.files.digest import Digest
from qualmap.files.forms import Answer, Form
from qualmap.files.rows import FailedRow, Raw, Reader, ReadRow, place_of


@attrs.frozen
class Chunk:
    """So many rows of the input as they stand there, those with the same reader together; chunks are numbered from 0."""

    number: int
    parts: tuple[tuple[Reader, tuple[Raw, ...]], ...]

    def __len__(self) -> int:
        return sum(len(raws) for _, raws in self.parts)

    @property
    def place(self) -> str:
        """Where it begins, for people."""
        reader, raws = self.parts[0]
        return place_of(raws[0][0], reader.file)

    def rows(self) -> Iterator[ReadRow | FailedRow]:
        """The rows."""
        return (reader(*raw) for reader, raws in self.parts for raw in raws)


@attrs.frozen(kw_only=True)
class Job:
    """What is asked of every row, and the form of the answers; it can be sent to another process."""

    form: Form
    edition: str | None
    as_of: str | None
    minimum_evidence: str


@attrs.frozen(kw_only=True)
class Done:
    """A chunk that is done: the piece of the output, the rows that failed, and what is to be told and counted in their order."""

    rows: int
    block: bytes
    failed: tuple[FailedRow, ...]
    refs: tuple[tuple[str, str, tuple[str, ...]], ...]
    digest: Digest


@attrs.define
class Gathered:
    """What many chunks come to."""

    tally: Tally = attrs.field(factory=Tally)
    digest: Digest = attrs.field(factory=Digest)

    def take(self, done: Done) -> None:
        """Take in a chunk; their order is that of the input."""
        for ref, place, notes in done.refs:
            self.tally.noted(ref, place, notes)
        self.tally.failed += len(done.failed)
        self.tally.answered += done.rows - len(done.failed)
        self.digest.merge(done.digest)

    def to_json(self) -> dict[str, Any]:
        """As JSON."""
        return {"tally": self.tally.to_json(), "digest": self.digest.to_json()}

    def restore(self, content: Mapping[str, Any]) -> None:
        """Take over what `to_json` gave."""
        self.tally.restore(content["tally"])
        self.digest.restore(content["digest"])


def chunked(items: Iterable[Item], size: int) -> Iterator[Chunk]:
    """The items in chunks of so many rows, the last one shorter."""
    remaining = iter(items)
    for number in itertools.count():
        group = list(itertools.islice(remaining, size))
        if not group:
            return
        parts = itertools.groupby(group, key=lambda item: id(item[0]))
        yield Chunk(number, tuple(_part([*same]) for _, same in parts))


def _part(items: Sequence[Item]) -> tuple[Reader, tuple[Raw, ...]]:
    return items[0][0], tuple(raw for _, raw in items)


Work = Callable[[Chunk], Done]
"""Answers the rows of a chunk."""


def work_of(job: Job, screen_many: ScreenMany) -> Work:
    """How chunks are answered: as Arrow batches where the answers are written as such, and record by record otherwise."""
    if isinstance(job.form, TableForm):
        from qualmap.files.in_batches import InBatches

        return InBatches.of(job, job.form, screen_many).work
    return functools.partial(_work, form=job.form, screen_many=screen_many)


def _work(chunk: Chunk, *, form: Form, screen_many: ScreenMany) -> Done:
    rows = list(chunk.rows())
    outcomes = screen_many(row.record for row in rows if isinstance(row, ReadRow))
    answers: list[Answer] = [told(row, next(outcomes)) if isinstance(row, ReadRow) else row for row in rows]
    digest = Digest()
    for row, answer in zip(rows, answers, strict=True):
        if isinstance(row, ReadRow) and not isinstance(answer, FailedRow):
            digest.add(row.record, answer)
    return Done(
        rows=len(rows),
        block=form.block(answers, first=chunk.number == 0),
        failed=tuple(answer for answer in answers if isinstance(answer, FailedRow)),
        refs=tuple((row.record.ref, row.place, row.notes) for row in rows if isinstance(row, ReadRow)),
        digest=digest,
    )
