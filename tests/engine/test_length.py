"""The work grows with the length of the text and no faster: counted in calls and bytes, not by a clock."""

from __future__ import annotations

import random
import string
import sys
import tracemalloc
from types import FrameType

import pytest

import qualmap

SHORT, TIMES = 2_000, 4
STEEPEST = 6  # four times the text may cost so many times the calls; growing with the square it costs sixteen times

REPEATED = {
    "a name": "MRICS, ",
    "one name without separators": "CPA ",
    "two names and a choice": "MRICS or ",
    "a choice over lines": "MRICS or\n",
    "separators": ";,/|",
    "spaces": " ",
    "dashes": "- ",
    "initials": "a.",
    "little words": "the of and ",
    "a little word that names begin with": "a ",
    "Chinese little words": "的",
    "a cue before names": "former FCCA, former PMP, ",
    "a cue before every list": "studying PMP, CFA, ",
    "a cue after names": "PMP and CISSP candidate, ",
    "a cue with no name": "candidate ",
    "a negation": "not PMP, ",
    "a sentence's cue": "PMP required ",
    "a cue for a Chinese list": "PMP和CISSP等备考中，",
    "grades without a body": "Fellow Member Associate ",
    "a grade and a body": "Fellow of ACCA and ICAEW and ",
    "bodies that share a grade": "IEEE & ACM Fellow ",
    "levels": "CFA Level ",
    "places": "CPA Australia ",
    "holding words": "certified ",
    "open brackets": "(PMP",
    "closing brackets": "PMP)",
    "prose": "managed budgets and reports for the regional office ",
    "Chinese prose": "负责预算与报告工作",
    "half width katakana": "ﾌﾟﾛ",
    "combining accents": "e\u0301 ",
    "nothing but combining accents": "\u0301",
    "lone surrogates": "\ud800",
    "control characters": "\x00\x1b",
    "direction marks": "\u202e",
    "a wrong encoding": "Ã© ",
    "a wrong encoding without end": "â€“",
    "a wrong encoding cut short": "Ã",
    "lines": "CISSP\n",
    "glued names": "PMPCISSP ",
}


def calls(client: qualmap.Client, text: str) -> int:
    """How many functions are called to match `text`."""
    counted = 0

    def count(frame: FrameType, event: str, argument: object) -> None:
        nonlocal counted
        del frame, argument
        counted += event in {"call", "c_call"}

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        client.match(text, edition="1.0")
    finally:
        sys.setprofile(before)
    return counted


@pytest.mark.parametrize("unit", REPEATED.values(), ids=REPEATED.keys())
def test_four_times_the_text_is_about_four_times_the_work(client: qualmap.Client, unit: str) -> None:
    text = unit * (TIMES * SHORT // len(unit) + 1)
    for once in (text[: SHORT // 2] + " Managment Acountants", "ASA - African Students Association"):
        client.match(once, edition="1.0")  # opens what is opened once a process

    # Not a whole number of units: a sequence that is cut short is the harder case.
    assert calls(client, text[: TIMES * SHORT + 2]) < STEEPEST * calls(client, text[: SHORT + 2]) + 1_000


@pytest.mark.parametrize(
    "letters", [string.ascii_lowercase, string.ascii_uppercase, "PMCFAX"], ids=["small", "capital", "acronyms"]
)
def test_one_endless_word_takes_no_more_memory_than_its_length_allows(client: qualmap.Client, letters: str) -> None:
    word = "".join(random.Random(7).choices(letters, k=20_000))  # noqa: S311 - a sample, not a secret
    client.match("Managment Acountants", edition="1.0")
    tracemalloc.start()
    try:
        client.match(word, edition="1.0")
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()

    assert peak < 2_000 * len(word)  # bytes; all its spellings with one letter less would take 20,000 a letter


@pytest.mark.parametrize("text", ["PMP; ", "国", "word ", "\u202e", "ＦＣＣＡ、", "\ud800 "])
def test_a_text_of_a_hundred_thousand_characters_has_an_answer(client: qualmap.Client, text: str) -> None:
    long = (text * 100_000)[:100_000]

    assert client.match(long, edition="1.0").text == long


@pytest.mark.parametrize("separator", [";", "，", "\n", "|", " ", "·", "\x00"])
def test_a_million_separators_name_nothing(client: qualmap.Client, separator: str) -> None:
    assert client.match(separator * 1_000_000, edition="1.0").mentions == ()


def test_a_name_behind_nearly_a_million_separators_is_found(client: qualmap.Client) -> None:
    [mention] = client.match(";" * 999_990 + "CISSP", edition="1.0").mentions

    assert (mention.start, mention.text) == (999_990, "CISSP")


@pytest.mark.parametrize("character", ["x", "国", ";", "\ud800"])
def test_a_text_over_the_limit_is_an_error_that_says_how_long_it_is(client: qualmap.Client, character: str) -> None:
    with pytest.raises(qualmap.TextError, match=r"1,000,001.*at most 1,000,000") as caught:
        client.match(character * 1_000_001, edition="1.0")

    assert (caught.value.field, caught.value.code) == ("text", "invalid_text")
