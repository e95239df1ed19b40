"""What holds for every page of PAGES, whoever wrote it."""

from __future__ import annotations

import re
from collections.abc import Callable

import httpx
import pytest
from company import Company
from console_company import Filled
from others import key_of_another_company
from playwright.sync_api import expect
from programs_in_place import asking
from tabs import EVERYBODY, THE_OTHERS, KeyOf, Visitor

from qualmap_matcher.service.console.assets import assets
from qualmap_matcher.service.console.page import HOME, Page
from qualmap_matcher.service.console.pages import PAGES
from qualmap_matcher.service.console.responding import HEADERS

READ = [page for page in PAGES if page.method == "GET" and page.path != HOME]
SHOWN = [page for page in READ if page.scope]
TURNS = [*((*one, SHOWN[::2]) for one in EVERYBODY), *((*one, SHOWN[1::2]) for one in THE_OTHERS)]
NAMED = [page for page in READ if "{" in page.path]
COMMON = {f"{HOME}/list/{{id}}", f"{HOME}/list/editions/{{edition}}"}  # what every company may see

AddressOf = Callable[[Page], str]


@pytest.fixture
def address_of(filled: Filled) -> AddressOf:
    """Where a page can be seen, in a company where each has something to show."""

    def find(page: Page) -> str:
        assert "{" not in page.path or page.path in filled.addresses, f"Filled.addresses has no address for {page.path}"
        return filled.addresses.get(page.path, page.path)

    return find


def test_every_page_has_its_own_address_and_name() -> None:
    assert len({(page.method, page.path) for page in PAGES}) == len(PAGES)
    assert len({page.operation_id for page in PAGES}) == len(PAGES)
    assert all(page.path.startswith(HOME) for page in PAGES)
    assert all(page.method in {"GET", "POST"} for page in PAGES)
    assert all(page.method == "GET" and page.scope for page in PAGES if page.name)


def test_every_page_has_an_address_where_it_has_something_to_show(filled: Filled) -> None:
    assert {page.path for page in NAMED} == {*filled.addresses}


@pytest.mark.parametrize(
    ("language", "scheme", "width", "pages"), TURNS, ids=lambda one: None if isinstance(one, list) else str(one)
)
def test_every_page_can_be_read_by_everybody(
    language: str, scheme: str, width: int, pages: list[Page], *, visitor: Visitor, company: Company, address_of: AddressOf
) -> None:
    tab = visitor(language=language, scheme=scheme, width=width)
    tab.open("/console/sign-in")
    faults = {"sign in": tab.faults()}
    tab.sign_in(company.key)
    for page in pages:
        assert tab.open(address_of(page)) == 200
        faults[page.path] = [*tab.faults(), *(["wider than the window"] if tab.scrolls_sideways else [])]
        expect(tab.page.locator("h1")).to_have_count(1)
        expect(tab.page.locator("html")).to_have_attribute("lang", {"en": "en", "zh": "zh-Hans"}[language])

    assert {path: found for path, found in faults.items() if found} == {}


@pytest.mark.parametrize("width", [720, 900])
def test_no_page_scrolls_sideways_between_a_phone_and_a_desk(
    width: int, visitor: Visitor, company: Company, address_of: AddressOf
) -> None:
    tab = visitor(key=company.key, width=width)
    wide = []
    for page in SHOWN:
        tab.open(address_of(page))
        wide += [page.path] if tab.scrolls_sideways else []

    assert wide == []


@pytest.mark.parametrize("page", READ, ids=lambda page: page.path)
def test_every_page_carries_the_headers_that_guard_it(page: Page, company: Company, address_of: AddressOf) -> None:
    for key in (None, company.key):
        with asking(company, key) as client:
            answer = client.get(address_of(page), follow_redirects=True)

        assert answer.status_code == 200
        for one in (*answer.history, answer):
            assert {name: one.headers.get(name) for name in HEADERS} == HEADERS
            assert one.headers["X-Request-Id"]


def test_the_policy_allows_nothing_that_stands_in_a_page() -> None:
    policy = dict(one.split(maxsplit=1) for one in HEADERS["Content-Security-Policy"].split("; "))

    assert policy["default-src"] == "'none'"
    assert {policy[f"{kind}-src"] for kind in ("script", "style", "img", "connect")} == {"'self'"}
    assert (policy["form-action"], policy["frame-ancestors"], policy["base-uri"]) == ("'self'", "'none'", "'none'")


@pytest.mark.parametrize("page", SHOWN, ids=lambda page: page.path)
def test_every_page_needs_a_session_and_a_scope(
    page: Page, company: Company, visitor: Visitor, key_of: KeyOf, address_of: AddressOf
) -> None:
    address = address_of(page)
    assert httpx.get(f"{company.url}{address}").headers["location"] == f"/console/sign-in?then={address}"
    if page.scope == "admin":
        lacking = key_of("match", "screen", "review")
    else:
        lacking = key_of("review" if page.scope != "review" else "match")
    tab = visitor(key=lacking)
    tab.expected.append("status of 403")

    assert tab.open(address) == 403
    assert page.path not in [one.get_attribute("href") for one in tab.page.locator("nav.pages a").all()]


@pytest.mark.parametrize("page", [page for page in NAMED if page.path not in COMMON], ids=lambda page: page.path)
def test_what_is_another_companys_is_not_there(page: Page, company: Company, address_of: AddressOf) -> None:
    with asking(company, key_of_another_company(company)) as client:
        assert client.get(address_of(page), follow_redirects=True).status_code == 404
    with asking(company, company.key) as client:
        assert client.get(address_of(page), follow_redirects=True).status_code == 200


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
