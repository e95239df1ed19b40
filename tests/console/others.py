"""What tests of the console need of other companies, of people screened before, and of workers."""

from __future__ import annotations

import os
from typing import Any

import httpx
from company import Company

from qualmap_matcher.service.batching.working import work_on_batches
from qualmap_matcher.service.store.accounts import SCOPES, add_key, add_tenant
from qualmap_matcher.service.store.scope import Scope


def key_of_another_company(company: Company) -> str:
    """A key that opens everything, of another company on the same service."""
    core = company.core
    with core.database.writing() as connection:
        tenant = add_tenant(connection, f"Other {os.urandom(4).hex()}", retention_days=30)
        return add_key(Scope(connection, tenant.id), core.vault, name="key", scopes=SCOPES)[1]


def screened(company: Company, text: str, *, key: str | None = None, ref: str = "C-1") -> dict[str, Any]:
    """A kept screening of one credential in edition 1.0."""
    body = {"record": {"ref": ref, "credentials": [text], "facts": {}}, "edition": "1.0"}
    headers = {"Authorization": f"Bearer {key or company.key}"}
    answer = httpx.post(f"{company.url}/v1/screenings", json=body, headers=headers)
    assert answer.status_code == 201, answer.text
    return answer.json()


def asked(company: Company, path: str) -> dict[str, Any]:
    """What the API answers."""
    answer = httpx.get(f"{company.url}{path}", headers={"Authorization": f"Bearer {company.key}"})
    assert answer.status_code == 200, answer.text
    return answer.json()


def work_off(company: Company) -> None:
    """Do what the workers would: every batch to its end."""
    while work_on_batches(company.core):
        pass
