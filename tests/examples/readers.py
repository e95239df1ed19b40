"""A reader at a machine of their own: an empty home, a shell that stays open, `qualmap serve` and Python beside it."""

from __future__ import annotations

import contextlib
import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import IO

import attrs
from running import environment, plain
from transcripts import Abbreviations, Step

_PROGRAMS = {
    "python": '"$@"',
    "qualmap": """-c 'import sys; sys.argv[0] = "qualmap"; from qualmap.cli import main; main()' "$@\"""",
}
_ADDRESS = "127.0.0.1:8765"
_END = "the command has come to its end with"
_PYTHON = """
import contextlib, io, json, sys
names = {"__name__": "__main__"}
for block in sys.stdin:
    with contextlib.redirect_stdout(io.StringIO()) as output:
        exec(compile(json.loads(block), "<document>", "exec"), names)
    print(json.dumps(output.getvalue()), flush=True)
"""
_LAST_SAID = ("  try ", "  keys ")  # the line of `qualmap serve` after which it says nothing more
_LONGEST = 60  # seconds for an end, before the test fails instead of waiting for ever


@attrs.define(eq=False)
class Reader:
    """Does what a page says and compares what comes out.

    Files that a page reads lie in `folder`; `means` says what stands here for a text of the page, as the port 8765.
    """

    home: Path
    folder: Path
    environment: dict[str, str]
    _shell: subprocess.Popen[str]
    _open: contextlib.ExitStack
    known: Abbreviations = attrs.field(factory=Abbreviations)
    service: subprocess.Popen[str] | None = None
    means: dict[str, str] = attrs.field(factory=dict)
    _python: subprocess.Popen[str] | None = None

    @classmethod
    @contextlib.contextmanager
    def arriving(cls, place: Path, **settings: str) -> Iterator[Reader]:
        """A reader with these settings in the environment; what they started ends with the block."""
        home, folder, programs = place / "you", place / "work", place / "programs"
        for each in (home, folder, programs):
            each.mkdir()
        for name, arguments in _PROGRAMS.items():
            (programs / name).write_text(f'#!/bin/sh\nexec "{sys.executable}" {arguments}\n', encoding="utf-8")
            (programs / name).chmod(0o755)
        kept = {name: value for name, value in environment().items() if not name.startswith(("QUALMAP_", "XDG_", "PG"))}
        path = ":".join(filter(None, (str(programs), settings.pop("PATH", ""), kept["PATH"])))
        own = {**kept, "HOME": str(home), "PATH": path, "PYTHONUNBUFFERED": "1", "QUALMAP_PORT": "0", **settings}
        with contextlib.ExitStack() as stack:
            shell = _started([shutil.which("bash") or "bash", "--norc"], stack, own, folder, stderr=subprocess.STDOUT)
            yield cls(home, folder, own, shell, stack)

    def does(self, step: Step) -> None:
        """Do it, and see that what comes out is what the page shows."""
        code = self.known.written_out(self._here(step.code))
        if step.language == "py":
            printed = self._runs(code)
        elif code == "qualmap serve":
            printed = self.serves()
        elif code.startswith("pip install "):  # another test looks at these
            printed = ""
        else:
            printed = self.types(code)
        if step.shown is not None:
            assert self.known.fit(printed, self._here(step.shown)), f"{step}\n\ngives\n\n{printed}"

    def types(self, command: str) -> str:
        """What a command prints on both streams; it must not fail."""
        stdin, stdout = _pipes(self._shell)
        stdin.write(f"{{ {command}\n}} </dev/null; printf '\\n%s %s\\n' '{_END}' $?\n")
        stdin.flush()
        lines = []
        while not (line := stdout.readline()).startswith(_END):
            assert line, f"the shell ended over {command}:\n{''.join(lines)}"
            lines.append(line)
        printed = plain("".join(lines))
        assert line.split()[-1] == "0", f"{command} failed:\n{printed}"
        return printed

    def serves(self) -> str:
        """What `qualmap serve` says until it answers."""
        log = self._open.enter_context((self.home / "serve.log").open("w"))
        self.service = _started(["qualmap", "serve"], self._open, self.environment, self.folder, stdout=log)
        assert self.service.stderr is not None
        said = [self.service.stderr.readline()]
        while said[-1] and not said[-1].startswith(_LAST_SAID):
            said.append(self.service.stderr.readline())
        assert said[-1], "".join(said)
        self.means[_ADDRESS] = said[0].rstrip("\n").rpartition("//")[2]
        return plain("".join(said))

    def stops(self) -> None:
        """End the service as Ctrl-C does."""
        assert self.service is not None
        self.service.terminate()
        assert self.service.wait(_LONGEST) == 0

    def _runs(self, code: str) -> str:
        """What a block of Python prints, after those before it, with the variables that the shell has."""
        if self._python is None:
            variables = json.loads(self.types("python -c 'import json, os; print(json.dumps(dict(os.environ)))'"))
            self._python = _started([sys.executable, "-c", _PYTHON], self._open, variables, self.folder, stderr=None)
        stdin, stdout = _pipes(self._python)
        stdin.write(f"{json.dumps(code)}\n")
        stdin.flush()
        answer = stdout.readline()
        assert answer, f"Python ended over\n{code}"
        return plain(json.loads(answer))

    def _here(self, text: str) -> str:
        """A text of the page with this reader's home, address and the like."""
        for shown, own in {"/home/you": str(self.home), **self.means}.items():
            text = text.replace(shown, own)
        return text


def _started(
    command: list[str],
    stack: contextlib.ExitStack,
    variables: dict[str, str],
    folder: Path,
    *,
    stdout: int | IO[str] = subprocess.PIPE,
    stderr: int | None = subprocess.PIPE,
) -> subprocess.Popen[str]:
    program = shutil.which(command[0], path=variables["PATH"]) or command[0]
    process = subprocess.Popen(
        [program, *command[1:]],
        stdin=subprocess.PIPE,
        stdout=stdout,
        stderr=stderr,
        encoding="utf-8",
        cwd=folder,
        env=variables,
    )
    stack.callback(process.communicate)
    stack.callback(process.kill)
    return process


def _pipes(process: subprocess.Popen[str]) -> tuple[IO[str], IO[str]]:
    assert process.stdin is not None
    assert process.stdout is not None
    return process.stdin, process.stdout
