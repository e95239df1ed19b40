"""The examples of a Markdown page: each block of code with the block of output that follows it.

A block of `python` or `sh` is an example; a block of `text` or `json` right after it is its output. Comments between
the two say more:

    <!-- excerpt: from "C-1001" until "C-1004" -->   from a line that starts so to before one that starts so
    <!-- fails -->                                   the command ends with an error
"""

from __future__ import annotations

import functools
import re
from itertools import zip_longest
from pathlib import Path

import attrs
from running import ROOT, plain, run_blocks, run_shell

PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
_BLOCK = re.compile(r"^```(?P<language>[a-z]+)\n(?P<content>.*?)^```$", re.MULTILINE | re.DOTALL)
_COMMENTS = re.compile(r"(\s|<!--.*?-->)*")
_EXCERPT = re.compile(r'<!-- excerpt: from "(?P<first>.+)" until "(?P<until>.+)" -->')
_LINK = re.compile(r"\]\((?!<?https?:)(?P<target>[^)#]+)(#[^)]*)?\)")
NOT_RUN = {
    "pip install .": "installs into the environment that runs the tests; `test_fenced_languages.py` looks at what it names",
    "pip install '.[local]'": "the same",
    "pip install '.[all]'": "the same",
    "pip install 'qualmap[attachments]'": "the same",
    "pip install 'qualmap[batch]'": "the same",
    "pip install 'qualmap[local]'": "the same",
    "pip install 'qualmap[mcp]'": "the same",
    "pip install 'qualmap[spark]'": "the same",
    "scripts/bench accuracy": "measures for minutes; its parts have tests of their own",
    "scripts/bench batch": "the same",
    "scripts/bench peers": "sets up an environment of gigabytes, and measures for an hour",
    "scripts/bench service": "measures for minutes; its parts have tests of their own",
    "scripts/bench speed": "the same",
    "scripts/check": "reads the whole tree; it is run beside the tests",
    "scripts/demo": "sets up an environment; the program that it then runs is run, and the README is compared with that",
    "scripts/test": "is what runs this",
    "scripts/train": "fits the model for minutes; training has tests of its own",
}
"""The commands in `sh` blocks that no test starts, with the reason for each."""


@attrs.frozen
class Block:
    """A fenced block of a page; `follows` where nothing but comments stands between it and the block before."""

    language: str
    content: str
    line: int
    follows: bool


@attrs.frozen
class Example:
    """One block of code; `output` spans its printed output in the page, None where none is shown."""

    page: Path
    line: int
    language: str
    code: str
    shown: str | None
    output: tuple[int, int] | None
    excerpt: tuple[str, str] | None
    fails: bool

    def __str__(self) -> str:
        return f"{self.page.name}:{self.line}"

    @property
    def is_run(self) -> bool:
        """Whether it is one that tests may start."""
        return not (self.language == "sh" and all(line in NOT_RUN for line in self.code.splitlines()))

    def cut(self, printed: str) -> str:
        """The part of the output that the page shows."""
        if self.excerpt is None:
            return printed
        lines = printed.splitlines()
        first = next(index for index, line in enumerate(lines) if line.startswith(self.excerpt[0]))
        until = next(index for index, line in enumerate(lines) if index > first and line.startswith(self.excerpt[1]))
        return plain("\n".join(lines[first:until]))


def blocks(page: Path) -> list[Block]:
    """The fenced blocks of a page, in order."""
    text = page.read_text(encoding="utf-8")
    found = []
    end = -1  # of the block before
    for block in _BLOCK.finditer(text):
        between = _COMMENTS.match(text, end) if end >= 0 else None
        follows = between is not None and between.end() == block.start()
        found.append(Block(block["language"], block["content"], text.count("\n", 0, block.start()) + 1, follows))
        end = block.end()
    return found


def examples(page: Path) -> list[Example]:
    """The examples of a page, in order."""
    text = page.read_text(encoding="utf-8")
    blocks = list(_BLOCK.finditer(text))
    found = []
    for block, following in zip_longest(blocks, blocks[1:]):
        if block["language"] not in {"python", "sh"}:
            continue
        between = _COMMENTS.match(text, block.end())
        assert between is not None
        own = following is not None and following.start() == between.end() and following["language"] in {"text", "json"}
        excerpt = _EXCERPT.search(between.group())
        found.append(
            Example(
                page=page,
                line=text.count("\n", 0, block.start()) + 1,
                language=block["language"],
                code=block["content"],
                shown=plain(following["content"]) if own and following else None,
                output=following.span("content") if own and following else None,
                excerpt=(excerpt["first"], excerpt["until"]) if excerpt else None,
                fails="<!-- fails -->" in between.group(),
            )
        )
    return found


def printed_by(example: Example) -> str:
    """Run an example and give what it prints; a Python block runs after those before it on its page."""
    if example.language == "python":
        return printed_by_python(example.page)[example.line]
    printed = run_shell(example.code)
    assert (printed.status != 0) == example.fails, f"{example.code}\n{printed}"
    return printed.text


@functools.cache
def printed_by_python(page: Path) -> dict[int, str]:
    """What each Python block of a page prints, by its line."""
    blocks = [example for example in examples(page) if example.language == "python"]
    return dict(zip([block.line for block in blocks], run_blocks([block.code for block in blocks]), strict=True))


def linked(page: Path) -> list[str]:
    """The targets of a page's links into the project."""
    return [link["target"] for link in _LINK.finditer(page.read_text(encoding="utf-8"))]
