"""The character U+0000, which PostgreSQL takes in no text, gets the same answers from both databases."""

from __future__ import annotations

import pytest
from litestar import Litestar
from litestar.testing import TestClient
from tenants import Issue


@pytest.mark.parametrize(
    ("method", "address", "status"),
    [
        ("GET", "/v1/screenings/%00", 404),
        ("DELETE", "/v1/keys/a%00", 404),
        ("GET", "/v1/batches/%00", 404),
        ("GET", "/v1/screenings?edition=%00", 422),
    ],
)
def test_it_is_in_no_id_and_no_filter(method: str, address: str, status: int, client: TestClient[Litestar], key: Issue) -> None:
    assert client.request(method, address, headers=key("admin").headers).status_code == status


def test_a_ref_may_have_it(client: TestClient[Litestar], key: Issue) -> None:
    record = {"ref": "a\0", "credentials": ["FCCA\0"]}
    headers = key("admin").headers

    assert client.post("/v1/screenings", json={"record": record}, headers=headers).status_code == 201
    assert client.post("/v1/people/delete", json={"ref": "a\0"}, headers=headers).json()["deleted"]["screenings"] == 1
