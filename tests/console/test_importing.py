"""The authority's attachment, from an upload to an edition: reviewed line by line, in a browser and without scripts."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest
from company import Company, company
from playwright.sync_api import Browser, expect
from programs_in_place import asking, token
from tabs import Tab

from qualmap_matcher.service.console.attachments import waits_for_restart
from qualmap_matcher.service.store.accounts import SCOPES, add_key, add_tenant
from qualmap_matcher.service.store.scope import Scope

INVENTED = Path(__file__).parents[2] / "examples" / "invented-attachment.html"
Reader = Callable[..., Tab]


@pytest.fixture
def overlay(tmp_path: Path) -> Path:
    folder = tmp_path / "overlay"
    folder.mkdir()
    return folder


@pytest.fixture
def own(tmp_path: Path, overlay: Path) -> Iterator[Company]:
    """A company whose service has a folder for imported editions."""
    with company(tmp_path, data=overlay) as started:
        yield started


@pytest.fixture
def reader(browser: Browser, own: Company) -> Iterator[Reader]:
    opened: list[Tab] = []

    def sign_in(**wanted: object) -> Tab:
        opened.append(Tab.of(browser, own.url, **wanted))  # type: ignore[arg-type]  # passed on as they are
        opened[-1].sign_in(own.key)
        return opened[-1]

    yield sign_in
    for tab in opened:
        tab.close()


def upload(tab: Tab) -> None:
    tab.open("/console/list/import")
    tab.page.locator("#field-file").set_input_files(INVENTED)
    tab.page.locator("#field-edition").fill("9.0")
    tab.page.locator("#field-in_force_from").fill("2099-01-01")
    tab.page.locator("#field-source").fill("an invented example")
    tab.page.locator("#field-date").fill("2098-12-01")
    tab.page.locator("form[enctype] button").click()
    tab.page.locator(".reviewing").wait_for()


def test_an_attachment_becomes_an_edition_that_a_restart_puts_into_force(reader: Reader, own: Company, overlay: Path) -> None:
    tab = reader()
    upload(tab)
    page = tab.page
    expect(page.locator("article.reviewed")).to_have_count(1)  # of five lines, the one that waits
    expect(page.locator("#finish")).to_contain_text("Lines to decide: 1")
    assert tab.faults() == []

    page.get_by_role("button", name="Associate Chartered Accountant (ACA, ICAEW)").click()
    expect(page.locator("#finish")).to_contain_text("numbers-A")
    expect(page.locator("article.reviewed")).to_contain_text("known qualification")
    assert tab.faults() == []
    page.get_by_label(re.compile("numbering skips")).check()
    page.get_by_role("button", name="Accept edition 9.0").click()

    expect(page.get_by_role("status")).to_contain_text("Restart the service")
    entry = json.loads((overlay / "editions" / "9.0" / "edition.json").read_text(encoding="utf-8"))
    assert (entry["complete"], entry["attachment"]["source"]) == (True, "an invented example")
    assert "A,icaew-aca,official,,attachment-9.0" in (overlay / "editions" / "9.0" / "rows.csv").read_text(encoding="utf-8")
    assert waits_for_restart(own.core)
    expect(page.locator(".caution")).to_contain_text("Restart the service")
    assert "9.0" not in own.core.matcher.engine.editions.editions  # what runs answers by what it read
    tab.open("/console/admin/audit?action=edition.accepted")
    expect(page.locator(".trail")).to_contain_text("numbers-A")


@pytest.mark.parametrize(("language", "width"), [("en", 1440), ("zh", 360)])
def test_the_review_can_be_read_by_everybody(language: str, width: int, reader: Reader) -> None:
    tab = reader(language=language, width=width, scheme="dark")
    upload(tab)
    tab.open(tab.page.url.removeprefix(tab.url) + "?show=all")

    expect(tab.page.locator("article.reviewed")).to_have_count(5)
    tab.page.locator("details.edit summary").first.click()
    assert tab.faults() == []
    assert not tab.scrolls_sideways


def test_without_scripts_decisions_are_kept_all_the_same(reader: Reader) -> None:
    tab = reader(scripts=False)
    upload(tab)
    tab.page.get_by_role("button", name="Associate Chartered Accountant (ACA, ICAEW)").click()

    expect(tab.page).to_have_url(re.compile(r"show=all#line-4$"))
    expect(tab.page.locator("#line-4")).to_contain_text("known qualification")
    tab.page.locator("#line-1 button[value=drop]").click()
    expect(tab.page.locator("#line-1")).to_contain_text("left out")


def test_with_the_keyboard_alone_a_line_is_decided(reader: Reader) -> None:
    tab = reader()
    upload(tab)
    tab.press("article.reviewed button[name=use]")

    expect(tab.page.locator("#line-4")).to_contain_text("known qualification")


def test_a_line_that_cannot_be_so_stays_as_it_was(reader: Reader) -> None:
    tab = reader()
    tab.expected.append("status of 422")
    upload(tab)
    line = tab.page.locator("#line-4")
    line.locator("summary").click()
    line.locator("select[name=status]").select_option("mapped")
    line.locator("input[name=qualification]").fill("no-such-thing")
    line.get_by_role("button", name="Save").click()

    expect(line.get_by_role("alert")).to_contain_text("there is no qualification 'no-such-thing'")
    expect(tab.page.locator("#finish")).to_contain_text("Lines to decide: 1")


def test_an_edition_is_not_accepted_without_what_has_to_be_acknowledged(reader: Reader, overlay: Path) -> None:
    tab = reader()
    tab.expected.append("status of 422")
    upload(tab)
    tab.page.get_by_role("button", name="Associate Chartered Accountant (ACA, ICAEW)").click()
    tab.page.locator("input[name=acknowledge]").evaluate("box => box.required = false")
    tab.page.get_by_role("button", name="Accept edition 9.0").click()

    expect(tab.page.get_by_role("alert")).to_contain_text("nothing was written")
    assert not (overlay / "editions").exists()


def test_the_review_downloads_and_the_command_line_takes_it(reader: Reader) -> None:
    tab = reader()
    upload(tab)
    tab.page.get_by_text("Accept on the command line").click()
    with tab.page.expect_download() as download:
        tab.page.get_by_role("button", name="Download the review").click()

    assert download.value.suggested_filename == "review.csv"
    assert Path(download.value.path()).read_text(encoding="utf-8-sig").startswith("# edition: 9.0\n")
    expect(tab.page.locator(".by-command pre")).to_contain_text("qualmap editions import invented-attachment.html --edition 9.0")


def test_where_several_companies_are_served_none_of_them_accepts_for_all(reader: Reader, own: Company, overlay: Path) -> None:
    tab = reader()
    with own.core.database.writing() as connection:
        other = add_tenant(connection, "Another", retention_days=30)
        _, theirs = add_key(Scope(connection, other.id), own.core.vault, name="key", scopes=SCOPES)
    upload(tab)
    tab.page.get_by_role("button", name="Associate Chartered Accountant (ACA, ICAEW)").click()
    expect(tab.page.locator("#finish")).to_contain_text("whoever runs the service accepts it")
    expect(tab.page.get_by_role("button", name="Accept edition 9.0")).to_have_count(0)

    address = tab.page.url.partition("?")[0].removeprefix(own.url)
    with httpx.Client(base_url=own.url) as client:
        sent = {"key": theirs, "csrf": token(client.get("/console/sign-in").text)}
        client.post("/console/sign-in", data=sent)
        csrf = token(client.get("/console/list/import").text)
        assert client.get(address).status_code == 404  # another company's
        assert client.post(f"{address}/lines/1", data={"csrf": csrf, "do": "drop"}).status_code == 404
        sent = {"key": own.key, "csrf": token(client.get("/console/admin").text)}
        client.cookies.clear()
        client.post("/console/sign-in", data={"key": own.key, "csrf": token(client.get("/console/sign-in").text)})
        csrf = token(client.get("/console/list/import").text)
        said = {"csrf": csrf, "source": "x", "date": "2098-12-01", "acknowledge": "numbers-A"}
        client.post(f"{address}/accept", data=said)
    assert not (overlay / "editions").exists()


@pytest.mark.parametrize("id_", ["nothing", "0" * 36, "..%2f..%2fsecret"])
def test_an_import_that_is_not_there_is_not_found(id_: str, own: Company) -> None:
    with asking(own, own.key) as client:
        assert client.get(f"/console/list/import/{id_}").status_code == 404


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("empty.csv", b"", "it is empty"),
        ("../../etc/passwd", b"\x00\x01", "passwd: it is none of DOCX"),
        ("cut.docx", b"PK\x03\x04", "cut.docx"),
    ],
)
def test_a_file_that_is_no_attachment_is_refused_and_not_kept(name: str, content: bytes, said: str, own: Company) -> None:
    with asking(own, own.key) as client:
        csrf = token(client.get("/console/list/import").text)
        fields = {"csrf": csrf, "edition": "1.0"}
        answer = client.post("/console/list/import", data=fields, files={"file": (name, content)})

    assert answer.status_code == 422
    assert said in answer.text
    assert [*(own.core.settings.home / "imports").rglob("*.*")] == []
