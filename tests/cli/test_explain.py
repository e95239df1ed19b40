"""`qualmap explain`: one person of a file in full, on the terminal, as JSON or as a page; and what editions change for people."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

import qualmap
from qualmap.reports import person_page

Run = Callable[..., Result]
FELLOW = {
    "ref": "C-1024",
    "credentials": ["FCCA; CFA Level II candidate", {"text": "ACMA", "issuer": "CIMA", "country": "GB"}],
    "facts": {"works_in_shanghai": True, "origin": "foreign"},
}
OTHERS = [{"ref": "C-1025", "credentials": ["CPA"]}, {"ref": "C-1026", "credentials": []}, {"ref": "D-1", "facts": {"age": -1}}]
LINES = "".join(f"{json.dumps(one)}\n" for one in [FELLOW, *OTHERS])


@pytest.fixture
def people(tmp_path: Path) -> str:
    file = tmp_path / "people.jsonl"
    file.write_text(LINES, encoding="utf-8")
    return str(file)


def squeezed(text: str) -> str:
    return " ".join(text.split())


def test_every_clause_is_told_with_its_decision_evidence_and_reason(run: Run, people: str) -> None:
    result = run("explain", "C-1024", people, "--edition", "1.0")
    screening = qualmap.Client.local().screen(FELLOW, edition="1.0")

    assert (result.exit_code, result.stderr) == (0, "")
    told = squeezed(result.stdout)
    for benefit in screening.benefits:
        assert f"{benefit.clause} · text" in told
        assert benefit.reason.en in told
    assert screening.decision_id in told
    assert all(question.text.en in told for question in screening.next_questions)


def test_mentions_are_underlined_and_their_rows_told_with_evidence(run: Run, people: str) -> None:
    lines = run("explain", "C-1024", people, "--edition", "1.0").stdout.splitlines()

    place = lines.index("FCCA; CFA Level II candidate")
    assert lines[place + 1] == "‾‾‾‾  ‾‾‾"
    told = squeezed("\n".join(lines))
    assert "issuer given: CIMA" in told
    assert "Category A, B, C ◆ confirmed: acca-2023" in told
    assert "The rows count only if it is held" in told


def test_no_line_but_an_address_is_wider_than_the_terminal(run: Run) -> None:
    record = {"ref": "C-1", "credentials": ["英国皇家航空学会会士（FRAeS），民机适航顾问 " * 8, "x" * 300]}
    for language in ("en", "zh"):
        result = run("explain", "C-1", "-", "--lang", language, stdin=json.dumps(record))
        lines = [line for line in result.stdout.splitlines() if "://" not in line]

        assert max(sum(2 if "\u2e80" <= letter <= "\uffef" else 1 for letter in line) for line in lines) <= 80


def test_json_is_the_answer_itself(run: Run, people: str) -> None:
    result = run("explain", "C-1024", people, "--edition", "1.0", "--json")

    assert json.loads(result.stdout) == qualmap.Client.local().screen(FELLOW, edition="1.0").to_dict()


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_report_is_the_persons_page(run: Run, people: str, tmp_path: Path, language: str) -> None:
    out = tmp_path / "page.html"
    result = run("explain", "C-1024", people, "--edition", "1.0", "--report", str(out), "--lang", language)
    client = qualmap.Client.local()
    record = qualmap.Record.of(FELLOW)

    assert (result.exit_code, result.stdout) == (0, "")
    assert out.read_text(encoding="utf-8") == person_page(
        client.screen(record, edition="1.0"), language=language, record=record, edition=client.editions()[0]
    )


def test_a_report_of_half_a_surrogate_pair_and_controls_can_be_written_and_shown(run: Run, tmp_path: Path) -> None:
    line = '{"ref": "C-1", "credentials": ["FCCA \\ud83d \\u0007 \\u202e CISA"]}\n'

    assert run("explain", "C-1", "-", "--report", str(tmp_path / "page.html"), stdin=line).exit_code == 0
    assert run("explain", "C-1", "-", "--json", stdin=line).exit_code == 0
    shown = run("explain", "C-1", "-", stdin=line)
    assert shown.exit_code == 0
    assert not {"\x07", "\u202e", "\ud83d"} & set(shown.stdout)


def test_the_chinese_explanation_is_in_chinese(run: Run, people: str) -> None:
    told = run("explain", "C-1024", people, "--edition", "1.0", "--lang", "zh").stdout

    assert "资深特许公认会计师（FCCA）" in told
    assert "At a glance" not in told
    assert "Conditions met" not in told


def test_minimum_evidence_counts(run: Run, people: str) -> None:
    strict = run("explain", "C-1024", people, "--edition", "3.0", "--minimum-evidence", "confirmed", "--json")

    assert {one["decision"] for one in json.loads(strict.stdout)["benefits"]} == {"no_row"}


def test_an_unknown_ref_is_an_error_that_names_near_refs(run: Run, people: str) -> None:
    result = run("explain", "C-1027", people)

    assert result.exit_code == 1
    assert result.stderr.startswith("Error: record C-1027: there is no such ref")
    assert "did you mean C-102" in result.stderr


def test_where_no_ref_is_near_some_are_shown(run: Run, people: str) -> None:
    assert "its refs are like C-1024, C-1025, C-1026" in run("explain", "nobody", people).stderr


def test_an_empty_file_says_so(run: Run) -> None:
    assert "it has no record at all" in run("explain", "C-1", "-", stdin="[]").stderr


def test_a_record_that_cannot_be_used_names_its_field(run: Run, people: str) -> None:
    result = run("explain", "D-1", people)

    assert result.exit_code == 1
    assert "record D-1, field 'facts.age'" in result.stderr


def test_a_page_that_cannot_be_written_is_an_error_without_a_traceback(run: Run, people: str, tmp_path: Path) -> None:
    result = run("explain", "C-1024", people, "--report", str(tmp_path / "no" / "page.html"))

    assert result.exit_code == 1
    assert "cannot be written" in result.stderr


def test_a_report_and_json_at_once_are_refused(run: Run, people: str) -> None:
    assert run("explain", "C-1024", people, "--report", "x.html", "--json").exit_code == 2


def test_comparing_tells_each_persons_changes_and_counts_them(run: Run, people: str) -> None:
    result = run("screen", "-q", people, "--compare", "1.0", "3.0")
    told = squeezed(result.stdout)

    assert result.exit_code == 1  # for D-1, whose age cannot be
    assert "C-1024 1.0 → 3.0" in told
    assert "+ gained Multiple-entry visa" in told
    assert "− lost Placed in the district's talent classes" in told
    assert "3.0 No such clause" in told
    assert "2 − lost A-housing 2" in told  # who may hold a listed CPA could have had it too
    assert "record D-1" in result.stderr


def test_comparing_as_json_has_a_line_for_each_record_in_its_place(run: Run, people: str) -> None:
    result = run("screen", "-q", people, "--compare", "1.0", "3.0", "--json")
    lines = [json.loads(line) for line in result.stdout.splitlines()]

    assert [one["ref"] for one in lines] == ["C-1024", "C-1025", "C-1026", "D-1"]
    assert lines[0] == qualmap.Client.local().compare(FELLOW, "1.0", "3.0").to_dict()
    assert lines[3]["error"]["field"] == "facts.age"


def test_comparing_with_an_unknown_edition_says_which_there_are(run: Run, people: str) -> None:
    result = run("screen", people, "--compare", "1.0", "9")

    assert result.exit_code == 1
    assert "known are 1.0, 2.0, 3.0" in result.stderr


@pytest.mark.parametrize("option", [("--edition", "1.0"), ("--as-of", "2024-01-01"), ("-o", "out.csv")])
def test_comparing_goes_without_what_contradicts_it(run: Run, people: str, option: tuple[str, str]) -> None:
    assert run("screen", people, "--compare", "1.0", "3.0", *option).exit_code == 2
