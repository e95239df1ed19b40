"""The pages as a site: it can be made, every page is found from the navigation, and nothing is asked of another host."""

import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest
from documents import PAGES

ROOT = Path(__file__).parents[2]
_LOADED = {"script": "src", "img": "src", "link": "href", "iframe": "src", "source": "src"}
_NOT_LOADED = {"canonical", "next", "prev", "alternate"}


class Loads(HTMLParser):
    """The addresses that a browser asks for by itself."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag in _LOADED and given.get("rel") not in _NOT_LOADED and (address := given.get(_LOADED[tag])):
            self.found.append(address)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    copy = tmp_path_factory.mktemp("site")
    shutil.copytree(ROOT / "docs", copy / "docs")
    shutil.copyfile(ROOT / "zensical.toml", copy / "zensical.toml")
    program = Path(sys.executable).with_name("zensical")
    done = subprocess.run([program, "build", "--strict"], cwd=copy, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return copy / "build" / "site"


def test_every_page_is_in_the_navigation_once() -> None:
    named = list(_files(tomllib.loads((ROOT / "zensical.toml").read_text(encoding="utf-8"))["project"]["nav"]))

    assert sorted(named) == sorted(page.name for page in PAGES if page.parent.name == "docs")


def test_every_page_is_made(site: Path) -> None:
    pages = [page for page in PAGES if page.parent.name == "docs"]

    assert not [page.name for page in pages if not _made(site, page).exists()]


def test_nothing_is_asked_of_another_host(site: Path) -> None:
    for page in site.rglob("*.html"):
        loads = Loads()
        loads.feed(page.read_text(encoding="utf-8"))
        assert not [address for address in loads.found if re.match(r"(https?:)?//", address)], page


def _made(site: Path, page: Path) -> Path:
    return site / "index.html" if page.stem == "index" else site / page.stem / "index.html"


def _files(entries: list[dict[str, object]]) -> Iterator[str]:
    for entry in entries:
        for value in entry.values():
            if isinstance(value, list):
                yield from _files(value)
            else:
                yield str(value)
