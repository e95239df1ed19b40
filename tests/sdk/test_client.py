"""The clients: what they take, what they give, and that waiting and awaiting are the same."""

from __future__ import annotations

import asyncio
import inspect
from collections.abc import Iterator
from typing import Any

import pytest

import qualmap

TEXTS = ["FCCA", "CPA", "CFA二级", "Oracle RAC", ""]


def test_a_text_and_a_credential_of_that_text_have_the_same_answer(client: qualmap.Client) -> None:
    assert client.match("CPA", edition="1.0") == client.match(qualmap.Credential("CPA"), edition="1.0")


def test_all_local_clients_of_a_process_are_one_engine(client: qualmap.Client) -> None:
    assert qualmap.Client.local().versions() == client.versions()
    assert client.versions()


def test_many_are_answered_in_their_order(client: qualmap.Client) -> None:
    assert [answer.text for answer in client.match_many(TEXTS + TEXTS[::-1], edition="1.0")] == TEXTS + TEXTS[::-1]


def test_many_are_taken_only_as_answers_are_asked_for(client: qualmap.Client) -> None:
    taken = []

    def endless() -> Iterator[str]:
        while True:
            taken.append("FCCA")
            yield "FCCA"

    answers = client.match_many(endless(), edition="1.0")
    assert taken == []
    next(answers)
    assert 0 < len(taken) < 10_000


@pytest.mark.parametrize(
    "question", [{"edition": "9.9"}, {"as_of": "1999-01-01"}, {"as_of": "soon"}, {"minimum_evidence": "hearsay"}], ids=str
)
def test_a_question_that_cannot_be_answered_is_an_error_at_the_call(client: qualmap.Client, question: dict[str, Any]) -> None:
    with pytest.raises(qualmap.InputError):
        client.match_many(["FCCA"], **question)
    with pytest.raises(qualmap.InputError):
        qualmap.AsyncClient.local().match_many(["FCCA"], **question)


@pytest.mark.parametrize("value", [None, 5, b"FCCA", ["FCCA"], {"text": "FCCA"}], ids=repr)
def test_what_is_no_credential_is_an_error_that_says_what_it_is(client: qualmap.Client, value: Any) -> None:  # noqa: ANN401 - any type at all
    with pytest.raises(qualmap.TextError, match=type(value).__name__) as caught:
        client.match(value)

    assert (caught.value.field, caught.value.code) == ("text", "invalid_text")


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"text": None}, "text"),
        ({"text": 5}, "text"),
        ({"text": b"FCCA"}, "text"),
        ({"text": "FCCA", "issuer": 5}, "issuer"),
        ({"text": "FCCA", "country": ["GB"]}, "country"),
    ],
    ids=repr,
)
def test_a_credential_with_a_value_of_the_wrong_type_is_an_error_that_names_the_field(
    client: qualmap.Client, fields: dict[str, Any], field: str
) -> None:
    with pytest.raises(qualmap.InputError) as caught:
        client.match(qualmap.Credential(**fields), edition="1.0")

    assert caught.value.field == field


@pytest.mark.parametrize("words", ["fellow acca", "ACCA FELLOW", "特许公认会计师", "FCCA", "acca-fellow"])
def test_qualifications_are_found_by_words_in_any_of_their_names(client: qualmap.Client, words: str) -> None:
    assert "acca-fellow" in [one.id for one in client.qualifications(words)]


def test_without_words_all_qualifications_are_found_and_with_strange_ones_none(client: qualmap.Client) -> None:
    assert {row.qualification.id for row in client.rows("1.0")} < {one.id for one in client.qualifications()}
    assert client.qualifications("zzyzx") == ()


def test_one_qualification_comes_with_its_names_and_its_place_in_every_edition(client: qualmap.Client) -> None:
    detail = client.qualification("acca-fellow")

    assert detail.qualification.id == "acca-fellow"
    assert {"FCCA"} <= {name.text for name in detail.names}
    assert list(detail.listings) == ["1.0", "2.0", "3.0"]
    assert detail.listings["1.0"] == client.match("FCCA", edition="1.0").mentions[0].listing


@pytest.mark.parametrize("id_", ["", "acca", "ACCA-FELLOW", "../acca-fellow"])
def test_an_unknown_qualification_is_an_error(client: qualmap.Client, id_: str) -> None:
    with pytest.raises(qualmap.InputError) as caught:
        client.qualification(id_)

    assert caught.value.code == "unknown_qualification"


def public(of: type) -> dict[str, inspect.Signature | None]:
    names = [name for name in vars(of) if not name.startswith("_")]
    return {name: inspect.signature(getattr(of, name)) if callable(getattr(of, name)) else None for name in names}


def test_the_client_to_await_has_the_names_and_arguments_of_the_other() -> None:
    waits, awaits = public(qualmap.Client), public(qualmap.AsyncClient)

    assert waits.keys() == awaits.keys()
    for name, signature in waits.items():
        other = awaits[name]
        if signature is not None:
            assert other is not None, name
            assert told(signature) == told(other), name


def told(signature: inspect.Signature) -> list[tuple[str, object, object]]:
    """Names, kinds and defaults; what a backend or an HTTP client is differs between the two."""
    return [(one.name, one.kind, one.default) for one in signature.parameters.values()]


def test_answers_that_are_awaited_are_the_same(client: qualmap.Client) -> None:
    async def asked() -> list[object]:
        other = qualmap.AsyncClient.local()
        one_by_one = [await other.match(text, edition="1.0") for text in TEXTS]
        together = [answer async for answer in other.match_many(TEXTS, edition="1.0")]
        return [
            one_by_one,
            together,
            await other.editions(),
            await other.rows("2.0"),
            await other.qualifications("cfa"),
            await other.qualification("acca-fellow"),
            await other.versions(),
        ]

    answers = [client.match(text, edition="1.0") for text in TEXTS]
    assert asyncio.run(asked()) == [
        answers,
        answers,
        client.editions(),
        client.rows("2.0"),
        client.qualifications("cfa"),
        client.qualification("acca-fellow"),
        client.versions(),
    ]


def test_errors_that_are_awaited_are_the_same() -> None:
    async def asked() -> None:
        await qualmap.AsyncClient.local().match("FCCA", edition="9.9")

    with pytest.raises(qualmap.UnknownEditionError, match=r"1\.0, 2\.0, 3\.0"):
        asyncio.run(asked())
