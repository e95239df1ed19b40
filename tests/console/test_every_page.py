"""What holds for every page of PAGES, whoever wrote it."""

from __future__ import annotations

import re

import httpx
import pytest
from company import Company
from playwright.sync_api import expect
from tabs import KeyOf, Visitor

from qualmap_matcher.service.console.assets import assets
from qualmap_matcher.service.console.page import HOME, Page
from qualmap_matcher.service.console.pages import PAGES
from qualmap_matcher.service.console.responding import HEADERS

GIVEN: dict[str, str] = {}
"""An address for each page whose path has a name in braces."""

READ = [page for page in PAGES if page.method == "GET" and page.path != HOME and "{" not in page.path]
SHOWN = [page for page in READ if page.scope]


def test_every_page_has_its_own_address_and_name() -> None:
    assert len({(page.method, page.path) for page in PAGES}) == len(PAGES)
    assert len({page.operation_id for page in PAGES}) == len(PAGES)
    assert all(page.path.startswith(HOME) for page in PAGES)
    assert all(page.method in {"GET", "POST"} for page in PAGES)
    assert all(page.method == "GET" and page.scope for page in PAGES if page.name)


@pytest.mark.parametrize("width", [360, 1440])
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_page_can_be_read_by_everybody(language: str, scheme: str, width: int, visitor: Visitor, company: Company) -> None:
    tab = visitor(language=language, scheme=scheme, width=width)
    tab.open("/console/sign-in")
    faults = {"sign in": tab.faults()}
    tab.sign_in(company.key)
    for page in SHOWN:
        tab.open(page.path)
        faults[page.path] = [*tab.faults(), *(["wider than the window"] if tab.scrolls_sideways else [])]
        expect(tab.page.locator("h1")).to_have_count(1)
        expect(tab.page.locator("html")).to_have_attribute("lang", {"en": "en", "zh": "zh-Hans"}[language])

    assert {path: found for path, found in faults.items() if found} == {}


@pytest.mark.parametrize("page", READ, ids=lambda page: page.path)
def test_every_page_carries_the_headers_that_guard_it(page: Page, company: Company) -> None:
    answer = httpx.get(f"{company.url}{page.path}")

    assert {name: answer.headers.get(name) for name in HEADERS} == HEADERS
    assert answer.headers["X-Request-Id"]


def test_the_policy_allows_nothing_that_stands_in_a_page() -> None:
    policy = dict(one.split(maxsplit=1) for one in HEADERS["Content-Security-Policy"].split("; "))

    assert policy["default-src"] == "'none'"
    assert {policy[f"{kind}-src"] for kind in ("script", "style", "img", "connect")} == {"'self'"}
    assert (policy["form-action"], policy["frame-ancestors"], policy["base-uri"]) == ("'self'", "'none'", "'none'")


@pytest.mark.parametrize("page", SHOWN, ids=lambda page: page.path)
def test_every_page_needs_a_session_and_a_scope(page: Page, company: Company, visitor: Visitor, key_of: KeyOf) -> None:
    assert httpx.get(f"{company.url}{page.path}").headers["location"] == f"/console/sign-in?then={page.path}"
    if page.scope == "admin":
        lacking = key_of("match", "screen", "review")
    else:
        lacking = key_of("review" if page.scope != "review" else "match")
    tab = visitor(key=lacking)
    tab.expected.append("status of 403")

    assert tab.open(page.path) == 403
    assert page.path not in [one.get_attribute("href") for one in tab.page.locator("nav.pages a").all()]


def test_what_is_not_there_has_a_page_too(visitor: Visitor, company: Company) -> None:
    tab = visitor(key=company.key)
    tab.expected.append("status of 404")

    assert httpx.get(f"{company.url}/console/static/0/nothing").status_code == 404
    for path in ("/console/nowhere", "/console/a/b/c"):
        assert tab.open(path) == 404
    tab.open("/console/nowhere")
    expect(tab.page.get_by_role("heading", level=1)).to_have_text("There is nothing here")
    assert tab.faults() == []


def test_the_other_language_is_a_click_away_and_stays(visitor: Visitor, company: Company) -> None:
    tab = visitor(key=company.key)
    tab.page.get_by_role("link", name="中文").click()
    expect(tab.page.locator("html")).to_have_attribute("lang", "zh-Hans")
    tab.open("/console/try")

    expect(tab.page.get_by_role("link", name="试用")).to_have_attribute("aria-current", "page")
    expect(tab.page.get_by_role("button", name="退出")).to_be_visible()


def test_the_appearance_changes_at_once_and_stays(visitor: Visitor, company: Company) -> None:
    tab = visitor(key=company.key)
    paper = "getComputedStyle(document.body).backgroundColor"
    light = tab.page.evaluate(paper)
    with tab.page.expect_response(re.compile("theme=dark")):
        tab.page.get_by_role("link", name="Dark").click()
    dark = tab.page.evaluate(paper)
    tab.open("/console/try")

    assert dark != light
    assert tab.page.evaluate(paper) == dark
    expect(tab.page.get_by_role("link", name="Dark")).to_have_attribute("aria-current", "true")


def test_the_first_key_press_leads_to_the_content(visitor: Visitor, company: Company) -> None:
    tab = visitor(key=company.key)
    tab.page.keyboard.press("Tab")
    expect(tab.page.get_by_role("link", name="Skip to the content")).to_be_focused()
    tab.page.keyboard.press("Enter")

    expect(tab.page.locator("main")).to_be_focused()


def test_files_are_kept_for_good_at_the_address_that_has_their_hash(company: Company) -> None:
    for asset in assets().values():
        answer = httpx.get(f"{company.url}{asset.address}")
        assert (answer.content, answer.headers["cache-control"]) == (asset.content, "public, max-age=31536000, immutable")
        assert answer.headers["content-type"].split(";")[0] == asset.media_type
        old = httpx.get(f"{company.url}/console/static/0123/{asset.name}")
        assert (old.content, old.headers["cache-control"]) == (asset.content, "no-cache")
