"""A worker process and what is on its way to it and back."""

from __future__ import annotations

import contextlib
import json
import subprocess
import sys
from concurrent.futures import Future, ThreadPoolExecutor
from typing import IO, Self

import attrs
import pyarrow as pa

from qualmap.errors import WorkerError
from qualmap_matcher.batch.frames import ANSWER, BATCH, SETTING, Frame, packed, received, unpacked
from qualmap_matcher.batch.setting import Setting
from qualmap_matcher.batch.sharing_out import Share, put_together

_PATIENCE = 10.0  # seconds for a worker to end by itself once its input has ended


class _FailedError(Exception):
    """What a worker said, without the place."""


@attrs.frozen(eq=False)
class Worker:
    """A process that answers one batch after the other, and the thread here that waits for it."""

    process: subprocess.Popen[bytes]
    to: IO[bytes]
    back: IO[bytes]
    thread: ThreadPoolExecutor

    @classmethod
    def started(cls, setting: Setting) -> Self:
        """A worker that has its setting; it opens the engine while the first batch is read here."""
        # -P: the folder of the caller is not one to import from.
        command = (sys.executable, "-P", "-m", "qualmap_matcher.batch.worker")
        process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)  # noqa: S603 - this Python, our module
        assert process.stdin is not None  # noqa: S101 - both were asked for
        assert process.stdout is not None  # noqa: S101
        made = cls(process, process.stdin, process.stdout, ThreadPoolExecutor(1, thread_name_prefix="qualmap"))
        made.thread.submit(Frame(SETTING, json.dumps(setting.to_json()).encode()).send, made.to)
        return made

    def ask(self, batch: pa.RecordBatch) -> Future[pa.RecordBatch]:
        """The answer to a batch, to be waited for."""
        return self.thread.submit(self._ask, batch)

    def _ask(self, batch: pa.RecordBatch) -> pa.RecordBatch:
        try:
            Frame(BATCH, packed(batch)).send(self.to)
            answer = received(self.back)
        except (BrokenPipeError, ValueError) as error:  # it ended, or was ended from here
            raise _FailedError("the process ended") from error
        if answer is None:
            raise _FailedError("the process ended")
        if answer.kind != ANSWER:
            raise _FailedError(json.loads(answer.content)["error"])
        return unpacked(answer.content)

    def end(self, *, at_once: bool) -> None:
        """End the process: at once, or when it has answered what it was asked."""
        if at_once:
            self.process.kill()
        self.thread.shutdown(wait=True, cancel_futures=True)
        with contextlib.suppress(BrokenPipeError):  # there was something left to say
            self.to.close()
        try:
            self.process.wait(_PATIENCE)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.back.close()


@attrs.frozen
class Waiting:
    """The shares of one batch, each with its answer to come; `number` counts batches from 0 and `first` rows from 1."""

    number: int
    first: int
    rows: int
    shares: list[tuple[Share, Future[pa.RecordBatch]]]

    def answer(self) -> pa.RecordBatch:
        """The answer, once all of it is there; raises `WorkerError`."""
        try:
            return put_together([(share, future.result()) for share, future in self.shares])
        except _FailedError as error:
            place = f"batch {self.number}, rows {self.first} to {self.first + self.rows - 1}"
            raise WorkerError(f"a worker failed at {place}: {error}") from error
