"""Keys over HTTP: made, told once, used, rotated, revoked."""

from __future__ import annotations

import httpx
import pytest
from litestar import Litestar
from litestar.testing import TestClient
from serving import Served
from tenants import Issue

from qualmap.models import Json
from qualmap_matcher.service.core import Core
from qualmap_matcher.service.key_use import write_uses
from qualmap_matcher.service.store.accounts import Tenant, note_use
from qualmap_matcher.service.store.clock import after

Client = TestClient[Litestar]
WANTED: dict[str, Json] = {"name": "careers site", "scopes": ["match"]}


@pytest.fixture
def admin(key: Issue) -> dict[str, str]:
    return key("admin", name="administrator").headers


def bearer(text: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {text}"}


def test_a_new_key_opens_and_its_text_is_told_once(client: Client, admin: dict[str, str]) -> None:
    made = client.post("/v1/keys", json=WANTED, headers=admin)

    assert made.status_code == 201
    assert made.headers["cache-control"] == "no-store"
    text = made.json()["key"]
    assert text.endswith(made.json()["ending"])
    assert client.get("/v1/facts", headers=bearer(text)).status_code == 200
    listed = client.get("/v1/keys", headers=admin)
    assert [one["name"] for one in listed.json()["data"]] == ["administrator", "careers site"]
    assert text not in listed.text


def test_a_key_does_no_more_than_its_scopes_say(client: Client, key: Issue) -> None:
    assert client.get("/v1/keys", headers=key("match", "screen", "review").headers).json()["code"] == "missing_scope"
    assert client.get("/v1/screenings", headers=key("match").headers).json()["code"] == "missing_scope"


def test_a_revoked_key_opens_nothing_at_once(client: Client, admin: dict[str, str]) -> None:
    made = client.post("/v1/keys", json=WANTED, headers=admin).json()
    assert client.get("/v1/facts", headers=bearer(made["key"])).status_code == 200

    revoked = client.delete(f"/v1/keys/{made['id']}", headers=admin)

    assert revoked.json()["revoked_at"] is not None
    assert client.get("/v1/facts", headers=bearer(made["key"])).json()["code"] == "unknown_key"
    assert client.delete(f"/v1/keys/{made['id']}", headers=admin).json() == revoked.json()


def test_two_keys_of_one_name_may_live_while_one_follows_the_other(client: Client, admin: dict[str, str]) -> None:
    first, second = (client.post("/v1/keys", json=WANTED, headers=admin).json() for _ in range(2))
    assert first["key"] != second["key"]
    for made in (first, second):
        assert client.get("/v1/facts", headers=bearer(made["key"])).status_code == 200

    third = client.post("/v1/keys", json=WANTED, headers=admin)
    assert (third.status_code, third.json()["field"]) == (422, "name")

    client.delete(f"/v1/keys/{first['id']}", headers=admin)
    assert client.post("/v1/keys", json=WANTED, headers=admin).status_code == 201


def test_a_key_opens_nothing_from_its_end_on(client: Client, key: Issue) -> None:
    soon, before = after(3600), after(-3600)

    assert client.get("/v1/facts", headers=key("match", expires_at=soon).headers).status_code == 200
    assert client.get("/v1/facts", headers=key("match", expires_at=before).headers).json()["code"] == "unknown_key"


def test_the_end_may_be_written_in_any_time_zone(client: Client, admin: dict[str, str]) -> None:
    made = client.post("/v1/keys", json={**WANTED, "expires_at": "2999-01-01T08:00:00+08:00"}, headers=admin)

    assert made.json()["expires_at"] == "2999-01-01T00:00:00.000000Z"


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"name": ""}, "name"),
        ({"name": "two\nlines"}, "name"),
        ({"name": "\0"}, "name"),
        ({"name": "long" * 100}, "name"),
        ({"name": 7}, "name"),
        ({"scopes": []}, "scopes"),
        ({"scopes": ["all"]}, "scopes"),
        ({"scopes": [7]}, "scopes"),
        ({"expires_at": "tomorrow"}, "expires_at"),
        ({"expires_at": "2999-01-01T00:00:00"}, "expires_at"),
        ({"expires_at": "0001-01-01T00:00:00+14:00"}, "expires_at"),
        ({"expires_at": "0999-01-01T00:00:00Z"}, "expires_at"),
        ({"colour": "red"}, "colour"),
    ],
)
def test_a_key_that_cannot_be_is_refused_by_field(
    change: dict[str, Json], field: str, client: Client, admin: dict[str, str]
) -> None:
    answer = client.post("/v1/keys", json={**WANTED, **change}, headers=admin)

    assert (answer.status_code, answer.json()["code"], answer.json()["field"]) == (422, "invalid_input", field)


def test_a_repeat_tells_the_key_again_and_makes_no_other(client: Client, admin: dict[str, str]) -> None:
    headers = {**admin, "Idempotency-Key": "once"}
    made = client.post("/v1/keys", json=WANTED, headers=headers).json()

    again = client.post("/v1/keys", json=WANTED, headers=headers)

    assert (again.status_code, again.json()) == (201, made)
    assert len(client.get("/v1/keys", headers=admin).json()["data"]) == 2


def test_the_keys_of_another_company_are_as_good_as_absent(
    client: Client, admin: dict[str, str], key: Issue, other: Tenant
) -> None:
    theirs = key("match", tenant=other)

    refused = client.delete(f"/v1/keys/{theirs.key.id}", headers=admin)
    absent = client.delete("/v1/keys/nothing", headers=admin)

    assert refused.status_code == absent.status_code == 404
    assert refused.json()["detail"] == absent.json()["detail"]
    assert client.get("/v1/facts", headers=theirs.headers).status_code == 200


def test_what_administrators_do_stands_in_the_audit_trail(client: Client, key: Issue) -> None:
    admin = key("admin")
    made = client.post("/v1/keys", json=WANTED, headers=admin.headers).json()
    client.delete(f"/v1/keys/{made['id']}", headers=admin.headers)

    newest, before = client.get("/v1/audit", params={"resource": made["id"]}, headers=admin.headers).json()["data"]

    assert [newest["action"], before["action"]] == ["key.revoked", "key.created"]
    assert before["who"] == f"key:{admin.key.id}"
    assert before["details"] == {"name": "careers site", "scopes": ["match"], "expires_at": None}


def test_the_last_use_is_written_down_in_time_order(core: Core, client: Client, key: Issue) -> None:
    used, unused = key("match"), key("admin")
    client.get("/v1/facts", headers=used.headers)

    assert write_uses(core)
    assert not write_uses(core)

    def last_used() -> dict[str, str | None]:
        core.used.clear()
        return {one["id"]: one["last_used_at"] for one in client.get("/v1/keys", headers=unused.headers).json()["data"]}

    moment = last_used()[used.key.id]
    assert moment is not None
    assert last_used()[unused.key.id] is None
    with core.database.writing() as connection:
        note_use(connection, [(used.key.id, "2000-01-01T00:00:00.000000Z")])  # a replica that comes late
    assert last_used()[used.key.id] == moment


def test_the_last_use_is_written_down_when_the_service_stops(served: Served, key: Issue, core: Core) -> None:
    used = key("match")
    httpx.get(f"{served.url}/v1/facts", headers=used.headers)

    served.stop()

    with core.database.reading() as connection:
        [found] = connection.exec_driver_sql("SELECT last_used_at FROM keys").scalars()
    assert found is not None
