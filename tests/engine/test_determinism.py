"""The same input gives the same answer: in any process, on any thread, early or late, alone or among many."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest

import qualmap

TEXTS = [
    "FCCA",
    "CPA; FCA; ASA; CA",
    "Fellow of ACCA; CFA Level II candidate",
    "Certified Informaton Systms Auditor",
    "国际注册内部审计师，FRM二级",
    "米国公認会計士、CISSP勉強中",
    "Wirtschaftsprüfer und CISA",
    "Oracle RAC, lower CPA",
]
PROGRAM = """
import json, sys, qualmap
client = qualmap.Client.local()
for text in json.loads(sys.argv[1]):
    for issuer in (None, "ACCA", "HKICPA, CPA Australia"):
        print(json.dumps(client.match(qualmap.Credential(text, issuer), edition="1.0").to_dict()))
print(client.versions())
"""


def answered(seed: str) -> bytes:
    command = [sys.executable, "-c", PROGRAM, json.dumps(TEXTS)]
    return subprocess.run(command, check=True, capture_output=True, env={**os.environ, "PYTHONHASHSEED": seed}).stdout


def test_processes_with_different_hash_seeds_answer_byte_for_byte_the_same() -> None:
    assert answered("1") == answered("2024")


def test_threads_answer_what_one_thread_answers(client: qualmap.Client) -> None:
    alone = [client.match(text, edition="1.0") for text in TEXTS]
    fresh = [f"{text} #{number}" for number in range(60) for text in TEXTS]  # nothing remembered
    with ThreadPoolExecutor(8) as threads:
        together = list(threads.map(lambda text: client.match(text, edition="1.0"), fresh))
        again = list(threads.map(lambda text: client.match(text, edition="1.0"), TEXTS * 20))

    assert again == alone * 20
    assert together == [qualmap.Client.local().match(text, edition="1.0") for text in fresh]


def test_sixty_thousand_other_questions_later_the_answer_is_the_same(client: qualmap.Client) -> None:
    before = [client.match(text, edition="1.0") for text in TEXTS]
    for number in range(60_000):  # more than the engine remembers
        client.match(f"member {number}", edition="1.0")

    assert [client.match(text, edition="1.0") for text in TEXTS] == before


def test_many_at_once_are_answered_as_one_by_one(client: qualmap.Client) -> None:
    texts = [f"{text}; {other}" for text in TEXTS for other in TEXTS] + TEXTS * 3
    many = list(client.match_many(texts, edition="2.0"))

    assert many == [client.match(text, edition="2.0") for text in texts]


@pytest.mark.parametrize("text", TEXTS)
def test_the_issuer_does_not_leak_into_the_next_answer(client: qualmap.Client, text: str) -> None:
    before = client.match(text, edition="1.0").to_dict()
    client.match(qualmap.Credential(text, "HKICPA", "NG"), edition="1.0")

    assert client.match(text, edition="1.0").to_dict() == before


def test_the_edition_changes_the_listing_and_nothing_else(client: qualmap.Client) -> None:
    def without_listing(edition: str) -> list[dict[str, object]]:
        mentions = [mention.to_dict() for mention in client.match("FCCA, MRICS", edition=edition).mentions]
        return [{key: value for key, value in mention.items() if key != "listing"} for mention in mentions]

    assert without_listing("1.0") == without_listing("2.0") == without_listing("3.0")
