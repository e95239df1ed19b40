"""A company whose Admin is tested: what its tests ask and look at beside the browser."""

from __future__ import annotations

import httpx
from company import Company

from qualmap_matcher.service.store.accounts import retention_of, tenants
from qualmap_matcher.service.store.audit import newest_entries
from qualmap_matcher.service.store.scope import Scope

RECEIVER = "https://93.184.216.34/hook"  # an address of the internet; nothing is sent, for these services have no workers
REF = "C-1024"


def scope_of(own: Company) -> str:
    with own.core.database.reading() as connection:
        return tenants(connection)[0].id


def actions(own: Company) -> list[str]:
    with own.core.database.reading() as connection:
        found = newest_entries(Scope(connection, tenants(connection)[0].id), before=None, limit=100, filters={})
    return [one.action for one in found]


def retained(own: Company) -> int:
    with own.core.database.reading() as connection:
        return retention_of(connection, scope_of(own))


def screen(own: Company, ref: str = REF) -> None:
    sent = {"record": {"ref": ref, "credentials": [{"text": "FCCA"}]}}
    answer = httpx.post(f"{own.url}/v1/screenings", json=sent, headers={"Authorization": f"Bearer {own.key}"})
    assert answer.status_code < 300, answer.text
