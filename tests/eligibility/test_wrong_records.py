"""A record that cannot be used: the error names it and the field, and the records around it are answered."""

from __future__ import annotations

import math
from typing import Any

import pytest
from plain_rules import FACTS

import qualmap

GOOD: dict[str, Any] = {"ref": "C-1", "credentials": [{"text": "FCCA"}], "facts": {"works_in_shanghai": True}}


def with_facts(**facts: object) -> dict[str, Any]:
    return {**GOOD, "facts": facts}


# What is wrong, the record that the error names, the field, and words of the message.
WRONG: list[tuple[Any, str | None, str | None, str]] = [
    ({"credentials": ["FCCA"]}, None, "ref", "None"),
    ({"ref": ""}, None, "ref", "text"),
    ({"ref": " \t"}, None, "ref", "text"),
    ({"ref": 7}, None, "ref", "7"),
    ({**GOOD, "name": "x"}, "C-1", "name", "unknown; expected ref, credentials, facts"),
    ({**GOOD, "Facts": {}}, "C-1", "Facts", "unknown"),
    ({**GOOD, "credentials": "FCCA"}, "C-1", "credentials", "expected a list, got str"),
    ({**GOOD, "credentials": {"text": "FCCA"}}, "C-1", "credentials", "expected a list"),
    ({**GOOD, "credentials": 3}, "C-1", "credentials", "expected a list, got int"),
    ({**GOOD, "credentials": ["FCCA", 3]}, "C-1", "credentials[1]", "expected a text or an object, got int"),
    ({**GOOD, "credentials": ["FCCA", None]}, "C-1", "credentials[1]", "NoneType"),
    ({**GOOD, "credentials": [{"issuer": "ACCA"}]}, "C-1", "credentials[0].text", "missing"),
    ({**GOOD, "credentials": [{"text": None}]}, "C-1", "credentials[0].text", "missing"),
    ({**GOOD, "credentials": [{"text": 5}]}, "C-1", "credentials[0].text", "expected a text, got int"),
    ({**GOOD, "credentials": [{"text": "FCCA", "issuer": 5}]}, "C-1", "credentials[0].issuer", "expected a text, got int"),
    ({**GOOD, "credentials": [{"text": "FCCA", "country": ["GB"]}]}, "C-1", "credentials[0].country", "got list"),
    ({**GOOD, "credentials": [{"text": "FCCA", "grade": "fellow"}]}, "C-1", "credentials[0].grade", "unknown; expected text"),
    ({**GOOD, "credentials": ["x" * 1_000_001]}, "C-1", "credentials[0].text", "1,000,001 characters"),
    ({**GOOD, "facts": ["age"]}, "C-1", "facts", "expected an object, got list"),
    ({**GOOD, "facts": {3: True}}, "C-1", "facts", "names of facts"),
    (with_facts(works_in_shanghi=True), "C-1", "facts.works_in_shanghi", "did you mean works_in_shanghai?"),
    (with_facts(Age=40), "C-1", "facts.Age", "did you mean age?"),
    (with_facts(shoe_size_of_the_person=40), "C-1", "facts.shoe_size_of_the_person", "known are works_in_shanghai, full_time"),
    (with_facts(works_in_shanghai="true"), "C-1", "facts.works_in_shanghai", "expected true or false, got 'true'"),
    (with_facts(works_in_shanghai=1), "C-1", "facts.works_in_shanghai", "expected true or false, got 1"),
    (with_facts(works_in_shanghai=[True]), "C-1", "facts.works_in_shanghai", "expected one value, got list"),
    (with_facts(origin="British"), "C-1", "facts.origin", "one of foreign, hk_mo_tw, mainland, got 'British'"),
    (with_facts(origin=True), "C-1", "facts.origin", "one of foreign"),
    (with_facts(degree="MBA"), "C-1", "facts.degree", "none, bachelor, second_bachelor, master, doctorate"),
    (with_facts(age="66"), "C-1", "facts.age", "a whole number from 0 to 150, got '66'"),
    (with_facts(age=True), "C-1", "facts.age", "a whole number from 0 to 150, got True"),
    (with_facts(age=66.5), "C-1", "facts.age", "a whole number from 0 to 150, got 66.5"),
    (with_facts(age=-1), "C-1", "facts.age", "from 0 to 150, got -1"),
    (with_facts(age=151), "C-1", "facts.age", "from 0 to 150, got 151"),
    (with_facts(age=math.nan), "C-1", "facts.age", "got nan"),
    (with_facts(age=math.inf), "C-1", "facts.age", "got inf"),
    (with_facts(years_experience=math.nan), "C-1", "facts.years_experience", "a number from 0 to 80, got nan"),
    (with_facts(years_experience=-math.inf), "C-1", "facts.years_experience", "got -inf"),
    (with_facts(years_experience=80.5), "C-1", "facts.years_experience", "a number from 0 to 80, got 80.5"),
    (with_facts(years_experience=False), "C-1", "facts.years_experience", "got False"),
    (with_facts(years_experience_in_shanghai="3"), "C-1", "facts.years_experience_in_shanghai", "got '3'"),
    ("FCCA", None, None, "expected a Record or a mapping, got str"),
    (None, None, None, "expected a Record or a mapping, got NoneType"),
    ([GOOD], None, None, "expected a Record or a mapping, got list"),
]


@pytest.mark.parametrize(("wrong", "record", "field", "words"), WRONG)
def test_what_is_wrong_is_named_with_the_record_and_the_field(
    client: qualmap.Client,
    wrong: object,
    record: str | None,
    field: str | None,
    words: str,
) -> None:
    with pytest.raises(qualmap.InputError) as caught:
        client.screen(wrong, edition="1.0")

    error = caught.value
    assert (error.record, error.field) == (record, field)
    assert all(part in str(error) for part in (words, record or "", field or ""))
    assert error.code in {"invalid_input", "invalid_text"}


@pytest.mark.parametrize("name", FACTS)
def test_a_value_of_another_kind_is_an_error_for_every_fact(client: qualmap.Client, name: str) -> None:
    others = {"boolean": ["yes", 0, 0.0], "choice": [True, 1, ""], "number": ["1", True, math.nan]}[FACTS[name]["kind"]]
    for value in others:
        with pytest.raises(qualmap.InputError) as caught:
            client.screen(with_facts(**{name: value}), edition="1.0")
        assert (caught.value.record, caught.value.field) == ("C-1", f"facts.{name}")


def test_an_unknown_fact_is_an_error_in_an_edition_that_asks_for_none_of_it_too(client: qualmap.Client) -> None:
    for edition in ("1.0", "2.0", "3.0"):
        with pytest.raises(qualmap.InputError, match="did you mean degree"):
            client.screen(with_facts(degre="master"), edition=edition)


def test_none_is_an_unknown_fact_and_a_whole_number_may_be_written_with_a_point(client: qualmap.Client) -> None:
    plain = client.screen(with_facts(age=66), edition="2.0")

    assert client.screen({**GOOD, "facts": {"age": 66.0, "origin": None}}, edition="2.0") == plain
    assert client.screen({"ref": "C-1"}, edition="2.0") == client.screen(qualmap.Record("C-1"), edition="2.0")
    assert client.screen({"ref": "C-1", "credentials": None, "facts": None}, edition="2.0").mentions == ()


@pytest.mark.parametrize("wrong", [one[0] for one in WRONG])
def test_a_wrong_record_leaves_those_around_it_as_they_are(client: qualmap.Client, wrong: object) -> None:
    good = client.screen(GOOD, edition="1.0")
    before, failure, after = client.screen_many([GOOD, wrong, GOOD], edition="1.0")

    assert before == after == good
    assert isinstance(failure, qualmap.Failure)
    assert failure.index == 1
    assert failure.ref == failure.error.record
    with pytest.raises(qualmap.InputError) as caught:
        client.screen(wrong, edition="1.0")
    assert failure.to_dict() == {
        "ref": caught.value.record,
        "error": {"code": caught.value.code, "message": caught.value.message, "field": caught.value.field},
    }


def test_many_are_screened_as_they_are_asked_for(client: qualmap.Client) -> None:
    taken = []

    def records() -> Any:  # noqa: ANN401 - a generator
        for number in range(3):
            taken.append(number)
            yield {**GOOD, "ref": f"C-{number}"}

    answers = client.screen_many(records(), edition="1.0")
    assert taken == []
    assert next(answers).ref == "C-0"
    assert taken == [0]
    assert [one.ref for one in answers] == ["C-1", "C-2"]
