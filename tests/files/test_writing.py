"""The same answers in every kind of file: nothing is lost, nothing runs, and a file is there whole or not at all."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from python_calamine import load_workbook

import qualmap
from qualmap.errors import InputError
from qualmap.files.rows import FailedRow
from qualmap.files.summaries import next_question, summary_of
from qualmap.files.writing import Answer, checked_output, open_output
from qualmap.screening import Screening

PEOPLE = [
    {"ref": "P-1", "credentials": ["FCCA"], "facts": {"works_in_shanghai": True, "origin": "foreign", "age": 66}},
    {"ref": "=1+1", "credentials": ["CPA", "CFA Level II candidate"], "facts": {"works_in_shanghai": True}},
    {"ref": "P-3"},
]
FAILED = FailedRow(5, InputError("expected yes or no, got '=cmd()'", record="@P-4", field="facts.age"))


@pytest.fixture(scope="module", name="answers")
def answers_fixture() -> list[Answer]:
    client = qualmap.Client.local()
    return [*(client.screen(person, edition="1.0") for person in PEOPLE), FAILED]


def screenings(answers: Sequence[Answer]) -> Iterator[Screening]:
    return (one for one in answers if isinstance(one, Screening))


def write(file: Path, answers: Sequence[Answer], *, rows: str = "person", lang: str = "en") -> Path:
    with open_output(file, like=next(screenings(answers)), rows=rows, lang=lang) as output:
        for one in answers:
            output.write(one)
    return file


def table(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8-sig", newline="") as lines:
        return list(csv.DictReader(lines))


def sheets(file: Path) -> dict[str, list[list[object]]]:
    book = load_workbook(file)
    return {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}  # type: ignore[misc]


def test_json_lines_are_the_answers_with_errors_in_their_places(tmp_path: Path, answers: list[Answer]) -> None:
    lines = write(tmp_path / "out.jsonl", answers).read_text(encoding="utf-8").splitlines()

    assert [json.loads(line) for line in lines] == [one.to_dict() for one in answers]
    assert json.loads(lines[-1])["error"]["row"] == 5


def test_a_json_document_is_one_list_of_the_same_entries(tmp_path: Path, answers: list[Answer]) -> None:
    for some in (answers, answers[:1]):
        document = write(tmp_path / "out.json", some).read_text(encoding="utf-8")

        assert json.loads(document) == [one.to_dict() for one in some]


def test_a_json_document_of_nobody_is_an_empty_list(tmp_path: Path, answers: list[Answer]) -> None:
    with open_output(tmp_path / "out.json", like=next(screenings(answers))):
        pass

    assert json.loads((tmp_path / "out.json").read_text(encoding="utf-8")) == []


def test_json_lines_can_hold_lone_surrogates(tmp_path: Path) -> None:
    answer = qualmap.Client.local().screen({"ref": "P\ud800", "credentials": ["FCCA"]}, edition="1.0")

    [line] = write(tmp_path / "out.jsonl", [answer]).read_text(encoding="utf-8").splitlines()

    assert json.loads(line)["ref"] == "P\ud800"


def test_a_text_table_has_a_row_a_person_with_every_clause(tmp_path: Path, answers: list[Answer]) -> None:
    rows = table(write(tmp_path / "out.csv", answers))

    assert [row["ref"] for row in rows] == ["P-1", "'=1+1", "P-3", "'@P-4"]
    for row, answer in zip(rows, screenings(answers), strict=False):
        assert {benefit.clause: row[benefit.clause] for benefit in answer.benefits} == {
            benefit.clause: benefit.decision for benefit in answer.benefits
        }
        assert row["decision_id"] == answer.decision_id
        assert row["title"] == answer.title.decision
        assert row["best_evidence"] == (summary_of(answer).evidence or "")
    assert rows[0]["best_category"] == "A B C"
    assert rows[0]["best_evidence"] == "confirmed"
    assert "=cmd()" in rows[-1]["error"]


def test_a_text_table_can_have_a_row_a_mention(tmp_path: Path, answers: list[Answer]) -> None:
    rows = table(write(tmp_path / "out.csv", answers, rows="mention"))

    mentions = [(one, mention) for one in screenings(answers) for mention in one.mentions]
    assert [row["text"] for row in rows[:-1]] == [mention.text for _, mention in mentions]
    assert [row["credential"] for row in rows[:-1]] == [str(mention.credential) for _, mention in mentions]
    assert rows[0]["categories"] == "A confirmed, B confirmed, C confirmed"
    assert rows[1]["candidates"].count(" | ") >= 2
    assert rows[-1]["error"]


@pytest.mark.parametrize("rows", ["person", "mention"])
def test_no_cell_of_a_text_table_is_a_formula(tmp_path: Path, answers: list[Answer], rows: str) -> None:
    for row in table(write(tmp_path / "out.csv", answers, rows=rows)):
        assert not [cell for cell in row.values() if cell[:1] in set("=+-@\t\r＝＋－＠")]


def test_a_text_table_opens_in_excel_with_its_chinese(tmp_path: Path, answers: list[Answer]) -> None:
    assert write(tmp_path / "out.csv", answers).read_bytes().startswith(b"\xef\xbb\xbf")


def test_a_workbook_has_every_person_mention_and_benefit(tmp_path: Path, answers: list[Answer]) -> None:
    read = sheets(write(tmp_path / "out.xlsx", answers))

    assert list(read) == ["People", "Mentions", "Benefits", "Errors", "Legend"]
    assert [row[0] for row in read["People"][1:]] == ["P-1", "=1+1", "P-3", "@P-4"]
    people = list(screenings(answers))
    assert [row[2] for row in read["Mentions"][1:]] == [one.text for answer in people for one in answer.mentions]
    benefits = [(answer.ref, one.clause, one.reason.en, one.reason.zh) for answer in people for one in answer.benefits]
    assert [(row[0], row[1], row[8], row[9]) for row in read["Benefits"][1:]] == benefits
    assert read["Errors"][1][:3] == [5.0, "@P-4", "invalid_input"]


def test_a_workbook_has_no_errors_where_there_are_none(tmp_path: Path, answers: list[Answer]) -> None:
    assert "Errors" not in sheets(write(tmp_path / "out.xlsx", answers[:1]))


def test_the_legend_has_clauses_sources_edition_and_limits(tmp_path: Path, answers: list[Answer]) -> None:
    answer = next(screenings(answers))
    said = "\n".join(str(cell) for row in sheets(write(tmp_path / "out.xlsx", answers))["Legend"] for cell in row)

    for benefit in answer.benefits:
        assert benefit.clause in said
        assert benefit.text.zh in said
        for source in benefit.sources:
            assert source.title in said
    for words in ("inferred", "推断", "no facts", answer.versions.engine, "eligible / 符合"):
        assert words in said


def test_a_workbook_can_be_in_chinese(tmp_path: Path, answers: list[Answer]) -> None:
    people = sheets(write(tmp_path / "out.xlsx", answers, lang="zh"))["People"]

    assert "符合" in people[1]
    assert "资深特许公认会计师" in str(people[1][1])


def test_an_output_that_breaks_off_leaves_what_was_there(tmp_path: Path, answers: list[Answer]) -> None:
    for name in ("out.jsonl", "out.csv", "out.xlsx"):
        file = tmp_path / name
        file.write_text("before")
        with pytest.raises(AttributeError):
            write(file, [answers[0], None])  # type: ignore[list-item]
        assert file.read_text() == "before"
    assert len(list(tmp_path.iterdir())) == 3


def test_an_output_takes_the_place_of_the_file_that_a_link_points_to(tmp_path: Path, answers: list[Answer]) -> None:
    target, link = tmp_path / "real.csv", tmp_path / "out.csv"
    target.write_text("before")
    target.chmod(0o640)
    link.symlink_to(target)

    write(link, answers)

    assert link.is_symlink()
    assert "P-1" in target.read_text(encoding="utf-8")
    assert target.stat().st_mode & 0o777 == 0o640


@pytest.mark.parametrize(
    ("name", "rows", "says"),
    [
        ("out.pdf", "person", ".xlsx"),
        ("out.xlsx", "mention", "CSV"),
        ("none/out.csv", "person", "folder"),
        ("in.csv", "person", "input"),
    ],
)
def test_an_output_that_cannot_be_is_said_before_any_work(tmp_path: Path, name: str, rows: str, says: str) -> None:
    source = tmp_path / "in.csv"
    source.write_text("x")

    with pytest.raises(InputError, match=says):
        checked_output(tmp_path / name, sources=[str(source)], rows=rows)


def test_what_only_the_premium_package_asks_is_not_asked_next(answers: list[Answer]) -> None:
    settled, ambiguous, nobody = screenings(answers)

    assert settled.premium.decision == "needs_facts"
    assert next_question(settled) is None
    assert next_question(nobody) is None
    question = next_question(ambiguous)
    assert question is not None
    assert question.mention == 0
