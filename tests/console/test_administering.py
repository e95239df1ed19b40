"""Admin in the browser: keys, webhooks, people, retention, the audit trail."""

from __future__ import annotations

import contextlib
import datetime as dt
import json
import re
from collections.abc import Iterator
from pathlib import Path

import attrs
import httpx
import pytest
from company import Company, company
from playwright.sync_api import Browser, expect
from sqlalchemy import update
from tabs import KeyOf, Tab, Visitor

from qualmap_matcher.service.administering import set_retention
from qualmap_matcher.service.auditing import verify_export
from qualmap_matcher.service.console.pages import PAGES
from qualmap_matcher.service.store import deliveries
from qualmap_matcher.service.store.accounts import add_key, add_tenant, keys, retention_of, tenants
from qualmap_matcher.service.store.audit import newest_entries
from qualmap_matcher.service.store.deliveries import Tried
from qualmap_matcher.service.store.schema import AUDIT
from qualmap_matcher.service.store.scope import Scope

POSTS = [page.path for page in PAGES if page.method == "POST" and page.scope == "admin"]
RECEIVER = "https://93.184.216.34/hook"  # an address of the internet; nothing is sent, for these services have no workers
REF = "C-1024"


@pytest.fixture
def own(tmp_path: Path) -> Iterator[Company]:
    """A company for one test alone, whose trail begins with it."""
    with company(tmp_path) as started:
        yield started


@pytest.fixture
def tab(browser: Browser, own: Company) -> Iterator[Tab]:
    opened = Tab.of(browser, own.url)
    opened.sign_in(own.key)
    yield opened
    opened.close()


def scope_of(own: Company) -> str:
    with own.core.database.reading() as connection:
        return tenants(connection)[0].id


def actions(own: Company) -> list[str]:
    with own.core.database.reading() as connection:
        found = newest_entries(Scope(connection, tenants(connection)[0].id), before=None, limit=100, filters={})
    return [one.action for one in found]


def token(page: str) -> str:
    found = re.search(r'name="csrf" value="(\w+)"', page)
    assert found
    return found[1]


@contextlib.contextmanager
def signed_in(own: Company, key: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=own.url) as client:
        client.post("/console/sign-in", data={"key": key, "csrf": token(client.get("/console/sign-in").text)})
        yield client


def screen(own: Company, ref: str = REF) -> None:
    sent = {"record": {"ref": ref, "credentials": [{"text": "FCCA"}]}}
    answer = httpx.post(f"{own.url}/v1/screenings", json=sent, headers={"Authorization": f"Bearer {own.key}"})
    assert answer.status_code < 300, answer.text


@pytest.mark.parametrize("width", [360, 1440])
@pytest.mark.parametrize("language", ["en", "zh"])
def test_each_page_of_admin_can_be_read_by_everybody(language: str, width: int, browser: Browser, own: Company) -> None:
    tab = Tab.of(browser, own.url, language=language, width=width, scheme="dark" if width == 360 else "light")
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


def test_a_key_is_made_shown_once_used_and_revoked(tab: Tab, own: Company) -> None:
    tab.open("/console/admin")
    page = tab.page
    page.get_by_label("Name", exact=True).fill("careers site")
    page.get_by_label(re.compile("^screen")).check()
    page.get_by_label("Closes on").fill((dt.datetime.now(dt.UTC).date() + dt.timedelta(days=30)).isoformat())
    page.get_by_role("button", name="Make the key").click()
    text = page.locator(".told-once .secret").inner_text()

    made = own.core.key_of(text)
    assert made is not None
    assert (made.name, made.scopes, made.expires_at is not None) == ("careers site", ("match", "screen"), True)
    tab.open("/console/admin")
    assert text not in page.content()
    key = page.locator(".thing", has_text="careers site")
    expect(key.get_by_role("button", name="Revoke for good")).to_be_hidden()
    key.locator("summary").click()
    key.get_by_role("button", name="Revoke for good").click()
    expect(page.get_by_role("status")).to_contain_text("revoked")
    assert own.core.key_of(text) is None
    assert actions(own)[:2] == ["key.revoked", "key.created"]


def test_with_the_keyboard_alone_a_key_is_made(tab: Tab, own: Company) -> None:
    tab.open("/console/admin")
    tab.page.get_by_label("Name", exact=True).focus()
    tab.page.keyboard.type("keyboard")
    tab.page.keyboard.press("Tab")  # match, which is chosen
    tab.page.keyboard.press("Tab")
    tab.page.keyboard.press("Space")  # screen
    tab.page.keyboard.press("Enter")

    expect(tab.page.locator(".told-once")).to_contain_text("keyboard")
    with own.core.database.reading() as connection:
        assert [one.scopes for one in keys(Scope(connection, scope_of(own))) if one.name == "keyboard"] == [("match", "screen")]


def test_a_form_that_is_sent_twice_makes_one_key(own: Company) -> None:
    with signed_in(own, own.key) as client:
        page = client.get("/console/admin").text
        once = re.search(r'name="once" value="([\w-]+)"', page)
        assert once
        sent = {"csrf": token(page), "once": once[1], "name": "twice", "scopes": "match"}
        first, second = (client.post("/console/admin/keys", data=sent).text for _ in range(2))
        texts = [re.findall(r'class="secret">(qm_[\w-]+)<', page) for page in (first, second)]

        assert texts[0] == texts[1]
        assert actions(own).count("key.created") == 1
        other = client.post("/console/admin/keys", data={**sent, "name": "another"})
        assert other.status_code == 422  # another form under the same mark


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"name": " ", "scopes": "match"}, "about-name"),
        ({"name": "x"}, "about-scopes"),
        ({"name": "x", "scopes": "everything"}, "about-scopes"),
        ({"name": "x", "scopes": "match", "expires": "2001-01-01"}, "about-expires"),
        ({"name": "x", "scopes": "match", "expires": "soon"}, "about-expires"),
    ],
)
def test_a_key_that_cannot_be_made_says_why_at_its_field(sent: dict[str, str], said: str, own: Company) -> None:
    with signed_in(own, own.key) as client:
        answer = client.post("/console/admin/keys", data={"csrf": token(client.get("/console/admin").text), **sent})

    assert answer.status_code == 422
    assert f'class="wrong" id="{said}"' in answer.text


def test_who_revokes_their_own_key_is_told_so_and_signed_out(tab: Tab) -> None:
    tab.open("/console/admin")
    own = tab.page.locator(".thing")
    own.locator("summary").click()
    expect(own).to_contain_text("You are signed in with it. It is the only key with the scope admin")
    own.get_by_role("button", name="Revoke for good").click()

    expect(tab.page.get_by_role("heading", level=1)).to_have_text("Sign in")


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


def test_a_person_is_exported_and_after_a_second_step_deleted(tab: Tab, own: Company) -> None:
    screen(own)
    page = tab.page
    tab.expected.append("status of 422")
    tab.open("/console/admin/people")
    page.get_by_label("Ref of the person").fill(REF)
    with page.expect_download() as download:
        page.get_by_role("button", name="Export").click()
    content = json.loads(Path(download.value.path()).read_text(encoding="utf-8"))
    assert (content["ref"], len(content["screenings"]), download.value.suggested_filename) == (REF, 1, "person.json")

    page.get_by_role("button", name="Delete …").click()
    expect(page.locator(".confirming")).to_contain_text(REF)
    assert REF not in page.url
    assert "person.deleted" not in actions(own)
    page.get_by_role("button", name="Delete for good").click()
    expect(page.get_by_role("status")).to_contain_text("is deleted")
    assert actions(own)[:2] == ["person.deleted", "person.exported"]
    page.get_by_label("Ref of the person").fill(REF)
    page.get_by_role("button", name="Delete …").click()
    expect(page.get_by_label("Ref of the person")).to_have_accessible_description("Nothing is stored under this ref.")


def test_fewer_days_are_kept_only_after_a_second_step(tab: Tab, own: Company) -> None:
    page, kept = tab.page, lambda: retained(own)
    tab.expected.append("status of 422")
    tab.open("/console/admin/people")
    for days, now_kept in (("60", 60), ("7", 60)):
        page.get_by_label("Days", exact=True).fill(days)
        page.get_by_role("button", name="Set").click()
        page.locator(".notice[role=status], .confirming").first.wait_for()
        assert kept() == now_kept
    page.get_by_role("button", name="Keep them for 7 days").click()
    expect(page.get_by_role("status")).to_contain_text("changed")

    assert kept() == 7
    with signed_in(own, own.key) as client:
        csrf = token(client.get("/console/admin/people").text)
        for days in ("0", "-1", "x", "36501", "9" * 5000):
            assert (
                client.post("/console/admin/people/retention", data={"csrf": csrf, "days": days}).status_code == 422
                or days == "٣"
            )


def retained(own: Company) -> int:
    with own.core.database.reading() as connection:
        return retention_of(connection, scope_of(own))


def test_the_trail_is_listed_sieved_written_out_and_found_sound(tab: Tab) -> None:
    page = tab.page
    for name in ("one", "two"):
        tab.open("/console/admin")
        page.get_by_label("Name", exact=True).fill(name)
        page.get_by_role("button", name="Make the key").click()
    tab.open("/console/admin/people")
    page.get_by_label("Days", exact=True).fill("90")
    page.get_by_role("button", name="Set").click()
    tab.open("/console/admin/audit")
    expect(page.locator(".trail tbody tr")).to_have_count(3)
    page.get_by_label("Action").select_option("key.created")
    expect(page.locator(".trail tbody tr")).to_have_count(2)
    page.get_by_label("Done to").fill("nothing of that kind!")
    page.get_by_role("button", name="Show").click()
    expect(page.locator(".empty")).to_contain_text("No entry is like that")

    with page.expect_download() as download:
        page.get_by_role("button", name="Export as JSON Lines").click()
    verified = verify_export(Path(download.value.path()).read_bytes().splitlines())
    assert (verified.sound, verified.entries) == (True, 3)
    page.get_by_role("link", name="Verify the trail").click()
    expect(page.locator(".verdict")).to_contain_text("The trail is sound")
    expect(page.locator(".head-of")).to_contain_text(verified.head.digest)


def test_a_trail_that_was_changed_is_found_out(tab: Tab, own: Company) -> None:
    with own.core.database.writing() as connection:
        set_retention(Scope(connection, scope_of(own)), 40, who="somebody")
    tab.open("/console/admin/audit/verification")
    noted = tab.page.locator(".head-of .secret").inner_text()
    tab.open(f"/console/admin/audit/verification?noted={noted}")
    expect(tab.page.locator(".verdict")).to_contain_text("sound")
    tab.open(f"/console/admin/audit/verification?noted={'0' * 63}1")
    expect(tab.page.locator(".verdict.unsound")).to_contain_text("no entry has the digest")
    with own.core.database.writing() as connection:
        connection.execute(update(AUDIT).values(who="nobody"))

    tab.open("/console/admin/audit/verification")
    expect(tab.page.locator(".verdict.unsound")).to_contain_text("entry 1 was changed")
    assert tab.faults() == []


@pytest.mark.parametrize("path", POSTS)
def test_every_form_of_admin_needs_its_sessions_token_and_the_scope(path: str, company: Company, key_of: KeyOf) -> None:
    address = re.sub(r"\{\w+\}", "0" * 36, path)
    with signed_in(company, company.key) as client:
        refused = client.post(address, data={"csrf": "0" * 64})
        assert (refused.status_code, "This form is out of date" in refused.text) == (403, True)
    with signed_in(company, key_of("match", "screen", "review")) as client:
        lacking = client.post(address, data={"csrf": token(client.get("/console/list").text)})
        assert lacking.status_code == 403


def test_what_is_another_companys_is_not_found(own: Company) -> None:
    with own.core.database.writing() as connection:
        other = add_tenant(connection, "Another", retention_days=30)
        theirs, text = add_key(Scope(connection, other.id), own.core.vault, name="key", scopes=("admin",))
    with signed_in(own, text) as client:
        sent = {"csrf": token(client.get("/console/admin").text), "url": RECEIVER, "events": "review.opened"}
        webhook = re.search(r"webhooks/([0-9a-f-]{36})/test", client.post("/console/admin/webhooks", data=sent).text)
        assert webhook
        client.post(f"/console/admin/webhooks/{webhook[1]}/test", data=sent)
    with own.core.database.reading() as connection:
        delivery = deliveries.page(Scope(connection, other.id), webhook[1], before=None, limit=1)[0].id
    hook = f"/console/admin/webhooks/{webhook[1]}"
    with signed_in(own, own.key) as client:
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
