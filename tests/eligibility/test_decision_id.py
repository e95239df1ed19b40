"""The decision id: the same wherever the same is asked, another as soon as anything that matters differs."""

from __future__ import annotations

import copy
import json
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import attrs
import pytest
from copies import client_of
from hypothesis import given, settings
from people import credentials, editions, facts, record
from plain_rules import Value

import qualmap
from qualmap.local import LocalMatcher

SCRIPT = Path(__file__).with_name("recompute_decision_id.py")
RECORD: dict[str, Any] = {
    "ref": "C-1024 王芳",
    "credentials": [
        {"text": "FCCA — 特许公认会计师", "issuer": "ACCA", "country": None},
        "CPA",
        {"text": "CFA charterholder", "country": "US"},
        {"text": "CPA", "issuer": None},
    ],
    "facts": {"works_in_shanghai": True, "origin": "foreign", "age": 66.0, "years_experience": 2.5, "degree": None},
}
PROGRAM = """
import json, sys, qualmap
client = qualmap.Client.local()
for record in json.loads(sys.argv[1]):
    for edition in ("1.0", "2.0", "3.0"):
        print(json.dumps(client.screen(record, edition=edition).to_dict(), ensure_ascii=False))
        print(json.dumps(client.compare(record, "1.0", edition).to_dict(), ensure_ascii=False))
"""


@pytest.mark.parametrize("evidence", ["inferred", "confirmed", "official"])
@pytest.mark.parametrize("edition", ["1.0", "2.0", "3.0"])
def test_an_independent_script_finds_the_same_id(client: qualmap.Client, tmp_path: Path, edition: str, evidence: str) -> None:
    answer = client.screen(RECORD, edition=edition, minimum_evidence=evidence)
    paths = [tmp_path / "record.json", tmp_path / "answer.json"]
    for path, content in zip(paths, (RECORD, answer.to_dict()), strict=True):
        path.write_text(json.dumps(content), encoding="utf-8")
    command = [sys.executable, "-I", "-S", str(SCRIPT), *map(str, paths), evidence]
    ran = subprocess.run(command, check=False, capture_output=True, text=True)

    assert (ran.returncode, ran.stdout.strip(), ran.stderr) == (0, answer.decision_id, "")


@settings(max_examples=100, deadline=None)
@given(written=credentials, known=facts(), edition=editions)
def test_the_script_finds_the_id_of_anybody(
    client: qualmap.Client, written: list[str], known: dict[str, Value], edition: str
) -> None:
    from recompute_decision_id import recompute

    answer = client.screen(record(written, known), edition=edition)
    assert recompute(record(written, known), answer.to_dict()) == answer.decision_id


def variants() -> list[tuple[str, dict[str, Any]]]:
    """The record with one thing changed in each."""
    changed = {
        "the ref": lambda one: one.update(ref="C-1025"),
        "a text": lambda one: one["credentials"][0].update(text="FCCA"),
        "an issuer": lambda one: one["credentials"][0].update(issuer=None),
        "a country": lambda one: one["credentials"][2].update(country="GB"),
        "a credential less": lambda one: one["credentials"].pop(1),
        "a credential more": lambda one: one["credentials"].append("PMP"),
        "no credentials": lambda one: one.update(credentials=[]),
        "a fact's value": lambda one: one["facts"].update(age=67),
        "a fact less": lambda one: one["facts"].pop("origin"),
        "a fact more": lambda one: one["facts"].update(key_position=False),
        "no for unknown": lambda one: one["facts"].update(degree="none"),
    }
    records = []
    for name, change in changed.items():
        one = copy.deepcopy(RECORD)
        change(one)
        records.append((name, one))
    return records


def test_whatever_matters_gives_another_id(client: qualmap.Client) -> None:
    ids = {
        "as it is": client.screen(RECORD, edition="1.0").decision_id,
        "edition 2.0": client.screen(RECORD, edition="2.0").decision_id,
        "edition 3.0": client.screen(RECORD, edition="3.0").decision_id,
        "confirmed": client.screen(RECORD, edition="1.0", minimum_evidence="confirmed").decision_id,
        "official": client.screen(RECORD, edition="1.0", minimum_evidence="official").decision_id,
        **{name: client.screen(one, edition="1.0").decision_id for name, one in variants()},
    }

    assert len(set(ids.values())) == len(ids), ids
    assert all(len(id_) == 32 and set(id_) <= set("0123456789abcdef") for id_ in ids.values())


def test_other_rows_other_rules_and_other_versions_give_another_id(matchers: dict[str, LocalMatcher]) -> None:
    engine = matchers["bundled"].engine
    other_rules = LocalMatcher(engine)
    other_rules.screener.rules = attrs.evolve(other_rules.screener.rules, digest="other")
    other_model = LocalMatcher(attrs.evolve(engine, model=attrs.evolve(engine.model, version="other")))
    answers = [client_of(one).screen(RECORD, edition="2.0") for one in (*matchers.values(), other_model, other_rules)]

    assert len({one.decision_id for one in answers}) == len(answers)
    assert len({json.dumps(one.versions.to_dict()) for one in answers}) == len(answers)


def test_what_does_not_matter_gives_the_same_id(client: qualmap.Client) -> None:
    alike = [
        {**RECORD, "credentials": RECORD["credentials"][::-1]},
        {**RECORD, "facts": dict(reversed(RECORD["facts"].items()))},
        {**RECORD, "facts": {**RECORD["facts"], "age": 66, "key_position": None}},
        {name: RECORD[name] for name in reversed(RECORD)},
        qualmap.Record.of(RECORD).to_dict(),
    ]
    expected = client.screen(RECORD, edition="2.0").decision_id

    assert {client.screen(one, edition="2.0").decision_id for one in alike} == {expected}
    assert client.screen(RECORD, as_of="2025-01-01").decision_id == expected
    assert client.screen(RECORD, as_of="2025-02-01").decision_id == expected


def test_processes_with_different_hash_seeds_answer_byte_for_byte_the_same() -> None:
    def answered(seed: str) -> bytes:
        records = json.dumps([RECORD, *(one for _, one in variants())])
        command = [sys.executable, "-c", PROGRAM, records]
        environment = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONIOENCODING": "utf-8"}
        return subprocess.run(command, check=True, capture_output=True, env=environment).stdout

    first = answered("0")
    assert first == answered("1") == answered("4242")
    assert first.count(b"decision_id") > 2 * len(variants())


def test_threads_answer_what_one_thread_answers(client: qualmap.Client, matchers: dict[str, LocalMatcher]) -> None:
    records = [one for _, one in variants()]
    fresh = [{**one, "facts": {**one["facts"], "age": age}} for age in range(60, 75) for one in records]
    shared = client_of(LocalMatcher(matchers["bundled"].engine))  # its screener has decided nothing yet
    with ThreadPoolExecutor(8) as threads:
        together = list(threads.map(lambda one: shared.screen(one, edition="2.0").to_dict(), fresh * 3))

    assert together == [client.screen(one, edition="2.0").to_dict() for one in fresh] * 3
