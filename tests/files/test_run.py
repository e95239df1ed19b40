"""A run reads no more than it is about to write, and tells of a worker that was ended."""

from __future__ import annotations

import functools
import os
import tracemalloc
from collections.abc import Iterator
from pathlib import Path

import attrs
import pytest

import qualmap
from qualmap.errors import WorkerError
from qualmap.files.crowd import Item
from qualmap.files.forms import TextForm
from qualmap.files.rows import FailedRow, ReadRow, RowReader
from qualmap.files.run import Plan, run
from qualmap.files.working import Done, Gathered, Job
from qualmap.records import Record


def people(count: int) -> Iterator[Item]:
    reader = RowReader()
    return ((reader, (n, ReadRow(n, Record.of({"ref": f"C-{n}", "credentials": ["FCCA"]})))) for n in range(1, count + 1))


def plan(client: qualmap.Client, out: Path, *, jobs: int = 1) -> Plan:
    like = client.screen(Record("-"), edition="1.0")
    return Plan(
        job=Job(form=TextForm(".jsonl", None, "person", like), edition="1.0", as_of=None, minimum_evidence="inferred"),
        screen_many=functools.partial(client.screen_many, edition="1.0"),
        jobs=jobs,
        output=out,
        rows_at_once=20,
    )


def test_memory_does_not_grow_with_the_input(client: qualmap.Client, tmp_path: Path) -> None:
    def peak(count: int) -> int:
        tracemalloc.start()
        gathered = run(people(count), plan(client, tmp_path / "out.jsonl"), watch=lambda *_: None)
        size = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        assert gathered.tally.answered == count
        return size

    peak(20)  # what is loaded once
    assert peak(1_000) - peak(100) < 500_000  # bytes; the answers themselves are ten million


@pytest.mark.parametrize("jobs", [1, 2])
def test_the_input_is_read_a_few_pieces_ahead_and_no_more(client: qualmap.Client, tmp_path: Path, jobs: int) -> None:
    read = 0
    ahead: list[int] = []

    def counted() -> Iterator[Item]:
        nonlocal read
        for item in people(400):
            read += 1
            yield item

    def watch(_: Done, gathered: Gathered) -> None:
        ahead.append(read - gathered.tally.answered)

    run(counted(), plan(client, tmp_path / "out.jsonl", jobs=jobs), watch=watch)

    assert max(ahead) <= 20 * (2 * jobs + 1)
    assert len(ahead) == 20


@attrs.frozen
class _Deadly:
    """A reader that ends the process in which it reads: what a machine does that is out of memory."""

    home: int
    file: str | None = None

    def __call__(self, number: int, content: object) -> ReadRow | FailedRow:
        del number, content
        assert os.getpid() != self.home
        os._exit(9)


def test_a_worker_that_is_ended_is_an_error_and_no_file(client: qualmap.Client, tmp_path: Path) -> None:
    items: list[Item] = [*people(30), (_Deadly(os.getpid()), (31, b""))]
    with pytest.raises(WorkerError, match=r"ended at row \d+") as raised:
        run(items, plan(client, tmp_path / "out.jsonl", jobs=2), watch=lambda *_: None)

    assert raised.value.code == "worker_failed"
    assert list(tmp_path.iterdir()) == []
