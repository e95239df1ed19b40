"""The list of kept results: the newest first, filtered, by pages, and by a ref that never stands in an address."""

from __future__ import annotations

import re

import httpx
import pytest
from company import Company
from console_company import Filled
from others import key_of_another_company, screened
from playwright.sync_api import expect
from programs_in_place import asking, token
from tabs import Tab, Visitor

LIST = "/console/screenings"
REFS = ".results tbody th"


def refs(tab: Tab) -> list[str]:
    return tab.page.locator(REFS).all_inner_texts()


@pytest.mark.parametrize(("language", "width"), [("en", 1440), ("zh", 360)])
def test_kept_results_stand_in_a_list_the_newest_first(
    language: str, width: int, visitor: Visitor, company: Company, filled: Filled
) -> None:
    tab = visitor(key=company.key, language=language, width=width)
    tab.open("/console/screen")
    tab.page.locator(f".ways a[href='{LIST}']").click()
    expect(tab.page.locator("nav.pages a[aria-current]")).to_have_attribute("href", "/console/screen")
    before = refs(tab)
    newest = screened(company, "PMP", ref=f"N-{width}")

    tab.page.reload()
    assert refs(tab)[0] == f"N-{width}"
    assert refs(tab)[1:] == before[:-1]
    assert not tab.scrolls_sideways
    tab.page.get_by_role("link", name=f"N-{width}").click()
    expect(tab.page).to_have_url(re.compile(f"{LIST}/{newest['id']}$"))
    expect(tab.page.locator("nav.pages a[aria-current]")).to_have_attribute("href", "/console/screen")
    tab.page.locator(".back a").click()
    expect(tab.page).to_have_url(re.compile(f"{LIST}$"))
    assert filled.screening in tab.page.content()


@pytest.mark.parametrize("width", [720, 960, 1440])
def test_nothing_in_a_row_lies_over_its_neighbour(width: int, visitor: Visitor, company: Company, filled: Filled) -> None:
    tab = visitor(key=company.key, width=width)
    for path in (LIST, f"/console/files/{filled.finished}"):
        tab.open(path)
        wide = tab.page.locator(".results td").evaluate_all("all => all.filter(one => one.scrollWidth > one.clientWidth).length")
        assert (path, wide) == (path, 0)
        assert not tab.scrolls_sideways


def test_filters_change_the_list_at_once_and_stand_in_the_address(console: Tab, filled: Filled) -> None:
    assert filled.screening
    console.open(LIST)
    console.page.get_by_label("Decision").select_option("eligible")
    expect(console.page).to_have_url(re.compile("decision=eligible"))
    console.page.get_by_label("Category").select_option("B")
    expect(console.page.locator(".empty")).to_be_visible()  # the text of B's clause was not seen: unconfirmed at best
    console.page.get_by_label("Decision").select_option("unconfirmed")
    expect(console.page.locator(REFS).first).to_be_visible()
    shown = refs(console)

    console.page.reload()
    assert refs(console) == shown
    assert "C-1024" in shown
    assert "C-1019" not in shown
    console.page.get_by_label("Edition").select_option("2.0")
    expect(console.page.locator(".empty")).to_contain_text("No kept result is like that")


def test_filters_by_review_and_day(console: Tab, filled: Filled) -> None:
    assert filled.waiting
    console.open(f"{LIST}?review=open")
    assert "C-1020" in refs(console)
    assert "C-1024" not in refs(console)
    console.open(f"{LIST}?since=2999-01-01")
    expect(console.page.locator(".empty")).to_be_visible()
    console.open(f"{LIST}?since=2001-01-01&decision=nothing&edition=9&person=x&cursor=x")  # what is no choice counts as none
    assert "C-1024" in refs(console)


def test_every_kept_result_stands_on_one_of_the_pages(console: Tab, company: Company, filled: Filled) -> None:
    assert filled.under_way
    console.open(f"{LIST}?category=A")
    seen = refs(console)
    while (following := console.page.get_by_role("link", name="Next page")).count():
        with console.page.expect_navigation():
            following.click()
        seen += refs(console)
    answer = httpx.get(f"{company.url}/v1/screenings?limit=200", headers={"Authorization": f"Bearer {company.key}"}).json()
    first = [one["screening"]["ref"] for one in answer["data"]]

    assert len(seen) > 200
    assert seen[:200] == first


def test_a_ref_is_looked_for_without_standing_in_an_address(console: Tab, company: Company, filled: Filled) -> None:
    assert filled.screening
    asked: list[str] = []
    console.page.on("request", lambda request: asked.append(request.url))
    screened(company, "FRM", ref="C-1024")
    console.open(LIST)
    console.page.get_by_label("Find a ref").fill("C-1024")
    console.page.keyboard.press("Enter")
    expect(console.page.locator(".one-person")).to_contain_text("C-1024")

    assert refs(console) == ["C-1024", "C-1024"]
    console.page.get_by_label("Decision").select_option("eligible")
    expect(console.page.locator(REFS)).to_have_count(1)
    assert "person=" in console.page.url
    assert [url for url in asked if "1024" in url.split("person=")[0]] == []
    console.page.get_by_role("link", name="Show all").click()
    expect(console.page.locator(".one-person")).to_have_count(0)
    console.page.get_by_label("Find a ref").fill("nobody at all")
    console.page.get_by_role("button", name="Find").click()
    expect(console.page.locator(".one-person")).to_contain_text("Nothing is kept for this ref")


def test_another_company_sees_nothing_of_it(company: Company, filled: Filled) -> None:
    with asking(company, company.key) as client:
        sent = {"ref": "C-1024", "csrf": token(client.get(LIST).text)}
        ours = client.post(LIST, data=sent).headers["location"]
        assert filled.screening in client.get(ours).text
    with asking(company, key_of_another_company(company)) as client:
        assert "Nothing is kept yet" in client.get(LIST).text
        assert filled.screening not in client.get(ours).text
