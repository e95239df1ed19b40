"""Several processes give the answers of one, in order, and tell what went wrong."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator

import psutil
import pyarrow as pa
import pytest
from odd_records import several, single

from qualmap.errors import InputError
from qualmap_matcher.batch import Columns, WorkerError, in_processes, match_batches, screen_batches
from qualmap_matcher.batch.setting import Setting
from qualmap_matcher.batch.sharing_out import Share
from qualmap_matcher.batch.workers import Waiting, Worker

SETTING = Setting(
    operation="match",
    columns=Columns(),
    edition="1.0",
    as_of=None,
    minimum_evidence="inferred",
    detail="summary",
    keep=(),
    decision_ids=False,
    dictionaries=False,
    overlay=None,
)
PEOPLE = Columns(ref="ref", issuer="issuer", country="country")


def pieces(batch: pa.RecordBatch, size: int) -> Iterator[pa.RecordBatch]:
    return (batch.slice(start, size) for start in range(0, len(batch), size))


def rows(answers: Iterator[pa.RecordBatch]) -> list[dict[str, object]]:
    return [row for answer in answers for row in answer.to_pylist()]


@pytest.mark.parametrize("dictionaries", [False, True])
def test_two_processes_give_the_summaries_of_one(*, dictionaries: bool) -> None:
    batch = single(600)
    asked = {"columns": PEOPLE, "edition": "1.0", "detail": "summary", "dictionaries": dictionaries}

    shared = rows(in_processes(pieces(batch, 70), jobs=2, **asked))

    assert shared == rows(screen_batches([batch], **asked))


def test_rows_are_numbered_as_in_one_process() -> None:
    batch = several(60)
    asked = {"columns": Columns(text="given"), "edition": "1.0", "keep": ["id"]}

    assert rows(in_processes(pieces(batch, 7), jobs=2, **asked)) == rows(screen_batches([batch], **asked))


def test_texts_are_matched_by_one_process_too() -> None:
    batch = single(50)

    shared = rows(in_processes([batch], jobs=1, operation="match", edition="1.0"))

    assert shared == rows(match_batches([batch], edition="1.0"))


def test_no_batch_gives_no_answer() -> None:
    assert list(in_processes([], jobs=2)) == []


def test_what_cannot_be_read_is_told_here() -> None:
    with pytest.raises(InputError, match="at least 1"):
        in_processes([], jobs=0)
    with pytest.raises(InputError, match=r"no edition '9\.9'"):
        in_processes([], jobs=1, edition="9.9")
    with pytest.raises(InputError, match="there is no column 'text'"):
        next(in_processes([pa.record_batch({"words": ["FCCA"]})], jobs=1))


def test_what_a_worker_cannot_do_is_told_with_its_batch() -> None:
    batch = pa.record_batch({"words": ["FCCA", "CFA"]})
    worker = Worker.started(SETTING)

    with pytest.raises(WorkerError, match="batch 7, rows 11 to 12: InputError: field 'text': there is no column 'text'"):
        Waiting(7, 11, 2, [(Share(0, batch, None), worker.ask(batch))]).answer()

    right = worker.ask(pa.record_batch({"text": ["FCCA"]})).result()  # it goes on with the next batch
    assert right.column("held").to_pylist() == ["acca-fellow"]
    worker.end(at_once=False)
    assert worker.process.returncode == 0


def test_a_worker_that_dies_is_told_and_none_is_left() -> None:
    batch = pa.record_batch({"text": ["FCCA"]})

    def killing() -> Iterator[pa.RecordBatch]:
        yield batch
        for worker in psutil.Process().children():
            if "qualmap_matcher.batch.worker" in worker.cmdline():
                worker.kill()
        yield batch

    with pytest.raises(WorkerError, match="the process ended"):
        list(in_processes(killing(), jobs=1))
    assert not [one for one in psutil.Process().children() if "qualmap_matcher.batch.worker" in one.cmdline()]


def test_whoever_stops_early_leaves_no_process() -> None:
    answers = in_processes(iter([pa.record_batch({"text": ["FCCA"]})] * 20), jobs=2)
    next(answers)
    assert psutil.Process().children()

    answers.close()

    assert not [one for one in psutil.Process().children() if "qualmap_matcher.batch.worker" in one.cmdline()]


INTERRUPTED = """
import itertools, os, signal, sys
import pyarrow as pa
from qualmap_matcher.batch import in_processes
signal.signal(signal.SIGINT, signal.default_int_handler)  # whoever starts the tests in the background has it ignored
batch = pa.record_batch({"text": ["FCCA"]})
answers = in_processes(itertools.repeat(batch), jobs=2)
next(answers)
print("answered", flush=True)
for _ in answers:
    pass
"""


def test_an_interruption_ends_everything() -> None:
    with subprocess.Popen(
        [sys.executable, "-c", INTERRUPTED], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True
    ) as program:
        assert program.stdout is not None
        assert program.stdout.readline() == "answered\n"
        workers = psutil.Process(program.pid).children()

        os.killpg(program.pid, signal.SIGINT)  # as a terminal does: to the program and its workers
        _, said = program.communicate(timeout=60)

    assert program.returncode == -signal.SIGINT
    assert said.strip().endswith("KeyboardInterrupt")
    assert "qualmap_matcher/batch/worker.py" not in said
    psutil.wait_procs(workers, timeout=60)
    assert not [one for one in workers if one.is_running()]
