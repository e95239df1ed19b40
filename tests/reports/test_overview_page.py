"""The page about many people: charts whose numbers are in words too, in one file that runs and loads nothing."""

from __future__ import annotations

import base64
import hashlib
import re

import lxml.html
import pytest

import qualmap
from qualmap.files.digest import Digest
from qualmap.records import Record
from qualmap.reports import overview_page

HOSTILE = "<img src=x onerror=alert(1)>"
PEOPLE = [
    {"ref": "1", "credentials": ["FCCA"]},
    {"ref": "2", "credentials": ["FCCA", "Wizard of Oz Certificate"]},
    {"ref": "3", "credentials": ["PMP", "Wizard of Oz Certificate"], "facts": {"works_in_shanghai": True}},
    {"ref": "4", "credentials": [HOSTILE]},
]


@pytest.fixture(name="page")
def page_fixture(language: str) -> lxml.html.HtmlElement:
    return lxml.html.document_fromstring(page(language))


def page(language: str, people: list[dict[str, object]] = PEOPLE) -> str:  # type: ignore[assignment]
    client, digest = qualmap.Client.local(), Digest()
    for person in people:
        digest.add(Record.of(person), client.screen(person, edition="1.0"))
    like = client.screen(Record("-"), edition="1.0")
    return overview_page(digest, like=like, failed=3, files=2, language=language)


def test_it_runs_nothing_and_loads_nothing(page: lxml.html.HtmlElement) -> None:
    assert not page.xpath("//script | //link | //img | //iframe | //object | //embed | //form")
    assert not page.xpath("//@*[name() = 'style' or starts-with(name(), 'on') or name() = 'src' or name() = 'href']")


@pytest.mark.parametrize("language", ["en", "zh"])
def test_its_policy_allows_its_own_style_and_nothing_else(language: str) -> None:
    text = page(language)
    [style] = re.findall(r"<style>(.*)</style>", text, re.DOTALL)
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()

    assert f"default-src 'none'; style-src 'sha256-{digest}'" in text
    assert "url(" not in style
    assert "@import" not in style


def test_every_bar_has_its_number_beside_it(page: lxml.html.HtmlElement) -> None:
    for row in page.xpath("//table[contains(@class, 'chart')]/tbody/tr"):
        [bar] = row.xpath(".//svg")
        assert bar.get("aria-hidden") == "true"
        assert row.xpath("./td[@class = 'number']")[-1].text_content().strip()
        assert 0 < float(row.xpath(".//rect")[0].get("width")) <= 100


def test_people_stand_by_category_and_evidence(page: lxml.html.HtmlElement) -> None:
    rows = page.xpath("//table[@aria-labelledby = 'standing']/tbody/tr")

    assert [row.get("class") for row in rows] == ["confirmed", "inferred", "nothing"]
    assert [row.xpath("./td[@class = 'number']")[0].text for row in rows] == ["2", "1", "1"]
    assert rows[0].xpath("./th")[0].text == "A, B, C"


def test_inferred_rows_are_said_to_be_no_facts() -> None:
    assert "A row marked inferred is a reconstruction and no fact" in page("en")
    assert "不是事实" in page("zh")


def test_what_was_written_is_shown_as_text(page: lxml.html.HtmlElement) -> None:
    written = [one.text for one in page.xpath("//table[@aria-labelledby = 'unknown']//bdi")]

    assert written == ["Wizard of Oz Certificate", HOSTILE]


def test_every_table_and_heading_is_named_once(page: lxml.html.HtmlElement) -> None:
    ids = page.xpath("//@id")

    assert len(ids) == len(set(ids))
    assert {one for name in page.xpath("//@aria-labelledby") for one in name.split()} <= set(ids)
    assert len(page.xpath("//h1")) == 1


def test_nobody_at_all_is_a_page_too() -> None:
    assert page("en", []).count("None.") == 3


def test_equal_answers_give_the_same_page() -> None:
    assert page("en") == page("en")
