"""Methods, addresses and headers that are not as they should be, and how often a key may ask."""

from __future__ import annotations

import socket
from types import SimpleNamespace

import attrs
import pytest
from making import Company, kinds
from serving import Served
from tenants import Issue
from walking import address, each_endpoint, query

from qualmap_matcher.service import letting_in
from qualmap_matcher.service.endpoints import Endpoint
from qualmap_matcher.service.routes import ENDPOINTS
from qualmap_matcher.service.settings import Settings

METHODS = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"}
ODD_IDS = (
    *("%00", "a%00b", "%ff", "%F0%9F%A6%84", "..%2f..%2fetc%2fpasswd", "%2e%2e", "%252e%252e", "..%5c.."),
    *("'%20OR%201=1--", "%0d%0aX-Planted:%201", "x" * 5000, "0", "-1", "null", "%7Bid%7D"),
)
NOWHERE = ("/", "/v1", "/v2/match", "/v1/match/", "//v1/match", "/v1/screenings/a/b", "/docs", "/.env")


@each_endpoint
def test_other_methods_are_refused_with_those_that_the_address_takes(company: Company, endpoint: Endpoint) -> None:
    taken = {one.method for one in ENDPOINTS if one.path == endpoint.path}
    allowed = ", ".join(sorted({*taken, "OPTIONS"}))

    told = company.ask("OPTIONS", address(endpoint))
    assert (told.status_code, told.headers["allow"], told.content) == (204, allowed, b"")
    for method in METHODS - taken - {"OPTIONS"}:
        answer = company.ask(method, address(endpoint))
        assert answer.status_code == 405, method
        assert set(answer.headers["allow"].split(", ")) == {*taken, "OPTIONS"}
        assert "x-request-id" in answer.headers


def test_no_id_whatever_it_holds_makes_the_service_fail_or_leads_elsewhere(company: Company) -> None:
    for endpoint in ENDPOINTS:
        for id_ in ODD_IDS if kinds(endpoint) else ():
            path = address(endpoint, dict.fromkeys(kinds(endpoint), id_))
            answer = company.ask(endpoint.method, path, params=query(endpoint), json={"action": "reject"})
            assert answer.status_code in {404, 405, 422}, (path, answer.text)
            assert answer.headers["content-type"] == "application/problem+json"
            assert "x-planted" not in answer.headers


@pytest.mark.parametrize("value", ["%00", "a%00b", "%ff", "%F0%9F%A6%84", "x" * 5000, "%ed%a0%80", "%"])
def test_no_parameter_whatever_it_holds_makes_the_service_fail(company: Company, value: str) -> None:
    for endpoint in ENDPOINTS:
        for name in (parameter.name for parameter in endpoint.query):
            others = "".join(f"&{other}={right}" for other, right in query(endpoint).items() if other != name)
            answer = company.ask(endpoint.method, f"{address(endpoint)}?{name}={value}{others}")
            assert answer.status_code < 500, (endpoint.operation_id, name, answer.text)


@pytest.mark.parametrize("path", NOWHERE)
def test_an_address_that_nobody_has_is_a_problem_too(company: Company, path: str) -> None:
    answer = company.ask("GET", path)

    assert answer.status_code in {404, 405}
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["request_id"] == answer.headers["x-request-id"]


def test_a_request_id_is_taken_over_as_far_as_a_log_can_hold_it(company: Company) -> None:
    for path in ("/v1/facts", "/v1/keys/none", "/nowhere"):
        assert company.ask("GET", path, headers={"X-Request-Id": "Order-66_a.b"}).headers["x-request-id"] == "Order-66_a.b"
        for odd in (b"", b"a b", b"a\tb", "é".encode(), b'"', b"../..", b"<script>", b"{}", b"x" * 65, b"a\r\nX-Planted: 1"):
            answer = company.ask("GET", path, headers={"X-Request-Id": odd})
            assert len(answer.headers["x-request-id"]) == 36, odd
            assert "x-planted" not in answer.headers


def test_a_line_break_in_a_header_reaches_no_answer_on_a_socket(served: Served, key: Issue) -> None:
    host, port = served.url.removeprefix("http://").split(":")
    for planted in (b"a\r\n X-Planted: 1", b"a\nX-Planted: 1", b"a\x00b", b"a\rX-Planted: 1"):
        request = b"GET /v1/facts HTTP/1.1\r\nHost: x\r\nConnection: close\r\nX-Request-Id: " + planted
        request += f"\r\nAuthorization: Bearer {key('match').text}\r\n\r\n".encode()
        with socket.create_connection((host, int(port)), timeout=30) as connection:
            connection.sendall(request)
            head = b"".join(iter(lambda: connection.recv(65536), b"")).partition(b"\r\n\r\n")[0]
        assert b"planted" not in head.lower()
        assert b" 500 " not in head.partition(b"\r\n")[0]


@pytest.mark.parametrize("written", [b"", b"x" * 256, b"x" * 60_000])
def test_an_idempotency_key_that_is_none_is_refused(company: Company, written: bytes) -> None:
    for endpoint in (one for one in ENDPOINTS if one.operation_id in {"create_screening", "create_webhook", "create_api_key"}):
        answer = company.ask(endpoint.method, endpoint.path, json=endpoint.example, headers={"Idempotency-Key": written})
        assert (answer.status_code, answer.json()["field"]) == (422, "Idempotency-Key")


@pytest.mark.parametrize("written", [b"x", b"x" * 255, "é€".encode(), b"' OR 1=1 --"])
def test_any_other_idempotency_key_counts(company: Company, written: bytes) -> None:
    body = {"record": {"ref": "C-1", "credentials": ["FCCA"]}}
    first, second = (company.ask("POST", "/v1/screenings", json=body, headers={"Idempotency-Key": written}) for _ in range(2))

    assert first.status_code == 201
    assert first.json() == second.json()


class TestRate:
    """A service that lets a key ask three times a minute."""

    @pytest.fixture
    def settings(self, settings: Settings) -> Settings:
        return attrs.evolve(settings, requests_per_minute=3)

    @pytest.fixture
    def clock(self, monkeypatch: pytest.MonkeyPatch) -> SimpleNamespace:
        """What the limit takes for the time."""
        clock = SimpleNamespace(now=630.0)
        monkeypatch.setattr(letting_in, "time", SimpleNamespace(time=lambda: clock.now))
        return clock

    def test_a_key_that_asks_too_often_waits_for_the_next_minute(
        self, company: Company, key: Issue, clock: SimpleNamespace
    ) -> None:
        answers = [company.ask("GET", "/v1/facts") for _ in range(4)]

        assert [answer.status_code for answer in answers] == [200, 200, 200, 429]
        assert [answer.headers["ratelimit-remaining"] for answer in answers] == ["2", "1", "0", "0"]
        assert {answer.headers["ratelimit-limit"] for answer in answers} == {"3"}
        assert {answer.headers["ratelimit-reset"] for answer in answers} == {"30"}
        assert (answers[3].json()["code"], answers[3].headers["retry-after"]) == ("rate_limited", "30")
        assert company.client.get("/v1/facts", headers=key("match").headers).status_code == 200
        clock.now += 30
        assert company.ask("GET", "/v1/facts").status_code == 200

    def test_requests_that_are_refused_count_and_those_without_a_key_do_not(
        self, company: Company, clock: SimpleNamespace
    ) -> None:
        assert clock.now == 630.0
        assert {company.client.get("/healthz").status_code for _ in range(9)} == {200}
        assert company.ask("POST", "/v1/match", json={}).headers["ratelimit-remaining"] == "2"
        assert company.ask("GET", "/v1/screenings/none").headers["ratelimit-remaining"] == "1"
