"""What people judged becomes labelled cases, in the form of the bundled ones."""

from __future__ import annotations

import json
import random
import subprocess
import sys
from pathlib import Path

import jsonschema
import pytest
from click.testing import CliRunner, Result
from litestar import Litestar
from litestar.testing import TestClient
from referencing import Registry, Resource
from reviewing import Desk, Object
from tenants import Issue

import qualmap_lists
from qualmap.cli.commands import qualmap
from qualmap_matcher.service.core import Core
from qualmap_matcher.training.cases import read_cases
from qualmap_matcher.training.judged import cases_of

CPA = "cpa-australia-cpa"


@pytest.fixture
def desk(client: TestClient[Litestar], key: Issue) -> Desk:
    return Desk(client, key("match", "screen", "review").headers)


@pytest.fixture
def judged(desk: Desk) -> list[Object]:
    """Reviews of every kind."""

    def judge(screening: Object, *actions: tuple[str, str | None]) -> None:
        for review, (action, id_) in zip(desk.reviews(screening=screening["id"]), actions, strict=False):
            desk.judge(review, action, **({"qualification": id_} if id_ else {}), teach=False)

    judge(desk.screened("CPA", ref="1"), ("confirm", CPA))
    judge(desk.screened("CPA", ref="2"), ("confirm", CPA))  # the same once more
    judge(desk.screened("FCCA; CMA candidate", ref="3"), ("confirm", "ima-cma"))
    judge(desk.screened("IEEE会土", ref="4"), ("correct", "ieee-fellow"))
    judge(desk.screened("曾就职于CIA咨询（北京）市场部", ref="5"), ("reject", None))
    judge(desk.screened("CPA / CMA", ref="6"), ("confirm", CPA))  # the other stays open
    judge(desk.screened("MRICS [APC submission Feb]", ref="7"), ("confirm", "rics-member"))
    judge(desk.screened("MRICS [APC submission Feb]", ref="8"), ("reject", None))  # two that differ
    return desk.reviews(limit=200)


def lines(cases: list[Object]) -> str:
    return "".join(f"{json.dumps(case, ensure_ascii=False)}\n" for case in cases)


def train(*arguments: str) -> Result:
    return CliRunner().invoke(qualmap, ["train", *arguments])


def test_every_judged_credential_is_one_case(judged: list[Object]) -> None:
    exported = cases_of(judged)
    by_text = {case["text"]: case for case in exported.cases}

    assert list(by_text) == sorted(["CPA", "FCCA; CMA candidate", "IEEE会土", "曾就职于CIA咨询（北京）市场部"])
    assert exported.left_out == 3
    assert (by_text["CPA"]["expect"], by_text["CPA"]["ambiguous"], CPA in by_text["CPA"]["possible"]) == ([], True, True)
    both = by_text["FCCA; CMA candidate"]
    assert (both["kind"], both["expect"], both["claim"]) == ("multi_credential", [["acca-fellow"]], "held")
    assert both["claim_of"] == {"ima-cma": "in_progress"}
    assert (by_text["IEEE会土"]["expect"], by_text["IEEE会土"]["ambiguous"]) == ([["ieee-fellow"]], False)
    rejected = by_text["曾就职于CIA咨询（北京）市场部"]
    assert (rejected["kind"], rejected["expect"], rejected["claim"]) == ("not_a_credential", [], None)


def test_the_same_reviews_give_the_same_cases_whatever_their_order(judged: list[Object]) -> None:
    shuffled = random.Random(7).sample(judged, len(judged))  # noqa: S311 - no secret

    assert cases_of(shuffled) == cases_of(judged)


def test_the_cases_are_of_the_form_of_the_bundled_ones(judged: list[Object], tmp_path: Path) -> None:
    folder = Path(str(qualmap_lists.data_folder())) / "schema"
    schema = json.loads((folder / "cases.json").read_text(encoding="utf-8"))
    common = {f"common/{file.name}": json.loads(file.read_text(encoding="utf-8")) for file in (folder / "common").iterdir()}
    registry = Registry().with_resources([(name, Resource.from_contents(content)) for name, content in common.items()])
    for case in cases_of(judged).cases:
        jsonschema.Draft202012Validator(schema, registry=registry).validate(case)
    file = tmp_path / "cases.jsonl"
    file.write_text(lines(list(cases_of(judged).cases)), encoding="utf-8")

    assert len(read_cases(file)) == 4


def test_the_command_writes_the_same_from_the_database_and_from_an_export(
    judged: list[Object], core: Core, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("QUALMAP_SECRET", str(core.settings.secret))
    monkeypatch.setenv("QUALMAP_HOME", str(core.settings.home))
    export, output = tmp_path / "reviews.jsonl", tmp_path / "cases.jsonl"
    export.write_text(lines(judged), encoding="utf-8")
    from_database = train("--from-reviews", core.settings.url, "--output", str(output))
    from_export = train("--from-reviews", str(export))

    assert from_database.exit_code == from_export.exit_code == 0, from_database.output
    assert from_export.stdout == output.read_text(encoding="utf-8") == lines(list(cases_of(judged).cases))
    assert from_database.stderr == from_export.stderr
    assert "4 cases; 3 left out" in from_export.stderr


@pytest.mark.parametrize("content", ["{}\n", "no JSON\n", "[]\n"])
def test_a_file_that_holds_something_else_is_refused_by_its_line(tmp_path: Path, content: str) -> None:
    file = tmp_path / "reviews.jsonl"
    file.write_text(f"\n{content}", encoding="utf-8")
    result = train("--from-reviews", str(file))

    assert result.exit_code == 2
    assert "line 2" in result.stderr


def test_more_cases_never_go_into_the_bundled_data(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "qualmap_matcher.training", "--cases", str(tmp_path / "cases.jsonl")]
    done = subprocess.run(command, capture_output=True, text=True, check=False)

    assert done.returncode == 2
    assert "--cases needs --output" in done.stderr
