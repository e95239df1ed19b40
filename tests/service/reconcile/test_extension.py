"""Data extension: which columns there are, what their cells say, and by which settings."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from litestar import Litestar
from litestar.testing import TestClient
from rules import EXTENSION, obeys
from tenants import Issued

from qualmap.local import local_matcher
from qualmap_matcher.service.reconciling.properties import PROPERTIES

Post = Callable[..., Any]


def cells(post: Post, id_: str, *properties: str, **settings: str) -> dict[str, list[str | None]]:
    """The texts of the cells of one qualification, by property."""
    asked = {"ids": [id_], "properties": [{"id": one, "settings": settings} for one in properties]}
    answer = post(extend=asked)
    assert answer.status_code == 200, answer.text
    assert obeys(answer.json(), EXTENSION)
    return {name: [one.get("str") for one in values] for name, values in answer.json()["rows"][id_].items()}


def test_the_answer_has_the_columns_and_the_rows_that_were_asked_for(post: Post) -> None:
    ids = ["acca-fellow", "garp-frm", "no-such-id"]
    answer = post(extend={"ids": ids, "properties": [{"id": one} for one in PROPERTIES]}).json()

    assert obeys(answer, EXTENSION)
    assert [one["id"] for one in answer["meta"]] == [*PROPERTIES]
    assert [*answer["rows"]] == ids
    assert {name: [*row] for name, row in answer["rows"].items()} == {one: [*PROPERTIES] for one in ids}
    assert {json.dumps(values) for values in answer["rows"]["no-such-id"].values()} == {"[]"}


def test_categories_come_with_their_evidence_in_one_order(post: Post) -> None:
    found = cells(post, "acca-fellow", "category", "evidence", "source", "reason", edition="1.0")

    assert found["category"] == ["A", "B", "C"]
    assert found["evidence"] == ["confirmed"] * 3
    assert len(found["source"]) == len(found["reason"]) == 3
    assert found["reason"] == [None] * 3


def test_every_row_of_the_list_is_told_with_its_evidence(post: Post) -> None:
    rows = local_matcher().rows("1.0")
    ids = sorted({row.qualification.id for row in rows})
    settings = {"edition": "1.0"}
    properties = [{"id": one, "settings": settings} for one in ("category", "evidence")]

    told = post(extend={"ids": ids, "properties": properties}).json()["rows"]

    pairs = {
        (id_, category["str"], evidence["str"])
        for id_, row in told.items()
        for category, evidence in zip(row["category"], row["evidence"], strict=True)
    }
    assert pairs == {(row.qualification.id, row.category, row.evidence) for row in rows}


def test_an_inferred_row_promises_no_benefit_and_a_confirmed_one_names_its_conditions(post: Post) -> None:
    [inferred, confirmed] = (cells(post, id_, "benefits", edition="1.0")["benefits"] for id_ in ("garp-frm", "acca-fellow"))

    assert inferred
    assert all("row inferred; no benefit to count on" in str(one) for one in inferred)
    assert any("row confirmed; if its conditions hold" in str(one) for one in confirmed)
    assert all("no benefit to count on" in str(one) for one in confirmed if "text not seen" in str(one))


def test_the_settings_choose_edition_day_evidence_and_language(post: Post) -> None:
    assert cells(post, "acca-fellow", "edition", as_of="2023-12-01") == {"edition": ["1.0"]}
    assert cells(post, "acca-fellow", "evidence", edition="3.0") == {"evidence": ["inferred"] * 3}
    assert cells(post, "garp-frm", "category", "listing", edition="1.0", minimum_evidence="confirmed") == {
        "category": [],
        "listing": ["not in this copy of the list, which is incomplete"],
    }
    assert cells(post, "acca-fellow", "name", "evidence", edition="1.0", language="zh") == {
        "name": ["资深特许公认会计师（FCCA）"],
        "evidence": ["已证实"] * 3,
    }


def test_settings_that_a_form_leaves_empty_are_as_if_they_were_absent(post: Post) -> None:
    empty = {"edition": "", "as_of": "", "minimum_evidence": "", "language": ""}

    assert cells(post, "acca-fellow", *PROPERTIES, **empty) == cells(post, "acca-fellow", *PROPERTIES)


def test_the_address_can_have_the_query_too(client: TestClient[Litestar], post: Post, issued: Issued) -> None:
    query = json.dumps({"ids": ["acca-fellow"], "properties": [{"id": "category"}]})

    assert client.get(f"/reconcile/key/{issued.text}", params={"extend": query}).json() == post(extend=query).json()


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ({"ids": [], "properties": [{"id": "category"}]}, "extend.ids"),
        ({"ids": ["acca-fellow"]}, "extend.properties"),
        ({"ids": [5], "properties": [{"id": "category"}]}, "extend.ids[0]"),
        ({"ids": ["acca-fellow"], "properties": [{"id": "shoe_size"}]}, "extend.properties[0].id"),
        ({"ids": ["acca-fellow"], "properties": ["category"]}, "extend.properties[0]"),
        ({"ids": ["a"], "properties": [{"id": "category", "settings": {"size": "5"}}]}, "extend.properties[0].settings.size"),
        (
            {"ids": ["a"], "properties": [{"id": "category", "settings": {"edition": "9"}}]},
            "extend.properties[0].settings.edition",
        ),
        (
            {"ids": ["a"], "properties": [{"id": "name", "settings": {"language": "fr"}}]},
            "extend.properties[0].settings.language",
        ),
        ({"ids": ["a"], "properties": [{"id": "category"}], "more": 1}, "extend.more"),
    ],
)
def test_a_query_of_another_form_is_refused_by_its_member(post: Post, query: object, field: str) -> None:
    answer = post(extend=query)

    assert (answer.status_code, answer.json()["field"]) == (422, field)
