"""The same pieces from several processes, in their order, and few at a time."""

from __future__ import annotations

import contextlib
import functools
import multiprocessing
import multiprocessing.connection
import os
import signal
import threading
from collections import deque
from collections.abc import Generator, Iterable
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool

from qualmap.errors import WorkerError
from qualmap.files.answering import ScreenMany
from qualmap.files.working import Chunk, Done, Job, Work, work_of

_AHEAD = 2  # chunks for each process, so that none waits for this one

_MOST_ON_WINDOWS = 61  # processes, which is all that it can wait for at once

LARGE = 1_000_000
"""Bytes of input from which every core is worth its start: a few thousand people, some seconds of work for one."""


def every_core() -> int:
    """How many processes can work at once here."""
    with contextlib.suppress(AttributeError):  # not everywhere
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def in_order(chunks: Iterable[Chunk], job: Job, screen_many: ScreenMany, *, jobs: int) -> Generator[Done]:
    """The chunks, done, in their order: with `screen_many` for one job, and otherwise by so many processes.

    Raises:
        WorkerError: a process was ended from outside.

    """
    if jobs == 1:
        yield from map(work_of(job, screen_many), chunks)
        return
    # Started anew rather than forked: the caller may have threads, and a fork of these can wait forever.
    context = multiprocessing.get_context("spawn")
    jobs = min(jobs, _MOST_ON_WINDOWS) if os.name == "nt" else jobs
    pool = ProcessPoolExecutor(jobs, mp_context=context, initializer=_begin, initargs=(job,))
    waiting: deque[tuple[str, Future[Done]]] = deque()
    place = ""
    try:
        for chunk in chunks:
            waiting.append((chunk.place, pool.submit(_work, chunk)))
            if len(waiting) > _AHEAD * jobs:
                place, done = waiting.popleft()
                yield done.result()
        while waiting:
            place, done = waiting.popleft()
            yield done.result()
    except BrokenProcessPool as error:
        at = place or waiting[0][0] if waiting else place
        raise WorkerError(f"a process was ended at {at} or a little behind; fewer --jobs need less memory") from error
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


_own: Work | None = None
"""What a worker process answers with."""


def _begin(job: Job) -> None:
    from qualmap.client import Client

    global _own  # noqa: PLW0603 - a process of its own, which has one job
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches all processes of a terminal; the caller ends its workers
    threading.Thread(target=_end_with_parent, daemon=True).start()
    screen_many = functools.partial(
        Client.local().screen_many, edition=job.edition, as_of=job.as_of, minimum_evidence=job.minimum_evidence
    )
    _own = work_of(job, screen_many)


def _end_with_parent() -> None:
    """End once the caller is gone: one that was killed has told nobody, and its workers would wait forever."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        multiprocessing.connection.wait([parent.sentinel])
        os._exit(1)


def _work(chunk: Chunk) -> Done:
    assert _own is not None  # noqa: S101 - set when the process began
    return _own(chunk)
