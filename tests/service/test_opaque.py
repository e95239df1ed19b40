"""Refs that say who somebody is are warned of; those that companies number their applicants with are not."""

from __future__ import annotations

import pytest
from litestar import Litestar
from litestar.testing import TestClient
from tenants import Issue

from qualmap_matcher.service.opaque import looks_personal

PERSONAL = {
    "an e-mail address": ["li.wei@example.com", "LI.WEI+job@mail.example.co.uk", "x@y.cn", "applicant li@example.com 2"],
    "a Chinese identity number": ["11010519491231002X", "31010119900307123x", "310101 19900307 1234", "ID:440308200001015678"],
    "a Chinese mobile number": ["13800138000", "138 0013 8000", "138-0013-8000", "+86 138 0013 8000", "8613800138000"],
    "a telephone number with its country": ["+44 20 7946 0958", "+1 (415) 555-2671", "0044 20 7946 0958", "+65-6123-4567"],
    "a Chinese passport": ["E12345678", "EA1234567", "G12345678"],
    "a Hong Kong or Macao permit": ["H12345678", "M0123456789"],
    "a Hong Kong identity card": ["A123456(7)", "AB987654(3)", "a123456(A)"],
    "a Singapore NRIC": ["S1234567D", "T0123456G", "F1234567N"],
    "a Taiwan identity number": ["A123456789", "F223456781"],
    "a British passport or insurance number": ["AB123456C", "QQ 12 34 56 C"],
    "a United States social security number": ["123-45-6789"],
    "an Indian Aadhaar or PAN": ["2345 6789 0123", "ABCPE1234F"],
    "a Korean registration number": ["900101-1234567"],
    "a Japanese or Korean passport": ["TK1234567", "M12345678"],
    "a Brazilian CPF": ["123.456.789-09"],
}
OPAQUE = [
    "C-1024",
    "applicant-7",
    "2024-11-22/17",
    "20241122-0042",
    "A1",
    "ZX-81",
    "HR/2024/000123",
    "00012345",
    "1234567",
    "123456789012",
    "REQ1234-567",
    "row 12",
    "018f3c1e-5b7a-7c3d-9e21-4f1a2b3c4d5e",
    "7f83b1657ff1fc53b92dc18148a1d65dfc2d4b1fa3d677284addd200126d9069",
    "JOB2024-CAND-00017",
    "候选人-17",
    "_",
]


@pytest.mark.parametrize(("kind", "ref"), [(kind, ref) for kind, refs in PERSONAL.items() for ref in refs])
def test_a_ref_is_told_that_is(kind: str, ref: str) -> None:
    assert looks_personal(ref), kind


@pytest.mark.parametrize("ref", OPAQUE)
def test_an_ordinary_ref_is_let_pass(ref: str) -> None:
    assert not looks_personal(ref)


def test_new_ids_are_let_pass() -> None:
    from qualmap_matcher.service.store.ids import new_id

    assert not any(looks_personal(new_id()) for _ in range(10_000))


def test_the_service_answers_and_warns(client: TestClient[Litestar], key: Issue) -> None:
    def warning(ref: str) -> str | None:
        body = {"record": {"ref": ref, "credentials": ["FCCA"]}}
        answer = client.post("/v1/screenings", json=body, headers=key("screen").headers)
        assert answer.status_code == 201
        return answer.headers.get("warning")

    assert warning("li.wei@example.com") == '299 - "ref looks like personal data; use an opaque one"'
    assert warning("C-1024") is None
