"""The shapes of an answer are those of the contract, key by key and in its order, and nobody can change them."""

from __future__ import annotations

import json

import attrs
import pytest

import qualmap
from qualmap import catalogue, models

RESULT = ["text", "edition", "mentions"]
MENTION = [
    "text",
    "start",
    "end",
    "outcome",
    "claim",
    "confidence",
    "qualification",
    "candidates",
    "listing",
    "reasons",
    "question",
    "named_by",
]
QUALIFICATION = ["id", "name_en", "name_zh", "issuer", "country", "grade"]
CANDIDATE = ["id", "confidence"]
LISTING = ["status", "categories"]
CATEGORY = ["category", "evidence", "source", "reason"]
REASON = ["feature", "contribution", "detail"]

OUTCOMES = {"matched", "ambiguous", "review", "unrecognised"}
CLAIMS = {"held", "in_progress", "passed_exam", "student", "expired", "negated", "required"}


def test_the_answer_to_the_contracts_example_has_its_keys_in_its_order(client: qualmap.Client) -> None:
    answer = client.match("Fellow of ACCA; CFA Level II candidate", edition="1.0").to_dict()
    assert list(answer) == RESULT
    mention = answer["mentions"][0]
    assert list(mention) == MENTION
    assert list(mention["qualification"]) == QUALIFICATION
    assert [list(one) for one in mention["candidates"]] == [CANDIDATE]
    assert list(mention["listing"]) == LISTING
    assert [list(one) for one in mention["listing"]["categories"]] == [CATEGORY] * 3
    assert {tuple(one) for one in mention["reasons"]} == {tuple(REASON)}


def test_the_answer_to_the_contracts_example_says_what_the_contract_says(client: qualmap.Client) -> None:
    answer = client.match("Fellow of ACCA; CFA Level II candidate", edition="1.0").to_dict()
    fellow, analyst = answer["mentions"]

    assert (answer["text"], answer["edition"]) == ("Fellow of ACCA; CFA Level II candidate", "1.0")
    assert [fellow[key] for key in ("text", "start", "end", "outcome", "claim")] == ["Fellow of ACCA", 0, 14, "matched", "held"]
    assert (fellow["qualification"]["id"], fellow["qualification"]["country"]) == ("acca-fellow", "GB")
    assert fellow["qualification"]["grade"] == "fellow"
    assert fellow["candidates"] == [{"id": "acca-fellow", "confidence": fellow["confidence"]}]
    assert fellow["listing"]["status"] == "listed"
    assert fellow["listing"]["categories"][0] == {"category": "A", "evidence": "confirmed", "source": "acca-2023", "reason": None}
    assert fellow["question"] is None
    assert (analyst["qualification"]["id"], analyst["claim"]) == ("cfa-institute-cfa", "in_progress")


@pytest.mark.parametrize(
    "text", ["CPA", "FCCA; 注册会计师", "lower CPA", "", "Fellow of the Institute of Something", "PMP en cours"]
)
def test_every_answer_is_json_with_the_words_of_the_contract(client: qualmap.Client, text: str) -> None:
    answer = client.match(text, edition="1.0").to_dict()

    assert json.loads(json.dumps(answer)) == answer
    for mention in answer["mentions"]:
        assert list(mention) == MENTION
        assert mention["outcome"] in OUTCOMES
        assert mention["claim"] in CLAIMS
        assert (mention["qualification"] is not None) == (mention["outcome"] == "matched")
        assert (mention["listing"] is not None) == (mention["outcome"] == "matched")
        assert (mention["question"] is not None) == (mention["outcome"] == "ambiguous")


def classes() -> list[type]:
    return [
        value for module in (models, catalogue) for value in vars(module).values() if isinstance(value, type) and attrs.has(value)
    ]


@pytest.mark.parametrize("model", sorted(set(classes()), key=lambda model: model.__name__))
def test_a_model_is_frozen(model: type) -> None:
    blank = object.__new__(model)
    for field in attrs.fields(model):
        with pytest.raises(attrs.exceptions.FrozenInstanceError):
            setattr(blank, field.name, None)


def test_answers_to_the_same_question_are_equal_and_can_be_kept_in_a_set(client: qualmap.Client) -> None:
    assert (
        len({client.match("FCCA", edition="1.0"), client.match("FCCA", edition="1.0"), client.match("FCCA", edition="2.0")}) == 2
    )


def test_the_public_names_are_sorted_and_exist() -> None:
    assert list(qualmap.__all__) == sorted(qualmap.__all__)
    assert all(hasattr(qualmap, name) for name in qualmap.__all__)
