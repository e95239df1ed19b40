"""A service to reconcile with, on SQLite: nothing that it answers is stored."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from litestar import Litestar
from litestar.testing import TestClient
from tenants import Issue, Issued

sys.path.insert(0, str(Path(__file__).parent))

Reconcile = Callable[..., dict[str, Any]]


@pytest.fixture(params=["sqlite"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    from databases import fresh_sqlite

    del request
    return fresh_sqlite(tmp_path / "home" / "qualmap.db")


@pytest.fixture
def issued(key: Issue) -> Issued:
    """A key that may match and nothing else."""
    return key("match")


@pytest.fixture
def post(client: TestClient[Litestar], issued: Issued) -> Callable[..., Any]:
    """Post one form element to the endpoint, as OpenRefine does: with the key in the address."""

    def post(**elements: object) -> Any:  # noqa: ANN401 - the client's answer
        form = {name: value if isinstance(value, str) else json.dumps(value) for name, value in elements.items()}
        return client.post(f"/reconcile/key/{issued.text}", data=form)

    return post


@pytest.fixture
def results(post: Callable[..., Any]) -> Reconcile:
    """The results of a batch of queries, by name."""

    def results(**queries: object) -> dict[str, Any]:
        answer = post(queries=queries)
        assert answer.status_code == 200, answer.text
        return answer.json()

    return results
