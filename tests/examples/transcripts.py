"""The transcripts of a page: what a reader types after `$ ` in a `console` block with what then comes out, and its `py` blocks.

In what comes out, `…` stands for anything within a line, and alone in a line for any lines; `qm_…` is a key, and `019b…` an id
that begins in some way. In a command these two mean the key or the id that was shown last under that abbreviation.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from itertools import zip_longest
from pathlib import Path

import attrs
from documents import blocks

_ABBREVIATED = re.compile(r"qm_…|\b0[0-9a-f]{3}…")
_LEFT_OUT = re.compile(rf"({_ABBREVIATED.pattern}|…)")


@attrs.frozen
class Step:
    """A command or a block of Python; `shown` is what the page says comes out, None for Python where it shows nothing."""

    page: Path
    line: int
    language: str
    code: str
    shown: str | None

    def __str__(self) -> str:
        return f"{self.page.name}:{self.line}: {self.code}"


def steps(page: Path) -> list[Step]:
    """What a reader of the page does, in order."""
    found = []
    there = blocks(page)
    for block, following in zip_longest(there, there[1:]):
        if block.language == "console":
            found += [Step(page, block.line + line, "console", code, shown) for line, code, shown in _typed(block.content)]
        elif block.language == "py":
            own = following is not None and following.follows and following.language == "text"
            found.append(Step(page, block.line, "py", block.content, following.content if own and following else None))
    return found


def _typed(content: str) -> Iterator[tuple[int, str, str]]:
    """The line, the command and the output of each command of a `console` block."""
    lines = content.splitlines()
    assert lines[0].startswith("$ "), f"a transcript begins with a command, not with {lines[0]!r}"
    at = 0
    while at < len(lines):
        first, command = at, lines[at].removeprefix("$ ")
        at += 1
        while _goes_on(command):
            command += f"\n{lines[at]}"
            at += 1
        shown = []
        while at < len(lines) and not lines[at].startswith("$ "):
            shown.append(lines[at])
            at += 1
        yield first + 1, command, "\n".join(shown).rstrip()


def _goes_on(command: str) -> bool:
    try:
        shlex.split(command)
    except ValueError:  # a quotation without its end
        return True
    return command.endswith("\\")


@attrs.define
class Abbreviations:
    """What abbreviated keys and ids stand for, by what was shown last."""

    _meant: dict[str, str] = attrs.field(factory=dict)

    def told(self, short: str, whole: str) -> None:
        """From now on the one means the other."""
        self._meant[short] = whole

    def written_out(self, code: str) -> str:
        """A command with whole keys and ids."""
        return _ABBREVIATED.sub(lambda found: self._meant[found.group()], code)

    def fit(self, printed: str, shown: str) -> bool:
        """Whether what came out is what is shown; keys and ids in it are noted."""
        short = []
        pattern = ""
        for line in shown.splitlines():
            if line.strip() == "…":
                pattern += r"(?:.*\n)*"
                continue
            parts = _LEFT_OUT.split(line.rstrip())
            short += [part for part in parts if _ABBREVIATED.fullmatch(part)]
            pattern += "".join(map(_as_pattern, parts)) + r"[ ]*\n"
        found = re.fullmatch(pattern, f"{printed}\n" if printed else "")
        for name, whole in zip(short, found.groups() if found else (), strict=False):
            self.told(name, whole)
        return found is not None


def _as_pattern(part: str) -> str:
    if part == "qm_…":
        return r"(qm_[\w-]+)"
    if _ABBREVIATED.fullmatch(part):
        return r"([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})"
    return ".*" if part == "…" else re.escape(part)
