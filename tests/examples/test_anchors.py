"""Every link inside the pages that names a place leads to a heading or an anchor that is there."""

import html
import re
from pathlib import Path

import pytest
from documents import PAGES

_LINK = re.compile(r"\]\((?!<?https?:)(?P<page>[^)#\s]*)#(?P<place>[^)\s]+)\)")
_FENCED = re.compile(r"^```.*?^```$", re.MULTILINE | re.DOTALL)


def places(page: Path) -> set[str]:
    """What can follow `#`: headings in the form that the site gives them, and anchors."""
    text = _FENCED.sub("", page.read_text(encoding="utf-8"))
    headings = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    named = set(re.findall(r'<a id="([^"]+)">', text))
    return named | {re.sub(r"[-\s]+", "-", re.sub(r"[^\w\s-]", "", html.unescape(one)).strip().lower()) for one in headings}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_a_link_to_a_place_finds_it(page: Path) -> None:
    links = _LINK.finditer(_FENCED.sub("", page.read_text(encoding="utf-8")))
    wrong = [
        link.group()
        for link in links
        if link["page"].endswith(".md") or not link["page"]
        if link["place"] not in places((page.parent / link["page"]) if link["page"] else page)
    ]

    assert not wrong
