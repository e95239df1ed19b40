"""Reconciliation queries: their form, their candidates, and what score and match say."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from litestar import Litestar
from litestar.testing import TestClient
from rules import RESULTS, obeys
from tenants import Issued

from qualmap.local import local_matcher
from qualmap_matcher.service.reconciling.queries import MOST_QUERIES

Post = Callable[..., Any]
Results = Callable[..., dict[str, Any]]


def ids(answer: dict[str, Any]) -> list[str]:
    return [one["id"] for one in answer["result"]]


def test_a_batch_is_answered_by_the_names_of_its_queries(results: Results) -> None:
    answers = results(q0={"query": "FCCA"}, other={"query": "CISA", "type": "qualification", "limit": 3, "type_strict": "any"})

    assert obeys(answers, RESULTS)
    assert {name: ids(one) for name, one in answers.items()} == {"q0": ["acca-fellow"], "other": ["isaca-cisa"]}


def test_a_batch_can_be_read_from_the_address_too(client: TestClient[Litestar], post: Post, issued: Issued) -> None:
    queries = json.dumps({"q0": {"query": "FCCA"}})

    by_address = client.get("/reconcile", params={"queries": queries}, headers=issued.headers)

    assert by_address.json() == post(queries=queries).json()


def test_the_score_is_the_confidence_in_percent(results: Results) -> None:
    [candidate] = results(q={"query": "FCCA"})["q"]["result"]
    [mention] = local_matcher().match(_credential("FCCA"), local_matcher().asked("1.0", None, "inferred")).mentions

    assert candidate["score"] == round(mention.confidence * 100, 2)
    assert {"id": "confidence", "value": mention.confidence} in candidate["features"]


def test_the_features_are_the_engines_reasons_each_once(results: Results) -> None:
    [candidate] = results(q={"query": "Fellow of ACCA"})["q"]["result"]
    [mention] = local_matcher().match(_credential("Fellow of ACCA"), local_matcher().asked("1.0", None, "inferred")).mentions
    features = {one["id"]: one["value"] for one in candidate["features"]}

    assert len(features) == len(candidate["features"])
    assert {one.feature: one.contribution for one in mention.reasons}.items() <= features.items()
    assert features["claim_held"] is True


def test_what_is_matched_and_held_is_a_match(results: Results) -> None:
    assert results(q={"query": "FCCA"})["q"]["result"][0]["match"] is True


@pytest.mark.parametrize(
    "text", ["CFA Level II candidate", "not a CFA charterholder", "former CFA charterholder", "CFA charterholder required"]
)
def test_what_is_not_held_is_a_candidate_that_says_so_and_no_match(results: Results, text: str) -> None:
    [candidate] = results(q={"query": text})["q"]["result"]

    assert (candidate["id"], candidate["match"]) == ("cfa-institute-cfa", False)
    assert "this alone carries no benefit" in candidate["description"]
    assert {"id": "claim_held", "value": False} in candidate["features"]


def test_a_name_that_several_carry_gives_all_of_them_and_no_match(results: Results) -> None:
    candidates = results(q={"query": "CPA"})["q"]["result"]

    assert len(candidates) > 3
    assert {one["match"] for one in candidates} == {False}
    assert max(one["score"] for one in candidates) < 50


def test_a_text_that_names_two_qualifications_matches_neither(results: Results) -> None:
    candidates = results(q={"query": "FCCA, CISA"})["q"]["result"]

    assert {one["id"]: one["match"] for one in candidates} == {"acca-fellow": False, "isaca-cisa": False}


def test_candidates_come_with_the_highest_score_first(results: Results) -> None:
    scores = [one["score"] for one in results(q={"query": "CFA charterholder, CPA"})["q"]["result"]]

    assert len(set(scores)) > 1
    assert scores == sorted(scores, reverse=True)


@pytest.mark.parametrize("name", ["acca-fellow", "garp-frm", "us-cpa", "other-national-ca"])
def test_an_id_finds_its_qualification_with_the_highest_score(results: Results, name: str) -> None:
    [candidate] = results(q={"query": name})["q"]["result"]

    assert (candidate["id"], candidate["score"], candidate["match"]) == (name, 100, True)


def test_every_qualification_on_the_list_is_found_by_its_own_name(results: Results) -> None:
    rows = local_matcher().rows("1.0")
    known = {row.qualification.id: row.qualification.name_en for row in rows}

    answers = results(**{id_: {"query": name} for id_, name in known.items()})

    assert [id_ for id_ in known if id_ not in ids(answers[id_])] == []


def test_an_issuer_or_a_country_settles_a_name(results: Results) -> None:
    answers = results(
        issuer={"query": "CPA", "properties": [{"pid": "issuer", "v": "CPA Australia"}]},
        country={"query": "CPA", "properties": [{"pid": "country", "v": {"id": "HK", "name": "Hong Kong"}}]},
        several={"query": "CPA", "properties": [{"pid": "country", "v": ["n/a", "Hong Kong", 5]}]},
        nothing={"query": "CPA", "properties": [{"pid": "country", "v": "不详"}]},
    )

    assert {name: ids(answers[name])[0] for name in ("issuer", "country", "several")} == {
        "issuer": "cpa-australia-cpa",
        "country": "hkicpa-cpa",
        "several": "hkicpa-cpa",
    }
    assert answers["issuer"]["result"][0]["match"] is True
    assert len(ids(answers["nothing"])) > 3


def test_a_day_or_an_edition_says_which_rows_are_told_of(results: Results) -> None:
    answers = results(
        first={"query": "FCCA", "properties": [{"pid": "as_of", "v": "2023-12-01"}]},
        third={"query": "FCCA", "properties": [{"pid": "edition", "v": "3.0"}]},
    )
    told = {name: one["result"][0]["description"] for name, one in answers.items()}

    assert "confirmed (edition 1.0)" in told["first"]
    assert "inferred, no fact (edition 3.0)" in told["third"]


def test_a_value_that_cannot_be_used_costs_its_own_query_alone(results: Results) -> None:
    answers = results(
        early={"query": "FCCA", "properties": [{"pid": "as_of", "v": "1999-01-01"}]},
        no_day={"query": "FCCA", "properties": [{"pid": "as_of", "v": "yesterday"}]},
        no_edition={"query": "FCCA", "properties": [{"pid": "edition", "v": "9"}]},
        long={"query": "x" * 1_000_001},
        right={"query": "FCCA"},
    )

    assert ids(answers["right"]) == ["acca-fellow"]
    assert {name: one["error"]["code"] for name, one in answers.items() if "error" in one} == {
        "early": "unknown_edition",
        "no_day": "invalid_input",
        "no_edition": "unknown_edition",
        "long": "invalid_text",
    }
    assert obeys(answers, RESULTS)


def test_the_limit_is_kept_and_another_type_has_no_candidates(results: Results) -> None:
    answers = results(
        few={"query": "CPA", "limit": 2},
        other={"query": "CPA", "type": ["person"]},
        ours={"query": "FCCA", "type": ["person", "qualification"]},
        none={"query": "FCCA", "type": ""},
        no_query={"properties": [{"pid": "issuer", "v": "ACCA"}]},
    )

    assert {name: len(ids(one)) for name, one in answers.items()} == {
        "few": 2,
        "other": 0,
        "ours": 1,
        "none": 1,
        "no_query": 0,
    }


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ({"query": "FCCA", "properties": [{"pid": "shoe_size", "v": 44}]}, "queries.q.properties[0].pid"),
        ({"query": "FCCA", "properties": [{"pid": "issuer"}]}, "queries.q.properties[0]"),
        ({"query": "FCCA", "properties": "issuer"}, "queries.q.properties"),
        ({"query": ""}, "queries.q.query"),
        ({"query": 5}, "queries.q.query"),
        ({}, "queries.q.query"),
        ({"properties": []}, "queries.q.query"),
        ({"query": "FCCA", "limit": 0}, "queries.q.limit"),
        ({"query": "FCCA", "limit": 1.5}, "queries.q.limit"),
        ({"query": "FCCA", "limit": True}, "queries.q.limit"),
        ({"query": "FCCA", "type": 5}, "queries.q.type"),
        ({"query": "FCCA", "type_strict": "perhaps"}, "queries.q.type_strict"),
        ({"qery": "FCCA"}, "queries.q.qery"),
        ("FCCA", "queries.q"),
    ],
)
def test_a_query_of_another_form_is_refused_by_its_name_and_member(post: Post, query: object, field: str) -> None:
    answer = post(queries={"q": query})

    assert (answer.status_code, answer.json()["code"], answer.json()["field"]) == (422, "invalid_input", field)


def test_a_number_beyond_all_bounds_is_refused_or_passed_over(post: Post) -> None:
    refused = post(queries='{"q": {"query": "FCCA", "limit": 1e400}}')
    passed = post(queries='{"q": {"query": "FCCA", "limit": 9e99, "properties": [{"pid": "issuer", "v": 1e400}]}}')

    assert (refused.status_code, refused.json()["field"]) == (422, "queries.q.limit")
    assert passed.status_code == 200


def test_a_batch_larger_than_the_manifest_says_is_refused(post: Post) -> None:
    batch = {str(number): {"query": "FCCA"} for number in range(MOST_QUERIES)}

    assert post(queries=batch).status_code == 200
    answer = post(queries={**batch, "one more": {"query": "FCCA"}})
    assert (answer.status_code, answer.json()["code"], answer.json()["field"]) == (413, "body_too_large", "queries")
    assert str(MOST_QUERIES) in answer.json()["detail"]


@pytest.mark.parametrize("text", ["", "[]", "{", "5", '{"q": NaN}'])
def test_what_is_no_batch_is_refused(post: Post, text: str) -> None:
    answer = post(queries=text)

    assert (answer.status_code, answer.json()["code"], answer.json()["field"]) == (400, "malformed_json", "queries")


def test_a_form_has_one_element_of_two(client: TestClient[Litestar], post: Post, issued: Issued) -> None:
    refused = {
        "nothing": post(),
        "both": post(queries={}, extend={}),
        "another": post(querys={}),
        "twice": client.post(
            "/reconcile",
            content="queries={}&queries={}",
            headers={**issued.headers, "Content-Type": "application/x-www-form-urlencoded"},
        ),
    }

    assert {name: (one.status_code, one.json()["field"]) for name, one in refused.items()} == {
        "nothing": (422, "queries"),
        "both": (422, "queries"),
        "another": (422, "querys"),
        "twice": (422, "queries"),
    }


def test_a_form_in_another_encoding_is_refused(client: TestClient[Litestar], issued: Issued) -> None:
    headers = {**issued.headers, "Content-Type": "application/x-www-form-urlencoded"}
    answers = [client.post("/reconcile", content=content, headers=headers) for content in (b"queries=%ff", b"queries=\xff")]

    assert [(one.status_code, one.json()["code"]) for one in answers] == [(400, "malformed_json")] * 2


def test_queries_of_one_batch_do_not_change_each_other(results: Results) -> None:
    texts = ["CPA", "FCCA", "CFA Level II candidate", "注册会计师"]
    together = results(**{text: {"query": text} for text in texts})

    assert together == {text: results(**{text: {"query": text}})[text] for text in texts}


def _credential(text: str) -> Any:  # noqa: ANN401 - a shorthand
    from qualmap.models import Credential

    return Credential(text)
