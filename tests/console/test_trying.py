"""The page Try: marks where the words are, cards that say what is known and how well, and a form that works with keys alone."""

from __future__ import annotations

import re

import httpx
import pytest
from company import Company
from playwright.sync_api import Browser, expect
from programs_in_place import asking, token
from tabs import EVERYBODY, KeyOf, Tab, Visitor

from qualmap_matcher.service.console.languages import messages
from qualmap_matcher.service.console.pages.trying import EXAMPLES

ODD = "🎓👩‍💼 e\u0301 Fellow of ACCA；\n特许公认会计师，𠮷 CPA"


@pytest.fixture
def trying(console: Tab) -> Tab:
    console.open("/console/try")
    return console


def marked(tab: Tab) -> list[str]:
    return tab.page.locator("#marks mark").all_text_contents()


def write(tab: Tab, text: str) -> None:
    """Type a text over what is there, and wait for its answer."""
    with tab.page.expect_response(lambda answer: answer.request.method == "POST"):
        tab.page.locator("#text").fill(text)
    expect(tab.page.locator("#question")).not_to_have_class(re.compile("htmx-request"))


def test_marks_lie_below_their_words_whatever_stands_before_them(trying: Tab) -> None:
    write(trying, ODD)
    expect(trying.page.locator(".card")).to_have_count(3)

    assert marked(trying) == ["Fellow of ACCA", "特许公认会计师", "CPA"]
    assert trying.page.locator("#marks").text_content() == ODD
    for stretch in ("textarea", ".marks"):
        box = trying.page.locator(f".editor {stretch}").bounding_box()
        assert box == trying.page.locator(".editor textarea").bounding_box()


def test_marks_stay_with_their_words_while_somebody_types_on(trying: Tab) -> None:
    write(trying, "FCCA and CFA")
    expect(trying.page.locator(".card")).to_have_count(2)
    trying.page.route("**/console/try", lambda route: None if route.request.method == "POST" else route.continue_())

    trying.page.evaluate(
        "() => { const t = document.getElementById('text'); t.value = 'FCCA and also CFA';"
        " t.dispatchEvent(new Event('input', { bubbles: true })); }"
    )

    assert trying.page.locator("#marks").text_content() == "FCCA and also CFA"
    assert marked(trying) == ["FCCA", "CFA"]
    trying.page.unroute_all(behavior="ignoreErrors")


def test_a_card_says_what_is_known_and_how_well(trying: Tab, company: Company) -> None:
    write(trying, "Fellow of ACCA")
    card = trying.page.locator(".card")
    source = company.core.matcher.engine.editions.sources["acca-2023"]

    expect(card.get_by_role("heading")).to_have_text(re.compile("Fellow of the Association of Chartered Certified Accountants"))
    expect(card).to_contain_text("资深特许公认会计师")
    expect(card.locator(".badge.inferred").first).to_be_visible()
    expect(card).to_contain_text("is no fact, and carries no benefit")
    trying.page.get_by_label("Edition").select_option("1.0")
    expect(card.locator(".badge.confirmed").first).to_be_visible()
    expect(card.locator("table.rows td").last).to_contain_text(source.title)


def test_the_reasons_add_up_to_the_sum_below_them(trying: Tab) -> None:
    write(trying, "CFA Level II candidate")
    trying.page.locator("summary").click()
    table = trying.page.locator("table.reasons")
    numbers = [float(one.replace("−", "-")) for one in table.locator("tbody td.number").all_text_contents()]

    total = float(table.locator("tfoot td.number").inner_text().replace("−", "-"))
    assert sum(numbers) == pytest.approx(total, abs=0.005 * (len(numbers) + 1))
    assert table.locator("tbody rect.against").count() == sum(number < 0 for number in numbers)
    assert trying.faults() == []


def test_an_ambiguous_name_asks_a_question_that_the_issuer_answers(trying: Tab) -> None:
    write(trying, "CPA")
    card = trying.page.locator(".card")
    expect(card.locator(".question")).to_contain_text("Which body awarded it")
    expect(card.locator(".candidates li")).to_have_count(8)

    trying.page.get_by_label("Issuer").fill("CPA Australia")

    expect(card.locator(".badge.matched")).to_be_visible()
    expect(card.locator(".question")).to_have_count(0)


def test_a_key_settles_what_an_ambiguous_name_means(trying: Tab) -> None:
    keys, page = trying.page.keyboard, trying.page
    write(trying, "CPA")
    meant = page.get_by_role("button", name=re.compile("HKICPA"))
    page.locator("#text").focus()
    for _ in range(30):
        keys.press("Tab")
        if meant.evaluate("one => one === document.activeElement"):
            break
    keys.press("Enter")

    expect(page.locator(".card .badge.matched")).to_be_visible()
    expect(page.locator(".card")).to_contain_text("HKICPA")
    expect(page.locator(".card")).to_be_focused()
    expect(page.get_by_label("Issuer")).not_to_have_value("")
    expect(page.locator("#text")).to_have_value("CPA")
    expect(page.get_by_role("status")).to_have_text(re.compile("1 matched"))
    assert trying.faults() == []
    page.get_by_label("Issuer").fill("")  # the fields that came go on asking
    expect(page.locator(".card .badge.ambiguous")).to_be_visible()


def test_what_no_field_can_say_is_written_into_the_text(trying: Tab, company: Company) -> None:
    text, chosen = "AWS Certified Solutions Architect, PMP", "aws-sa-professional"  # both grades have one issuer
    write(trying, text)
    expect(trying.page.locator(".card .badge.matched")).to_have_count(1)
    trying.page.locator(f"button[value$=':{chosen}']").click()
    expect(trying.page.locator(".card .badge.matched")).to_have_count(2)

    known = company.core.matcher.engine.qualifications[chosen]
    expect(trying.page.locator(".card h3").first).to_have_text(known.name_en)
    written = trying.page.locator("#text").input_value()
    assert written != text
    assert trying.page.locator("#marks").text_content() == written


def test_a_choice_changes_nothing_of_the_other_names(trying: Tab) -> None:
    write(trying, "FCCA; CPA; CFA charterholder")
    expect(trying.page.locator(".card .badge.matched")).to_have_count(2)
    before = trying.page.locator(".card h3").all_inner_texts()
    trying.page.locator("button[value$=':hkicpa-cpa']").click()
    expect(trying.page.locator(".card .badge.matched")).to_have_count(3)

    assert trying.page.locator(".card h3").all_inner_texts()[::2] == before[::2]


def test_every_meaning_of_an_ambiguous_name_can_be_chosen_or_says_why_not(company: Company, key_of: KeyOf) -> None:
    with asking(company, key_of("match")) as client:
        csrf = token(client.get("/console/try").text)
        for text in ("CPA", "FCA", "ACA", "AWS Certified Solutions Architect"):
            page = client.post("/console/try", data={"text": text, "csrf": csrf}).text
            for chosen in re.findall(r'name="means" value="([\w:-]+)"', page):
                answer = client.post("/console/try", data={"text": text, "csrf": csrf, "means": chosen}).text
                assert ("badge outcome matched" in answer) != ("No known issuer stands for this choice" in answer), chosen
        for chosen in ("x", "7:us-cpa", "0:nothing", "0:acca-fellow", "²:us-cpa"):
            assert client.post("/console/try", data={"text": "CPA", "csrf": csrf, "means": chosen}).status_code == 200


def test_everything_is_done_with_keys_alone(trying: Tab) -> None:
    keys, page = trying.page.keyboard, trying.page
    for _ in range(20):
        keys.press("Tab")
        if page.locator("#text").evaluate("one => one === document.activeElement"):
            break
    keys.type("FCCA")
    expect(page.get_by_role("status")).to_have_text(re.compile("1 matched"))
    keys.press("Tab")
    expect(page.get_by_label("Issuer")).to_be_focused()
    for _ in range(20):
        keys.press("Tab")
        if page.locator("summary").evaluate("one => one === document.activeElement"):
            break
    keys.press("Enter")

    expect(page.locator("table.reasons")).to_be_visible()


def test_an_example_fills_the_empty_page(trying: Tab) -> None:
    trying.page.get_by_role("link", name=EXAMPLES[0]).click()

    expect(trying.page.locator("#text")).to_have_value(EXAMPLES[0])
    expect(trying.page.locator(".card")).to_have_count(2)


def test_what_cannot_be_used_is_told_in_the_place_of_the_answer(trying: Tab) -> None:
    trying.expected.append("status of 422")
    write(trying, "FCCA")
    trying.page.get_by_label("Day").fill("1999-01-01")

    expect(trying.page.get_by_role("alert")).to_contain_text("1999-01-01")
    expect(trying.page.locator("#text")).to_have_value("FCCA")
    assert trying.faults() == []


def test_a_service_that_is_away_is_told_and_the_text_stays(trying: Tab) -> None:
    trying.expected += ["ERR_FAILED", "htmx:sendError", "htmx:afterRequest"]
    trying.page.route("**/console/try", lambda route: route.abort())
    trying.page.locator("#text").fill("FCCA")

    expect(trying.page.get_by_role("alert")).to_be_visible()
    expect(trying.page.locator("#text")).to_have_value("FCCA")


def test_it_works_without_scripts(browser: Browser, company: Company) -> None:
    tab = Tab.of(browser, company.url, scripts=False)
    tab.sign_in(company.key)
    tab.open("/console/try")
    tab.page.locator("#text").fill("\n\nFCCA\nCPA")
    tab.page.locator("noscript button, #question button").click()

    expect(tab.page.locator(".card")).to_have_count(2)
    assert marked(tab) == ["FCCA", "CPA"]
    expect(tab.page.locator("#text")).to_have_value("\n\nFCCA\nCPA")
    tab.page.locator("button[value$=':us-cpa']").click()
    expect(tab.page.locator(".card .badge.matched")).to_have_count(2)
    tab.close()


@pytest.mark.parametrize(("language", "scheme", "width"), EVERYBODY)
def test_answers_can_be_read_by_everybody(language: str, scheme: str, width: int, visitor: Visitor, company: Company) -> None:
    tab = visitor(key=company.key, language=language, width=width, scheme=scheme)
    write(tab, f"{ODD}; CFA candidate; Certified Widget Master, PMI-XYZ")
    for summary in tab.page.locator("summary").all():
        summary.click()

    assert tab.faults() == []
    assert not tab.scrolls_sideways


def test_what_somebody_wrote_is_never_read_as_html(company: Company, key_of: KeyOf) -> None:
    text = "<b>CPA</b><script>alert(1)</script>"
    with asking(company, key_of("match")) as client:
        sent = {"text": text, "issuer": '"><b>', "csrf": token(client.get("/console/try").text)}
        page = client.post("/console/try", data=sent).text

    assert "<b>" not in page
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)" in page


def test_nothing_that_is_typed_gets_into_the_address(company: Company) -> None:
    assert httpx.get(f"{company.url}/console/try?text=FCCA", follow_redirects=True).text.count("FCCA") == 0


def test_every_feature_of_the_engine_has_its_name_in_both_languages() -> None:
    from qualmap.explaining import algorithm

    assert {f"features.{name}" for name in (*(one.name for one in algorithm()), "contradiction_cap")} <= set(messages())
