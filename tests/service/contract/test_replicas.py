"""Two services on one database: what one did the other knows."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from databases import on_postgresql
from litestar.testing import TestClient
from making import Company, batch, judged_review, review, screening

from qualmap_matcher.service.app import create_app
from qualmap_matcher.service.core import _TRUSTED_SECONDS, Core
from qualmap_matcher.service.settings import Settings
from qualmap_matcher.service.workers import CHORES

pytestmark = [on_postgresql]


def bearer(text: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {text}"}


@pytest.fixture
def second(core: Core, settings: Settings, company: Company) -> Iterator[Company]:
    """The same company, asking another service."""
    replica = Core.open(settings)
    replica.resolver = core.resolver
    with TestClient(create_app(replica)) as client:
        yield Company(client, replica, company.headers)
    replica.close()


def let_keys_age(core: Core, seconds: float) -> None:
    """Let time go by for the keys that a service has seen."""
    core._keys = {digest: (key, seen - seconds) for digest, (key, seen) in core._keys.items()}


def test_a_key_made_on_one_opens_the_other(company: Company, second: Company) -> None:
    made = company.made("/v1/keys", {"name": "program", "scopes": ["match"]})

    assert second.client.get("/v1/facts", headers=bearer(made["key"])).status_code == 200


def test_a_key_revoked_on_one_opens_the_other_for_five_seconds_at_most(company: Company, second: Company) -> None:
    made = company.made("/v1/keys", {"name": "program", "scopes": ["match"]})
    asked = bearer(made["key"])
    assert second.client.get("/v1/facts", headers=asked).status_code == 200

    company.ask("DELETE", f"/v1/keys/{made['id']}")

    assert company.client.get("/v1/facts", headers=asked).status_code == 401
    assert second.client.get("/v1/facts", headers=asked).status_code == 200  # as it was when last looked at
    let_keys_age(second.core, _TRUSTED_SECONDS)
    assert second.client.get("/v1/facts", headers=asked).json()["code"] == "unknown_key"
    assert _TRUSTED_SECONDS == 5  # what the document says


def test_what_is_no_key_is_not_remembered(second: Company) -> None:
    """Or who asks with made-up keys could fill the memory, and a key that comes to be would wait."""
    second.ask("GET", "/v1/facts")
    before = dict(second.core._keys)

    assert second.client.get("/v1/facts", headers=bearer("qm_unknown")).status_code == 401
    assert second.core._keys.keys() == before.keys() != set()


def test_a_repeat_that_reaches_the_other_is_a_repeat(company: Company, second: Company) -> None:
    body, headers = {"record": {"ref": "C-1", "credentials": ["FCCA"]}, "edition": "1.0"}, {"Idempotency-Key": "one"}

    first, again = (one.ask("POST", "/v1/screenings", json=body, headers=headers) for one in (company, second))
    other = second.ask("POST", "/v1/screenings", json={**body, "edition": "3.0"}, headers=headers)

    assert first.json() == again.json()
    assert other.json()["code"] == "idempotency_key_reused"
    assert len(company.ask("GET", "/v1/screenings").json()["data"]) == 1


def test_what_one_stored_the_other_lists_and_reads(company: Company, second: Company) -> None:
    ids = [screening(one) for one in (company, second, company, second)]

    listed = [one.ask("GET", "/v1/screenings").json() for one in (company, second)]
    assert listed[0] == listed[1]
    assert [one["id"] for one in listed[0]["data"]] == ids[::-1]
    first = company.ask("GET", "/v1/screenings", params={"limit": 2}).json()
    rest = second.ask("GET", "/v1/screenings", params={"limit": 2, "cursor": first["next_cursor"]}).json()
    assert [one["id"] for one in (*first["data"], *rest["data"])] == ids[::-1]
    for id_ in ids:
        read = [one.ask("GET", f"/v1/screenings/{id_}").json() for one in (company, second)]
        assert read[0] == read[1]


def test_a_review_is_judged_on_one_and_undone_on_the_other(company: Company, second: Company) -> None:
    id_ = review(company)

    assert second.ask("POST", f"/v1/reviews/{id_}/judge", json={"action": "reject"}).status_code == 200
    assert company.ask("POST", f"/v1/reviews/{id_}/judge", json={"action": "reject"}).status_code == 409
    assert company.ask("POST", f"/v1/reviews/{id_}/undo").status_code == 200
    assert second.ask("GET", f"/v1/reviews/{id_}").json()["state"] == "open"
    assert company.ask("GET", f"/v1/reviews/{judged_review(second)}").json()["state"] == "rejected"


def test_a_batch_sent_to_one_is_worked_on_by_the_other(company: Company, second: Company) -> None:
    id_ = batch(company)

    while any(chore(second.core) for chore in CHORES):
        pass

    assert company.ask("GET", f"/v1/batches/{id_}").json()["state"] == "done"
    lines = [one.ask("GET", f"/v1/batches/{id_}/results").text for one in (company, second)]
    assert lines[0] == lines[1] != ""


def test_the_trail_of_both_is_one(company: Company, second: Company) -> None:
    for one in (company, second, company):
        screening(one)

    verified = [one.ask("GET", "/v1/audit/verify").json() for one in (company, second)]
    assert verified[0] == verified[1]
    assert (verified[0]["sound"], verified[0]["entries"]) == (True, 3)


def test_a_database_that_is_away_is_unavailable_and_said_so(company: Company, second: Company) -> None:
    second.core.database.engine.dispose()
    second.core.database.engine = second.core.database.open("postgresql://nobody@127.0.0.1:1/none").engine

    answer, ready = second.ask("GET", "/v1/keys"), second.client.get("/readyz")

    assert (answer.status_code, answer.json()["code"], answer.headers["retry-after"]) == (503, "unavailable", "5")
    assert (ready.status_code, ready.json()["database"]) == (503, False)
    assert second.client.get("/healthz").status_code == 200
    assert company.ask("GET", "/v1/keys").status_code == 200
