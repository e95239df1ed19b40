"""The pages under docs/ tell the truth: each example runs and prints what the page shows, and links lead somewhere."""

from pathlib import Path

import pytest
from documents import PAGES, Example, examples, linked, printed_by

DOCS = [page for page in PAGES if page.name != "README.md"]


@pytest.mark.parametrize("example", [one for page in DOCS for one in examples(page) if one.is_run], ids=str)
def test_a_block_runs_and_prints_what_follows_it(example: Example) -> None:
    printed = printed_by(example)

    if example.shown is not None:
        assert example.cut(printed) == example.shown


@pytest.mark.parametrize("page", DOCS, ids=lambda page: page.name)
def test_links_lead_somewhere(page: Path) -> None:
    assert not [target for target in linked(page) if not (page.parent / target).exists()]
