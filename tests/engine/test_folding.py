"""Folding brings what differs only in writing to one spelling, and remembers where every character stood."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualmap_matcher.engine.folding import fold
from qualmap_matcher.engine.units import cut

ANY_TEXT = st.text(alphabet=st.characters())  # lone surrogates and unassigned characters too
NOISE = st.text(alphabet="aÀÉß®™’ﾌﾟ㈱①ｶﾞ會国가\u1100\u1161\u0301\u200b\u202e\ufeff\ud800\x00 Ã©â€“")

SAME = {
    "full width letters": ("ＣＩＳＡ　ＣＩＳＭ", "CISA CISM"),
    "half width katakana with its voicing mark": ("ﾌﾟﾛｼﾞｪｸﾄ", "プロジェクト"),
    "case": ("Chartered ENGINEER", "chartered engineer"),
    "sharp s": ("STRASSE", "Straße"),
    "accents": ("Ingénieur agréé à Genève", "Ingenieur agree a Geneve"),
    "combining accents": ("Inge\u0301nieur", "Ingénieur"),
    "conjoining jamo": ("\u1100\u1161\u11bc", "강"),
    "traditional characters": ("國際項目管理專業人員", "国际项目管理专业人员"),
    "new Japanese characters": ("検査", "检查"),
    "curly apostrophes": ("Int’l", "Int'l"),
    "zero width space inside a word": ("CI\u200bSSP", "CISSP"),
    "direction marks": ("\u202bCISSP\u202c", "CISSP"),
    "byte order mark": ("\ufeffCISSP", "CISSP"),
    "ligatures": ("certiﬁed", "certified"),
    "a dash read in a wrong encoding": ("CISA â€“ CISM", "CISA – CISM"),
    "an accent read in a wrong encoding": ("IngÃ©nieur", "Ingénieur"),
}


@pytest.mark.parametrize(("written", "plain"), SAME.values(), ids=SAME.keys())
def test_writings_of_one_text_fold_to_the_same(written: str, plain: str) -> None:
    assert fold(written).text == fold(plain).text


@pytest.mark.parametrize("mark", ["®", "™", "©", "℠"])
def test_a_mark_behind_a_name_is_no_part_of_its_word(mark: str) -> None:
    assert cut(f"CISSP{mark}, CISM{mark}").words == ["cissp", "cism"]


@pytest.mark.parametrize("text", ["café – bar", "Çevirmen", "naïve “quote”", "Ã", "â€", "50 €", "São Paulo — Ñandú"])
def test_text_in_its_right_encoding_keeps_its_letters(text: str) -> None:
    assert len(fold(text).text) == len(text)


@given(st.one_of(ANY_TEXT, NOISE))
def test_every_folded_character_has_a_place_inside_the_raw_text_and_places_never_go_back(raw: str) -> None:
    folded = fold(raw)
    places = [folded.raw_span(index, index + 1) for index in range(len(folded.text))]

    assert all(0 <= start < end <= len(raw) for start, end in places)
    assert places == sorted(places)


@given(st.one_of(ANY_TEXT, NOISE))
def test_cutting_loses_no_character_of_the_folded_text(raw: str) -> None:
    units = cut(raw)
    text = units.folded.text
    pieces = [gap + text[start:end] for gap, start, end in zip(units.gaps, units.starts, units.ends, strict=False)]
    whole = "".join(pieces) + units.gaps[-1]

    assert whole.replace(" ", "") == text.replace(" ", "")


@pytest.mark.parametrize(
    ("name", "raw", "expected"),
    [
        ("astral characters", "😀😀 CISSP", (3, 8)),
        ("a combining accent before it", "e\u0301e\u0301 CISSP", (5, 10)),
        ("a ligature before it", "ﬁﬁ CISSP", (3, 8)),
        ("zero width characters inside it", "a C\u200bISSP", (2, 8)),
        ("a repaired dash before it", "x â€“ CISSP", (6, 11)),
        ("full width", "　ＣＩＳＳＰ", (1, 6)),
    ],
)
def test_a_word_is_found_where_it_stands_in_the_raw_text(name: str, raw: str, expected: tuple[int, int]) -> None:
    units = cut(raw)
    index = units.words.index("cissp")

    assert units.folded.raw_span(units.starts[index], units.ends[index]) == expected, name
