"""The ids of a batch are those that each record has alone, whatever its ref is."""

import pyarrow as pa
import pytest

import qualmap
from qualmap_matcher.batch import Columns, screen_batches

LONGEST_IN_A_BLOCK = 23  # bytes
REFS = [
    "C-1",
    'quoted "ref"',
    "back\\slash",
    "[中文]",
    "🎓",
    "line\nbreak",
    "\0 and more",
    "zero behind\0",
    *("x" * length for length in range(LONGEST_IN_A_BLOCK - 1, LONGEST_IN_A_BLOCK + 3)),
    "名" * 7 + "ab",
    "名" * 8,
    "x" * 1000,
]
FACTS = [{}, {"age": 66}, {"works_in_shanghai": True, "origin": "foreign", "years_experience": 3.5}]
TEXTS = [["FCCA"], ["z", "a", '"'], []]


@pytest.mark.parametrize("kind", [pa.string(), pa.large_string(), pa.dictionary(pa.int32(), pa.string())])
def test_every_ref_with_every_credential_and_fact(kind: pa.DataType) -> None:
    client = qualmap.Client.local()
    people = [(ref, texts, facts) for ref in REFS for texts in TEXTS for facts in FACTS]
    batch = pa.record_batch(
        {
            "ref": pa.array([ref for ref, *_ in people]).cast(kind),
            "text": pa.array([texts for _, texts, _ in people], pa.list_(pa.string())),
            **{name: [facts.get(name) for *_, facts in people] for name in ("age", *FACTS[2])},
        }
    )

    part = batch.slice(5)
    [answers] = screen_batches([part], columns=Columns(ref="ref"), edition="1.0", detail="summary")

    expected = [
        client.screen({"ref": ref, "credentials": texts, "facts": facts}, edition="1.0").decision_id
        for ref, texts, facts in people[5:]
    ]
    assert answers.column("decision_id").to_pylist() == expected
    assert len(set(expected)) == len(expected)


def test_more_rows_than_are_digested_together() -> None:
    refs = [f"C-{number}" for number in range(20_000)]
    batch = pa.record_batch({"ref": refs, "text": ["FCCA"] * len(refs)})

    [answers] = screen_batches([batch], columns=Columns(ref="ref"), edition="1.0", detail="summary")

    found = answers.column("decision_id").to_pylist()
    for row in range(0, len(refs), 3_999):
        assert found[row] == qualmap.Client.local().screen({"ref": refs[row], "credentials": ["FCCA"]}, edition="1.0").decision_id
    assert len(set(found)) == len(refs)
