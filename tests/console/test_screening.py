"""The page Screen: it asks what still matters and nothing else, keeps nothing until told, and what it keeps can be read again."""

from __future__ import annotations

import re

import httpx
import pytest
from company import Company
from others import asked, key_of_another_company, screened
from playwright.sync_api import Browser, expect
from programs_in_place import asking, token
from tabs import Tab, Visitor

from qualmap import Client
from qualmap.local import local_matcher
from qualmap_matcher.service.console.person_form import Line, PersonForm
from qualmap_matcher.service.console.settling import settled

FACTS = {"works_in_shanghai": True, "age": 66}


@pytest.fixture
def person(console: Tab) -> Tab:
    console.open("/console/screen")
    return console


def write(tab: Tab, text: str, place: int = 0) -> None:
    """Write a credential down, and wait for what it comes to."""
    with tab.page.expect_response(lambda answer: answer.request.method == "POST"):
        tab.page.locator(f"#text-{place}").fill(text)
    expect(tab.page.locator("#person")).not_to_have_class(re.compile("htmx-request"))


def choose(tab: Tab, id_: str) -> None:
    """Choose an answer with the keyboard, and wait for what it comes to."""
    with tab.page.expect_response(lambda answer: answer.request.method == "POST"):
        tab.page.locator(f"#{id_}").focus()
        tab.page.keyboard.press("Space")
    expect(tab.page.locator("#person")).not_to_have_class(re.compile("htmx-request"))


def asks(tab: Tab) -> list[str]:
    """The facts that are still asked for, in order."""
    found = tab.page.locator(".next-questions input[name=asked]").all()
    return [str(one.get_attribute("value")) for one in found]


def test_it_asks_what_the_answer_asks_next_and_nothing_else(person: Tab) -> None:
    client = Client.local()
    write(person, "FCCA")
    screening = client.screen({"ref": "x", "credentials": ["FCCA"], "facts": {}})
    assert asks(person) == [question.fact for question in screening.next_questions]

    choose(person, "fact-works_in_shanghai-no")
    screening = client.screen({"ref": "x", "credentials": ["FCCA"], "facts": {"works_in_shanghai": False}})

    assert asks(person) == [question.fact for question in screening.next_questions]
    expect(person.page.locator(".told-facts input[name=asked]")).to_have_value("works_in_shanghai")
    expect(person.page.locator("#fact-works_in_shanghai-no")).to_be_focused()


def test_an_answer_can_be_changed_and_taken_back(person: Tab) -> None:
    write(person, "FCCA")
    before = asks(person)
    choose(person, "fact-works_in_shanghai-yes")
    assert asks(person) != before

    choose(person, "fact-works_in_shanghai-open")

    assert asks(person) == before
    expect(person.page.locator(".told-facts")).to_have_count(0)


def test_a_number_that_is_none_is_told_in_its_place(person: Tab) -> None:
    write(person, "FCCA")
    with person.page.expect_response(lambda answer: answer.request.method == "POST"):
        person.page.locator("#fact-age").fill("old")

    expect(person.page.locator("#wrong-age")).to_have_text("Expected a whole number from 0 to 150.")
    expect(person.page.locator("#fact-age")).to_be_focused()
    expect(person.page.locator(".glance")).to_be_visible()


def test_what_an_ambiguous_name_means_goes_beside_it(person: Tab) -> None:
    write(person, "CPA")
    choose(person, "means-0-us-cpa")

    expect(person.page.locator("#issuer-0")).to_have_value(re.compile("AICPA"))
    expect(person.page.locator(".card h3")).to_have_text(re.compile("US"))


def test_a_name_among_others_gets_a_line_of_its_own_where_its_issuer_would_speak_against_them() -> None:
    matcher = local_matcher()
    edition = matcher.asked("3.0", None, "inferred")
    form = PersonForm(ref="x", lines=(Line("ACCA; CPA, FCA"),))
    mentions = matcher.screen(form.record({}), edition, None).mentions
    place = next(index for index, mention in enumerate(mentions) if mention.text == "CPA")

    found = settled(form, mentions, f"{place}:us-cpa", matcher, edition)

    assert [line.text for line in found.lines] == ["CPA", "ACCA; , FCA"]
    assert "AICPA" in found.lines[0].issuer
    assert settled(form, mentions, f"{place}:acca-fellow", matcher, edition) == form
    assert settled(form, mentions, "x", matcher, edition) == form


def test_a_ref_that_says_who_somebody_is_gets_a_warning(person: Tab) -> None:
    with person.page.expect_response(lambda answer: answer.request.method == "POST"):
        person.page.locator("#ref").fill("li@example.com")

    expect(person.page.locator("#ref-told")).to_contain_text("looks like an address")


def test_inferred_rows_are_told_to_be_no_facts(person: Tab) -> None:
    write(person, "PMP")

    expect(person.page.locator(".claims-only")).to_contain_text("no fact; no benefit is granted on it")
    expect(person.page.locator(".badge.inferred").first).to_be_visible()
    expect(person.page.locator("#answer .badge.eligible")).to_have_count(0)


@pytest.mark.parametrize(("language", "width"), [("en", 360), ("zh", 1440)])
def test_a_person_is_screened_and_kept_with_the_keyboard_alone(
    language: str, width: int, visitor: Visitor, company: Company
) -> None:
    tab = visitor(key=company.key, language=language, width=width)
    tab.open("/console/screen")
    ref = f"K-{language}-{width}"
    tab.page.locator("#ref").focus()
    tab.page.keyboard.type(ref)
    tab.page.keyboard.press("Tab")
    tab.page.keyboard.type("FCCA")
    expect(tab.page.locator(".next-questions")).to_be_visible()
    choose(tab, "fact-works_in_shanghai-yes")
    tab.page.locator("#fact-age").focus()
    with tab.page.expect_response(lambda answer: answer.request.method == "POST"):
        tab.page.keyboard.type("66")
    expect(tab.page.locator(".told-facts #fact-age")).to_have_value("66")
    expect(tab.page.locator("#person")).not_to_have_class(re.compile("htmx-request"))
    assert tab.faults() == []
    assert not tab.scrolls_sideways
    assert asked(company, f"/v1/screenings?ref={ref}")["data"] == []

    tab.page.locator(".keeping .main-button").focus()
    tab.page.keyboard.press("Enter")
    tab.page.wait_for_url("**/console/screenings/*")

    [kept] = asked(company, f"/v1/screenings?ref={ref}")["data"]
    assert (
        kept["screening"]["decision_id"]
        == Client.local().screen({"ref": ref, "credentials": ["FCCA"], "facts": FACTS}).decision_id
    )
    expect(tab.page.locator("h1")).to_have_text(ref)
    assert tab.faults() == []
    assert not tab.scrolls_sideways


def fields(page: str, **others: str) -> dict[str, str]:
    found = re.search(r'name="token" value="([\w-]+)"', page)
    assert found
    return {"csrf": token(page), "token": found[1], "text": "FCCA", "issuer": "", "country": "", "edition": "1.0", **others}


def test_pressing_twice_keeps_once(company: Company) -> None:
    with asking(company, company.key) as client:
        sent = fields(client.get("/console/screen").text, ref="TWICE", do="keep")
        first, second = (client.post("/console/screen", data=sent) for _ in range(2))

    assert first.status_code == second.status_code == 303
    assert first.headers["location"] == second.headers["location"]
    assert len(asked(company, "/v1/screenings?ref=TWICE")["data"]) == 1


def test_what_cannot_be_kept_is_told_and_not_stored(company: Company) -> None:
    with asking(company, company.key) as client:
        page = client.get("/console/screen").text
        nameless = client.post("/console/screen", data=fields(page, do="keep"))
        empty = client.post("/console/screen", data={**fields(page, ref="EMPTY", do="keep"), "text": " "})

    assert (nameless.status_code, empty.status_code) == (422, 422)
    assert "A ref is needed" in nameless.text
    assert "Write down a credential first" in empty.text
    assert asked(company, "/v1/screenings?ref=EMPTY")["data"] == []


def test_a_form_without_its_token_is_refused(company: Company) -> None:
    with asking(company, company.key) as client:
        sent = {**fields(client.get("/console/screen").text, ref="FORGED", do="keep"), "csrf": "x"}
        assert client.post("/console/screen", data=sent).status_code == 403

    assert asked(company, "/v1/screenings?ref=FORGED")["data"] == []


def test_another_companys_screening_is_not_there(company: Company) -> None:
    theirs = screened(company, "FCCA", key=key_of_another_company(company))
    with asking(company, company.key) as client:
        assert client.get(f"/console/screenings/{theirs['id']}").status_code == 404
        assert client.get("/console/screenings/nothing").status_code == 404


def test_earlier_versions_stay_and_say_that_they_are(visitor: Visitor, company: Company) -> None:
    kept = screened(company, "CPA", ref="V-1")
    [review] = asked(company, f"/v1/reviews?screening={kept['id']}")["data"]
    headers = {"Authorization": f"Bearer {company.key}"}
    httpx.post(f"{company.url}/v1/reviews/{review['id']}/judge", json={"action": "reject"}, headers=headers).raise_for_status()
    tab = visitor(key=company.key)
    tab.open(f"/console/screenings/{kept['id']}")
    expect(tab.page.locator(".history li")).to_have_count(2)
    tab.page.get_by_role("link", name="Version 1").click()

    expect(tab.page.locator(".notice[role=status]")).to_contain_text("there is a newer one")
    expect(tab.page.locator("mark.ambiguous")).to_have_count(1)


def test_printing_leaves_out_what_is_for_the_screen(visitor: Visitor, company: Company) -> None:
    kept = screened(company, "FCCA", ref="P-1")
    tab = visitor(key=company.key)
    tab.open(f"/console/screenings/{kept['id']}")
    expect(tab.page.get_by_role("button", name="Print")).to_be_visible()
    tab.page.emulate_media(media="print")

    expect(tab.page.locator(".on-screen").first).to_be_hidden()
    expect(tab.page.locator(".claims-only")).to_be_visible()
    expect(tab.page.locator(".legend")).to_be_visible()


def test_it_works_without_programs(browser: Browser, company: Company) -> None:
    tab = Tab.of(browser, company.url, scripts=False)
    tab.sign_in(company.key)
    tab.open("/console/screen")
    tab.page.locator("#text-0").fill("FCCA")
    tab.page.get_by_role("button", name="Another credential").click()
    expect(tab.page.locator("textarea[name=text]")).to_have_count(2)
    tab.page.locator("#ref").fill("N-1")
    tab.page.locator("#fact-works_in_shanghai-yes").check(force=True)
    tab.page.get_by_role("button", name="Go on").last.click()
    expect(tab.page.locator(".told-facts")).to_have_count(1)
    tab.page.get_by_role("button", name="Keep the result").click()

    expect(tab.page.locator("h1")).to_have_text("N-1")
    tab.close()
