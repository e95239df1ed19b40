"""Twelve records with what is expected of every clause, worked out by hand."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

import qualmap

EXAMPLES = [json.loads(line) for line in Path(__file__).with_name("examples.jsonl").read_text(encoding="utf-8").splitlines()]


def test_there_are_twelve_examples() -> None:
    assert len(EXAMPLES) == 12


@pytest.mark.parametrize("example", EXAMPLES, ids=[example["note"] for example in EXAMPLES])
def test_an_example_comes_out_as_it_was_worked_out_by_hand(client: qualmap.Client, example: dict[str, Any]) -> None:
    answer = client.screen(example["record"], edition=example["edition"]).to_dict()

    assert answer["edition"] == example["edition"]
    assert answer["ref"] == example["record"]["ref"]
    assert [
        [mention["qualification"]["id"], mention["claim"]] for mention in answer["mentions"] if mention["outcome"] == "matched"
    ] == example["expect_qualifications"]
    assert [mention["outcome"] for mention in answer["mentions"]] == ["matched"] * len(example["expect_qualifications"])
    decided = {one["clause"]: {"decision": one["decision"], "missing": one["missing"]} for one in answer["benefits"]}
    assert decided == example["expect"]
    premium = answer["premium"]
    assert {"decision": premium["decision"], "missing": premium["missing"]} == example["expect_premium"]
