"""Answers come one at a time, errors in their places, and notes are gathered."""

from __future__ import annotations

import itertools
import tracemalloc
from collections.abc import Iterable, Iterator

import attrs

import qualmap
from qualmap.errors import InputError
from qualmap.files.answering import Tally, answered
from qualmap.files.rows import FailedRow, ReadRow, Row
from qualmap.records import Record
from qualmap.screening import Failure, Screening

LIKE = qualmap.Client.local().screen(Record("-"), edition="1.0")


def like(records: Iterable[Record]) -> Iterator[Screening | Failure]:
    return (LIKE for _ in records)


def in_threes(records: Iterable[Record]) -> Iterator[Screening | Failure]:
    """As a service answers: some records are taken ahead."""
    remaining = iter(records)
    while group := list(itertools.islice(remaining, 3)):
        for index, record in enumerate(group):
            yield Failure(index, InputError("no")) if record.ref == "bad" else attrs.evolve(LIKE, ref=record.ref)


def test_rows_that_cannot_be_read_keep_their_places_among_answers_that_come_together() -> None:
    unread = InputError("cannot be read")
    rows: list[Row] = [FailedRow(1, unread), ReadRow(2, Record("a")), FailedRow(3, unread), FailedRow(4, unread)]
    rows += [ReadRow(5, Record("bad")), ReadRow(6, Record("b")), ReadRow(7, Record("c")), FailedRow(8, unread)]
    tally = Tally()

    answers = list(answered(rows, in_threes, tally=tally))

    assert [one.row if isinstance(one, FailedRow) else one.ref for one in answers] == [1, "a", 3, 4, 5, "b", "c", 8]
    assert (tally.answered, tally.failed) == (3, 5)


def test_a_run_that_goes_on_passes_over_what_was_told() -> None:
    unread = InputError("cannot be read")
    rows: list[Row] = [FailedRow(1, unread), *(ReadRow(row, Record(str(row))) for row in (2, 3)), FailedRow(4, unread)]
    rows.append(ReadRow(5, Record("5")))

    answers = list(answered(rows, lambda records: itertools.islice(in_threes(records), 2, None), tally=Tally(), skipped=2))

    assert [one.row if isinstance(one, FailedRow) else one.ref for one in answers] == [4, "5"]


def test_an_answer_is_given_before_the_next_row_is_read() -> None:
    asked: list[int] = []

    def rows() -> Iterator[Row]:
        for number in range(3):
            asked.append(number)
            yield ReadRow(number, Record(str(number)))

    answers = answered(rows(), like, tally=Tally())
    next(answers)

    assert asked == [0]


def test_what_cannot_be_screened_is_an_error_in_its_place() -> None:
    def screen_many(records: Iterable[Record]) -> Iterator[Screening | Failure]:
        for index, record in enumerate(records):
            yield Failure(index, InputError("no such fact", field="facts.ages")) if record.ref == "b" else LIKE

    tally = Tally()
    answers = list(answered([ReadRow(2 + n, Record(ref)) for n, ref in enumerate("abc")], screen_many, tally=tally))

    failed = answers[1]
    assert isinstance(failed, FailedRow)
    assert (failed.row, failed.ref, tally.answered, tally.failed) == (3, "b", 2, 1)


def test_refs_that_stand_twice_are_noted_once_with_their_rows() -> None:
    tally = Tally()
    rows = [ReadRow(number, Record("same"), ("odd",)) for number in range(2, 12)]

    list(answered(rows, like, tally=tally))

    assert list(tally.notes()) == [
        "rows 2, 3, 4, 5, 6, …: odd",
        "rows 3, 4, 5, 6, 7, …: the ref stands in an earlier row too",
    ]


def test_a_long_file_needs_no_more_memory_than_a_short_one() -> None:
    def peak(count: int) -> int:
        tracemalloc.start()
        rows = (ReadRow(number, Record(str(number)), (f"note {number}",)) for number in range(count))
        for _ in answered(rows, like, tally=Tally()):
            pass
        return tracemalloc.get_traced_memory()[1]

    try:
        peak(10)  # what is loaded once
        short = peak(1_000)
        long = peak(20_000)
    finally:
        tracemalloc.stop()

    assert long - short < 4_000_000  # bytes: the refs that are remembered, and nothing else
