"""Screening many people: in order, in bounded memory, with progress, and with a checkpoint from which a crash is survived."""

from __future__ import annotations

import asyncio
import contextlib
import itertools
from collections import deque
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Self, TypeVar

import attrs

from qualmap.checkpoints import CHUNK, Checkpoint
from qualmap.errors import InputError
from qualmap.operations import Operation, Options, screen_chunk
from qualmap.records import Record
from qualmap.screening import Failure, Screening
from qualmap.transport.messages import RequestOptions

Written = Record | Mapping[str, object]
Outcome = Screening | Failure
Progress = Callable[[int, int], None]
"""Called after each answer with how many there were, and how many of them are failures."""

SendChunk = Callable[[Operation[list[Outcome]], RequestOptions], list[Outcome]]
SendChunkAsync = Callable[[Operation[list[Outcome]], RequestOptions], Awaitable[list[Outcome]]]
Item = TypeVar("Item")


@attrs.frozen
class Chunk:
    """Some records of the input, from index `first` on: those that can be used, and the failures of the others."""

    first: int
    key: str
    records: tuple[Record, ...]
    failures: Mapping[int, Failure]

    @classmethod
    def of(cls, first: int, key: str, written: Sequence[Written]) -> Self:
        """Read the records of a chunk."""
        records: list[Record] = []
        failures: dict[int, Failure] = {}
        for place, one in enumerate(written):
            try:
                records.append(Record.of(one))
            except InputError as error:
                failures[place] = Failure(first + place, error)
        return cls(first, key, tuple(records), failures)

    def operation(self, options: Options) -> Operation[list[Outcome]]:
        """What to ask the service."""
        return screen_chunk(self.records, options, first=self.first)

    def merged(self, answers: Iterable[Outcome]) -> list[Outcome]:
        """The answers with the failures in their places, each with its index in the whole input."""
        left = iter(answers)
        size = len(self.records) + len(self.failures)
        found = [self.failures.get(place) or next(left) for place in range(size)]
        return [
            attrs.evolve(one, index=self.first + place) if isinstance(one, Failure) else one for place, one in enumerate(found)
        ]


def chunks(records: Iterable[Written], checkpoint: Checkpoint) -> Iterator[Chunk]:
    """The chunks that are not done yet; the borders are those of the first run, so that keys and chunks stay together."""
    for number, written in enumerate(_grouped(records, CHUNK)):
        first = number * CHUNK
        if first + len(written) > checkpoint.done:
            yield Chunk.of(first, f"{checkpoint.run}-{number}", written)


def _grouped(items: Iterable[Item], size: int) -> Iterator[list[Item]]:
    remaining = iter(items)
    while group := list(itertools.islice(remaining, size)):
        yield group


@attrs.define
class Run:
    """What both ways of running share: skip what was taken, count, tell."""

    checkpoint: Checkpoint
    progress: Progress | None
    failed: int = 0

    def yielded(self, first: int, outcomes: Iterable[Outcome]) -> Iterator[Outcome]:
        """The outcomes from this index on that were not taken before, each written down once the caller comes back."""
        for done, outcome in enumerate(outcomes, first + 1):
            if done <= self.checkpoint.done:
                continue
            self.failed += isinstance(outcome, Failure)
            yield outcome
            self.checkpoint.taken(done)
            if self.progress is not None:
                self.progress(done, self.failed)


def run_here(
    records: Iterable[Written], *, screen: Callable[[Record], Screening], checkpoint: Checkpoint, progress: Progress | None
) -> Iterator[Outcome]:
    """The answers of this process, in order."""
    state = Run(checkpoint, progress)
    with contextlib.closing(checkpoint):
        for index, written in enumerate(records):
            if index >= checkpoint.done:
                yield from state.yielded(index, [_screened(index, written, screen)])


def _screened(index: int, written: Written, screen: Callable[[Record], Screening]) -> Outcome:
    try:
        return screen(Record.of(written))
    except InputError as error:
        return Failure(index, error)


def run(
    records: Iterable[Written],
    *,
    options: Options,
    send: SendChunk,
    request_options: RequestOptions,
    concurrency: int,
    checkpoint: Checkpoint,
    progress: Progress | None,
) -> Iterator[Outcome]:
    """The answers in order, with so many requests at once."""
    state = Run(checkpoint, progress)
    to_do = chunks(records, checkpoint)
    with contextlib.closing(checkpoint), ThreadPoolExecutor(concurrency, thread_name_prefix="qualmap") as pool:
        waiting: deque[tuple[Chunk, Future[list[Outcome]]]] = deque()
        try:
            while True:
                for chunk in itertools.islice(to_do, concurrency + 1 - len(waiting)):
                    waiting.append((chunk, pool.submit(_asked, chunk, options, send, request_options)))
                if not waiting:
                    return
                chunk, future = waiting.popleft()
                yield from state.yielded(chunk.first, future.result())
        finally:
            for _, future in waiting:
                future.cancel()


async def run_async(
    records: Iterable[Written],
    *,
    options: Options,
    send: SendChunkAsync,
    request_options: RequestOptions,
    concurrency: int,
    checkpoint: Checkpoint,
    progress: Progress | None,
) -> AsyncIterator[Outcome]:
    """As `run`, to be awaited."""
    state = Run(checkpoint, progress)
    to_do = chunks(records, checkpoint)
    waiting: deque[tuple[Chunk, asyncio.Task[list[Outcome]]]] = deque()
    try:
        while True:
            for chunk in itertools.islice(to_do, concurrency - len(waiting)):
                waiting.append((chunk, asyncio.ensure_future(_asked_async(chunk, options, send, request_options))))
            if not waiting:
                return
            chunk, task = waiting.popleft()
            for outcome in state.yielded(chunk.first, await task):
                yield outcome
    finally:
        checkpoint.close()
        for _, task in waiting:
            task.cancel()


def _asked(chunk: Chunk, options: Options, send: SendChunk, request_options: RequestOptions) -> list[Outcome]:
    if not chunk.records:
        return chunk.merged([])
    keyed = attrs.evolve(request_options, idempotency_key=chunk.key)
    return chunk.merged(send(chunk.operation(options), keyed))


async def _asked_async(chunk: Chunk, options: Options, send: SendChunkAsync, request_options: RequestOptions) -> list[Outcome]:
    if not chunk.records:
        return chunk.merged([])
    keyed = attrs.evolve(request_options, idempotency_key=chunk.key)
    return chunk.merged(await send(chunk.operation(options), keyed))
