"""What belongs to another company answers like what does not exist: every route, every id."""

from __future__ import annotations

from typing import Any

import httpx
import pytest
from making import FACTORIES, SHARED, Company, kinds, make_for, screening
from sqlalchemy import select
from walking import WITH_JSON, address, body, example, query

from qualmap_matcher.service.core import Core
from qualmap_matcher.service.endpoints import Endpoint
from qualmap_matcher.service.routes import ENDPOINTS
from qualmap_matcher.service.store.ids import new_id
from qualmap_matcher.service.store.schema import METADATA

WITH_ID = tuple(endpoint for endpoint in ENDPOINTS if kinds(endpoint) and not SHARED.issuperset(kinds(endpoint)))
# What lists a company's own; the catalogue belongs to nobody.
OF_NOBODY = {"list", "reconciliation"}
LISTS = tuple(one for one in ENDPOINTS if one.method == "GET" and one.scope and not kinds(one) and one.tag not in OF_NOBODY)
REF = "C-of-a-company"
# Members of bodies that name something stored, and those that do not: a new member has to be put into one of them.
STORED_NAMES = {"ref"}
OTHER_MEMBERS = {
    *("action", "claim", "note", "qualification", "teach"),  # a judgement; qualifications belong to nobody
    *("after", "as_of", "before", "edition", "minimum_evidence"),
    *("credentials", "record", "records"),  # whose ref is the sender's own: see below
    *("days", "events", "expires_at", "name", "scopes", "url"),
}


def told(answer: httpx.Response) -> tuple[int, dict[str, Any]]:
    """An answer without what differs between two requests that are alike."""
    content = answer.json()
    content.pop("request_id", None)
    return answer.status_code, content


def everything(core: Core) -> dict[str, list[tuple[object, ...]]]:
    """The whole database; when a key was last used is no change of anything."""
    with core.database.reading() as connection:
        return {
            table.name: [
                tuple(row)
                for row in connection.execute(
                    select(*(column for column in table.columns if column.name != "last_used_at")).order_by(*table.primary_key)
                )
            ]
            for table in METADATA.sorted_tables
        }


def test_every_kind_of_id_has_a_factory() -> None:
    assert {kind for endpoint in ENDPOINTS for kind in kinds(endpoint)} == set(FACTORIES)


def test_every_member_of_a_body_is_known_to_name_something_stored_or_not() -> None:
    members = {name for endpoint in WITH_JSON for name in (endpoint.takes or {})["properties"]}  # type: ignore[union-attr, call-overload]

    assert members == STORED_NAMES | OTHER_MEMBERS


@pytest.mark.parametrize("endpoint", WITH_ID, ids=lambda endpoint: endpoint.operation_id)
def test_another_companys_id_answers_like_an_unknown_one_and_changes_nothing(
    company: Company, stranger: Company, core: Core, endpoint: Endpoint
) -> None:
    ids, request = make_for(endpoint, company), {"params": query(endpoint), **body(endpoint)}
    before = everything(core)

    unknown = stranger.ask(endpoint.method, address(endpoint), **request)
    foreign = stranger.ask(endpoint.method, address(endpoint, ids), **request)

    assert told(foreign) == told(unknown)
    assert (unknown.status_code, unknown.json()["code"]) == (404, "not_found")
    assert not any(id_ in foreign.text for id_ in ids.values())
    assert everything(core) == before
    assert company.ask(endpoint.method, address(endpoint, ids), **request).status_code < 400


def test_a_delivery_of_another_webhook_is_not_found_through_ones_own(company: Company, stranger: Company) -> None:
    own, foreign = FACTORIES["deliveries"](stranger), FACTORIES["deliveries"](company)

    answer = stranger.ask("POST", f"/v1/webhooks/{own['webhooks']}/deliveries/{foreign['deliveries']}/replay")

    assert answer.status_code == 404


def test_no_query_finds_anything_of_another_company(company: Company, stranger: Company) -> None:
    ids = [id_ for kind, make in FACTORIES.items() if kind not in SHARED for id_ in make(company).values()]
    screening(company, ref=REF)
    wrong: dict[tuple[str, str, str], object] = {}
    for endpoint in LISTS:
        for name in (one.name for one in endpoint.query if one.schema["type"] == "string" and "enum" not in one.schema):
            unknown = stranger.ask("GET", endpoint.path, params={**query(endpoint), name: new_id()})
            for value in (*ids, REF):
                foreign = stranger.ask("GET", endpoint.path, params={**query(endpoint), name: value})
                # What is no cursor or day at all is refused alike, with the value that was sent in the message.
                if foreign.status_code == 200 and (told(foreign) != told(unknown) or value in foreign.text):
                    wrong[endpoint.operation_id, name, value] = told(foreign)

    assert wrong == {}


def test_the_lists_of_a_company_have_nothing_of_another(company: Company, stranger: Company) -> None:
    ids = [id_ for kind, make in FACTORIES.items() if kind not in SHARED for id_ in make(company).values()]

    def listed(one: Company) -> str:
        return "".join(one.ask("GET", endpoint.path, params=query(endpoint)).text for endpoint in LISTS)

    assert {id_ for id_ in ids if id_ in listed(stranger)} == set()
    assert {id_ for id_ in ids if id_ in listed(company)} == set(ids)


@pytest.mark.parametrize("path", ["/v1/people/export", "/v1/people/delete"])
def test_another_companys_person_is_like_an_unknown_one(company: Company, stranger: Company, core: Core, path: str) -> None:
    screening(company, ref=REF)
    before = everything(core)

    foreign, unknown = (stranger.ask("POST", path, json={"ref": ref}) for ref in (REF, "C-nobody"))

    assert told(foreign) == told(unknown)
    assert unknown.status_code == 404
    assert everything(core) == before


def test_two_companies_may_use_one_ref_and_one_idempotency_key(company: Company, stranger: Company) -> None:
    request = {"json": {"record": {"ref": REF, "credentials": ["CPA"]}}, "headers": {"Idempotency-Key": "the same"}}
    own, others = (one.ask("POST", "/v1/screenings", **request).json()["id"] for one in (company, stranger))
    assert own != others

    listed = stranger.ask("GET", "/v1/screenings", params={"ref": REF}).json()["data"]
    assert [one["id"] for one in listed] == [others]

    assert stranger.ask("POST", "/v1/people/delete", json={"ref": REF}).status_code == 200
    assert stranger.ask("GET", f"/v1/screenings/{others}").status_code == 404
    assert company.ask("GET", f"/v1/screenings/{own}").json()["screening"]["ref"] == REF


def test_what_a_company_taught_another_does_not_know(company: Company, stranger: Company) -> None:
    def read(one: Company) -> object:
        return one.made("/v1/match", {"credentials": ["CPA"], "edition": "1.0"})["results"][0]["mentions"]

    before = read(stranger)
    judge = next(endpoint for endpoint in ENDPOINTS if endpoint.operation_id == "judge_review")
    id_ = make_for(judge, company)
    company.made(address(judge, id_), {**example(judge), "qualification": "cpa-australia-cpa", "action": "confirm"})

    assert read(stranger) == before
