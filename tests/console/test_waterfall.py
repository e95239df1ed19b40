"""The drawing of a confidence: bars that begin where the one before ended, inside the drawing, and add up."""

from __future__ import annotations

import math

import pytest

from qualmap import Client
from qualmap.models import Reason
from qualmap_matcher.service.console.waterfall import WIDTH, waterfall


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
