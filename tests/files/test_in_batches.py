"""Answers that go through Arrow are those that are made record by record, whatever the records are like."""

from __future__ import annotations

import functools
import random
import tracemalloc
from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

import qualmap
from qualmap.files.answer_tables import Shape
from qualmap.files.answering import ScreenMany
from qualmap.files.crowd import Item
from qualmap.files.forms import TextForm
from qualmap.files.journal import Journal, Run
from qualmap.files.parquet_output import ParquetForm
from qualmap.files.rows import FailedRow, ReadRow, RowReader
from qualmap.files.run import Plan, run
from qualmap.files.working import Chunk, Done, Gathered, Job, work_of
from qualmap.models import Credential
from qualmap.records import FactValue, Record
from qualmap.screening import Screening

TEXTS = (
    "FCCA",
    "CPA",
    "CFA Level II candidate",
    "PMP; CISA",
    "Wizard of Oz Certificate",
    "",
    "资深特许公认会计师",
    "\ud800 FRM",
    "x" * 30_000,
)
BESIDE = (None, None, "ACCA", "HKICPA")
FACTS: dict[str, tuple[FactValue, ...]] = {
    "age": (66, 66.0, 41, 300, 30.5, "66", True),
    "works_in_shanghai": (True, False, True, False, "yes", 1),
    "origin": ("foreign", "mainland", "hk_mo_tw", "moon"),
    "years_experience": (3, 3.5, 10.0, 11, float("nan"), 10**30),
    "work_permit": (True, False),
    "height": (180,),
}


def people(count: int) -> list[Item]:
    """Varied records: one in some has what a batch cannot hold, and one in some an error."""
    chance, reader, items = random.Random(7), RowReader(), []  # noqa: S311 - for variety
    for number in range(1, count + 1):
        credentials = tuple(
            Credential(chance.choice(TEXTS[: 9 if chance.random() < 0.1 else 7]), chance.choice(BESIDE))
            for _ in range(chance.randrange(4))
        )
        asked = [name for name in FACTS if chance.random() < (0.02 if name == "height" else 0.6)]
        facts = {name: chance.choice(FACTS[name][: None if chance.random() < 0.1 else 2]) for name in asked}
        record = Record(f"C-{number}" if number % 50 else f"\udfff{number}", credentials, facts)
        items.append((reader, (number, ReadRow(number, record))))
    return items


def job_of(client: qualmap.Client, *, rows: str) -> tuple[Job, ScreenMany, Screening]:
    like = client.screen(Record("-"), edition="1.0")
    form = TextForm(".jsonl", None, rows, like) if rows == "person" else ParquetForm(Shape.of(like, rows=rows))
    job = Job(form=form, edition="1.0", as_of=None, minimum_evidence="inferred")
    return job, functools.partial(client.screen_many, edition="1.0"), like


def chunk_of(items: list[Item]) -> Chunk:
    return Chunk(0, ((items[0][0], tuple(raw for _, raw in items)),))


@pytest.mark.parametrize("rows", ["full", "summary"])
def test_a_few_hundred_varied_records_have_the_answers_of_single_ones(client: qualmap.Client, rows: str) -> None:
    job, screen_many, like = job_of(client, rows=rows)
    items = people(400)
    done = work_of(job, screen_many)(chunk_of(items))
    slow = work_of(job_of(client, rows="person")[0], screen_many)(chunk_of(items))

    records = [raw[1].record for _, raw in items]  # type: ignore[attr-defined]
    outcomes = list(screen_many(iter(records)))
    answers = [
        outcome if isinstance(outcome, Screening) else FailedRow(number, outcome.error.in_record(record.ref))
        for number, (record, outcome) in enumerate(zip(records, outcomes, strict=True), 1)
    ]
    assert 20 < len(done.failed) < 200
    assert [(one.row, one.error.to_dict()) for one in done.failed] == [(one.row, one.error.to_dict()) for one in slow.failed]
    shape = Shape.of(like, rows=rows)
    assert rows_of(done, shape) == shape.batch(answers).to_pylist()
    assert (done.refs, done.rows) == (slow.refs, slow.rows)
    assert done.digest.standings() == slow.digest.standings()
    assert done.digest.questions(None) == slow.digest.questions(None)
    assert done.digest.unrecognised.counts == slow.digest.unrecognised.counts


def rows_of(done: Done, shape: Shape) -> list[dict[str, object]]:
    with pa.ipc.open_stream(pa.py_buffer(done.block)) as stream:
        assert stream.schema.equals(shape.schema())
        return list(stream.read_all().to_pylist())


@pytest.mark.parametrize("rows", ["full", "summary"])
def test_memory_does_not_grow_with_the_input(client: qualmap.Client, tmp_path: Path, rows: str) -> None:
    job, screen_many, _ = job_of(client, rows=rows)

    def many(count: int) -> Iterator[Item]:
        reader = RowReader()
        return (
            (reader, (n, ReadRow(n, Record(f"C-{n}", (Credential(TEXTS[n % 5]),), {"age": n % 60})))) for n in range(1, count + 1)
        )

    def peak(count: int) -> tuple[int, int]:
        arrow: list[int] = []
        out = tmp_path / "out.parquet"
        plan = Plan(job=job, screen_many=screen_many, jobs=1, output=out, rows_at_once=500)
        tracemalloc.start()

        def watch(_: Done, gathered: Gathered) -> None:
            del gathered
            arrow.append(pa.total_allocated_bytes())

        run(many(count), plan, watch=watch)
        size = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        assert pq.read_metadata(out).num_rows == count
        return size, max(arrow)

    peak(500)  # what is loaded once
    few, some = peak(3_000), peak(9_000)
    assert some[0] - few[0] < 2_000_000  # bytes; 6,000 refs, which are remembered, and no answers
    assert some[1] - few[1] < 20_000_000  # bytes; the answers in full are some 60 million


def test_a_parquet_file_is_made_of_the_pieces_again_where_that_broke_off(client: qualmap.Client, tmp_path: Path) -> None:
    job, screen_many, _ = job_of(client, rows="full")
    out, part, whole = (tmp_path / name for name in ("out.parquet", ".out.parquet.part", ".out.parquet.whole"))
    with part.open("wb") as opened:
        job.form.resumable(opened).put(work_of(job, screen_many)(chunk_of(people(30))).block)
    with part.open("ab") as opened:  # gone on with
        job.form.resumable(opened).put(work_of(job, screen_many)(chunk_of(people(20))).block)
    whole.write_bytes(b"PAR1 and half of the rest")
    for _ in range(2):
        job.form.put_in_place(out)

        assert pq.read_metadata(out).num_rows == 50
        assert [file.name for file in tmp_path.iterdir()] == ["out.parquet"]


def test_nobody_gives_a_file_with_columns_and_no_rows(client: qualmap.Client, tmp_path: Path) -> None:
    job, screen_many, _ = job_of(client, rows="summary")
    journal = Journal(tmp_path / "out.parquet", Run.of([], arguments={}, versions={}))
    plan = Plan(job=job, screen_many=screen_many, jobs=1, output=tmp_path / "out.parquet", journal=journal)
    run([], plan, watch=lambda *_: None)

    assert pq.read_table(tmp_path / "out.parquet").num_rows == 0
    assert [file.name for file in tmp_path.iterdir()] == ["out.parquet"]
