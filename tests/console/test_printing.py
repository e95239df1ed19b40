"""On paper: what cannot be pressed there is gone, nothing is cut off, and evidence is told in words."""

from __future__ import annotations

import io

import attrs
import pdfplumber
import pytest
from company import Company
from console_company import Filled
from tabs import Tab, Visitor

A4 = 794  # pixels of CSS across a sheet
PRESSED = "nav, button, .button, input, select, textarea, summary, [data-print], .back, .hint, .notice"
SHOWN = "all => all.filter(one => one.checkVisibility()).map(one => one.outerHTML.slice(0, 120))"
CUT = """() => [...document.querySelectorAll("main *")].filter(one => {
  const style = getComputedStyle(one), box = one.getBoundingClientRect();
  if (!one.checkVisibility() || one.closest(".unseen, svg") || box.width === 0) return false;
  const hides = style.overflowX !== "visible" && one.scrollWidth > one.clientWidth + 1;
  return hides || box.right > document.documentElement.clientWidth + 1 || ["sticky", "fixed"].includes(style.position);
}).map(one => one.outerHTML.slice(0, 120))"""
ADDRESSES = {
    "a kept result": "/console/screenings/{screening}",
    "a qualification": "/console/list/acca-fellow",
    "a task": "/console/reviews/{waiting}",
    "a judged task": "/console/reviews/{judged}",
    "the results of a file": "/console/files/{finished}",
}
EXPECTED = {
    "a kept result": {
        "C-1024",
        "Fellow of ACCA",
        "confirmed",
        "inferred",
        "eligible",
        "unconfirmed",
        "Category B",
        "Decision id",
    },
    "a qualification": {"acca-fellow", "Edition 3.0", "confirmed", "inferred", "FCCA member"},
    "a task": {"ACA, member since 2011", "ambiguous", "ICAEW", "inferred"},
    "a judged task": {"CPA", "Rejected", "Asked: a course"},
    "the results of a file": {"P-01", "confirmed", "inferred", "6 eligible", "no row", "P-99", "Age"},
}


def on_paper(tab: Tab) -> str:
    """The words of the page as a printer gets them."""
    with pdfplumber.open(io.BytesIO(tab.page.pdf(format="A4"))) as paper:
        return " ".join(" ".join(sheet.extract_text() for sheet in paper.pages).split())


def laid_out(tab: Tab) -> None:
    tab.page.emulate_media(media="print")
    tab.page.set_viewport_size({"width": A4, "height": 1123})
    assert tab.page.locator(PRESSED).evaluate_all(SHOWN) == []
    assert tab.page.evaluate(CUT) == []
    assert not tab.scrolls_sideways


@pytest.mark.parametrize("what", ADDRESSES)
def test_a_printed_page_has_all_that_can_be_read_and_nothing_to_press(
    what: str, visitor: Visitor, company: Company, filled: Filled
) -> None:
    tab = visitor(key=company.key, scheme="dark")
    tab.open(ADDRESSES[what].format(**attrs.asdict(filled)))
    laid_out(tab)
    written = on_paper(tab)

    assert {one for one in EXPECTED[what] if one not in written} == set()
    badges = tab.page.locator("main .badge.evidence").all_inner_texts()
    assert all(badge.endswith(("official", "confirmed", "inferred")) for badge in badges)
    assert tab.page.evaluate("getComputedStyle(document.body).color") == "rgb(32, 36, 42)"  # dark ink, on white paper


def test_a_result_that_is_not_kept_is_printed_without_its_form(console: Tab) -> None:
    console.open("/console/screen")
    console.page.locator("#text-0").fill("FCCA")
    console.page.locator("#answer article.card").wait_for()
    laid_out(console)
    written = on_paper(console)

    assert "Fellow of the Association of Chartered Certified Accountants" in written
    assert "inferred" in written
    assert "Another credential" not in written
