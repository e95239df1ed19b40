"""The `qualmap` program as a shell starts it: its exit codes, its pipes, and what it loads."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest

MAIN = "from qualmap.cli import main; main()"


def started(*arguments: str, stdin: bytes = b"", program: str = MAIN, **environment: str) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-c", program, *arguments]
    return subprocess.run(command, input=stdin, capture_output=True, check=False, env={**os.environ, **environment})


def test_an_answer_is_utf_8_whatever_the_locale_when_it_is_asked_for_in_utf_8() -> None:
    done = started("match", "--json", "--edition", "1.0", stdin="注册会计师\n".encode(), PYTHONIOENCODING="utf-8")

    assert done.returncode == 0
    assert json.loads(done.stdout)["text"] == "注册会计师"


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["match", "FCCA"], 0),
        (["match", "FCCA", "--edition", "9"], 1),
        (["match", "--nothing"], 2),
        (["--version"], 0),
        (["--help"], 0),
    ],
    ids=str,
)
def test_the_exit_code_says_how_it_went(arguments: list[str], code: int) -> None:
    assert started(*arguments).returncode == code


def test_a_bad_line_makes_the_exit_code_one_and_loses_no_other_line() -> None:
    done = started("match", "--json", "--edition", "1.0", stdin=b"FCCA\n\xff\nCISM\n")

    assert done.returncode == 1
    assert [json.loads(line).get("text") for line in done.stdout.splitlines()] == ["FCCA", None, "CISM"]


def test_an_argument_that_is_not_utf_8_has_an_answer_or_an_error_but_no_traceback() -> None:
    command = [sys.executable, "-c", MAIN, "match", "--edition", "1.0", b"CPA \xff\xfe"]
    done = subprocess.run(command, capture_output=True, check=False)

    assert b"Traceback" not in done.stderr


def test_a_reader_that_stops_reading_is_no_error_worth_a_traceback() -> None:
    first = f"{sys.executable} -c '{MAIN}' match --json --edition 1.0 | head -n 1"
    done = subprocess.run(["/bin/sh", "-c", first], input=b"FCCA\n" * 20_000, capture_output=True, check=False)

    assert json.loads(done.stdout)["text"] == "FCCA"
    assert b"Traceback" not in done.stderr


def test_an_exact_name_is_answered_without_the_heavy_libraries() -> None:
    program = (
        "import sys; from qualmap.cli.commands import qualmap; qualmap(['match', '--json', 'FCCA'], standalone_mode=False); "
        "print(*sorted({'numpy', 'rapidfuzz', 'rich', 'scipy', 'sklearn'} & set(sys.modules)), file=sys.stderr)"
    )
    done = started(program=program)

    assert json.loads(done.stdout)["mentions"]
    assert done.stderr.decode().split() == []
