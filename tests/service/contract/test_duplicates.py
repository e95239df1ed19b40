"""Twenty threads, one Idempotency-Key, a real socket: a write is done once, and all are told the same."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import httpx
import pytest
from making import Company, make_for, screening
from serving import Served
from sqlalchemy import func, select
from tenants import Issue
from walking import address, body

from qualmap_matcher.service.core import Core
from qualmap_matcher.service.endpoints import Endpoint
from qualmap_matcher.service.routes import ENDPOINTS
from qualmap_matcher.service.store.schema import IDEMPOTENCY, METADATA

WITH_KEY = tuple(endpoint for endpoint in ENDPOINTS if endpoint.idempotent_key)
NO_KEY_NEEDED = {
    "match": "stores nothing",
    "compare": "stores nothing",
    "reconcile_form": "stores nothing",
    "export_person": "gives out what is stored; that it was given out twice belongs in the audit trail",
}
"""Everything but GET that takes no key, by operation id, and why asking twice does no harm."""

each_write = pytest.mark.parametrize("endpoint", WITH_KEY, ids=lambda endpoint: endpoint.operation_id)
THREADS = 20


def rows(core: Core) -> dict[str, int]:
    with core.database.reading() as connection:
        return {
            name: connection.execute(select(func.count()).select_from(table)).scalar_one()
            for name, table in METADATA.tables.items()
        }


def at_once(company: Company, endpoint: Endpoint, ids: dict[str, str], key: str) -> list[httpx.Response]:
    """The answers to one request that is sent by all threads in the same moment."""
    barrier, request = Barrier(THREADS), body(endpoint)
    headers = {**request.pop("headers", {}), "Idempotency-Key": key}

    def ask(_number: int) -> httpx.Response:
        barrier.wait(60)
        return company.ask(endpoint.method, address(endpoint, ids), headers=headers, **request)

    with ThreadPoolExecutor(THREADS) as threads:
        return list(threads.map(ask, range(THREADS)))


def test_whatever_is_no_get_takes_a_key_or_needs_none() -> None:
    without = {one.operation_id for one in ENDPOINTS if one.method != "GET" and not one.idempotent_key}

    assert without == set(NO_KEY_NEEDED)


@each_write
def test_the_document_of_a_write_with_a_key_says_what_a_wrong_one_meets(endpoint: Endpoint) -> None:
    assert "idempotency_key_reused" in endpoint.problems


@each_write
def test_what_is_asked_twenty_times_at_once_is_done_once(served: Served, core: Core, key: Issue, endpoint: Endpoint) -> None:
    with httpx.Client(base_url=served.url, timeout=120, limits=httpx.Limits(max_connections=THREADS)) as client:
        company = Company(client, core, key("admin").headers)
        alone = make_for(endpoint, company)
        together = make_for(endpoint, company) if endpoint.path_parameters else {}
        before = rows(core)
        once = company.ask(endpoint.method, address(endpoint, alone), **body(endpoint))
        assert once.status_code == endpoint.status, once.text
        for_one = {name: count - before[name] for name, count in rows(core).items()}
        if not endpoint.path_parameters:  # what has no id is the same both times: where the write removes it, it is made anew
            make_for(endpoint, company)
        before = rows(core)

        answers = at_once(company, endpoint, together, "the same")

        after = {name: count - before[name] for name, count in rows(core).items()}
        assert after == {**for_one, "idempotency": 1, "persons": after["persons"]}  # whom the first one made known, is known
        assert {answer.status_code for answer in answers} == {endpoint.status}
        assert all(answer.json() == answers[0].json() for answer in answers)


@each_write
def test_another_body_with_the_key_is_refused_and_changes_nothing(company: Company, core: Core, endpoint: Endpoint) -> None:
    ids, request = make_for(endpoint, company), body(endpoint)
    content, headers = request.get("content", ""), {**request.get("headers", {}), "Idempotency-Key": "the same"}
    first = company.ask(endpoint.method, address(endpoint, ids), content=content, headers=headers)
    before = rows(core)

    other = company.ask(endpoint.method, address(endpoint, ids), content=content + "\n", headers=headers)

    assert first.is_success
    assert (other.status_code, other.json()["code"]) == (422, "idempotency_key_reused")
    assert rows(core) == before


@each_write
def test_what_is_kept_for_a_repeat_shows_no_secret(company: Company, core: Core, endpoint: Endpoint) -> None:
    request = body(endpoint)
    headers = {**request.pop("headers", {}), "Idempotency-Key": "the same"}
    answer = company.ask(endpoint.method, address(endpoint, make_for(endpoint, company)), headers=headers, **request).json()
    with core.database.reading() as connection:
        kept = connection.execute(select(IDEMPOTENCY.c.answer).where(IDEMPOTENCY.c.key == "the same")).scalar_one()

    assert [name for name in ("key", "secret") if answer.get(name) and answer[name] in kept] == []


def test_a_write_that_was_refused_is_worked_out_again_under_its_key(company: Company) -> None:
    """A person who is not known yet may be deleted under the key that found nobody before."""
    ask = {"json": {"ref": "C-1024"}, "headers": {"Idempotency-Key": "the same"}}
    before = company.ask("POST", "/v1/people/delete", **ask)
    screening(company, ref="C-1024")
    answers = [company.ask("POST", "/v1/people/delete", **ask) for _ in range(2)]

    assert before.status_code == 404
    assert [one.json()["deleted"]["screenings"] for one in answers] == [1, 1]
