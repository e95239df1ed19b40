"""A person's page says everything once, marks what was named, and carries nothing but text."""

from __future__ import annotations

import re

import attrs
import lxml.html
import pytest
from reported_people import Asked

import qualmap
from qualmap.reports import person_page
from qualmap.reports.marking import shown
from qualmap.reports.signs import DECISIONS, EVIDENCE


def parsed(page: str) -> lxml.html.HtmlElement:
    return lxml.html.document_fromstring(page)


def text(element: lxml.html.HtmlElement) -> str:
    return re.sub(r"\s+", " ", element.text_content()).strip()


def said(wording: qualmap.Wording, language: str) -> str:
    return re.sub(r"\s+", " ", shown(wording.zh if language == "zh" else wording.en)).strip()


def test_every_clause_stands_once_with_its_decision_evidence_reason_and_sources(person: Asked, language: str) -> None:
    page = parsed(person.page(language))

    articles = page.xpath("//section[h2/@id='benefits']/article")
    assert [one.get("id") for one in articles] == [f"clause-{benefit.clause}" for benefit in person.screening.benefits]
    for article, benefit in zip(articles, person.screening.benefits, strict=True):
        badges = [text(badge) for badge in article.xpath(".//span[contains(@class, 'badge')]")]
        kinds = [DECISIONS[benefit.decision], *([EVIDENCE[benefit.evidence]] if benefit.evidence else [])]
        assert badges == [f"{kind.mark}{said(kind.name, language)}" for kind in kinds]
        assert text(article.xpath(".//h4")[0]) == said(benefit.text, language)
        assert said(benefit.reason, language) in text(article)
        assert article.xpath(".//a[@class='cite']/text()") == [source.id for source in benefit.sources]


def test_the_overview_has_every_decision_once_under_what_was_decided(person: Asked, language: str) -> None:
    page = parsed(person.page(language))
    screening = person.screening
    expected = {(benefit.decision, f"#clause-{benefit.clause}") for benefit in screening.benefits}
    expected |= {(screening.title.decision, "#title"), (screening.premium.decision, "#premium")}

    groups = page.xpath("//section[@class='group']")
    found = [
        (group.xpath(".//h3/@id")[0].removeprefix("group-"), link) for group in groups for link in group.xpath(".//li/a/@href")
    ]

    assert len(found) == len(expected)
    assert set(found) == expected


def test_a_mark_covers_exactly_what_its_mention_names(person: Asked, language: str) -> None:
    page = parsed(person.page(language))

    marks = page.xpath("//mark")
    assert [mark.text_content() for mark in marks] == [shown(mention.text) for mention in person.screening.mentions]
    assert [mark.get("class") for mark in marks] == [mention.outcome for mention in person.screening.mentions]
    assert [mark.get("data-number") for mark in marks] == [str(number) for number in range(1, len(marks) + 1)]


def test_around_the_marks_stands_the_whole_text_of_each_credential(person: Asked, language: str) -> None:
    quotes = parsed(person.page(language)).xpath("//blockquote")

    assert [quote.text_content() for quote in quotes] == [shown(one.text) for one in person.record.credentials]


def test_every_mention_tells_its_qualification_in_both_languages_its_claim_and_its_rows(person: Asked, language: str) -> None:
    page = parsed(person.page(language))
    for number, mention in enumerate(person.screening.mentions, 1):
        [block] = page.xpath(f"//div[@id='mention-{number}']")
        if mention.qualification:
            assert mention.qualification.name_en in text(block)
            assert mention.qualification.name_zh in text(block)
            assert mention.qualification.issuer in text(block)
        rows = [(one.category, one.evidence) for one in mention.listing.categories] if mention.listing else []
        told = [
            (category, badge.get("class").split()[-1])
            for row in block.xpath(".//tbody/tr")
            for category in row.xpath("th")[0].text.split(", ")
            for badge in row.xpath(".//span[contains(@class, 'badge')]")
        ]
        assert sorted(told) == sorted(rows)


def test_the_questions_are_asked_in_their_order_with_their_choices(person: Asked, language: str) -> None:
    asked = parsed(person.page(language)).xpath("//ol[@class='questions']/li")

    assert len(asked) == len(person.screening.next_questions)
    for item, question in zip(asked, person.screening.next_questions, strict=True):
        assert text(item).startswith(said(question.text, language))
        assert all(said(choice.text, language) in text(item) for choice in question.choices)


def test_every_cited_source_has_its_title_and_a_link_only_where_one_is_right(person: Asked, language: str) -> None:
    page = parsed(person.page(language))
    cited = {source.id: source for one in (*person.screening.benefits, person.screening.premium) for source in one.sources}

    for link in page.xpath("//a[@class='cite']/@href"):
        assert page.xpath(f"//*[@id='{link.removeprefix('#')}']")
    for source in cited.values():
        [entry] = page.xpath(f"//div[@id='source-{source.id}']")
        assert source.title in text(entry)
        assert entry.xpath(".//a/@href") == ([source.url] if source.url else [])


def test_the_head_names_the_edition_its_days_the_day_asked_about_and_the_decision(fellow: Asked) -> None:
    screening = attrs.evolve(fellow.screening, as_of="2024-05-01")
    page = person_page(screening, record=fellow.record, edition=fellow.edition)

    head = text(parsed(page).xpath("//header")[0])

    assert "Shanghai List of Recognized Overseas Occupational Qualifications" in head
    assert "2023-09-20 to 2024-11-21" in head
    assert "2024-05-01" in head
    assert screening.decision_id in head
    assert "verifies nothing" in head


def test_a_companys_own_name_is_told_as_such(fellow: Asked) -> None:
    own = attrs.evolve(fellow.screening.mentions[0], named_by="company")
    screening = attrs.evolve(fellow.screening, mentions=(own, *fellow.screening.mentions[1:]))

    page = parsed(person_page(screening, record=fellow.record))

    assert len(page.xpath("//div[@id='mention-1']//span[@class='company']")) == 1
    assert not page.xpath("//div[@id='mention-2']//span[@class='company']")


def test_without_the_record_only_mentions_are_shown(fellow: Asked) -> None:
    page = person_page(fellow.screening)

    assert [mark.text_content() for mark in parsed(page).xpath("//mark")] == ["FCCA", "CFA"]
    assert "candidate" not in parsed(page).xpath("//blockquote")[0].text_content()


def test_a_row_of_what_is_not_held_says_so(fellow: Asked) -> None:
    page = parsed(fellow.page("en"))

    assert not page.xpath("//div[@id='mention-1']//p[@class='if-held']")
    assert page.xpath("//div[@id='mention-2']//p[@class='if-held']")


def test_an_address_that_is_none_of_the_web_is_no_link(fellow: Asked) -> None:
    bad = qualmap.SourceReference("own", "Our own note", "javascript:alert(1)")
    screening = attrs.evolve(fellow.screening, premium=attrs.evolve(fellow.screening.premium, sources=(bad,)))

    page = person_page(screening, record=fellow.record)

    assert "Our own note" in page
    assert "javascript:" not in page


def test_equal_input_gives_the_same_page_byte_for_byte(person: Asked, language: str) -> None:
    again = attrs.evolve(person, screening=qualmap.Client.local().screen(person.record, edition=person.screening.edition))

    assert again.page(language).encode("utf-8") == person.page(language).encode("utf-8")


def test_another_language_is_an_error_that_names_those_there_are(fellow: Asked) -> None:
    with pytest.raises(qualmap.InputError, match="expected one of en, zh, got 'fr'"):
        fellow.page("fr")
