"""A column that cannot be read is told before the first answer; what can be read may come in several forms."""

import pyarrow as pa
import pytest

import qualmap
from qualmap.errors import InputError
from qualmap_matcher.batch import SCREENED, Columns, screen_batches

ONE = pa.record_batch({"text": ["FCCA"], "number": [1], "age": [66], "facts": [{"age": 66}]})


@pytest.mark.parametrize(
    ("columns", "field", "says"),
    [
        (Columns(text="credential"), "text", "there is no column 'credential'; there are text, number"),
        (Columns(text="number"), "text", "expected texts, got int64"),
        (Columns(ref="facts"), "ref", "expected texts, got struct"),
        (Columns(issuer="number"), "issuer", "expected texts"),
        (Columns(facts="number"), "facts", "expected a struct"),
        (Columns(facts={"age": "years"}), "facts.age", "there is no column 'years'"),
        (Columns(), "facts.age", "stands in a column of its own too"),
    ],
)
def test_a_column_that_cannot_be_read_is_named(columns: Columns, field: str, says: str) -> None:
    with pytest.raises(InputError, match=says) as caught:
        next(screen_batches([ONE], columns=columns))

    assert caught.value.field == field


def test_a_kept_column_may_not_take_the_place_of_an_answer() -> None:
    batch = pa.record_batch({"text": ["FCCA"], "title": ["Ms"]})

    with pytest.raises(InputError, match="'title' of their own"):
        next(screen_batches([batch], keep=["title"]))


@pytest.mark.parametrize(
    "kind", [pa.string(), pa.large_string(), pa.string_view(), pa.dictionary(pa.int8(), pa.string())], ids=str
)
def test_texts_may_be_of_any_kind(kind: pa.DataType) -> None:
    column = pa.array(["FCCA", None, "CPA"]).cast(kind)
    expected = list(screen_batches([pa.record_batch({"text": ["FCCA", None, "CPA"]})], edition="1.0"))

    assert list(screen_batches([pa.record_batch({"text": column})], edition="1.0")) == expected


def test_kept_columns_stand_in_front_as_they_are() -> None:
    [answer] = screen_batches([ONE], columns=Columns(facts="facts"), keep=["number", "age"])

    assert answer.schema.names == ["number", "age", *SCREENED.names]
    assert answer.column("number").equals(ONE.column("number"))


def test_the_edition_and_the_form_are_settled_at_the_call() -> None:
    with pytest.raises(InputError, match=r"no edition '9\.9'"):
        screen_batches([], edition="9.9")
    with pytest.raises(InputError, match="full, summary"):
        screen_batches([], detail="short")


def test_a_summary_without_decision_ids_is_otherwise_the_same() -> None:
    batch = pa.record_batch({"text": ["FCCA", "CPA"]})

    [with_ids] = screen_batches([batch], detail="summary", edition="1.0")
    [without] = screen_batches([batch], detail="summary", edition="1.0", decision_ids=False)

    assert without.column("decision_id").null_count == 2
    assert without.drop_columns("decision_id") == with_ids.drop_columns("decision_id")


def test_batches_with_other_columns_of_facts_get_the_ids_of_their_records() -> None:
    aged = pa.record_batch({"ref": ["C-1"], "text": ["FCCA"], "age": [1]})
    schooled = pa.record_batch({"ref": ["C-1"], "text": ["FCCA"], "degree": ["bachelor"]})
    client = qualmap.Client.local()

    found = list(screen_batches([aged, schooled], columns=Columns(text="text", ref="ref"), edition="1.0", detail="summary"))

    facts: list[dict[str, object]] = [{"age": 1}, {"degree": "bachelor"}]
    records = [{"ref": "C-1", "credentials": ["FCCA"], "facts": one} for one in facts]
    assert [one.column("decision_id")[0].as_py() for one in found] == [
        client.screen(one, edition="1.0").decision_id for one in records
    ]
