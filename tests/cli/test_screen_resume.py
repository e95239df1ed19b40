"""`--resume`: a run that is killed goes on, and its file is that of a run that was not; another run is refused by name."""

from __future__ import annotations

import datetime as dt
import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
import time_machine
from click.testing import Result

Run = Callable[..., Result]
WRITTEN = ("FCCA", "CPA", "CFA Level II candidate", "Wizard of Oz Certificate", "PMP")
PROGRAM = "import sys; sys.argv[0] = 'qualmap'; from qualmap.cli import main; main()"
COUNT = 300


@pytest.fixture
def table(tmp_path: Path) -> Path:
    """A table in which one in ten cannot be answered, and one ref stands twice, far apart."""
    rows = [f"C-{n % (COUNT - 1)},{WRITTEN[n % len(WRITTEN)]},{'old' if n % 10 == 7 else 30 + n % 40}" for n in range(COUNT)]
    file = tmp_path / "in.csv"
    file.write_text("\n".join(["id,certificate,age", *rows, ""]))
    return file


def arguments(table: Path, out: Path, *more: str) -> list[str]:
    errors = out.with_name(f"{out.name}.errors.jsonl")
    own = ["-o", str(out), "--errors", str(errors), "--edition", "1.0", "--rows-at-once", "5"]
    return ["screen", str(table), *own, *more]


def started(command: Sequence[str]) -> subprocess.Popen[bytes]:
    environment = {name: value for name, value in os.environ.items() if name != "QUALMAP_DATA"}
    return subprocess.Popen([sys.executable, "-c", PROGRAM, *command], stderr=subprocess.DEVNULL, env=environment)


def killed_when(process: subprocess.Popen[bytes], reached: Callable[[], bool]) -> bool:
    """Kill it once that is so; whether it was still at work."""
    while process.poll() is None and not reached():
        time.sleep(0.001)  # a look at a file, not a wait for time to pass
    process.send_signal(signal.SIGKILL)
    return process.wait() == -signal.SIGKILL


def size(file: Path) -> int:
    return file.stat().st_size if file.exists() else 0


@pytest.mark.parametrize(
    ("ending", "jobs", "rows"),
    [
        ("jsonl", "1", "person"),
        ("jsonl", "2", "person"),
        ("csv.gz", "1", "person"),
        ("json", "1", "person"),
        ("parquet", "2", "person"),
        ("csv", "1", "person"),
        ("parquet", "2", "summary"),
    ],
)
def test_a_run_that_is_killed_again_and_again_writes_what_one_that_is_not_would(
    run: Run, table: Path, tmp_path: Path, *, ending: str, jobs: str, rows: str
) -> None:
    whole, out = tmp_path / f"whole.{ending}", tmp_path / f"out.{ending}"
    run(*arguments(table, whole, "--rows", rows))
    part = tmp_path / f".{out.name}.part"
    chance, kills = random.Random(ending), 0  # noqa: S311 - for places to break off at
    command = arguments(table, out, "--resume", "--jobs", jobs, "--rows", rows)
    for _ in range(2):
        goal = size(part) + chance.randrange(1, whole.stat().st_size // 5 + 1)
        if not killed_when(started(command), lambda goal=goal: size(part) >= goal):  # type: ignore[misc]
            break  # it was quicker than the look at its file
        kills += 1
        assert not out.exists()

    assert kills
    result = run(*command)
    assert out.read_bytes() == whole.read_bytes()
    assert Path(f"{out}.errors.jsonl").read_bytes() == Path(f"{whole}.errors.jsonl").read_bytes()
    assert "270 people screened, 30 could not be answered" in result.stderr
    assert not [file.name for file in tmp_path.iterdir() if file.name.startswith(".")]


def test_what_is_said_at_the_end_counts_what_was_done_before(run: Run, table: Path, tmp_path: Path) -> None:
    whole, out = tmp_path / "whole.jsonl", tmp_path / "out.jsonl"
    expected = run(*arguments(table, whole)).stderr.replace(str(whole), "OUT")
    part = tmp_path / f".{out.name}.part"
    assert killed_when(started(arguments(table, out, "--resume")), lambda: size(part) > whole.stat().st_size // 2)

    said = run(*arguments(table, out, "--resume")).stderr.replace(str(out), "OUT")
    assert "the ref stands in an earlier row too" in said
    assert said == expected


@pytest.fixture
def begun(table: Path, tmp_path: Path) -> Path:
    """An output of which a killed run has written some."""
    out = tmp_path / "out.jsonl"
    journal = tmp_path / f".{out.name}.journal"
    assert killed_when(started(arguments(table, out, "--resume")), journal.exists)
    return out


def test_a_changed_input_is_refused_by_name(run: Run, table: Path, begun: Path) -> None:
    table.write_text(table.read_text() + "C-x,FCCA,40\n")
    result = run(*arguments(table, begun, "--resume"))

    assert result.exit_code == 1
    assert "the input files differ" in result.stderr
    assert str(table) in result.stderr
    assert not begun.exists()


@pytest.mark.parametrize(
    ("more", "named"),
    [
        (["--minimum-evidence", "confirmed"], "minimum_evidence was inferred, is confirmed"),
        (["--edition", "2.0"], "edition was 1.0, is 2.0"),
        (["--map", "age=ignore"], "map was None"),
        (["--rows-at-once", "9"], "rows_at_once was 5, is 9"),
    ],
)
def test_a_changed_option_is_refused_by_name(run: Run, table: Path, begun: Path, more: list[str], named: str) -> None:
    result = run(*arguments(table, begun, "--resume", *more))

    assert result.exit_code == 1
    assert named in result.stderr
    assert f".{begun.name}.journal" in result.stderr


def test_a_run_that_goes_on_after_midnight_asks_about_the_day_of_its_beginning(run: Run, table: Path, tmp_path: Path) -> None:
    out, journal = tmp_path / "out.jsonl", tmp_path / ".out.jsonl.journal"
    command = ["screen", str(table), "-o", str(out), "--resume", "--quiet", "--rows-at-once", "5"]
    assert killed_when(started(command), journal.exists)

    with time_machine.travel(dt.datetime.now(dt.UTC) + dt.timedelta(days=1), tick=False):
        run(*command)

    days = {json.loads(line).get("as_of") for line in out.read_text(encoding="utf-8").splitlines()} - {None}
    assert len(days) == 1


def test_a_file_that_is_not_there_is_said(run: Run, tmp_path: Path) -> None:
    result = run("screen", str(tmp_path / "nowhere.csv"), "-o", str(tmp_path / "out.jsonl"), "--resume")

    assert result.exit_code == 1
    assert "nowhere.csv cannot be opened" in result.stderr


def test_without_resume_the_run_begins_anew(run: Run, table: Path, begun: Path, tmp_path: Path) -> None:
    whole = tmp_path / "whole.jsonl"
    run(*arguments(table, whole))
    run(*arguments(table, begun))

    assert begun.read_bytes() == whole.read_bytes()


def test_a_half_written_part_that_is_gone_is_written_anew(run: Run, table: Path, begun: Path, tmp_path: Path) -> None:
    whole = tmp_path / "whole.jsonl"
    run(*arguments(table, whole))
    begun.with_name(f".{begun.name}.part").unlink()
    run(*arguments(table, begun, "--resume"))

    assert begun.read_bytes() == whole.read_bytes()


def test_two_runs_do_not_write_one_file(run: Run, table: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.jsonl"
    part = tmp_path / f".{out.name}.part"
    other = started(arguments(table, out, "--resume"))
    while not size(part):
        time.sleep(0.001)  # as above
    other.send_signal(signal.SIGSTOP)
    result = run(*arguments(table, out, "--resume"))
    other.kill()
    other.wait()

    assert result.exit_code == 1
    assert "another run is writing" in result.stderr


def test_a_strict_run_leaves_nothing_to_go_on_with(run: Run, table: Path, tmp_path: Path) -> None:
    result = run(*arguments(table, tmp_path / "out.jsonl", "--resume", "--strict"))

    assert result.exit_code == 1
    assert [file.name for file in tmp_path.iterdir()] == ["in.csv"]


@pytest.mark.parametrize("wrong", [["-o", "out.xlsx"], ["--json"], [], ["-o", "out.jsonl", "--remote"]], ids=" ".join)
def test_what_cannot_be_gone_on_with_is_said(run: Run, table: Path, wrong: list[str]) -> None:
    result = run("screen", str(table), "--resume", *wrong)

    assert result.exit_code == 2
    assert "--resume" in result.stderr


def test_workers_of_a_run_that_is_killed_end_too(table: Path, tmp_path: Path) -> None:
    psutil = pytest.importorskip("psutil")
    out = tmp_path / "out.jsonl"
    process = started(arguments(table, out, "--resume", "--jobs", "2"))
    part = tmp_path / f".{out.name}.part"
    while not size(part):
        time.sleep(0.001)  # as above
    workers = psutil.Process(process.pid).children(recursive=True)
    process.kill()
    process.wait()

    assert workers
    _, alive = psutil.wait_procs(workers, timeout=30)
    assert alive == []
