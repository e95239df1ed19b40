"""`--remote`: the same answers from a real service, in batches, by a profile; nothing is kept that nobody asked to be kept."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import Result

sys.path.insert(0, str(Path(__file__).parents[1] / "service"))

from company import company

import qualmap

Run = Callable[..., Result]
TABLE = "工号,证书,年龄\nP-1,FCCA,66\nP-2,CPA,老\nP-3,PMP,41\n"


@pytest.fixture(scope="session")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, str]]:
    with company(tmp_path_factory.mktemp("service")) as served:
        yield served.url, served.key


@pytest.fixture
def config(address: tuple[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A configuration file with a profile, `here`."""
    for name in ("QUALMAP_BASE_URL", "QUALMAP_API_KEY", "QUALMAP_PROFILE"):
        monkeypatch.delenv(name, raising=False)
    file = tmp_path / "config.toml"
    file.write_text(f'[profiles.here]\nbase_url = "{address[0]}"\napi_key = "{address[1]}"\n')
    file.chmod(0o600)
    monkeypatch.setenv("QUALMAP_CONFIG", str(file))
    return file


@pytest.fixture
def kept(address: tuple[str, str]) -> Iterator[Callable[[], int]]:
    """How many screenings the service keeps."""
    with qualmap.Client(base_url=address[0], api_key=address[1]) as client:
        yield lambda: sum(1 for _ in client.screenings.list())


@pytest.fixture
def table(tmp_path: Path) -> Path:
    file = tmp_path / "people.csv"
    file.write_text(TABLE, encoding="utf-8")
    return file


@pytest.mark.usefixtures("config")
def test_a_file_is_answered_as_in_this_process_with_errors_in_their_rows(run: Run, table: Path, kept: Callable[[], int]) -> None:
    before = kept()

    here = run("screen", str(table), "--json", "--edition", "1.0")
    there = run("--profile", "here", "screen", "--remote", str(table), "--json", "--edition", "1.0")

    assert there.stdout == here.stdout
    assert there.stderr == here.stderr
    assert (there.exit_code, here.exit_code) == (1, 1)
    assert "row 3: record P-2" in there.stderr
    assert kept() == before + 2  # the people that could be answered, and nobody else


@pytest.mark.usefixtures("config")
def test_a_long_file_goes_in_batches_and_errors_of_the_service_keep_their_rows(run: Run) -> None:
    records = [{"ref": f"P-{number}", "facts": {"ages": 3} if number == 150 else {}} for number in range(230)]
    lines = "\n".join(json.dumps(one) for one in records)

    result = run("--profile", "here", "screen", "--remote", "--json", "--quiet", "--edition", "1.0", "-", stdin=lines)
    answers = [json.loads(line) for line in result.stdout.splitlines()]

    assert [one["ref"] for one in answers] == [one["ref"] for one in records]
    assert (answers[150]["error"]["row"], answers[150]["error"]["field"]) == (151, "facts.ages")


@pytest.mark.usefixtures("config")
def test_a_checkpoint_goes_on_behind_what_was_told(run: Run, tmp_path: Path, kept: Callable[[], int]) -> None:
    file, checkpoint = tmp_path / "people.jsonl", tmp_path / "run"
    people = [{"ref": "P-0"}, {"ref": "P-1"}, {"ref": "P-2", "facts": {"ages": 3}}, {"ref": "P-3"}]
    file.write_text("\n".join([*(json.dumps(one) for one in people), "no JSON"]))
    command = ("--profile", "here", "screen", "--remote", "--json", "--edition", "1.0", "--checkpoint", str(checkpoint))
    before = kept()

    first = run(*command, str(file), "--strict")  # ends in the middle, at the third row
    rest = run(*command, str(file))

    assert [json.loads(line)["ref"] for line in first.stdout.splitlines()] == ["P-0", "P-1"]
    told = [json.loads(line) for line in rest.stdout.splitlines()]
    assert [one["error"]["row"] if "error" in one else one["ref"] for one in told] == [3, "P-3", 5]
    assert kept() == before + 3  # what was sent in the first run was not done again


@pytest.mark.usefixtures("config")
def test_the_profile_can_come_from_the_environment(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QUALMAP_PROFILE", "here")

    assert run("match", "--remote", "FCCA", "--json").stdout == run("match", "FCCA", "--json").stdout


@pytest.mark.usefixtures("config")
@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["--profile", "nowhere", "match", "--remote", "FCCA"], "there: here"),
        (["match", "--remote", "FCCA"], "QUALMAP_BASE_URL"),
        (["--profile", "here", "match", "--remote", "FCCA", "--edition", "9"], "1.0, 2.0, 3.0"),
        (["--profile", "nowhere", "screen", "--remote", "x.csv"], "there: here"),
    ],
)
def test_what_cannot_be_done_is_said_before_any_answer(run: Run, arguments: list[str], says: str) -> None:
    result = run(*arguments)

    assert (result.exit_code, result.stdout) == (1, "")
    assert says in result.stderr


@pytest.mark.usefixtures("config")
@pytest.mark.parametrize(
    "arguments",
    [
        ["--profile", "here", "match", "FCCA"],
        ["screen", "--checkpoint", "run", "people.csv"],
        ["screen", "--concurrency", "0", "x"],
    ],
)
def test_wrong_usage_is_exit_status_two(run: Run, arguments: list[str]) -> None:
    assert run(*arguments).exit_code == 2


def test_a_key_that_others_may_read_is_warned_of(run: Run, config: Path) -> None:
    assert "Warning" not in run("--profile", "here", "match", "--remote", "FCCA", "--json").stderr
    config.chmod(0o644)

    said = run("--profile", "here", "match", "--remote", "FCCA", "--json").stderr

    assert said.startswith("Warning: others may read")
    assert "chmod 600" in said
