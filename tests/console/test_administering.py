"""Admin in the browser: keys, webhooks, people, retention, the audit trail."""

from __future__ import annotations

import re

import attrs
import pytest
from administered import RECEIVER, REF, actions, screen
from company import Company
from playwright.sync_api import Browser, expect
from programs_in_place import asking, token
from tabs import EVERYBODY, KeyOf, Tab, Visitor

from qualmap_matcher.service.console.pages import PAGES
from qualmap_matcher.service.store import deliveries
from qualmap_matcher.service.store.accounts import add_key, add_tenant
from qualmap_matcher.service.store.deliveries import Tried
from qualmap_matcher.service.store.scope import Scope

POSTS = [page.path for page in PAGES if page.method == "POST" and page.scope == "admin"]


@pytest.mark.parametrize(("language", "scheme", "width"), EVERYBODY)
def test_each_page_of_admin_can_be_read_by_everybody(
    language: str, scheme: str, width: int, *, browser: Browser, own: Company
) -> None:
    tab = Tab.of(browser, own.url, language=language, width=width, scheme=scheme)
    tab.expected.append("status of 422")
    tab.sign_in(own.key)
    screen(own)
    found: dict[str, list[str]] = {}

    def look(name: str) -> None:
        found[name] = [*tab.faults(), *(["wider than the window"] if tab.scrolls_sideways else [])]

    page = tab.page
    tab.open("/console/admin")
    page.locator("#field-name").fill("王 HR")
    page.locator(".stack button").click()
    page.locator("details.sure summary").first.click()
    look("a key made")
    tab.open("/console/admin/webhooks")
    page.locator("#field-url").fill("http://127.0.0.1/hook")
    page.locator("input[name=events]").first.check()
    page.locator(".stack button").click()
    look("an address refused")
    page.locator("#field-url").fill(RECEIVER)
    page.locator(".stack button").click()
    look("an address registered")
    page.locator(".steps form button").first.click()
    page.locator(".logged").wait_for()
    look("the log")
    tab.open("/console/admin/people")
    page.locator("#field-ref").fill(REF)
    page.locator("button[formaction]").click()
    look("asked once more")
    page.locator("#field-days").fill("3")
    page.locator("#field-days").press("Enter")
    look("fewer days")
    tab.open("/console/admin/audit")
    look("the trail")
    tab.open("/console/admin/audit/verification?noted=x")
    look("no digest")

    assert {name: faults for name, faults in found.items() if faults} == {}
    tab.close()


def test_a_webhook_is_registered_tested_rotated_and_deleted(tab: Tab, own: Company) -> None:
    page = tab.page
    tab.open("/console/admin/webhooks")
    expect(page.locator(".empty")).to_contain_text("No address yet")
    page.get_by_label("Address", exact=True).fill(RECEIVER)
    page.get_by_label(re.compile("review.opened")).check()
    page.get_by_role("button", name="Register").click()
    first = page.locator(".told-once .secret").inner_text()
    assert first.startswith("whsec_")

    page.get_by_role("button", name="Send a test").click()
    expect(page.get_by_role("status")).to_contain_text("on its way")
    expect(page.locator(".logged tbody tr")).to_have_count(1)
    expect(page.locator(".logged")).to_contain_text("webhook.test")
    with own.core.database.writing() as connection:
        leased = deliveries.take(connection, seconds=60)[0]
        last = attrs.evolve(leased, attempts=len(deliveries.DELAYS) + 1)
        assert deliveries.settle(connection, last, Tried(status=500, error="out of order"), rest_seconds=None) == "failed"
    expect(page.locator(".logged")).to_contain_text("failed", timeout=9000)  # the log asks again by itself
    expect(page.locator(".logged")).to_contain_text("out of order")
    page.get_by_role("button", name=re.compile("Send again")).click()
    expect(page.get_by_role("status")).to_contain_text("on its way again")
    expect(page.locator(".logged")).to_contain_text("on its way")

    page.locator("details.sure summary").first.click()
    page.get_by_role("button", name=re.compile("Make a new secret")).click()
    second = page.locator(".told-once .secret").inner_text()
    assert second != first
    page.locator("details.sure summary").last.click()
    page.get_by_role("button", name=re.compile("Delete with its log")).click()
    expect(page.get_by_role("status")).to_contain_text("deleted")
    wanted = ["webhook.deleted", "webhook.rotated", "webhook.replayed", "webhook.tested", "webhook.created"]
    assert actions(own)[:5] == wanted


@pytest.mark.parametrize("path", POSTS)
def test_every_form_of_admin_needs_its_sessions_token_and_the_scope(path: str, company: Company, key_of: KeyOf) -> None:
    address = re.sub(r"\{\w+\}", "0" * 36, path)
    with asking(company, company.key) as client:
        refused = client.post(address, data={"csrf": "0" * 64})
        assert (refused.status_code, "This form is out of date" in refused.text) == (403, True)
    with asking(company, key_of("match", "screen", "review")) as client:
        lacking = client.post(address, data={"csrf": token(client.get("/console/list").text)})
        assert lacking.status_code == 403


def test_what_is_another_companys_is_not_found(own: Company) -> None:
    with own.core.database.writing() as connection:
        other = add_tenant(connection, "Another", retention_days=30)
        theirs, text = add_key(Scope(connection, other.id), own.core.vault, name="key", scopes=("admin",))
    with asking(own, text) as client:
        sent = {"csrf": token(client.get("/console/admin").text), "url": RECEIVER, "events": "review.opened"}
        webhook = re.search(r"webhooks/([0-9a-f-]{36})/test", client.post("/console/admin/webhooks", data=sent).text)
        assert webhook
        client.post(f"/console/admin/webhooks/{webhook[1]}/test", data=sent)
    with own.core.database.reading() as connection:
        delivery = deliveries.page(Scope(connection, other.id), webhook[1], before=None, limit=1)[0].id
    hook = f"/console/admin/webhooks/{webhook[1]}"
    with asking(own, own.key) as client:
        sent = {"csrf": token(client.get("/console/admin").text)}
        steps = (f"{hook}/rotate", f"{hook}/test", f"{hook}/delete", f"{hook}/deliveries/{delivery}/replay")
        answers = [client.post(path, data=sent).status_code for path in (f"/console/admin/keys/{theirs.id}/revoke", *steps)]

        assert answers == [404] * 5
        assert client.get(hook).status_code == 404
        assert webhook[1] not in client.get("/console/admin/webhooks").text
    assert own.core.key_of(text) is not None


def test_without_scripts_everything_can_be_done(browser: Browser, own: Company) -> None:
    tab = Tab.of(browser, own.url, scripts=False)
    tab.sign_in(own.key)
    tab.open("/console/admin/audit?action=key.created")
    tab.page.get_by_role("button", name="Show").click()
    expect(tab.page.locator(".empty")).to_contain_text("No entry is like that")
    tab.open("/console/admin/webhooks")
    tab.page.get_by_label("Address", exact=True).fill(RECEIVER)
    tab.page.get_by_label(re.compile("review.opened")).check()
    tab.page.get_by_role("button", name="Register").click()
    tab.page.get_by_role("button", name="Send a test").click()

    expect(tab.page.locator(".logged tbody tr")).to_have_count(1)
    tab.close()


def test_a_reader_is_shown_nothing_of_admin(visitor: Visitor, key_of: KeyOf) -> None:
    tab = visitor(key=key_of("review", "screen"))

    expect(tab.page.get_by_role("link", name="Admin")).to_have_count(0)
