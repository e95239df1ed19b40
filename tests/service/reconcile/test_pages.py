"""The pages in frames: complete in both languages, without a script, without a word of their address to others."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest
from litestar import Litestar
from litestar.testing import TestClient
from tenants import Issued

from qualmap.local import local_matcher
from qualmap_matcher.service.reconciling.cards import language_of


class Tags(HTMLParser):
    """The tags of a page with their attributes."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


def test_a_card_shows_the_rows_of_every_edition_with_their_evidence(client: TestClient[Litestar], issued: Issued) -> None:
    page = client.get("/reconcile/preview/acca-fellow", headers=issued.headers).text

    assert "Fellow of the Association of Chartered Certified Accountants (FCCA)" in page
    assert "资深特许公认会计师（FCCA）" in page
    for edition in local_matcher().engine.editions.editions:
        assert f"Edition {edition}" in page
    assert re.search(r'class="badge confirmed">\S+ confirmed', page)
    assert re.search(r'class="badge inferred">\S+ inferred', page)
    assert "is no fact" in page


def test_every_qualification_has_a_card_in_both_languages(client: TestClient[Litestar], issued: Issued) -> None:
    for known in local_matcher().qualifications("")[::9]:
        for language, name in (("en", known.name_en), ("zh-CN", known.name_zh)):
            headers = {**issued.headers, "Accept-Language": language}
            page = client.get(f"/reconcile/preview/{known.id}", headers=headers).text
            assert page.count("<h1>") == 1
            assert name.replace("&", "&amp;").replace("'", "&#39;") in page


@pytest.mark.parametrize("path", ["/reconcile/preview/acca-fellow", "/reconcile/about"])
@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_page_has_no_script_and_tells_nobody_its_address(
    client: TestClient[Litestar], issued: Issued, path: str, language: str
) -> None:
    answer = client.get(path, headers={**issued.headers, "Accept-Language": language})
    tags = Tags(answer.text).found

    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    assert answer.headers["referrer-policy"] == "no-referrer"
    assert answer.headers["vary"] == "Accept-Language"
    assert {tag for tag, _ in tags}.isdisjoint({"script", "iframe", "object", "embed", "form", "img", "link"})
    assert not [name for _, attributes in tags for name in attributes if name.startswith("on") or name == "style"]
    links = [attributes for tag, attributes in tags if tag == "a"]
    assert all(str(one["href"]).startswith("https://") for one in links)
    assert all(one["rel"] == "noopener noreferrer" for one in links)
    assert issued.text not in answer.text


def test_the_page_about_answers_says_what_score_match_and_every_feature_mean(client: TestClient[Litestar]) -> None:
    from qualmap.explaining import algorithm

    page = client.get("/reconcile/about").text

    assert "calibrated confidence" in page
    assert {f'id="{one.name}"' for one in algorithm()} <= set(re.findall(r'id="[^"]*"', page))


@pytest.mark.parametrize(
    ("accepted", "language"),
    [
        (None, "en"),
        ("", "en"),
        ("zh-CN,zh;q=0.9,en;q=0.8", "zh"),
        ("en-GB,zh;q=0.5", "en"),
        ("zh;q=0", "en"),
        ("fr, zh-Hant;q=0.1", "zh"),
        ("*", "en"),
        (";;;,q=,zh;q=9", "en"),
        ("zh" * 5000, "en"),
    ],
)
def test_the_language_is_the_one_that_is_rather_wanted(accepted: str | None, language: str) -> None:
    assert language_of(accepted) == language
