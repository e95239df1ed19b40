"""The list in the browser: editions, search, one qualification, rows, differences."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from company import Company, company
from playwright.sync_api import Browser, expect
from tabs import EVERYBODY, KeyOf, Tab, Visitor

from qualmap.catalogue import CategoryCoverage
from qualmap.local import LocalMatcher, bundled_engine
from qualmap_matcher.service.console.coverage import WIDTH, bars
from qualmap_matcher.service.console.vocabulary import FIELDS, GRADES, LANGUAGES


@pytest.mark.parametrize(("language", "scheme", "width"), EVERYBODY)
@pytest.mark.parametrize("path", ["/console/list/other-national-ca", "/console/list?words=fellow"])
def test_what_is_found_can_be_read_by_everybody(
    path: str, language: str, scheme: str, width: int, *, visitor: Visitor, company: Company
) -> None:
    tab = visitor(key=company.key, language=language, scheme=scheme, width=width)

    assert tab.open(path) == 200
    assert tab.faults() == []
    assert not tab.scrolls_sideways


def test_every_row_of_an_edition_is_pictured_and_told(console: Tab) -> None:
    console.open("/console/list")
    first = console.page.locator("article.edition").filter(has=console.page.get_by_role("link", name="Edition 1.0"))

    expect(first).to_contain_text("2023-09-20 to 2024-11-21")
    expect(first).to_contain_text("incomplete copy")
    expect(first).to_contain_text("4 confirmed, 44 inferred, 48 published")
    widths = [
        float(one.get_attribute("width") or 0)
        for one in first.locator("svg.coverage").first.locator("rect.inferred, rect.confirmed").all()
    ]
    assert sum(widths) == pytest.approx(WIDTH)
    assert widths[0] / sum(widths) == pytest.approx(4 / 48, abs=0.001)


def test_bars_share_one_scale_and_leave_out_what_is_not_there() -> None:
    editions = LocalMatcher(bundled_engine()).editions()
    drawn = bars(editions)

    longest = max(one.rows for edition in editions for one in edition.categories)
    for edition in editions:
        for bar in drawn[edition.id]:
            assert sum(one.width for one in bar.stretches) == pytest.approx(bar.coverage.rows * WIDTH / longest, abs=0.02)
            assert {one.evidence: one.rows for one in bar.stretches} == {
                kind: getattr(bar.coverage, kind) for kind in ("official", "confirmed", "inferred") if getattr(bar.coverage, kind)
            }
    assert CategoryCoverage("D", 0, 0, 0, None) in [bar.coverage for bar in drawn["3.0"]]


def test_qualifications_are_found_while_somebody_types(console: Tab) -> None:
    console.open("/console/list")
    console.page.get_by_role("searchbox").press_sequentially("资深特许公认")

    expect(console.page.locator(".finds li")).to_have_count(1)
    expect(console.page.locator(".finds")).to_contain_text("ACCA")
    expect(console.page).to_have_url(re.compile("words="))
    console.page.get_by_role("searchbox").fill("no such name at all")
    expect(console.page.locator("#found")).to_contain_text("No qualification has all of these words")
    assert console.faults() == []


@pytest.mark.parametrize(("language", "width"), [("en", 1440), ("zh", 360)])
def test_with_the_keyboard_alone_a_qualification_is_found_and_opened(
    language: str, width: int, visitor: Visitor, company: Company
) -> None:
    tab = visitor(key=company.key, language=language, width=width)
    tab.open("/console/list")
    tab.write("input[type=search]", "frm")
    expect(tab.page.locator(".finds a").first).to_be_visible()
    tab.press(".finds a")

    expect(tab.page).to_have_url(re.compile("/console/list/[a-z-]*frm[a-z-]*$"))


def test_a_search_works_without_scripts(browser: Browser, company: Company) -> None:
    tab = Tab.of(browser, company.url, scripts=False)
    tab.sign_in(company.key)
    tab.open("/console/list")
    tab.page.get_by_role("searchbox").fill("FCCA")
    tab.page.get_by_role("button", name="Find").click()
    tab.page.get_by_role("link", name="Fellow of the Association of Chartered Certified Accountants (FCCA)").click()

    expect(tab.page.get_by_role("heading", level=1)).to_contain_text("FCCA")
    tab.close()


def test_a_qualification_has_everything_that_is_known_of_it(console: Tab) -> None:
    console.open("/console/list/acca-fellow")
    main = console.page.locator("main")

    for text in (
        "资深特许公认会计师（FCCA）",
        "資深特許公認會計師",
        "fellow",
        "accounting",
        "acca-fellow",
        "FCCA is the fellow grade.",
    ):
        expect(main).to_contain_text(text)
    expect(main.locator("[lang=ja] bdi").first).to_be_visible()
    expect(main.locator("article.place")).to_have_count(3)
    expect(main.locator("article.place").last.locator(".badge.confirmed")).to_have_count(1)
    main.get_by_role("link", name="Member of the Association of Chartered Certified Accountants (ACCA)").click()
    expect(console.page).to_have_url(re.compile("/console/list/acca-member$"))


@pytest.mark.parametrize(
    "path", ["/console/list/no-such-thing", "/console/list/editions/9.9", "/console/list/differences?before=9.9"]
)
def test_what_does_not_exist_has_a_page(path: str, console: Tab) -> None:
    console.expected.append("status of 404")

    assert console.open(path) == 404
    assert console.faults() == []


def test_rows_are_sieved_by_category_and_evidence(console: Tab) -> None:
    console.open("/console/list/editions/1.0")
    expect(console.page.locator("#rows tbody tr")).to_have_count(85)
    console.page.get_by_label("Evidence").select_option("confirmed")
    expect(console.page.locator("#rows tbody tr")).to_have_count(11)
    console.page.get_by_label("Category").select_option("B")
    expect(console.page.locator("#rows tbody tr")).to_have_count(5)
    console.page.get_by_label("Evidence").select_option("official")

    expect(console.page.locator("#rows")).to_contain_text("No row is like that")
    expect(console.page).to_have_url(re.compile("evidence=official"))


def test_editions_that_differ_are_laid_side_by_side(browser: Browser, tmp_path: Path) -> None:
    """An imported edition 2.0 of two rows: everything else went, one qualification came, one stands in another category."""
    rows = (
        "category,qualification,evidence,reason,source\n"
        "C,acca-member,official,,attachment-2.0\n"
        "A,icaew-fca,official,,attachment-2.0\n"
    )
    entry = {
        "id": "2.0",
        "name_zh": "上海市境外职业资格证书认可清单（2.0版）",
        "notice": None,
        "in_force_from": "2024-11-22",
        "in_force_from_basis": "invented",
        "in_force_until": None,
        "declared_rows": None,
        "complete": True,
        "sources": ["attachment-2.0"],
        "attachment": {
            "file": "invented.docx",
            "sha256": "0" * 64,
            "source": "an invented example",
            "date": "2024-11-22",
            "accepted_on": "2024-11-23",
            "acknowledged": [],
        },
    }
    source = {"title": "Invented attachment", "url": None, "published": "2024-11-22", "note": "invented"}
    edition = tmp_path / "overlay" / "editions" / "2.0"
    edition.mkdir(parents=True)
    (edition / "edition.json").write_text(json.dumps(entry), encoding="utf-8")
    (edition / "rows.csv").write_text(rows, encoding="utf-8")
    (tmp_path / "overlay" / "sources.json").write_text(
        json.dumps({"about": "invented", "sources": {"attachment-2.0": source}}), encoding="utf-8"
    )
    with company(tmp_path, data=tmp_path / "overlay") as own:
        expected = own.core.matcher.differences("1.0", "2.0")
        tab = Tab.of(browser, own.url, width=360)
        tab.sign_in(own.key)
        tab.open("/console/list/differences?before=1.0&after=2.0")
        for kind, heading in (("removed", "Removed"), ("moved", "In other categories")):
            found = getattr(expected, kind)
            assert found
            table = tab.page.get_by_role("table", name=f"{heading}: {len(found)}")
            expect(table.get_by_role("row")).to_have_count(len(found))  # on a phone the heading is left out
        expect(tab.page.locator(".caution")).to_contain_text("Incomplete: 1.0.")
        assert tab.faults() == []
        assert not tab.scrolls_sideways
        tab.open("/console/list")
        expect(tab.page.locator("article.edition", has_text="2024-11-22")).to_contain_text("complete")
        expect(tab.page.locator("rect.official").first).to_be_visible()
        tab.close()


def test_copies_that_are_alike_say_so_and_that_they_are_incomplete(console: Tab) -> None:
    console.open("/console/list/differences")

    expect(console.page.locator(".empty")).to_contain_text("have the same rows")
    expect(console.page.locator(".caution")).to_contain_text("Incomplete: 1.0, 3.0.")


def test_only_administrators_are_shown_the_way_to_imports(visitor: Visitor, key_of: KeyOf) -> None:
    tab = visitor(key=key_of("match"))
    tab.expected.append("status of 403")
    tab.open("/console/list")
    expect(tab.page.get_by_role("link", name="Import an attachment")).to_have_count(0)

    assert tab.open("/console/list/import") == 403


def test_print_leaves_out_what_paper_cannot_do(console: Tab) -> None:
    console.open("/console/list/acca-fellow")
    console.page.emulate_media(media="print")
    expect(console.page.locator(".back")).to_be_hidden()
    expect(console.page.locator(".place").first).to_be_visible()
    console.open("/console/list")

    expect(console.page.locator(".seeking")).to_be_hidden()
    expect(console.page.locator(".editions")).to_be_visible()


def test_every_word_of_the_data_has_a_name_in_both_languages() -> None:
    matcher = LocalMatcher(bundled_engine())
    known = [matcher.qualification(one.id) for one in matcher.qualifications("")]

    assert {one.field for one in known} <= FIELDS.keys()
    assert {one.qualification.grade for one in known if one.qualification.grade} <= GRADES.keys()
    assert {name.language for one in known for name in one.names} <= LANGUAGES.keys()
