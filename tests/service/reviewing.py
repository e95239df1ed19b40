"""Screen and judge over HTTP, as tests do it."""

from __future__ import annotations

from typing import Any

import attrs
from httpx import Response
from litestar import Litestar
from litestar.testing import TestClient

Object = dict[str, Any]


@attrs.frozen
class Desk:
    """Requests of one key."""

    client: TestClient[Litestar]
    headers: dict[str, str]

    def screened(self, *texts: str | Object, ref: str = "C-1", facts: Object | None = None) -> Object:
        """A stored screening of these credentials in edition 1.0."""
        record = {"ref": ref, "credentials": [*texts], "facts": facts or {}}
        answer = self.client.post("/v1/screenings", json={"record": record, "edition": "1.0"}, headers=self.headers)
        assert answer.status_code == 201, answer.text
        return answer.json()

    def screening(self, id_: str, **query: int) -> Object:
        answer = self.client.get(f"/v1/screenings/{id_}", params=query, headers=self.headers)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def reviews(self, **query: str | int) -> list[Object]:
        answer = self.client.get("/v1/reviews", params=query, headers=self.headers)
        assert answer.status_code == 200, answer.text
        return answer.json()["data"]

    def only_review(self, screening: Object) -> Object:
        [review] = self.reviews(screening=screening["id"])
        return review

    def post(self, path: str, body: Object | None = None, **headers: str) -> Response:
        return self.client.post(path, json=body, headers={**self.headers, **headers})

    def judge(self, review: Object, action: str, **members: object) -> Object:
        answer = self.post(f"/v1/reviews/{review['id']}/judge", {"action": action, **members})
        assert answer.status_code == 200, answer.text
        return answer.json()

    def undo(self, review: Object) -> Object:
        answer = self.client.post(f"/v1/reviews/{review['id']}/undo", headers=self.headers)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def mentions(self, text: str | Object) -> list[Object]:
        """What the tenant's engine reads in a text now."""
        answer = self.client.post("/v1/match", json={"credentials": [text], "edition": "1.0"}, headers=self.headers)
        assert answer.status_code == 200, answer.text
        return answer.json()["results"][0]["mentions"]
