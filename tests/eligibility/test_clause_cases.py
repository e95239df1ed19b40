"""Every clause of the data, and the premium package, has a positive, a negative and a boundary case, worked out by hand.

A boundary case has a neighbour, `beyond` it, that differs in one fact or in one credential and in the decision.
"""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from people import record
from plain_rules import CLAUSES, PREMIUM

import qualmap

FILE = Path(__file__).with_name("clause_cases.jsonl")
CASES = [json.loads(line) for line in FILE.read_text(encoding="utf-8").splitlines()]
SEEN = {**{id_: entry["seen"] for id_, entry in CLAUSES.items()}, PREMIUM["id"]: PREMIUM["seen"]}


def decided(client: qualmap.Client, case: dict[str, Any], texts: list[str], known: dict[str, Any]) -> tuple[str, list[str]]:
    """The decision for the case's clause and what it is missing."""
    if case["clause"] == PREMIUM["id"]:
        one: qualmap.Benefit | qualmap.Premium = client.screen(record(texts, known), edition="3.0").premium
    else:
        answer = client.screen(record(texts, known), edition=CLAUSES[case["clause"]]["edition"])
        [one] = [benefit for benefit in answer.benefits if benefit.clause == case["clause"]]
    return one.decision, list(one.missing)


def test_every_clause_has_a_positive_a_negative_and_a_boundary_case() -> None:
    found = Counter((case["clause"], case["case"]) for case in CASES)

    assert found == Counter((id_, kind) for id_ in SEEN for kind in ("positive", "negative", "boundary"))


@pytest.mark.parametrize("case", CASES, ids=[f"{case['clause']}-{case['case']}" for case in CASES])
def test_a_case_comes_out_as_it_was_worked_out_by_hand(clients: dict[str, qualmap.Client], case: dict[str, Any]) -> None:
    client = clients[case["copy"]]

    assert decided(client, case, case["texts"], case["facts"]) == (case["decision"], case["missing"])
    if "beyond" in case:
        beyond = case["beyond"]
        texts, known = beyond.get("texts", case["texts"]), {**case["facts"], **beyond.get("facts", {})}
        assert decided(client, case, texts, known) == (beyond["decision"], beyond["missing"])


@pytest.mark.parametrize("case", CASES, ids=[f"{case['clause']}-{case['case']}" for case in CASES])
def test_a_case_is_of_the_kind_that_it_says(case: dict[str, Any]) -> None:
    best = "unconfirmed" if SEEN[case["clause"]] == "none" else "eligible"
    if case["case"] == "positive":
        assert case["decision"] == best
    elif case["case"] == "negative":
        assert case["decision"] in {"not_eligible", "no_row"}
    else:
        beyond = case["beyond"]
        assert beyond["decision"] != case["decision"]
        assert len(beyond.get("facts", {})) + ("texts" in beyond) == 1
        assert best in {case["decision"], beyond["decision"]} or "needs_facts" in {case["decision"], beyond["decision"]}
