"""The fast way answers every row as the slow, obvious one does."""

import itertools
from collections.abc import Callable, Iterator

import pyarrow as pa
import pytest
from odd_records import TOO_LONG, plain_lists, several, single
from slow_twin import full, screened, short

from qualmap.editions import Asked
from qualmap.local import LocalMatcher
from qualmap.models import Json
from qualmap_matcher.batch import Columns, screen_batches
from qualmap_matcher.batch.remembering import ROWS_IN_SHORT, gathered

COUNT = 1_000
FORMS: dict[str, tuple[Callable[[int], pa.RecordBatch], Columns]] = {
    "one text": (single, Columns(ref="ref", issuer="issuer", country="country")),
    "a text without refs": (single, Columns(facts={"age": "age", "origin": "origin"})),
    "lists of structs": (several, Columns(text="given", ref="id")),
    "lists of texts": (plain_lists, Columns(text="texts", facts="person")),
}


def pieces(batch: pa.RecordBatch, *sizes: int) -> Iterator[pa.RecordBatch]:
    """The batch cut into pieces of these sizes and a last one; a piece begins in the middle of its buffers."""
    start = 0
    for size in sizes:
        yield batch.slice(start, size)
        start += size
    yield batch.slice(start)


def told(row: dict[str, Json]) -> dict[str, Json]:
    """A row as an answer or a failure is written; a row that failed has nothing else."""
    if row["error"] is None:
        return row
    assert {name for name, value in row.items() if value is not None} <= {"ref", "error"}
    return {"ref": row["ref"], "error": row["error"]}


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(("edition", "as_of"), [("1.0", None), (None, "2026-03-01")])
@pytest.mark.parametrize("dictionaries", [False, True])
def test_a_full_answer_says_what_local_mode_says(
    matcher: LocalMatcher, form: str, edition: str | None, as_of: str | None, *, dictionaries: bool
) -> None:
    make, columns = FORMS[form]
    batch = make(COUNT)
    asked = matcher.asked(edition, as_of, "inferred")

    answers = screen_batches(pieces(batch, 700, 0, 1), columns=columns, edition=edition, as_of=as_of, dictionaries=dictionaries)
    rows = [row for answer in answers for row in answer.to_pylist()]

    expected = [full(one) for one in screened([batch], columns, matcher, asked, as_of)]
    assert len(rows) == len(expected)
    for row, one in zip(rows, expected, strict=True):
        assert told(row) == one
    assert 10 < sum("benefits" not in one for one in expected) < COUNT / 2  # some fail, and most do not


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("edition", ["1.0", "3.0"])
def test_a_summary_says_what_a_person_is_told_in_a_line(matcher: LocalMatcher, form: str, edition: str) -> None:
    make, columns = FORMS[form]
    batch = make(COUNT)

    answers = screen_batches(pieces(batch, 900), columns=columns, edition=edition, detail="summary", minimum_evidence="confirmed")
    rows = [row for answer in answers for row in answer.to_pylist()]

    expected = [short(one) for one in screened([batch], columns, matcher, Asked(edition, "confirmed"), None)]
    for row, one in zip(rows, expected, strict=True):
        assert told(row) == one


def test_a_text_that_is_too_long_fails_alone(matcher: LocalMatcher) -> None:
    batch = pa.record_batch({"text": ["FCCA", TOO_LONG, "CFA"]})

    rows = [row for answer in screen_batches([batch], edition="1.0") for row in answer.to_pylist()]

    assert [told(row) for row in rows] == [full(one) for one in screened([batch], Columns(), matcher, Asked("1.0"), None)]
    assert [row["error"] and row["error"]["code"] for row in rows] == [None, "invalid_text", None]


def test_a_lone_surrogate_fails_alone() -> None:
    written = pa.array([b"FCCA", b"CFA \xed\xa0\x80", b"CFA"])
    batch = pa.record_batch(
        {
            "ref": pa.Array.from_buffers(pa.string(), 3, pa.array([b"a", b"b", b"\xff"]).buffers()),
            "text": pa.Array.from_buffers(pa.string(), 3, written.buffers()),
        }
    )

    for detail in ("full", "summary"):
        rows = [
            row for answer in screen_batches([batch], columns=Columns(ref="ref"), detail=detail) for row in answer.to_pylist()
        ]

        assert [row["error"] for row in rows] == [
            None,
            {"code": "invalid_text", "message": "expected a text in UTF-8", "field": "credentials[0].text"},
            {"code": "invalid_input", "message": "expected a text in UTF-8", "field": "ref"},
        ]


def test_rows_are_numbered_over_all_batches() -> None:
    batch = pa.record_batch({"text": ["FCCA", "CFA"]})

    refs = [ref for answer in screen_batches([batch, batch.slice(0, 0), batch]) for ref in answer.column("ref").to_pylist()]

    assert refs == ["1", "2", "3", "4"]


@pytest.mark.parametrize("sizes", [(), (1,), (20_000, 20_000, 1), (35_000, 1, 1), (10_000,) * 7])
def test_small_batches_are_put_together_in_their_order(sizes: tuple[int, ...]) -> None:
    whole = pa.record_batch({"row": pa.array(range(sum(sizes)), pa.int64())})
    ends = list(itertools.accumulate(sizes))

    found = list(gathered(whole.slice(end - size, size) for end, size in zip(ends, sizes, strict=True)))

    assert [place for batch in found for place in batch.column("row").to_pylist()] == list(range(sum(sizes)))
    assert all(len(batch) <= max(ROWS_IN_SHORT, *sizes) for batch in found)
    assert len(found) <= 1 + sum(sizes) // 20_000
