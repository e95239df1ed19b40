"""The place of every mention counts code points of the raw text, whatever the text holds."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import qualmap

ENGLISH = ["FCCA", "CPA", "CISSP®", "c.f.a.", "CFA Level III", "CPA (Aust.)", "Chartered Engineer (CEng)", "PMPâ„¢"]
OTHERS = ["ＭＲＩＣＳ", "註冊內部稽核師", "特许公认会计师", "米国公認会計士", "공인재무분석사", "Ingénieur", "Membre de RICS"]
NAMES = st.sampled_from(ENGLISH + OTHERS)
GLUE = st.sampled_from(
    [
        ", ",
        "; ",
        " / ",
        "|",
        "\n",
        "、",
        "（",
        "）",
        " (",
        ")",
        " – ",
        "â€“",
        " and ",
        "和",
        "\u202e",
        "\u200b",
        "\ud800",
        "\x07",
        "😀",
        "e\u0301",
    ]
)
WORDS = st.sampled_from(
    ["candidate", "former ", "在读", "required", "not a ", "持有", "合格", "manager", "seit 2019", " 2 of 3 ", "准备"]
)
TEXTS = st.lists(st.one_of(NAMES, GLUE, WORDS, st.text(alphabet=st.characters(), max_size=4)), max_size=12).map("".join)


def assert_places_are_right(answer: qualmap.MatchResult, raw: str) -> None:
    assert answer.text == raw
    for mention in answer.mentions:
        assert 0 <= mention.start < mention.end <= len(raw)
        assert raw[mention.start : mention.end] == mention.text
    assert [mention.start for mention in answer.mentions] == sorted(mention.start for mention in answer.mentions)


@settings(max_examples=400, deadline=None)
@given(text=TEXTS)
def test_a_mention_is_the_stretch_of_raw_text_between_its_offsets(client: qualmap.Client, text: str) -> None:
    assert_places_are_right(client.match(text, edition="1.0"), text)


@pytest.mark.parametrize(
    ("text", "mention"),
    [
        ("😀 CISSP 😀", "CISSP"),
        ("資格：ＣＩＳＳＰ（２０２１年）", "ＣＩＳＳＰ"),
        ("e\u0301le\u0300ve, PMP\u0301", "PMP\u0301"),
        ("\u202eMRICS\u202c", "MRICS"),
        ("\ud800 CISSP \udfff", "CISSP"),
        ("\x00CISM\x00", "CISM"),
        ("name\tCISM\tyear", "CISM"),
        ("Ingénieur; RÃ©sumÃ©; CISA", "CISA"),
        ("曾任總監，持有 註冊內部稽核師 資格", "註冊內部稽核師"),
    ],
)
def test_offsets_count_code_points_past_what_folding_changed(client: qualmap.Client, text: str, mention: str) -> None:
    answer = client.match(text, edition="1.0")

    assert_places_are_right(answer, text)
    assert [one.text for one in answer.mentions] == [mention]


@pytest.mark.parametrize(
    "text",
    ["", " ", "\n\n", "\ufeff", "\u200b", "\x00\x01\x02", "\ud83d", "😀", "®™", "。、；", "()()()", "12345", "\u0301\u0301"],
)
def test_a_text_without_words_names_nothing(client: qualmap.Client, text: str) -> None:
    assert client.match(text, edition="1.0").mentions == ()


@pytest.mark.parametrize(
    ("text", "mention"),
    [
        ("PMP (Project Management Professional)", "PMP (Project Management Professional)"),
        ("Chartered Engineer (CEng)", "Chartered Engineer (CEng)"),
        ("CPA (US)", "CPA (US)"),
        ("美国注册会计师（USCPA）", "美国注册会计师（USCPA）"),
    ],
)
def test_a_bracket_that_belongs_to_a_name_is_closed_inside_its_mention(client: qualmap.Client, text: str, mention: str) -> None:
    [one] = client.match(text, edition="1.0").mentions

    assert one.text == mention
