"""Answers come one at a time, errors in their places, and notes are gathered."""

from __future__ import annotations

import tracemalloc
from collections.abc import Iterator

import qualmap
from qualmap.errors import InputError
from qualmap.files.answering import Tally, answered
from qualmap.files.rows import FailedRow, ReadRow, Row
from qualmap.records import Record
from qualmap.screening import Screening

LIKE = qualmap.Client.local().screen(Record("-"), edition="1.0")


def test_an_answer_is_given_before_the_next_row_is_read() -> None:
    asked: list[int] = []

    def rows() -> Iterator[Row]:
        for number in range(3):
            asked.append(number)
            yield ReadRow(number, Record(str(number)))

    answers = answered(rows(), lambda _: LIKE, tally=Tally())
    next(answers)

    assert asked == [0]


def test_what_cannot_be_screened_is_an_error_in_its_place() -> None:
    def screen(record: Record) -> Screening:
        if record.ref == "b":
            raise InputError("no such fact", field="facts.ages")
        return LIKE

    tally = Tally()
    answers = list(answered([ReadRow(2 + n, Record(ref)) for n, ref in enumerate("abc")], screen, tally=tally))

    failed = answers[1]
    assert isinstance(failed, FailedRow)
    assert (failed.row, failed.ref, tally.answered, tally.failed) == (3, "b", 2, 1)


def test_refs_that_stand_twice_are_noted_once_with_their_rows() -> None:
    tally = Tally()
    rows = [ReadRow(number, Record("same"), ("odd",)) for number in range(2, 12)]

    list(answered(rows, lambda _: LIKE, tally=tally))

    assert list(tally.notes()) == [
        "rows 2, 3, 4, 5, 6, …: odd",
        "rows 3, 4, 5, 6, 7, …: the ref stands in an earlier row too",
    ]


def test_a_long_file_needs_no_more_memory_than_a_short_one() -> None:
    def peak(count: int) -> int:
        tracemalloc.start()
        rows = (ReadRow(number, Record(str(number)), (f"note {number}",)) for number in range(count))
        for _ in answered(rows, lambda _: LIKE, tally=Tally()):
            pass
        return tracemalloc.get_traced_memory()[1]

    try:
        peak(10)  # what is loaded once
        short = peak(1_000)
        long = peak(20_000)
    finally:
        tracemalloc.stop()

    assert long - short < 4_000_000  # bytes: the refs that are remembered, and nothing else
