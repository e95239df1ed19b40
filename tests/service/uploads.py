"""Uploads as tests send them, and what they get back."""

from __future__ import annotations

import json
from collections.abc import Iterable

from litestar import Litestar
from litestar.testing import TestClient

from qualmap.models import Json

NDJSON, CSV = "application/x-ndjson", "text/csv"
Object = dict[str, Json]


def record(number: int, text: str = "FCCA") -> Object:
    return {"ref": f"P-{number}", "credentials": [text], "facts": {"works_in_shanghai": True, "age": 30 + number % 40}}


def lines(records: Iterable[Json]) -> bytes:
    return b"".join(json.dumps(one).encode() + b"\n" for one in records)


def people(count: int) -> bytes:
    return lines(record(number) for number in range(count))


class Company:
    """A company that asks with one key."""

    def __init__(self, client: TestClient[Litestar], headers: dict[str, str]) -> None:
        self.client = client
        self.headers = headers

    def upload(self, body: bytes, *, media: str = NDJSON, query: str = "edition=1.0", key: str | None = None) -> Object:
        headers = {**self.headers, "Content-Type": media, **({"Idempotency-Key": key} if key else {})}
        answer = self.client.post(f"/v1/batches?{query}", content=body, headers=headers)
        assert answer.status_code == 201, answer.text
        return answer.json()

    def refused(self, body: bytes, *, media: str = NDJSON, query: str = "edition=1.0", key: str | None = None) -> Object:
        headers = {**self.headers, "Content-Type": media, **({"Idempotency-Key": key} if key else {})}
        answer = self.client.post(f"/v1/batches?{query}", content=body, headers=headers)
        assert answer.status_code >= 400
        return answer.json()

    def get(self, path: str, status: int = 200) -> Object:
        answer = self.client.get(path, headers=self.headers)
        assert answer.status_code == status, answer.text
        return answer.json()

    def post(self, path: str, body: Json = None, status: int = 200) -> Object:
        answer = self.client.post(path, headers=self.headers, **({"json": body} if body is not None else {}))
        assert answer.status_code == status, answer.text
        return answer.json()

    def batch(self, id_: Json) -> Object:
        return self.get(f"/v1/batches/{id_}")

    def lines(self, id_: Json, kind: str = "results", query: str = "") -> list[Object]:
        answer = self.client.get(f"/v1/batches/{id_}/{kind}{query}", headers=self.headers)
        assert answer.status_code == 200, answer.text
        assert answer.headers["content-type"].startswith(NDJSON)
        return [json.loads(line) for line in answer.text.splitlines()]
