"""The word lists of tables agree with the facts: every column and every answer means something that there is."""

from __future__ import annotations

import csv
from collections import Counter

import pytest

import qualmap
import qualmap_lists
from qualmap.files.headers import REPEATED
from qualmap.files.words import folded


def rows(name: str) -> list[dict[str, str]]:
    with qualmap_lists.data_folder().joinpath("words", name).open(encoding="utf-8") as lines:
        return list(csv.DictReader(lines))


def test_every_field_of_a_column_is_a_part_of_a_record_or_a_fact(facts: tuple[qualmap.Fact, ...]) -> None:
    known = {*REPEATED, "ref", "ordinal", "nationality", "personal", *(fact.name for fact in facts)}

    assert {row["field"] for row in rows("columns.csv")} == known


def test_every_answer_is_one_that_its_fact_takes(facts: tuple[qualmap.Fact, ...]) -> None:
    values = {fact.name: {"yes", "no"} if fact.kind == "boolean" else set(fact.choices) for fact in facts}
    values |= {"boolean": {"yes", "no"}, "unknown": {""}, "number": {"years"}}

    assert [row for row in rows("answers.csv") if row["value"] not in values[row["to"]]] == []


def test_no_header_means_two_things() -> None:
    counted = Counter(folded(row["header"]) for row in rows("columns.csv"))

    assert [header for header, times in counted.items() if times > 1] == []


def test_no_word_answers_one_question_in_two_ways() -> None:
    counted = Counter((row["to"], folded(row["answer"])) for row in rows("answers.csv"))

    assert [answer for answer, times in counted.items() if times > 1] == []


@pytest.mark.parametrize(
    ("one", "other"),
    [("Employee ID", "employee_id"), ("工 号", "工号"), ("證書", "证书"), ("Ａｇｅ", "age"), ("E-mail", "email")],
)
def test_case_blanks_punctuation_width_and_script_make_no_difference(one: str, other: str) -> None:
    assert folded(one) == folded(other)


@pytest.mark.parametrize(("sign", "other"), [("√", "×"), ("-", "?"), ("✓", "✗")])
def test_signs_that_stand_alone_are_told_apart(sign: str, other: str) -> None:
    assert folded(sign) != folded(other)
