"""The pictures of the console: every page of the navigation has one, and docs/console.md shows each."""

from __future__ import annotations

import re
import struct
from pathlib import Path

from console_pictures import IMAGES, PICTURES

from qualmap_matcher.service.console.pages import PAGES

GUIDE = Path(__file__).parents[2] / "docs" / "console.md"
SHOWN = set(re.findall(r"\]\(images/console-([\w-]+)\.png\)", GUIDE.read_text(encoding="utf-8")))
TAKEN = {one.name for one in PICTURES}


def size(file: Path) -> tuple[int, ...]:
    """Width and height, as the head of a PNG has them."""
    return struct.unpack(">II", file.read_bytes()[16:24])


def test_every_page_of_the_navigation_has_a_picture_in_english_by_day() -> None:
    plain = {one.path for one in PICTURES if (one.language, one.scheme, one.width) == ("en", "light", 1440)}

    assert {page.path for page in PAGES if page.name} - plain == set()


def test_the_guide_shows_every_picture_and_no_other() -> None:
    assert len(TAKEN) == len(PICTURES)
    assert SHOWN == TAKEN
    assert {file.stem.removeprefix("console-") for file in IMAGES.glob("console-*.png")} == TAKEN


def test_every_picture_has_the_size_that_it_is_taken_in() -> None:
    assert {one.name: size(IMAGES / f"console-{one.name}.png") for one in PICTURES} == {
        one.name: (one.width, one.height) for one in PICTURES
    }
