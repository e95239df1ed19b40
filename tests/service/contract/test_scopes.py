"""Who may ask for what: every route with every scope, and with what is no key."""

from __future__ import annotations

import pytest
from litestar import Litestar
from litestar.testing import TestClient
from making import Company
from tenants import Issue
from walking import address, query

from qualmap_matcher.service.core import Core
from qualmap_matcher.service.endpoints import Endpoint
from qualmap_matcher.service.routes import ENDPOINTS
from qualmap_matcher.service.store.accounts import SCOPES
from qualmap_matcher.service.store.clock import after

WITH_SCOPE = tuple(endpoint for endpoint in ENDPOINTS if endpoint.scope is not None)
NEED_A_KEY = tuple(endpoint for endpoint in WITH_SCOPE if not endpoint.key_optional)
OPEN_TO_ALL = {"healthz", "readyz", "metrics", "openapi", "explain_reconciliation"}
OPEN_IN_PART = {"reconcile"}  # the manifest, which says how to ask; `tests/service/reconcile` has what it may not give
ADMIN = "admin"  # may do whatever the other scopes may


def outcome(client: TestClient[Litestar], endpoint: Endpoint, headers: dict[str, str]) -> tuple[int, str | None]:
    """What an endpoint says to a request without a body for something that is not there."""
    answer = client.request(endpoint.method, address(endpoint), params=query(endpoint), headers=headers)
    problem = answer.headers["content-type"] == "application/problem+json"
    return answer.status_code, answer.json()["code"] if problem else None


def test_only_what_operators_ask_needs_no_key() -> None:
    assert {endpoint.operation_id for endpoint in ENDPOINTS if endpoint.scope is None} == OPEN_TO_ALL
    assert {endpoint.operation_id for endpoint in ENDPOINTS if endpoint.key_optional} == OPEN_IN_PART
    assert {endpoint.scope for endpoint in WITH_SCOPE} <= set(SCOPES)


def test_without_a_key_nothing_opens(client: TestClient[Litestar]) -> None:
    for endpoint in NEED_A_KEY:
        for headers in ({}, {"Authorization": "Bearer"}, {"Authorization": "Basic dXNlcjpwYXNz"}, {"X-Api-Key": "qm_key"}):
            assert outcome(client, endpoint, headers) == (401, "missing_key"), (endpoint.operation_id, headers)


def test_an_unknown_a_revoked_and_an_expired_key_open_nothing(client: TestClient[Litestar], company: Company, key: Issue) -> None:
    revoked, expired = key(ADMIN), key(ADMIN, expires_at=after(-1))
    assert company.ask("DELETE", f"/v1/keys/{revoked.key.id}").status_code == 200
    texts = (revoked.text, expired.text, f"{revoked.text}x", revoked.text[:-1], "qm_", "é", "x" * 100_000)

    for endpoint in WITH_SCOPE:
        for text in texts:
            told = outcome(client, endpoint, {"Authorization": f"Bearer {text}".encode()})  # type: ignore[dict-item]
            assert told == (401, "unknown_key"), (endpoint.operation_id, text)


def test_each_scope_opens_its_own_routes_and_admin_all(client: TestClient[Litestar], key: Issue) -> None:
    keys = {scope: key(scope).headers for scope in SCOPES}
    wrong: dict[tuple[str, str], object] = {}
    for endpoint in WITH_SCOPE:
        for scope, headers in keys.items():
            told = outcome(client, endpoint, headers)
            fits = told[0] not in {401, 403} if scope in {endpoint.scope, ADMIN} else told == (403, "missing_scope")
            if not fits:
                wrong[endpoint.operation_id, scope] = told

    assert wrong == {}


def test_all_scopes_but_the_one_that_is_needed_open_nothing(client: TestClient[Litestar], key: Issue) -> None:
    keys = {needed: key(*(one for one in SCOPES if one not in {needed, ADMIN})).headers for needed in SCOPES if needed != ADMIN}
    keys[ADMIN] = key(*(one for one in SCOPES if one != ADMIN)).headers

    for endpoint in WITH_SCOPE:
        assert outcome(client, endpoint, keys[str(endpoint.scope)]) == (403, "missing_scope"), endpoint.operation_id


def test_the_scheme_may_be_written_in_any_case(client: TestClient[Litestar], key: Issue) -> None:
    assert client.get("/v1/facts", headers={"Authorization": f"bearer {key('match').text}"}).status_code == 200


def test_a_refusal_says_how_to_ask_and_nothing_of_the_key(client: TestClient[Litestar], key: Issue) -> None:
    issued = key("match")
    missing, unknown, narrow = (
        client.get("/v1/keys", headers=headers) for headers in ({}, {"Authorization": f"Bearer {issued.text}x"}, issued.headers)
    )

    assert missing.headers["www-authenticate"] == unknown.headers["www-authenticate"] == 'Bearer realm="qualmap"'
    assert "admin" in narrow.json()["detail"]
    assert not any(issued.text in answer.text for answer in (unknown, narrow))


@pytest.mark.parametrize("operation", sorted(OPEN_TO_ALL))
def test_operators_need_no_key(client: TestClient[Litestar], core: Core, operation: str) -> None:
    endpoint = next(endpoint for endpoint in ENDPOINTS if endpoint.operation_id == operation)

    assert client.get(endpoint.path).status_code == 200
    assert core.used == {}
