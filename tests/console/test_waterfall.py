"""The drawing of a confidence: bars that begin where the one before ended, inside the drawing, and add up."""

from __future__ import annotations

import math
from pathlib import Path

import pytest

from qualmap import Client
from qualmap.models import Reason
from qualmap_matcher.service.console.waterfall import WIDTH, waterfall

EXAMPLE = Path(__file__).parents[2] / "examples" / "overlay"


def reasons(*contributions: float) -> list[Reason]:
    return [Reason("full_name", one, "") for one in contributions]


def test_each_bar_begins_where_the_one_before_ended() -> None:
    drawn = waterfall(reasons(2, 2, -1))

    assert [(bar.x, bar.width, bar.direction) for bar in drawn.bars] == [(0, 100, "for"), (100, 100, "for"), (150, 50, "against")]
    assert (drawn.zero, drawn.total) == (0, 3)


def test_what_speaks_against_moves_zero_into_the_drawing() -> None:
    drawn = waterfall(reasons(-1, 3))

    assert drawn.zero == pytest.approx(WIDTH / 3, abs=0.01)
    assert [bar.x for bar in drawn.bars] == [0, 0]


@pytest.mark.parametrize("given", [(), (0.0,), (0.0, 0.0), (1e-9, 5.0), (-2.0,)])
def test_every_bar_can_be_seen_and_none_leaves_the_drawing(given: tuple[float, ...]) -> None:
    for bar in waterfall(reasons(*given)).bars:
        assert bar.width > 1
        assert 0 <= bar.x <= bar.x + bar.width <= WIDTH + 0.01


@pytest.mark.parametrize("text", ["Fellow of ACCA; CFA Level II candidate", "CPA", "Certified Project Managment Profesional"])
def test_the_sum_is_the_confidence(text: str) -> None:
    for mention in Client.local().match(text, edition="1.0").mentions:
        total = waterfall(mention.reasons).total
        assert 1 / (1 + math.exp(-total)) == pytest.approx(mention.confidence, abs=2e-4)


def test_a_company_s_own_name_and_a_person_s_word_are_told_whole() -> None:
    with Client.local(data=EXAMPLE) as client:
        [mention] = client.match("内部代码 FIN-07", edition="1.0").mentions

    *_, named = waterfall(mention.reasons).bars
    assert (named.reason.feature, named.told) == ("company_name", mention.reasons[-1].detail)
    [judged] = waterfall([Reason("judged", 0.0, "Confirmed by key 1")]).bars
    assert judged.told == "Confirmed by key 1"
