"""The command line as programs and people call it, on the database of a test."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import attrs

_START = "import sys; sys.argv[0] = 'qualmap'; from qualmap.cli import main; main()"
_LONGEST = 60  # seconds, before a test fails instead of waiting for ever


def environment(home: Path, **settings: str) -> dict[str, str]:
    """The environment of a program that is to know these settings alone."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("QUALMAP_")}
    return {**kept, "QUALMAP_HOME": str(home), "PYTHONUNBUFFERED": "1", **settings}


@attrs.define(eq=False)
class Program:
    """A running `qualmap serve`: what it said when it started, and what it wrote until it ended."""

    process: subprocess.Popen[str]
    said: list[str]
    log: str = ""
    _reading: list[threading.Thread] = attrs.field(factory=list)

    @property
    def url(self) -> str:
        return self.said[0].rpartition(" ")[2]

    def tell(self, number: signal.Signals) -> None:
        self.process.send_signal(number)

    def end(self) -> int:
        """Wait for the end; gives the exit code."""
        self.log += self.process.communicate(timeout=_LONGEST)[0]
        return self.process.returncode


@contextmanager
def serving(environment: Mapping[str, str], *options: str, lines: int = 5) -> Iterator[Program]:
    """Start the service on a free port; `lines` is how many it says before it serves."""
    command = [sys.executable, "-c", _START, "serve", "--port", "0", *options]
    process = subprocess.Popen(command, env=dict(environment), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    try:
        assert process.stderr is not None
        said = [process.stderr.readline().rstrip("\n")]
        while said[-1] and len(said) < lines:
            said.append(process.stderr.readline().rstrip("\n"))
        yield Program(process, said)
    finally:
        process.kill()
        process.communicate()


def run(environment: Mapping[str, str], *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run `qualmap` to its end."""
    command = [sys.executable, "-c", _START, *arguments]
    return subprocess.run(command, env=dict(environment), capture_output=True, text=True, check=False, timeout=_LONGEST)
