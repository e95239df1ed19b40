"""Without a mouse, on a phone and on a wide screen, in both languages: the steps that no page's own tests take by keys."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from administered import RECEIVER, REF, actions, retained, screen
from company import Company, company
from others import screened
from playwright.sync_api import Browser, expect
from tabs import EVERYBODY, Tab

from qualmap_matcher.service.auditing import verify_export
from qualmap_matcher.service.console.attachments import waits_for_restart

INVENTED = Path(__file__).parents[2] / "examples" / "invented-attachment.html"


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Company]:
    """A company whose service has a folder for imported editions."""
    folder = tmp_path_factory.mktemp("keyboard")
    overlay = folder / "overlay"
    overlay.mkdir()
    with company(folder, data=overlay) as started:
        yield started


@pytest.fixture(params=EVERYBODY, ids=lambda one: "-".join(map(str, one)))
def tab(request: pytest.FixtureRequest, browser: Browser, own: Company) -> Iterator[Tab]:
    language, scheme, width = request.param
    opened = Tab.of(browser, own.url, language=language, scheme=scheme, width=width)
    opened.open("/console/sign-in")
    opened.write("input[name=key]", own.key)
    opened.page.keyboard.press("Enter")
    opened.page.locator(".leave").wait_for()
    yield opened
    opened.close()


def test_a_text_is_tried_and_its_reasons_are_opened(tab: Tab) -> None:
    tab.open("/console/try")
    tab.write("#text", "CPA")
    expect(tab.page.locator(".card .badge.ambiguous")).to_be_visible()
    tab.press("button[name=means]")
    expect(tab.page.locator(".card .badge.matched")).to_be_visible()
    tab.press(".card summary")

    expect(tab.page.locator("table.reasons")).to_be_visible()


def test_a_judgement_is_taken_back(tab: Tab, own: Company) -> None:
    screened(own, "CPA; PMP")
    tab.open("/console/reviews")
    with tab.page.expect_navigation():
        tab.press(".sieve .main-button")
    task = tab.page.url
    with tab.page.expect_navigation():
        tab.page.keyboard.press("1")
    tab.open(task.removeprefix(own.url))
    expect(tab.page.locator("form[action$=undo] button")).to_be_visible()
    tab.press("form[action$=undo] button")

    expect(tab.page.get_by_role("status")).to_be_visible()
    assert actions(own)[:2] == ["review.undone", "review.confirmed"]


def test_editions_are_compared(tab: Tab) -> None:
    tab.open("/console/list/differences")
    tab.tab_to("select[name=before]")
    tab.page.keyboard.type("1")
    tab.tab_to("select[name=after]")
    tab.page.keyboard.type("3")
    tab.press(".sieve button")

    expect(tab.page).to_have_url(re.compile(r"before=1\.0&after=3\.0"))


def test_a_kept_result_is_found_by_its_ref(tab: Tab, own: Company) -> None:
    screened(own, "FCCA", ref=REF)
    tab.open("/console/screenings")
    tab.write("input[name=ref]", REF)
    tab.page.keyboard.press("Enter")
    expect(tab.page.locator(".one-person")).to_contain_text(REF)


def test_a_webhook_is_registered_tested_and_deleted(tab: Tab, own: Company) -> None:
    tab.open("/console/admin/webhooks")
    tab.write("#field-url", RECEIVER)
    tab.press("input[name=events]", "Space")
    tab.page.keyboard.press("Enter")
    expect(tab.page.locator(".told-once .secret")).to_be_visible()
    tab.press("form[action$=test] button")
    expect(tab.page.locator(".logged tbody tr")).to_have_count(1)
    tab.press("details.sure:last-of-type summary")
    tab.press("form[action$=delete] button")

    expect(tab.page.get_by_role("status")).to_be_visible()
    assert actions(own)[:3] == ["webhook.deleted", "webhook.tested", "webhook.created"]


def test_a_person_is_exported_and_deleted(tab: Tab, own: Company) -> None:
    screen(own)
    tab.open("/console/admin/people")
    tab.write("#field-ref", REF)
    with tab.page.expect_download():
        tab.page.keyboard.press("Enter")
    tab.press("form button[formaction$=delete]")
    tab.press(".confirming button.grave")

    expect(tab.page.get_by_role("status")).to_be_visible()
    assert actions(own)[:2] == ["person.deleted", "person.exported"]


def test_fewer_days_are_kept(tab: Tab, own: Company) -> None:
    before = retained(own)
    tab.open("/console/admin/people")
    tab.write("#field-days", str(before - 1))
    tab.page.keyboard.press("Enter")
    tab.press(".confirming button.grave")

    expect(tab.page.get_by_role("status")).to_be_visible()
    assert retained(own) == before - 1


def test_the_trail_is_sieved_written_out_and_verified(tab: Tab) -> None:
    tab.open("/console/admin/audit")
    tab.write("#field-resource", "nothing of that kind!")
    tab.page.keyboard.press("Enter")
    expect(tab.page.locator(".empty")).to_be_visible()
    with tab.page.expect_download() as download:
        tab.press("form[action$=export] button")
    assert verify_export(Path(download.value.path()).read_bytes().splitlines()).sound
    tab.press("a[href$='/audit/verification']")

    expect(tab.page.locator(".verdict.sound")).to_be_visible()


def test_an_attachment_is_uploaded_decided_and_accepted(tab: Tab, own: Company, request: pytest.FixtureRequest) -> None:
    number = EVERYBODY.index(request.node.callspec.params["tab"])
    attachment = INVENTED.read_text(encoding="utf-8").replace("9.0", f"9.{number}")
    tab.open("/console/list/import")
    tab.choose_file("#field-file", {"name": INVENTED.name, "mimeType": "text/html", "buffer": attachment.encode()})
    for name, text in (("edition", f"9.{number}"), ("source", "an invented example")):
        tab.write(f"#field-{name}", text)
    for name, day in (("in_force_from", f"209{number}-01-01"), ("date", "2088-12-01")):
        tab.page.locator(f"#field-{name}").fill(day)  # how a day is typed is the browser's, by its language
    tab.press("form[enctype] button")
    tab.press("article.reviewed button[name=use]")
    tab.press("input[name=acknowledge]", "Space")
    tab.press("form[action$=accept] .main-button")

    expect(tab.page.get_by_role("status")).to_be_visible()
    assert waits_for_restart(own.core)
    assert actions(own)[0] == "edition.accepted"
