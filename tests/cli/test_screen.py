"""`qualmap screen`: a company's file in, answers out; what is read is said first, and no bad row stops the others."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from python_calamine import load_workbook

import qualmap

Run = Callable[..., Result]
PEOPLE = Path(__file__).parents[2] / "examples" / "people.csv"
TABLE = "工号,姓名,证书,年龄,国籍\nP-1,张三,FCCA,66,英国\nP-2,李四,CPA,老,中国\nP-3,王五,PMP,41,中国\n"


def objects(output: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in output.splitlines()]


@pytest.fixture
def table(tmp_path: Path) -> Path:
    file = tmp_path / "people.csv"
    file.write_text(TABLE, encoding="utf-8")
    return file


def test_json_lines_are_the_answers_of_the_client_with_errors_in_their_places(run: Run, table: Path) -> None:
    result = run("screen", str(table), "--json", "--edition", "1.0")
    first, bad, _ = objects(result.stdout)

    record = {"ref": "P-1", "credentials": ["FCCA"], "facts": {"age": 66, "origin": "foreign"}}
    assert first == qualmap.Client.local().screen(record, edition="1.0").to_dict()
    assert (bad["ref"], bad["error"]["row"], bad["error"]["field"]) == ("P-2", 3, "facts.age")
    assert result.exit_code == 1
    assert "row 3: record P-2" in result.stderr


def test_how_the_file_is_read_is_said_before_anything_else_on_standard_error(run: Run, table: Path) -> None:
    said = run("screen", str(table), "--json").stderr

    for words in ("UTF-8", "commas", "“工号”", "“证书”", "not read, personal", "“姓名”", "origin, by nationality"):
        assert words in said
    assert said.index("“工号”") < said.index("Error")


def test_no_name_is_read_or_said(run: Run, table: Path) -> None:
    result = run("screen", str(table))

    assert not {"张三", "李四", "王五"} & {name for name in ("张三", "李四", "王五") if name in result.stdout + result.stderr}


def test_notes_say_what_was_left_unknown(run: Run, table: Path) -> None:
    assert "Note: row 4: '中国' may be the mainland" in run("screen", str(table)).stderr


def test_quiet_says_errors_and_nothing_else(run: Run, table: Path) -> None:
    said = run("screen", str(table), "--json", "--quiet").stderr.splitlines()

    assert len(said) == 1
    assert said[0].startswith("Error: row 3")


def test_a_person_sees_names_rows_evidence_decisions_and_questions(run: Run) -> None:
    shown = run("screen", str(PEOPLE), "--edition", "1.0").stdout

    for said in (
        "P-01",
        "confirmed (acca-2023)",
        "inferred",
        "● eligible",
        "◐ unconfirmed",
        "→ ask",
        "no longer held",
        "P-12",
        "六十",
    ):
        assert said in shown
    assert "\x1b" not in shown


def test_words_for_people_can_be_chinese(run: Run) -> None:
    shown = run("screen", str(PEOPLE), "--edition", "1.0", "--lang", "zh").stdout

    for said in ("资深特许公认会计师", "已证实", "符合", "请问", "清单版本"):
        assert said in shown


@pytest.mark.parametrize("ending", ["jsonl", "csv", "xlsx"])
def test_a_file_gets_what_standard_output_would(run: Run, tmp_path: Path, ending: str) -> None:
    file = tmp_path / f"out.{ending}"
    result = run("screen", str(PEOPLE), "--edition", "1.0", "-o", str(file))
    refs = [f"P-{number:02}" for number in range(1, 13)]

    assert (result.exit_code, result.stdout) == (1, "")
    assert str(file) in result.stderr
    if ending == "jsonl":
        assert file.read_text(encoding="utf-8") == run("screen", str(PEOPLE), "--edition", "1.0", "--json").stdout
    elif ending == "csv":
        with file.open(encoding="utf-8-sig", newline="") as lines:
            assert [row["ref"] for row in csv.DictReader(lines)] == refs
    else:
        people = load_workbook(file).get_sheet_by_name("People").to_python()
        assert [row[0] for row in people[1:]] == refs


def test_strict_stops_at_the_first_bad_row_and_writes_no_file(run: Run, table: Path, tmp_path: Path) -> None:
    result = run("screen", str(table), "--strict", "-o", str(tmp_path / "out.csv"))

    assert result.exit_code == 1
    assert "P-2" in result.stderr
    assert [file.name for file in tmp_path.iterdir()] == ["people.csv"]


def test_all_went_well_is_exit_status_zero(run: Run, table: Path) -> None:
    assert run("screen", str(table), "--map", "年龄=ignore").exit_code == 0


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["--edition", "9"], "1.0, 2.0, 3.0"),
        (["--as-of", "2020-01-01"], "2023-09-20"),
        (["--map", "age"], "FIELD=COLUMN"),
        (["--map", "age=nothing"], "“年龄”"),
        (["-o", "out.pdf"], ".xlsx"),
        (["-o", "out.xlsx", "--rows", "mention"], "CSV"),
        (["--map", "证书=ignore"], "--map credential="),
    ],
)
def test_what_cannot_be_done_is_said_before_any_answer(run: Run, table: Path, arguments: list[str], says: str) -> None:
    result = run("screen", str(table), *arguments)

    assert result.exit_code == 1
    assert says in result.stderr
    assert result.stdout == ""


@pytest.mark.parametrize(
    "arguments", [["--rows", "cell"], ["--lang", "fr"], ["--json", "-o", "out.jsonl"], ["--encoding", "morse"]]
)
def test_wrong_usage_is_exit_status_two(run: Run, table: Path, arguments: list[str]) -> None:
    assert run("screen", str(table), *arguments).exit_code == 2


def test_a_file_that_is_not_there_is_an_error(run: Run) -> None:
    result = run("screen", "nowhere.csv")

    assert (result.exit_code, result.stdout) == (1, "")
    assert "nowhere.csv" in result.stderr


def test_standard_input_is_read_as_a_file_is(run: Run, table: Path) -> None:
    expected = run("screen", str(table), "--json", "--edition", "1.0").stdout

    assert run("screen", "-", "--json", "--edition", "1.0", stdin=TABLE.encode("utf-16")).stdout == expected


def test_json_lines_in_and_out(run: Run) -> None:
    record = {"ref": "a", "credentials": [{"text": "FCCA"}], "facts": {"ages": 3}}
    lines = json.dumps(record) + "\n" + json.dumps({**record, "facts": {"age": 66}}) + "\n"

    bad, good = objects(run("screen", "-", "--json", stdin=lines).stdout)

    assert (bad["ref"], bad["error"]["field"], bad["error"]["row"]) == ("a", "facts.ages", 1)
    assert good["ref"] == "a"


@pytest.mark.parametrize("hostile", ["\x1b[31mred", "\u202eturned", "[bold]x[/bold]", "[/]"])
def test_no_cell_can_steer_the_terminal(run: Run, tmp_path: Path, hostile: str) -> None:
    file = tmp_path / "people.csv"
    file.write_text(
        f'ref,{hostile} column,certificate,age\n"{hostile}",x,"{hostile} CPA",{hostile}\n"{hostile}",x,"{hostile} CPA",3\n'
    )

    result = run("screen", str(file))

    assert not {"\x1b", "\u202e"} & set(result.stdout + result.stderr)


def test_the_facts_are_listed_with_their_answers_in_both_languages(run: Run) -> None:
    shown = run("facts").stdout

    for fact in qualmap.Client.local().facts():
        assert fact.name in shown
        assert all(value in shown for value in fact.choices)
    for said in ("yes or no", "0 to 150", "最高学位", "港澳台"):
        assert said in shown


def test_the_facts_as_json_are_those_of_the_client(run: Run) -> None:
    assert objects(run("facts", "--json").stdout) == [fact.to_dict() for fact in qualmap.Client.local().facts()]
