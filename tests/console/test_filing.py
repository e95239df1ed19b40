"""The page Files: columns shown before anything starts, a batch with its progress, results with filters and as files."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path

import httpx
import pytest
import xlsxwriter
from company import Company
from others import asked, key_of_another_company, work_off
from playwright.sync_api import Browser, FilePayload, expect
from programs_in_place import asking, token
from tabs import Tab, Visitor

from qualmap.errors import InputError
from qualmap.local import local_matcher
from qualmap_matcher.service.console import mapping
from qualmap_matcher.service.console.mapping import checked_file, mapped

HEADER = ["Employee ID", "Name", "E-mail", "Certificate", "Works in Shanghai", "Age", "Remark"]
ROWS = [
    ["E-1", "Li Lei", "li@example.com", "FCCA", "yes", "66", "x"],
    ["E-2", "Han Mei", "han@example.com", "CPA", "yes", "33", "x"],
    ["E-3", "Wang Wu", "wang@example.com", "PMP", "no", "33", "x"],
    ["E-4", "Zhao Liu", "zhao@example.com", "FRM", "yes", "old", "x"],
    ["=1+1", "Sun Qi", "sun@example.com", "none known", "yes", "40", "x"],
]


def table(*, header: list[str] | None = None) -> bytes:
    text = io.StringIO()
    csv.writer(text).writerows([header or HEADER, *ROWS])
    return text.getvalue().encode()


def payload(content: bytes, name: str = "people.csv") -> FilePayload:
    return {"name": name, "mimeType": "text/csv", "buffer": content}


def workbook(path: Path) -> Path:
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet("People")
        for number, row in enumerate([HEADER, *ROWS]):
            sheet.write_row(number, 0, row)
    return path


def look(tab: Tab, file: FilePayload | Path) -> None:
    tab.open("/console/files")
    tab.page.locator("#file").set_input_files(file)
    tab.page.locator("#mapping button[value=look]").click()
    tab.page.locator(".mapping").wait_for()


def begin(tab: Tab, company: Company) -> None:
    """Start the batch, and let it come to its end."""
    tab.page.locator("#mapping button[value=start]").click()
    come_to_an_end(tab, company)


def come_to_an_end(tab: Tab, company: Company) -> None:
    """Work the batch off; the page notices, and loads itself again."""
    tab.page.wait_for_url(re.compile("/console/files/[0-9a-f-]+$"))
    work_off(company)
    expect(tab.page.locator("progress")).to_have_count(0)
    expect(tab.page.locator("table.results")).to_be_visible()


@pytest.mark.parametrize(("language", "width"), [("en", 1440), ("zh", 360)])
def test_a_file_becomes_a_batch_with_results(language: str, width: int, visitor: Visitor, company: Company) -> None:
    tab = visitor(key=company.key, language=language, width=width)
    look(tab, payload(table()))
    assert tab.faults() == []
    assert not tab.scrolls_sideways
    before = len(asked(company, "/v1/batches")["data"])
    begin(tab, company)

    assert len(asked(company, "/v1/batches")["data"]) == before + 1
    expect(tab.page.locator(".results tbody tr")).to_have_count(5)
    expect(tab.page.locator(".results tbody tr.failed")).to_contain_text("old")
    assert tab.faults() == []
    assert not tab.scrolls_sideways
    tab.page.get_by_role("link", name="E-1").click()
    expect(tab.page.locator("h1")).to_have_text("E-1")


@pytest.mark.parametrize(("language", "width"), [("en", 360), ("zh", 1440)])
def test_with_the_keyboard_alone_a_file_becomes_a_batch(language: str, width: int, visitor: Visitor, company: Company) -> None:
    tab = visitor(key=company.key, language=language, width=width)
    tab.open("/console/files")
    tab.choose_file("#file", payload(table()))
    tab.press("#mapping button[value=look]")
    tab.page.locator(".mapping").wait_for()
    tab.press("#mapping button[value=start]")
    come_to_an_end(tab, company)
    tab.press("table.results a")

    expect(tab.page).to_have_url(re.compile("/console/screenings/[0-9a-f-]+$"))


def test_names_and_addresses_are_not_read_whatever_is_sent(company: Company, console: Tab) -> None:
    look(console, payload(table()))
    expect(console.page.locator(".not-read")).to_have_count(2)
    expect(console.page.locator("select[name=column-1]")).to_have_count(0)
    assert "Li Lei" not in console.page.content()
    with asking(company, company.key) as client:
        page = client.get("/console/files").text
        sent = {"csrf": token(page), "do": "look", "column-1": "credential"}
        found = client.post("/console/files", data=sent, files={"file": ("people.csv", table())})

    assert "Li Lei" not in found.text


def test_a_column_that_is_not_recognised_can_be_named(console: Tab, company: Company) -> None:
    header = [*HEADER]
    header[3] = "Paper"
    look(console, payload(table(header=header)))
    expect(console.page.locator(".problem")).to_contain_text("no column has credentials")
    expect(console.page.locator("button[value=start]")).to_have_count(0)

    console.page.locator("select[name=column-3]").select_option("credential")
    console.page.locator("button[value=look]").click()

    expect(console.page.locator(".first-people li").first).to_contain_text("FCCA")
    expect(console.page.locator("select[name=column-3]")).to_have_value("credential")
    begin(console, company)
    expect(console.page.locator(".results")).to_contain_text("FCCA")


def test_a_workbook_is_read_too(console: Tab, company: Company, tmp_path: Path) -> None:
    look(console, workbook(tmp_path / "people.xlsx"))
    begin(console, company)

    expect(console.page.locator(".results tbody tr")).to_have_count(5)


def test_filters_narrow_the_table_and_the_download(console: Tab, company: Company) -> None:
    look(console, payload(table()))
    begin(console, company)
    rows = console.page.locator(".results tbody tr")
    console.page.locator("#field-review").select_option("open")
    expect(rows).to_have_count(1)
    expect(rows).to_contain_text("E-2")
    console.page.locator("#field-review").select_option("")
    console.page.locator("#field-evidence").select_option("inferred")
    expect(rows).to_have_count(2)
    console.page.locator("#field-evidence").select_option("")
    console.page.locator("#field-decision").select_option("failed")
    expect(rows).to_have_count(1)
    console.page.locator("#field-decision").select_option("not_eligible")
    expect(rows).to_have_count(1)
    with console.page.expect_download() as saved:
        console.page.get_by_role("button", name="CSV").click()
    told = list(csv.DictReader(Path(saved.value.path()).read_text(encoding="utf-8-sig").splitlines()))

    assert [row["ref"] for row in told] == ["E-3"]


def test_a_download_has_everybody_and_no_formula(console: Tab, company: Company) -> None:
    look(console, payload(table()))
    begin(console, company)
    with console.page.expect_download() as saved:
        console.page.get_by_role("button", name="CSV").click()
    told = list(csv.DictReader(Path(saved.value.path()).read_text(encoding="utf-8-sig").splitlines()))
    with console.page.expect_download() as book:
        console.page.get_by_role("button", name="XLSX").click()

    assert [row["ref"] for row in told] == ["E-1", "E-2", "E-3", "E-4", "'=1+1"]
    assert "old" in told[3]["error"]
    assert Path(book.value.path()).read_bytes().startswith(b"PK")
    assert book.value.suggested_filename.endswith(".xlsx")


def test_the_same_form_sent_twice_makes_one_batch(company: Company) -> None:
    before = len(asked(company, "/v1/batches")["data"])
    with asking(company, company.key) as client:
        page = client.get("/console/files").text
        found = re.search(r'name="token" value="([\w-]+)"', page)
        assert found
        sent = {"csrf": token(page), "token": found[1], "do": "start"}
        answers = [client.post("/console/files", data=sent, files={"file": ("people.csv", table())}) for _ in range(2)]

    assert {answer.status_code for answer in answers} == {303}
    assert len({answer.headers["location"] for answer in answers}) == 1
    assert len(asked(company, "/v1/batches")["data"]) == before + 1
    work_off(company)


@pytest.mark.parametrize(
    ("name", "content"),
    [("people.pdf", b"%PDF-1.7"), ("people.xlsx", b"no workbook"), ("people.csv", b"PK\x03\x04"), ("people.csv", b"")],
)
def test_what_is_no_table_is_told(name: str, content: bytes, company: Company) -> None:
    with asking(company, company.key) as client:
        sent = {"csrf": token(client.get("/console/files").text), "do": "look"}
        answer = client.post("/console/files", data=sent, files={"file": (name, content)})

    assert answer.status_code == 422
    assert "This file cannot be read" in answer.text


def test_a_workbook_that_would_fill_the_memory_is_not_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mapping, "_LARGEST_UNPACKED", 100)

    with pytest.raises(InputError, match="would unpack to more"):
        checked_file(workbook(tmp_path / "people.xlsx"))


def test_choices_are_those_that_files_are_read_by(tmp_path: Path) -> None:
    file = tmp_path / "people.csv"
    file.write_text("序号,姓名,证书1,发证机构1,证书2,国籍\n1,李雷,FCCA,ACCA,PMP,英国\n", encoding="utf-8")

    found = mapped(file, local_matcher().facts(), {4: "ignore"})

    assert [one.chosen for one in found.columns] == ["ordinal", "ignore", "credential_1", "issuer_1", "ignore", "nationality"]
    assert [one.personal for one in found.columns] == [False, True, False, False, False, False]
    [row] = found.records
    assert [one.to_dict() for one in row.record.credentials] == [{"text": "FCCA", "issuer": "ACCA", "country": None}]
    assert row.record.facts == {"origin": "foreign"}


def test_a_form_without_its_token_is_refused_and_others_files_are_not_there(company: Company, console: Tab) -> None:
    look(console, payload(table()))
    begin(console, company)
    address = httpx.URL(console.page.url).path
    with asking(company, company.key) as client:
        page = client.get(address).text
        assert client.post("/console/files", data={"do": "look"}, files={"file": ("a.csv", table())}).status_code == 403
        assert client.post(f"{address}/download", data={"kind": "csv"}).status_code == 403
        assert client.post(f"{address}/stop", data={}).status_code == 403
        assert client.post(f"{address}/download", data={"kind": "exe", "csrf": token(page)}).status_code == 422
    with asking(company, key_of_another_company(company)) as client:
        sent = {"kind": "csv", "csrf": token(client.get("/console/files").text)}
        assert client.get(address).status_code == 404
        assert client.get(f"{address}/progress", headers={"HX-Request": "true"}).status_code == 404
        for what in ("download", "stop", "retry"):
            assert client.post(f"{address}/{what}", data=sent).status_code == 404


def test_a_batch_can_be_stopped(console: Tab) -> None:
    look(console, payload(table()))
    console.page.locator("button[value=start]").click()
    console.page.get_by_role("button", name="Stop").click()

    expect(console.page.locator("#progress")).to_contain_text("stopped")


def test_it_works_without_programs(browser: Browser, company: Company) -> None:
    tab = Tab.of(browser, company.url, scripts=False)
    tab.sign_in(company.key)
    look(tab, payload(table()))
    tab.page.locator("#file").set_input_files(payload(table()))
    tab.page.locator("button[value=start]").click()
    tab.page.locator("#progress").wait_for()
    work_off(company)
    tab.page.reload()

    expect(tab.page.locator(".results tbody tr")).to_have_count(5)
    tab.close()
