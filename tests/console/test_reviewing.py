"""The page Review: one task after the other, decided with one key, never by accident, and taken back."""

from __future__ import annotations

import pytest
from company import Company
from others import asked, key_of_another_company, screened
from playwright.sync_api import expect
from programs_in_place import asking, token
from tabs import KeyOf, Tab, Visitor

AMBIGUOUS = "CPA; PMP"  # not alone: what is decided about it teaches nothing that the next test would meet


@pytest.fixture(autouse=True)
def nothing_waits(company: Company) -> None:
    """Each test begins with an empty queue."""
    with asking(company, company.key) as client:
        while waiting := asked(company, "/v1/reviews?state=open")["data"]:
            address = f"/console/reviews/{waiting[0]['id']}"
            client.post(address, data={"csrf": token(client.get(address).text), "do": "reject"})


def state_of(company: Company, review: str) -> str:
    return str(asked(company, f"/v1/reviews/{review}")["state"])


def review_of(company: Company, text: str) -> str:
    """The review that a new screening of a text opens."""
    kept = screened(company, text)
    [review] = asked(company, f"/v1/reviews?screening={kept['id']}")["data"]
    return str(review["id"])


def decide(tab: Tab, key: str) -> None:
    """Press one key, and wait for the next page."""
    with tab.page.expect_navigation():
        tab.page.keyboard.press(key)


@pytest.mark.parametrize(("language", "width"), [("en", 1440), ("zh", 360)])
def test_tasks_are_decided_with_one_key_each_the_oldest_first(
    language: str, width: int, visitor: Visitor, company: Company
) -> None:
    reviews = [review_of(company, text) for text in ("CPA; PMP", "FCA; PMP", "ACA; PMP")]
    tab = visitor(key=company.key, language=language, width=width)
    tab.open("/console/reviews")
    expect(tab.page.locator(".tasks tbody tr")).to_have_count(3)
    assert tab.faults() == []
    assert not tab.scrolls_sideways
    tab.page.locator(".sieve .main-button").focus()
    with tab.page.expect_navigation():
        tab.page.keyboard.press("Enter")
    assert reviews[0] in tab.page.url
    assert tab.faults() == []
    assert not tab.scrolls_sideways

    decide(tab, "2")
    assert reviews[1] in tab.page.url
    decide(tab, "c")
    assert reviews[2] in tab.page.url
    decide(tab, "r")

    expect(tab.page.locator(".tasks tbody tr")).not_to_have_count(0)
    assert [state_of(company, one) for one in reviews] == ["confirmed", "confirmed", "rejected"]
    first = asked(company, f"/v1/reviews/{reviews[0]}")
    assert first["judgement"]["qualification"] == first["candidates"][1]["id"]


def test_a_judgement_is_taken_back(console: Tab, company: Company) -> None:
    review = review_of(company, AMBIGUOUS)
    console.open(f"/console/reviews/{review}")
    decide(console, "1")
    console.open("/console/reviews?state=judged")
    console.page.locator(".tasks tbody a").first.click()
    expect(console.page.locator(".judgement")).to_be_visible()
    assert console.faults() == []
    decide(console, "u")

    expect(console.page.locator(".notice[role=status]")).to_contain_text("Taken back")
    assert state_of(company, review) == "open"


def test_keys_do_nothing_while_somebody_types(console: Tab, company: Company) -> None:
    review = review_of(company, AMBIGUOUS)
    console.open(f"/console/reviews/{review}")
    console.page.keyboard.press("/")
    expect(console.page.locator("#words")).to_be_focused()
    console.page.keyboard.type("1 rc")
    with console.page.expect_navigation():
        console.page.keyboard.press("Enter")

    expect(console.page.locator("#words")).to_have_value("1 rc")
    assert state_of(company, review) == "open"


def test_keys_can_be_turned_off(console: Tab, company: Company) -> None:
    review = review_of(company, AMBIGUOUS)
    console.open(f"/console/reviews/{review}")
    console.page.get_by_role("link", name="Turn the keys off").click()
    expect(console.page.locator("[data-keys]")).to_have_count(0)
    console.page.keyboard.press("r")
    console.page.get_by_role("link", name="Turn them on").click()

    expect(console.page.locator("[data-keys]")).to_have_count(1)
    assert state_of(company, review) == "open"


def test_another_qualification_is_found_and_takes_its_place_with_a_note(console: Tab, company: Company) -> None:
    review = review_of(company, AMBIGUOUS)
    console.open(f"/console/reviews/{review}")
    console.page.locator("#words").fill("hkicpa cpa")
    expect(console.page.locator("#others .meaning")).not_to_have_count(0)
    console.page.locator(".deciding-side .more-options summary").click()
    console.page.locator("#note").fill("seen on the certificate")
    console.page.locator("input[name=teach]").uncheck()
    with console.page.expect_navigation():
        console.page.locator("#others button").first.click()

    judged = asked(company, f"/v1/reviews/{review}")["judgement"]
    assert (judged["action"], judged["qualification"]) == ("correct", "hkicpa-cpa")
    assert (judged["note"], judged["teaching"]) == ("seen on the certificate", "not_asked")


def test_a_judgement_is_in_the_trail_once_however_often_it_is_sent(company: Company) -> None:
    review = review_of(company, AMBIGUOUS)
    address = f"/console/reviews/{review}"
    with asking(company, company.key) as client:
        sent = {"csrf": token(client.get(address).text), "do": "reject"}
        first, second = (client.post(address, data=sent) for _ in range(2))

    assert (first.status_code, second.status_code) == (303, 303)
    assert second.headers["location"] == address
    found = asked(company, "/v1/audit?limit=200")["data"]
    assert [one["action"] for one in found if one["resource"] == review] == ["review.rejected"]


def test_what_is_no_candidate_is_told_in_its_place(company: Company) -> None:
    review = review_of(company, AMBIGUOUS)
    address = f"/console/reviews/{review}"
    with asking(company, company.key) as client:
        sent = {"csrf": token(client.get(address).text), "do": "confirm:pmp", "note": "kept"}
        answer = client.post(address, data=sent)

    assert answer.status_code == 422
    assert "kept" in answer.text
    assert state_of(company, review) == "open"


def test_a_form_without_its_token_is_refused_and_others_reviews_are_not_there(company: Company) -> None:
    review = review_of(company, AMBIGUOUS)
    address = f"/console/reviews/{review}"
    with asking(company, company.key) as client:
        assert client.post(address, data={"do": "reject"}).status_code == 403
        assert client.post(f"{address}/undo", data={}).status_code == 403
    with asking(company, key_of_another_company(company)) as client:
        sent = {"csrf": token(client.get("/console/reviews").text), "do": "reject"}
        assert client.get(address).status_code == 404
        assert client.post(address, data=sent).status_code == 404
        assert client.post(f"{address}/undo", data=sent).status_code == 404

    assert state_of(company, review) == "open"


def test_an_empty_queue_says_so(visitor: Visitor, key_of: KeyOf) -> None:
    tab = visitor(key=key_of("review"))
    tab.open("/console/reviews")

    expect(tab.page.locator(".empty")).to_contain_text("Nothing waits")
    assert tab.faults() == []
