"""Every word of the console stands in both languages, says the same in both, and is said somewhere."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from qualmap.explaining import algorithm
from qualmap_matcher.eligibility.judging import ACTIONS
from qualmap_matcher.service import console
from qualmap_matcher.service.console.languages import chosen, messages, say
from qualmap_matcher.service.console.pages import PAGES
from qualmap_matcher.service.learning import TEACHING
from qualmap_matcher.service.problems import CODES
from qualmap_matcher.service.store.reviews import JUDGED, VOID

FOLDER = Path(console.__file__).parent
_KEY = re.compile(r"[\"']([a-z][a-z-]*\.[\w-]+)[\"']")
_ASKED = re.compile(r"\bt\(\s*[\"']([\w.-]+)[\"']\s*[,)]")
_FILLED = re.compile(r"\{(\w*)\}")
_CHINESE = re.compile(r"[\u4e00-\u9fff]")
_THE_OTHERS_NAME = "frame.other-language"  # in each language, the name of the other


def put_together() -> Iterator[str]:
    """The keys that templates put together from what they show."""
    for code in (*CODES, "stale_form"):
        yield from (f"errors.{code}", f"errors.{code}-advice")
    yield from (f"features.{feature.name}" for feature in algorithm())
    yield "features.company_name"  # whose names are a company's own
    yield "features.judged"  # what a judgement puts in their place
    yield "features.contradiction_cap"  # a reason that no feature of the model is
    yield from (f"screen.cause-{cause}" for cause in ("request", "batch", "review", "undo", "rescreen"))
    yield from (f"files.kind-{kind}" for kind in ("upload", "rescreen"))
    yield from (f"files.state-{state}" for state in ("receiving", "queued", "running", "done", "cancelled"))
    yield from (f"review.state-{state}" for state in (*JUDGED, VOID))
    yield from (f"review.teaching-{outcome}" for outcome in TEACHING)
    yield from (f"review.{action}" for action in ACTIONS)
    yield from (f"frame.theme-{theme}" for theme in ("auto", "light", "dark"))


def written() -> Iterator[Path]:
    yield from sorted(FOLDER.rglob("*.html"))
    yield from sorted(FOLDER.rglob("*.py"))


def test_every_message_has_words_in_both_languages_and_nothing_else() -> None:
    for file in sorted((FOLDER / "messages").glob("*.toml")):
        for key, words in tomllib.loads(file.read_text(encoding="utf-8")).items():
            assert sorted(words) == ["en", "zh"], f"{file.stem}.{key}"
            assert all(words.values()), f"{file.stem}.{key}"


@pytest.mark.parametrize("key", sorted(messages()))
def test_a_message_fills_in_the_same_in_both_languages(key: str) -> None:
    words = messages()[key]

    assert sorted(_FILLED.findall(words.en)) == sorted(_FILLED.findall(words.zh))


def test_chinese_words_are_chinese_and_english_words_are_not() -> None:
    words = {key: words for key, words in messages().items() if key != _THE_OTHERS_NAME}
    punctuation = re.compile(r"[\s,.;…]*")

    assert [key for key, one in words.items() if _CHINESE.search(one.en)] == []
    assert [key for key, one in words.items() if not (_CHINESE.search(one.zh) or re.fullmatch(r"[，。；：、\s]*", one.zh))] == []
    assert [key for key, one in words.items() if punctuation.fullmatch(one.en) and _CHINESE.search(one.zh)] == []


def test_every_message_is_used() -> None:
    used = {key for file in written() for key in _KEY.findall(file.read_text(encoding="utf-8"))} | {*put_together()}

    assert sorted({*messages()} - used) == []


def test_every_message_that_is_asked_for_is_there() -> None:
    asked = {key for file in written() for key in _ASKED.findall(file.read_text(encoding="utf-8"))}
    named = {page.name for page in PAGES if page.name}

    assert asked
    assert sorted((asked | named | {*put_together()}) - {*messages()}) == []


@pytest.mark.parametrize(
    ("asked", "kept", "accepted", "language"),
    [
        ("zh", "en", "en", "zh"),
        (None, "zh", "en", "zh"),
        ("fr", "zh", "en", "zh"),
        ("fr", "de", "zh-CN,en;q=0.5", "zh"),
        (None, None, None, "en"),
    ],
)
def test_the_language_is_the_one_asked_for_then_the_one_kept_then_the_browsers(
    asked: str | None, kept: str | None, accepted: str | None, language: str
) -> None:
    assert chosen(asked=asked, kept=kept, accepted=accepted) == language


def test_a_message_that_is_not_there_is_an_error() -> None:
    with pytest.raises(KeyError):
        say("frame.nothing", "en")
