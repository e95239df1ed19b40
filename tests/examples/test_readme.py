"""The README tells the truth: its commands run, its outputs are the real ones, its links and scripts exist."""

import os
import re

import pytest
from documents import Example, examples, linked, printed_by
from running import EXAMPLES, ROOT

README = ROOT / "README.md"
EXAMPLES_THERE = examples(README)


@pytest.mark.parametrize("example", [one for one in EXAMPLES_THERE if one.is_run], ids=str)
def test_a_block_runs_and_prints_what_follows_it(example: Example) -> None:
    printed = printed_by(example)

    if example.language == "python" or example.shown is not None:
        assert example.cut(printed) == (example.shown or "")


def test_the_demo_is_shown_as_it_prints() -> None:
    [demo] = [one for one in EXAMPLES_THERE if one.code == "scripts/demo\n"]
    printed = (EXAMPLES / "expected" / "demo.txt").read_text(encoding="utf-8")

    assert demo.excerpt
    assert demo.shown == demo.cut(printed)


def test_the_scripts_that_it_names_exist() -> None:
    named = set(re.findall(r"\bscripts/[a-z]+", README.read_text(encoding="utf-8")))

    assert named
    assert not [script for script in named if not os.access(ROOT / script, os.X_OK)]


def test_its_links_lead_somewhere() -> None:
    assert not [target for target in linked(README) if not (README.parent / target).exists()]
