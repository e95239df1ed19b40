"""Texts are cut at code points, and no character is lost or doubled, however mentions lie."""

from __future__ import annotations

import attrs
import pytest

from qualmap import Client
from qualmap.models import Mention
from qualmap_matcher.service.console.marking import Cut, cuts

MATCHED = Client.local().match("FCCA", edition="1.0").mentions[0]


def mention(start: int, end: int, outcome: str = "matched") -> Mention:
    return attrs.evolve(MATCHED, start=start, end=end, outcome=outcome)


def cut(text: str, *mentions: Mention) -> list[tuple[str, str | None, int | None]]:
    found = cuts(text, tuple(enumerate(mentions, 1)))
    return [(one.text, one.mention.outcome if one.mention else None, one.number) for one in found]


def test_a_text_without_mentions_is_one_piece_and_an_empty_one_is_none() -> None:
    assert cut("plain") == [("plain", None, None)]
    assert cut("") == []


def test_mentions_that_touch_stay_apart() -> None:
    assert cut("FCCAPMP!", mention(0, 4), mention(4, 7, "review")) == [
        ("FCCA", "matched", 1),
        ("PMP", "review", 2),
        ("!", None, None),
    ]


def test_the_inner_of_two_nested_mentions_is_seen_and_the_outer_goes_on_around_it() -> None:
    assert cut("abcdef", mention(0, 6), mention(2, 4, "ambiguous")) == [
        ("ab", "matched", 1),
        ("cd", "ambiguous", 2),
        ("ef", "matched", None),
    ]


def test_mentions_that_overlap_lose_no_character_and_double_none() -> None:
    found = cut("abcdefgh", mention(1, 6), mention(3, 7, "review"))

    assert "".join(text for text, _, _ in found) == "abcdefgh"
    assert [number for _, _, number in found if number] == [1, 2]


@pytest.mark.parametrize(
    "text",
    [
        "🎓 FCCA 👩🏽‍💼PMP",
        "特许公认会计师 ACCA 会员 🎓，已通过 FRM 二级",
        "𝐅𝐂𝐂𝐀; ＰＭＰ®\r\n\tCFA",
        "<b>CPA</b> & 'FCCA' \"PMP\"",
    ],
)
def test_marks_lie_where_the_engine_read(text: str) -> None:
    mentions = Client.local().match(text, edition="1.0").mentions
    found = [*cuts(text, tuple(enumerate(mentions, 1)))]

    assert mentions
    assert "".join(one.text for one in found) == text
    assert [one.text for one in found if one.mention] == [one.text for one in mentions]
    assert Cut(mentions[0].text, mentions[0], 1) in found
