"""docs/operations.md names every setting and every metric, with the words that stand beside it in the code."""

from __future__ import annotations

import re
from pathlib import Path

import attrs
import pytest

from qualmap_matcher.service.observing import Metrics
from qualmap_matcher.service.settings import Settings

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "operations.md"
SOURCE = ROOT / "matcher" / "qualmap_matcher" / "service" / "settings.py"
COMMENT = re.compile(r"((?:^    # .*\n)+)((?:^    \w+: .*\n)+)", re.MULTILINE)
ELSEWHERE = {"QUALMAP_BASE_URL", "QUALMAP_API_KEY"}  # what the SDK reads


def settings() -> list[str]:
    """The rows of the table, made from the comments in the code."""
    found = []
    for comment, fields in COMMENT.findall(SOURCE.read_text(encoding="utf-8")):
        words = " ".join(line.strip().removeprefix("#").strip() for line in comment.splitlines())
        names, _, meaning = words.partition(": ")
        own = [line.split(":")[0].strip() for line in fields.splitlines()]
        variables = [f"`QUALMAP_{name.upper()}`" for name in own]
        assert names.split(" and ") == [one.strip("`") for one in variables], "the comment names its variables"
        found.append(f"| {', '.join(variables)} | {', '.join(map(default, own))} | {meaning[0].upper()}{meaning[1:]} |")
    return found


def default(name: str) -> str:
    field = attrs.fields_dict(Settings)[name]
    if name == "home":
        return "`~/.local/share/qualmap`"
    value = field.default
    return "none" if value is None else f"`{int(value)}`" if isinstance(value, bool) else f"`{value}`"


def metrics() -> list[str]:
    counters = (one for one in Metrics().registry.collect())
    return [f"| `{one.name}` | {one.documentation} |" for one in counters]


@pytest.mark.parametrize("row", [*settings(), *metrics()])
def test_the_page_has(row: str) -> None:
    assert row in PAGE.read_text(encoding="utf-8").splitlines()


def test_every_setting_has_its_comment() -> None:
    assert len(attrs.fields(Settings)) == sum(row.split("|")[1].count("`") // 2 for row in settings())


@pytest.mark.parametrize("page", ["operations", "deployment", "security"])
def test_a_page_names_no_setting_that_is_not_there(page: str) -> None:
    text = (ROOT / "docs" / f"{page}.md").read_text(encoding="utf-8")

    named = set(re.findall(r"QUALMAP_[A-Z_]+", text))

    assert named <= {f"QUALMAP_{field.name.upper()}" for field in attrs.fields(Settings)} | ELSEWHERE
