"""Who may in, for how long, and what a form has to carry."""

from __future__ import annotations

import re

import httpx
import pytest
from company import Company
from playwright.sync_api import expect
from programs_in_place import asking, token
from tabs import KeyOf, Tab, Visitor

from qualmap_matcher.service.console import sessions
from qualmap_matcher.service.console.page import Session
from qualmap_matcher.service.store.accounts import key_by_id, revoke_key
from qualmap_matcher.service.store.clock import after
from qualmap_matcher.service.store.scope import Scope

COOKIE = sessions.SESSION_COOKIE


def session_of(company: Company, client: httpx.Client) -> Session:
    session = sessions.opened(client.cookies[COOKIE], company.core.vault)
    assert session is not None
    return session


def test_a_page_asks_for_a_key_and_then_shows_what_was_wanted(visitor: Visitor, company: Company) -> None:
    tab = visitor()
    tab.open("/console/try")
    expect(tab.page).to_have_url(re.compile(r"/console/sign-in\?then=/console/try$"))
    expect(tab.page.get_by_role("status")).to_have_text("Sign in to see this page.")

    tab.page.keyboard.type(company.key)
    tab.page.keyboard.press("Enter")

    expect(tab.page).to_have_url(f"{company.url}/console/try")
    expect(tab.page.get_by_role("link", name="Try")).to_have_attribute("aria-current", "page")


@pytest.mark.parametrize(("key", "said"), [("qm_wrong", "unknown, revoked or expired"), (" ", "Enter a key")])
def test_a_wrong_key_opens_nothing_and_is_not_repeated(key: str, said: str, visitor: Visitor) -> None:
    tab = visitor()
    tab.expected.append("status of 401")
    tab.open("/console/sign-in")
    tab.page.locator("input[name=key]").fill(key)
    tab.page.get_by_role("button", name="Sign in").click()

    field = tab.page.get_by_label("Key")
    expect(field).to_have_accessible_description(re.compile(said))
    expect(field).to_have_attribute("aria-invalid", "true")
    expect(field).to_have_value("")
    assert tab.faults() == []


def test_signing_out_ends_the_session(console: Tab) -> None:
    console.page.get_by_role("button", name="Sign out").click()

    expect(console.page.get_by_role("status")).to_have_text("You are signed out.")
    console.open("/console/try")
    expect(console.page.get_by_role("heading", level=1)).to_have_text("Sign in")


def test_a_revoked_key_ends_its_sessions_at_once(visitor: Visitor, key_of: KeyOf, company: Company) -> None:
    key = key_of("match")
    tab = visitor(key=key)
    known = company.core.key_of(key)
    assert known is not None
    with company.core.database.writing() as connection:
        assert revoke_key(Scope(connection, known.tenant), known.id)

    tab.page.locator("#text").fill("FCCA")

    expect(tab.page.get_by_role("heading", level=1)).to_have_text("Sign in")  # though HTMX asked for a piece of a page
    expect(tab.page.get_by_role("status")).to_have_text(re.compile("its key was revoked"))


def test_an_expired_key_and_an_old_session_open_nothing(company: Company, key_of: KeyOf) -> None:
    with asking(company, key_of("match")) as client:
        session = session_of(company, client)
        old = Session(id=session.id, expires_at=after(-1), tenant=session.tenant, key=session.key)
        assert client.get("/console/try").status_code == 200
        client.cookies.set(COOKIE, sessions.sealed(old, company.core.vault), domain="127.0.0.1", path="/console")
        assert client.get("/console/try").status_code == 303

        expired = company.core.key_of(key_of("match", expires_at=after(0.05)))
        assert expired is not None
        late = Session(id="x", expires_at=after(60), tenant=expired.tenant, key=expired.id)
        while expired.is_live(after(0)):
            pass
        assert sessions.key_of_session(late, company.core) is None


@pytest.mark.parametrize("value", ["", "x", "ä", "AAAA", "A" * 4000])
def test_a_cookie_that_this_server_did_not_seal_is_nobodys(value: str, company: Company) -> None:
    assert sessions.opened(value, company.core.vault) is None


def test_a_form_from_elsewhere_comes_without_the_cookie_and_leaves_the_session_alone(company: Company) -> None:
    answer = httpx.post(f"{company.url}/console/sign-out", data={})

    assert answer.status_code in {303, 403}
    assert "set-cookie" not in answer.headers


def test_a_session_of_a_key_of_one_company_opens_nothing_of_another(company: Company) -> None:
    key = company.core.key_of(company.key)
    assert key is not None
    with company.core.database.reading() as connection:
        assert key_by_id(Scope(connection, key.tenant), key.id)

    assert sessions.key_of_session(Session(id="x", expires_at=after(60), tenant="another", key=key.id), company.core) is None


def test_the_cookie_is_for_this_console_alone_and_signing_in_makes_a_new_one(company: Company) -> None:
    with asking(company) as client:
        before = session_of(company, client)
        page = client.get("/console/sign-in")
        answer = client.post("/console/sign-in", data={"key": company.key, "csrf": token(page.text)})
        cookie = answer.headers["set-cookie"]

        assert set(cookie.split("; ")[1:]) == {"Path=/console", "Max-Age=43200", "HttpOnly", "SameSite=strict"}
        assert company.key not in cookie
        assert session_of(company, client).id != before.id


def test_behind_https_the_cookie_goes_over_https_alone(company: Company) -> None:
    answer = httpx.get(f"{company.url}/console/sign-in", headers={"X-Forwarded-Proto": "https"})

    assert {"SameSite=strict", "Secure"} < set(answer.headers["set-cookie"].split("; "))


def test_a_link_of_another_site_finds_who_is_signed_in(console: Tab) -> None:
    link = f'<a href="{console.url}/console/try">look</a>'
    console.page.route("http://elsewhere.example/", lambda route: route.fulfill(body=link, content_type="text/html"))
    console.page.goto("http://elsewhere.example/")
    console.page.get_by_role("link").click()

    expect(console.page.get_by_role("button", name="Sign out")).to_be_visible()
    assert console.astray == ["http://elsewhere.example/"]
    console.astray.clear()


@pytest.mark.parametrize("path", ["/console/sign-out", "/console/try"])
@pytest.mark.parametrize("sent", [{}, {"csrf": "0" * 64}, {"csrf": "ä"}])
def test_a_form_without_its_sessions_token_changes_nothing(path: str, sent: dict[str, str], company: Company) -> None:
    with asking(company, company.key) as client, asking(company, company.key) as other:
        refused = [client.post(path, data=sent), client.post(path, data={"csrf": token(other.get("/console/try").text)})]

        assert [one.status_code for one in refused] == [403, 403]
        assert all("This form is out of date" in one.text for one in refused)
        assert client.get("/console/try").status_code == 200


def test_a_form_from_another_site_is_refused_though_it_has_the_token(company: Company) -> None:
    with asking(company, company.key) as client:
        sent = {"csrf": token(client.get("/console/try").text)}

        assert client.post("/console/try", data=sent, headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403
        assert client.post("/console/try", data=sent, headers={"Sec-Fetch-Site": "same-origin"}).status_code == 200


def test_a_key_without_the_scope_is_told_which_one_is_missing(visitor: Visitor, key_of: KeyOf) -> None:
    tab = visitor(key=key_of("review"))
    tab.expected.append("status of 403")

    assert tab.open("/console/try") == 403
    expect(tab.page.get_by_role("heading", level=1)).to_have_text("This key may not do that")
    expect(tab.page.locator("main")).to_contain_text("needs the scope “match”; the key you signed in with has: review")
    assert tab.faults() == []


@pytest.mark.parametrize(
    "then", ["https://example.com/", "//example.com", "/console/../v1", "/console//x\\y", "/console.example.com"]
)
def test_signing_in_leads_nowhere_but_into_the_console(then: str, company: Company) -> None:
    with asking(company) as client:
        sent = {"key": company.key, "then": then, "csrf": token(client.get("/console/sign-in").text)}

        assert client.post("/console/sign-in", data=sent).headers["location"] == "/console"
