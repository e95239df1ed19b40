"""Admin in the browser: keys."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from administered import actions, scope_of
from company import Company
from playwright.sync_api import Browser, expect
from programs_in_place import asking, token
from tabs import Tab

from qualmap_matcher.service.store.accounts import keys
from qualmap_matcher.service.store.scope import Scope


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


@pytest.mark.parametrize(("language", "width"), [("en", 360), ("zh", 1440)])
def test_with_the_keyboard_alone_a_key_is_made(language: str, width: int, browser: Browser, own: Company) -> None:
    tab = Tab.of(browser, own.url, language=language, width=width)
    tab.sign_in(own.key)
    tab.open("/console/admin")
    tab.write("#field-name", "keyboard")
    tab.page.keyboard.press("Tab")  # match, which is chosen
    tab.page.keyboard.press("Tab")
    tab.page.keyboard.press("Space")  # screen
    tab.page.keyboard.press("Enter")

    expect(tab.page.locator(".told-once")).to_contain_text("keyboard")
    with own.core.database.reading() as connection:
        assert [one.scopes for one in keys(Scope(connection, scope_of(own))) if one.name == "keyboard"] == [("match", "screen")]
    tab.close()


def test_a_form_that_is_sent_twice_makes_one_key(own: Company) -> None:
    with asking(own, own.key) as client:
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
    with asking(own, own.key) as client:
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
