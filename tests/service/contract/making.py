"""Resources as companies make them, by real calls: a factory for each kind of id that an address can hold."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from typing import Any

import attrs
import httpx
from litestar import Litestar
from litestar.testing import TestClient
from sqlalchemy import update

from qualmap_matcher.service.core import Core
from qualmap_matcher.service.endpoints import Endpoint
from qualmap_matcher.service.store.schema import DELIVERIES

_NUMBERS = itertools.count()


@attrs.frozen
class Company:
    """Requests with one key; `client` may be the application itself or a client on a socket."""

    client: TestClient[Litestar] | httpx.Client
    core: Core
    headers: dict[str, str]

    def ask(self, method: str, path: str, **request: Any) -> httpx.Response:  # noqa: ANN401 - what httpx takes
        headers = {**self.headers, **request.pop("headers", {})}
        return self.client.request(method, path, headers=headers, **request)

    def made(self, path: str, body: Any, **request: Any) -> dict[str, Any]:  # noqa: ANN401 - JSON
        answer = self.ask("POST", path, json=body, **request)
        assert answer.is_success, answer.text
        return answer.json()


def screening(company: Company, *, text: str = "CPA", ref: str | None = None) -> str:
    """A screening that asks a person to look."""
    record = {"ref": ref or f"C-{next(_NUMBERS)}", "credentials": [text]}
    return str(company.made("/v1/screenings", {"record": record, "edition": "1.0"})["id"])


def batch(company: Company) -> str:
    """A batch that waits."""
    headers = {"Content-Type": "application/x-ndjson"}
    line = b'{"ref": "B-1", "credentials": ["FCCA"]}\n'
    answer = company.ask("POST", "/v1/batches?edition=1.0", content=line, headers=headers)
    assert answer.status_code == 201, answer.text
    return str(answer.json()["id"])


def review(company: Company) -> str:
    """An open review."""
    found = company.ask("GET", "/v1/reviews", params={"screening": screening(company)}).json()
    return str(found["data"][0]["id"])


def judged_review(company: Company) -> str:
    """A review with a judgement."""
    id_ = review(company)
    company.made(f"/v1/reviews/{id_}/judge", {"action": "reject"})
    return id_


def webhook(company: Company) -> str:
    body = {"url": "https://hr.example.com/qualmap", "events": ["screening.created"]}
    return str(company.made("/v1/webhooks", body)["id"])


def api_key(company: Company) -> str:
    return str(company.made("/v1/keys", {"name": f"program {next(_NUMBERS)}", "scopes": ["match"]})["id"])


def one_id(kind: str, make: Callable[[Company], str]) -> Callable[[Company], dict[str, str]]:
    return lambda company: {kind: make(company)}


def delivery(company: Company) -> dict[str, str]:
    """A webhook with a delivery that has ended."""
    hook = webhook(company)
    id_ = str(company.made(f"/v1/webhooks/{hook}/test", None)["id"])
    with company.core.database.writing() as connection:
        connection.execute(update(DELIVERIES).where(DELIVERIES.c.id == id_).values(state="failed"))
    return {"webhooks": hook, "deliveries": id_}


Factory = Callable[[Company], dict[str, str]]

FACTORIES: dict[str, Factory] = {
    "screenings": one_id("screenings", screening),
    "batches": one_id("batches", batch),
    "reviews": one_id("reviews", review),
    "webhooks": one_id("webhooks", webhook),
    "deliveries": delivery,
    "keys": one_id("keys", api_key),
    "qualifications": lambda _company: {"qualifications": "acca-fellow"},
    "preview": lambda _company: {"preview": "acca-fellow"},
}
"""By the segment of an address that stands before the id."""


def person(company: Company) -> dict[str, str]:
    """Somebody about whom something is stored, under the ref of the examples."""
    screening(company, ref="C-1024")
    return {}


READY: dict[str, Factory] = {"undo_review": one_id("reviews", judged_review), "delete_person": person}
"""Where an operation needs more than the kind's own factory makes."""

SHARED = frozenset({"qualifications", "preview"})
"""Kinds that belong to nobody: every company sees the same."""


def kinds(endpoint: Endpoint) -> tuple[str, ...]:
    """What kinds of ids the address of an endpoint holds."""
    parts = endpoint.path.split("/")
    return tuple(before for before, part in itertools.pairwise(parts) if part.startswith("{"))


def make_for(endpoint: Endpoint, company: Company) -> dict[str, str]:
    """Ids with which the endpoint can do its work."""
    if endpoint.operation_id in READY:
        return READY[endpoint.operation_id](company)
    ids: dict[str, str] = {}
    for kind in reversed(kinds(endpoint)):
        if kind not in ids:
            ids |= FACTORIES[kind](company)
    return ids
