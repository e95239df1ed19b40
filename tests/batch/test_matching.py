"""Matching batches says of every text what local mode says."""

import pyarrow as pa
import pytest
from odd_records import TOO_LONG, several, single
from slow_twin import matched

from qualmap.editions import Asked
from qualmap.errors import InputError
from qualmap.files.summaries import summarised
from qualmap.local import LocalMatcher
from qualmap.models import Credential
from qualmap_matcher.batch import Columns, match_batches

COLUMNS = Columns(issuer="issuer", country="country")


@pytest.mark.parametrize("dictionaries", [False, True])
def test_a_full_match_says_what_local_mode_says(matcher: LocalMatcher, *, dictionaries: bool) -> None:
    batch = single(1_000)

    answers = match_batches([batch.slice(0, 300), batch.slice(300)], columns=COLUMNS, edition="1.0", dictionaries=dictionaries)
    rows = [row for answer in answers for row in answer.to_pylist()]

    expected = list(matched([batch], COLUMNS, matcher, Asked("1.0")))
    for row, one, text in zip(rows, expected, batch.column("text").to_pylist(), strict=True):
        error = row.pop("error")
        assert ({"error": error} if error else row) == one
        assert row["text"] == (None if error else text)


def test_a_summary_counts_mentions_and_names_what_is_held(matcher: LocalMatcher) -> None:
    texts = ["FCCA; CPA", "nothing at all", "CFA Level II candidate"]

    [answer] = match_batches([pa.record_batch({"text": texts})], edition="1.0", detail="summary")

    for row, text in zip(answer.to_pylist(), texts, strict=True):
        mentions = matcher.match(Credential(text), Asked("1.0")).mentions
        held = summarised(mentions).held
        assert row["held"] == (" ".join(one.id for one in held) or None)
        assert (row["mentions"], row["unsettled"]) == (len(mentions), sum(one.outcome != "matched" for one in mentions))


def test_a_text_that_is_missing_or_too_long_fails_alone(matcher: LocalMatcher) -> None:
    batch = pa.record_batch({"id": [1, 2, 3], "text": [None, TOO_LONG, "FCCA"]})

    [answer] = match_batches([batch], edition="1.0", keep=["id"])

    rows = answer.to_pylist()
    assert [row["id"] for row in rows] == [1, 2, 3]
    assert [{"error": row["error"]} for row in rows[:2]] == list(matched([batch.slice(0, 2)], Columns(), matcher, Asked("1.0")))
    assert rows[2]["error"] is None


def test_lists_are_not_matched() -> None:
    with pytest.raises(InputError, match="one text a row"):
        list(match_batches([several(5)], columns=Columns(text="given")))
