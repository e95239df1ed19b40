"""`qualmap screen --errors` and `--report`: what stands beside the answers, and where it may not stand."""

from __future__ import annotations

import csv
import gzip
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

Run = Callable[..., Result]
Q = ("--edition", "1.0", "--quiet")


def people(count: int) -> str:
    """A table of so many people, one in ten of whom cannot be answered."""
    rows = [f"C-{n},FCCA,{'old' if n % 10 == 7 else 30 + n % 40}" for n in range(count)]
    return "\n".join(["id,certificate,age", *rows, ""])


def objects(text: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in text.splitlines()]


@pytest.mark.parametrize("arguments", [["-o", "out.jsonl"], ["-o", "out.xlsx"], ["--json"]])
@pytest.mark.parametrize("ending", ["jsonl", "csv", "csv.gz"])
def test_errors_can_have_a_file_of_their_own(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str], ending: str
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("in.csv").write_text(people(30).replace("C-7", "=C-7"))
    result = run("screen", "in.csv", *arguments, "--errors", f"errors.{ending}", *Q)
    content = Path(f"errors.{ending}").read_bytes()
    text = (gzip.decompress(content) if ending.endswith("gz") else content).decode("utf-8-sig")
    errors = objects(text) if ending == "jsonl" else list(csv.DictReader(text.splitlines()))

    assert (result.exit_code, result.stderr) == (1, "")
    assert [list(one) for one in errors] == [["file", "row", "ref", "code", "field", "message"]] * 3
    assert [one["row"] if ending == "jsonl" else int(one["row"]) for one in errors] == [9, 19, 29]
    assert {one["file"] for one in errors} == {"in.csv"}
    assert errors[0]["ref"] == ("=C-7" if ending == "jsonl" else "'=C-7")
    assert {one["field"] for one in errors} == {"facts.age"}


def test_a_report_does_not_take_the_place_of_the_answers(run: Run, tmp_path: Path) -> None:
    (tmp_path / "in.csv").write_text(people(3))
    result = run("screen", str(tmp_path / "in.csv"), "-o", str(tmp_path / "o.json"), "--report", str(tmp_path / "o.json"), *Q)

    assert result.exit_code == 1
    assert "a file of its own" in result.stderr


@pytest.mark.parametrize("name", ["errors.xlsx", "out.jsonl", "in.csv", "none/errors.csv"])
def test_errors_do_not_go_where_they_cannot(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.chdir(tmp_path)
    Path("in.csv").write_text(people(3))
    result = run("screen", "in.csv", "-o", "out.jsonl", "--errors", name, *Q)

    assert result.exit_code == 1
    assert [file.name for file in Path().iterdir()] == ["in.csv"]
