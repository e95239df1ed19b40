"""Every fenced block of the documentation is run and compared, or stands here with the reason why not."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from documents import NOT_RUN, PAGES, blocks, examples
from running import ROOT
from transcripts import steps

RUN = {"python", "sh", "console", "py"}
OUTPUT = {"text", "json"}  # compared where it follows what is run
READ = {
    "dockerfile": "needs a builder of containers; `test_configurations.py` reads it",
    "http": "a request in prose; `test_configurations.py` holds it against the description of the service",
    "ini": "needs systemd; `test_configurations.py` reads it",
    "nginx": "needs nginx; `test_configurations.py` reads it",
    "toml": "`test_configurations.py` gives it to the reader of profiles",
    "yaml": "needs an engine of containers; `test_configurations.py` reads it",
}
NO_OUTPUT = {
    "assistants.md": "what an assistant is told; `test_configurations.py` tries the command in it",
    "deployment.md": "a picture",
    "http.md": "made from the routes; `tests/service/test_reference.py` makes it again",
    "openrefine.md": "an address, which the program on the page then asks",
    "operations.md": "a line of the log; `test_transcripts.py` compares it with a real one",
    "overlays.md": "the files of a folder",
    "python-reference.md": "made from the code; `test_python_reference.py` makes it again",
    "python.md": "the tree of errors; `test_error_tree.py` compares it",
    "reviews.md": "`tests/service/test_training_from_reviews.py` runs the first, and fitting takes minutes",
}
"""The pages that have `text` or `json` which is not the output of what stands before it."""

_FENCE = re.compile(r"^ *(?:```|~~~)(?P<told>.*)$", re.MULTILINE)
_INSTALLED = re.compile(r"pip install (?P<options>(?:-\S+ )*)'?(?P<what>qualmap|\.)(?:\[(?P<extras>[^\]]*)\])?")


def test_every_language_is_run_or_read_or_an_output() -> None:
    languages = {block.language for page in PAGES for block in blocks(page)}

    assert languages == RUN | OUTPUT | set(READ)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_no_block_is_overlooked(page: Path) -> None:
    fences = _FENCE.findall(page.read_text(encoding="utf-8"))

    assert len(fences) == 2 * len(blocks(page)), "a fence begins at the start of a line with three backticks and one word"


def test_text_that_is_no_output_has_a_reason() -> None:
    alone = set()
    for page in PAGES:
        before = ""
        for block in blocks(page):
            if block.language in OUTPUT and not (block.follows and before in RUN - {"console"}):
                alone.add(page.name)
            before = block.language

    assert alone == set(NO_OUTPUT)


def test_the_commands_that_are_not_run_are_listed_one_by_one() -> None:
    left = {line for page in PAGES for one in examples(page) if not one.is_run for line in one.code.splitlines()}

    assert left == set(NOT_RUN)


def test_what_pages_install_can_be_installed() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    found = [named for page in PAGES for named in _INSTALLED.finditer(page.read_text(encoding="utf-8"))]

    extras = {extra for named in found if named["extras"] for extra in named["extras"].split(",")}

    assert extras
    assert extras <= set(project["optional-dependencies"])
    shown = [step for page in PAGES for step in steps(page) if step.code.startswith("pip install ")]
    assert all(_INSTALLED.match(step.code) for step in shown)
