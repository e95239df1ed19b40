"""Twenty threads, one Idempotency-Key, a real socket: a write is done once, and all are told the same."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import httpx
import pytest
from making import Company, make_for
from serving import Served
from sqlalchemy import func, select
from tenants import Issue
from walking import address, body

from qualmap_matcher.service.core import Core
from qualmap_matcher.service.endpoints import Endpoint
from qualmap_matcher.service.routes import ENDPOINTS
from qualmap_matcher.service.store.schema import METADATA

WITH_KEY = tuple(endpoint for endpoint in ENDPOINTS if endpoint.idempotent_key)
TOLD_ONCE = {"create_api_key", "create_webhook"}  # their answers have what is stored nowhere
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


def without_id(answer: httpx.Response) -> dict[str, Any]:
    return {name: value for name, value in answer.json().items() if name != "request_id"}


def test_these_are_the_writes_that_take_a_key() -> None:
    assert len(WITH_KEY) >= 8


@pytest.mark.parametrize("endpoint", WITH_KEY, ids=lambda endpoint: endpoint.operation_id)
def test_what_is_asked_twenty_times_at_once_is_done_once(served: Served, core: Core, key: Issue, endpoint: Endpoint) -> None:
    with httpx.Client(base_url=served.url, timeout=120, limits=httpx.Limits(max_connections=THREADS)) as client:
        company = Company(client, core, key("admin").headers)
        alone, together = make_for(endpoint, company), make_for(endpoint, company)
        before = rows(core)
        once = company.ask(endpoint.method, address(endpoint, alone), **body(endpoint))
        assert once.status_code == endpoint.status, once.text
        for_one = {name: count - before[name] for name, count in rows(core).items()} | {"persons": 0}  # who is known by then
        before = rows(core)

        answers = at_once(company, endpoint, together, "the same")

        after = {name: count - before[name] for name, count in rows(core).items()}
        assert after == {**for_one, "idempotency": 1}
        if endpoint.operation_id in TOLD_ONCE:
            [first] = [answer for answer in answers if answer.status_code == endpoint.status]
            refused = [without_id(answer) for answer in answers if answer.status_code == 409]
            assert len(refused) == THREADS - 1
            assert all(one == refused[0] and first.json()["id"] in one["detail"] for one in refused)
        else:
            assert {answer.status_code for answer in answers} == {endpoint.status}
            assert all(answer.json() == answers[0].json() for answer in answers)


@pytest.mark.parametrize("endpoint", [one for one in WITH_KEY if one.takes is not None], ids=lambda one: one.operation_id)
def test_another_body_with_the_key_is_refused_and_changes_nothing(company: Company, core: Core, endpoint: Endpoint) -> None:
    ids, request = make_for(endpoint, company), body(endpoint)
    headers = {**request["headers"], "Idempotency-Key": "the same"}
    first = company.ask(endpoint.method, address(endpoint, ids), content=request["content"], headers=headers)
    before = rows(core)

    other = company.ask(endpoint.method, address(endpoint, ids), content=request["content"] + "\n", headers=headers)

    assert first.is_success
    assert (other.status_code, other.json()["code"]) == (422, "idempotency_key_reused")
    assert rows(core) == before
