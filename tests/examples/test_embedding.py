"""The programs that show how an HR system embeds the SDK run against a real service."""

from __future__ import annotations

import importlib.util
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest
from litestar.testing import TestClient
from running import EXAMPLES

sys.path.insert(0, str(Path(__file__).parents[1] / "service"))

from company import company

RECORDS = [
    {"ref": "P-1", "credentials": ["FCCA"], "facts": {"works_in_shanghai": True, "origin": "foreign"}},
    {"ref": "P-2", "facts": {"age": "old"}},
    {"ref": "P-3", "credentials": ["CPA"]},
]


@pytest.fixture(scope="module")
def environment(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """Where a real service listens, and a key, as a program finds them."""
    with company(tmp_path_factory.mktemp("service")) as served:
        yield {"QUALMAP_BASE_URL": served.url, "QUALMAP_API_KEY": served.key}


def test_the_nightly_job_writes_every_answer_once_even_when_it_is_started_again(
    environment: dict[str, str], tmp_path: Path
) -> None:
    records, answers = tmp_path / "records.jsonl", tmp_path / "answers.jsonl"
    records.write_text("".join(json.dumps(one) + "\n" for one in RECORDS), encoding="utf-8")
    command = [sys.executable, str(EXAMPLES / "service" / "nightly_job.py"), str(records), str(answers)]

    first, second = (
        subprocess.run(command, env={**os.environ, **environment}, check=True, capture_output=True, text=True) for _ in range(2)
    )

    written = [json.loads(line) for line in answers.read_text(encoding="utf-8").splitlines()]
    assert [one["ref"] for one in written] == ["P-1", "P-2", "P-3"]
    assert written[1]["error"]["field"] == "facts.age"
    assert "P-2" in first.stderr
    assert second.stderr == ""


@pytest.fixture
def handler(environment: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    spec = importlib.util.spec_from_file_location("web_handler", EXAMPLES / "service" / "web_handler.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    monkeypatch.setitem(sys.modules, "web_handler", module)  # where Litestar looks up the annotations
    spec.loader.exec_module(module)
    return module


def test_the_web_handler_answers_a_form_and_names_what_is_wrong_with_it(handler: ModuleType) -> None:
    with TestClient(handler.app) as client:
        answer = client.post("/applicants", json=RECORDS[0])
        wrong = client.post("/applicants", json=RECORDS[1])

    assert answer.json()["decisions"]["3.0-A-experience"] == "unconfirmed"
    assert answer.json()["evidence"] == ["inferred"]
    assert wrong.status_code == 422
    assert "facts.age" in wrong.text


def test_the_web_handler_says_try_again_when_the_service_is_away(handler: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QUALMAP_BASE_URL", "http://127.0.0.1:9")  # the port of nobody

    with TestClient(handler.app) as client:
        assert client.post("/applicants", json=RECORDS[0]).status_code == 503
