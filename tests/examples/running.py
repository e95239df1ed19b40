"""Run what a reader would run, and hold what it prints."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import attrs

ROOT = Path(__file__).parents[2]
EXAMPLES = ROOT / "examples"
_STYLES = {"FORCE_COLOR", "NO_COLOR", "TTY_COMPATIBLE", "TTY_INTERACTIVE"}  # what rich looks at
_SHELL = """
python() { "$PYTHON" "$@"; }
qualmap() { python -c 'import sys; sys.argv[0] = "qualmap"; from qualmap.cli import main; main()' "$@"; }
set -o pipefail
"""
"""The commands of a reader who has installed qualmap, whether or not this Python's folder is on PATH."""
_PYTHON = """
import contextlib, io, json, sys
names, printed = {"__name__": "__main__"}, []
for block in json.load(sys.stdin):
    with contextlib.redirect_stdout(io.StringIO()) as output:
        exec(compile(block, "<document>", "exec"), names)
    printed.append(output.getvalue())
json.dump(printed, sys.stdout)
"""


@attrs.frozen
class Printed:
    """What a program printed on both streams, without blanks at the ends of lines, and its exit status."""

    text: str
    status: int


def run_program(file: Path) -> Printed:
    """Run one of the examples."""
    return _run([sys.executable, str(file)])


def run_shell(commands: str) -> Printed:
    """Run the commands of a document, in the project's folder, as where qualmap is installed."""
    return _run([shutil.which("bash") or "bash", "-c", _SHELL + commands])


def run_blocks(blocks: Sequence[str]) -> list[str]:
    """Run Python blocks of one document, one after the other in one process; what each printed."""
    done = subprocess.run(
        [sys.executable, "-c", _PYTHON],
        input=json.dumps(blocks),
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        cwd=ROOT,
        env=environment(),
    )
    assert done.returncode == 0, done.stderr
    return [plain(text) for text in json.loads(done.stdout)]


def plain(text: str) -> str:
    """The lines without blanks at their ends, and without empty lines at the end."""
    return "\n".join(line.rstrip() for line in text.splitlines()).rstrip()


def _run(command: Sequence[str]) -> Printed:
    done = subprocess.run(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        check=False,
        cwd=ROOT,
        env=environment(),
    )
    return Printed(plain(done.stdout), done.returncode)


def environment() -> dict[str, str]:
    """The environment with 80 columns and no colours, whatever the tests are started from."""
    kept = {name: value for name, value in os.environ.items() if name not in _STYLES}
    return {**kept, "COLUMNS": "80", "LC_ALL": "C.UTF-8", "PYTHON": sys.executable, "PYTHONUTF8": "1"}
