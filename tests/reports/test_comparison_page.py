"""The page of two editions: every difference once, under what changed, with both sides and why."""

from __future__ import annotations

import re

import lxml.html
from reported_people import Asked

import qualmap
from qualmap.reports import comparison_page


def test_every_difference_stands_once_under_its_change(comparison: qualmap.Comparison, language: str) -> None:
    page = lxml.html.document_fromstring(comparison_page(comparison, language=language))

    found = {
        article.get("id"): section.xpath("h2/@id")[0]
        for section in page.xpath("//section[starts-with(h2/@id, 'changes-')]")
        for article in section.xpath("article")
    }

    assert len(page.xpath("//article")) == len(comparison.differences)
    assert found == {f"topic-{one.topic}": f"changes-{one.change}" for one in comparison.differences}


def test_both_sides_are_told_with_their_reasons(comparison: qualmap.Comparison, language: str) -> None:
    page = lxml.html.document_fromstring(comparison_page(comparison, language=language))
    for difference in comparison.differences:
        [article] = page.xpath(f"//article[@id='topic-{difference.topic}']")
        cells = [re.sub(r"\s+", " ", cell.text_content()) for cell in article.xpath(".//td")]
        assert len(cells) == 2
        for cell, side, edition in zip(cells, (difference.before, difference.after), ("1.0", "3.0"), strict=True):
            if side is None:
                assert edition in cell
            else:
                assert (side.reason.zh if language == "zh" else side.reason.en) in cell
                assert [source.id for source in side.sources if source.id not in cell] == []


def test_both_decision_ids_are_there(comparison: qualmap.Comparison) -> None:
    page = comparison_page(comparison)

    assert comparison.before.decision_id in page
    assert comparison.after.decision_id in page


def test_equal_input_gives_the_same_page(comparison: qualmap.Comparison, fellow: Asked, language: str) -> None:
    again = qualmap.Client.local().compare(fellow.record, "1.0", "3.0")

    assert comparison_page(again, language=language) == comparison_page(comparison, language=language)
