"""The file from which a run over many people goes on: right after every answer, whatever ends the process."""

from __future__ import annotations

import itertools
import subprocess
import sys
from pathlib import Path

import pytest

import qualmap
from qualmap.checkpoints import Checkpoint
from qualmap.operations import Options

OPTIONS = Options("1.0", None, "inferred")
KILLED_AFTER = 3
PROGRAM = f"""
import os, signal, sys
import qualmap

people = ({{"ref": f"C-{{number}}", "credentials": []}} for number in range(10))
answers = qualmap.Client.local().screen_many(people, edition="1.0", checkpoint=sys.argv[1])
for number, answer in enumerate(answers):
    print(answer.ref, flush=True)
    if number == {KILLED_AFTER}:
        os.kill(os.getpid(), signal.SIGKILL)
"""


def people() -> list[dict[str, object]]:
    return [{"ref": f"C-{number}", "credentials": []} for number in range(10)]


def open_files() -> set[str]:
    folder = Path("/proc/self/fd")
    return {str(one.readlink()) for one in folder.iterdir() if one.is_symlink()}


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "checkpoint"


@pytest.mark.skipif(sys.platform == "win32", reason="no SIGKILL")
def test_a_process_that_is_killed_loses_nothing_of_what_was_taken(file: Path) -> None:
    killed = subprocess.run([sys.executable, "-c", PROGRAM, str(file)], capture_output=True, text=True, check=False)
    rest = [one.ref for one in qualmap.Client.local().screen_many(people(), edition="1.0", checkpoint=file)]

    assert killed.returncode < 0, killed.stderr
    assert killed.stdout.split() == [f"C-{number}" for number in range(KILLED_AFTER + 1)]
    assert rest == [f"C-{number}" for number in range(KILLED_AFTER, 10)]  # the one that was being worked on comes again


def test_what_is_taken_stands_in_the_file_at_once(file: Path) -> None:
    checkpoint = Checkpoint.open(file, OPTIONS)
    for done in (1, 7, 12_345_678_901):
        checkpoint.taken(done)

        assert Checkpoint.open(file, OPTIONS).done == done
    checkpoint.close()


@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="no list of open files")
@pytest.mark.parametrize("stop", [3, None])
def test_the_file_is_open_no_longer_than_the_run(file: Path, stop: int | None) -> None:
    answers = qualmap.Client.local().screen_many(people(), edition="1.0", checkpoint=file)
    next(answers)
    next(answers)
    during = open_files()
    for _ in itertools.islice(answers, stop):
        pass
    answers.close()  # type: ignore[attr-defined]  # it is a generator

    assert str(file) in during
    assert str(file) not in open_files()


@pytest.mark.parametrize("content", [b"", b"half", b'{"run": "a"}\n00000000000000000000\n', b"[]\n1\n"])
def test_a_file_that_is_no_checkpoint_is_refused_and_left_alone(file: Path, content: bytes) -> None:
    file.write_bytes(content)

    with pytest.raises(qualmap.InputError, match="is no checkpoint") as caught:
        Checkpoint.open(file, OPTIONS)

    assert caught.value.field == "checkpoint"
    assert file.read_bytes() == content


def test_a_file_of_another_run_is_refused(file: Path) -> None:
    Checkpoint.open(file, OPTIONS)

    with pytest.raises(qualmap.InputError, match="other options"):
        Checkpoint.open(file, Options("3.0", None, "inferred"))


def test_a_folder_that_is_not_there_is_an_error_of_the_checkpoint(tmp_path: Path) -> None:
    with pytest.raises(qualmap.InputError, match="cannot be written") as caught:
        Checkpoint.open(tmp_path / "nowhere" / "checkpoint", OPTIONS)

    assert caught.value.field == "checkpoint"
