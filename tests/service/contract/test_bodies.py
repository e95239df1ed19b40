"""Bodies that are wrong in every way: too long, no JSON, too deep, with members that nobody knows."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator

import attrs
import httpx
import pytest
from making import Company, make_for
from walking import JSON, WITH_JSON, address, body, each_endpoint, example, query

from qualmap.models import Json
from qualmap_matcher.service.core import Core
from qualmap_matcher.service.endpoints import Endpoint
from qualmap_matcher.service.routes import ENDPOINTS
from qualmap_matcher.service.settings import Settings

LONGEST = 4000
EVERY_BODY = tuple(endpoint for endpoint in ENDPOINTS if endpoint.takes is not None)
NO_JSON = {
    "nothing": b"",
    "cut": b'{"a": ',
    "an array": b"[]",
    "null": b"null",
    "a text": b'"x"',
    "NaN": b'{"days": NaN}',
    "infinity": b'{"days": Infinity}',
    "a trailing comma": b'{"days": 1,}',
    "no UTF-8": b'{"days": "\xff\xfe"}',
    "UTF-16": '{"days": 1}'.encode("utf-16"),
    "100,000 brackets": b"[" * 100_000,
    "100,000 objects": b'{"record":' * 100_000,
    "a number of 10,000 digits": b'{"days": ' + b"9" * 10_000 + b"}",
    "two documents": b'{"days": 1}{"days": 2}',
}
ODD_TEXTS = ("\ud800", "a\udfffb", "a\0b", "\u202e\ufeff", "é" * 900, "\U0010ffff", "'; DROP TABLE keys; --", "")


def send(company: Company, endpoint: Endpoint, content: bytes, media: str = JSON) -> httpx.Response:
    request = {"params": query(endpoint), "content": content, "headers": {"Content-Type": media}}
    return company.ask(endpoint.method, address(endpoint), **request)


@pytest.mark.parametrize("kind", NO_JSON)
def test_what_is_no_json_object_is_refused_everywhere(company: Company, kind: str) -> None:
    for endpoint in WITH_JSON:
        answer = send(company, endpoint, NO_JSON[kind])

        assert answer.status_code in {400, 422}, (endpoint.operation_id, answer.text)
        assert answer.json()["code"] in {"malformed_json", "invalid_input"}


def test_numbers_beyond_all_bounds_are_refused_or_answered(company: Company) -> None:
    for number in ("1e400", "-1e400", "9" * 4000, "1e-400", "0.1" + "0" * 4000):
        for content in (f'{{"days": {number}}}', f'{{"record": {{"ref": "N", "facts": {{"age": {number}}}}}}}'):
            for path, method in (("/v1/retention", "PUT"), ("/v1/screenings", "POST")):
                answer = company.ask(method, path, content=content, headers={"Content-Type": JSON})
                assert answer.status_code in {201, 400, 422}, (number[:9], path, answer.text)


def test_of_a_member_that_comes_twice_the_last_one_counts(company: Company) -> None:
    answer = company.ask("PUT", "/v1/retention", content=b'{"days": 5, "days": 7}', headers={"Content-Type": JSON})

    assert answer.json() == {"days": 7}


def texts_replaced(content: Json, text: str) -> Json:
    """The same with another text in the place of each."""
    if isinstance(content, dict):
        return {name: texts_replaced(value, text) for name, value in content.items()}
    if isinstance(content, list):
        return [texts_replaced(value, text) for value in content]
    return text if isinstance(content, str) else content


@pytest.mark.parametrize("text", ODD_TEXTS)
def test_no_text_whatever_it_holds_makes_the_service_fail(company: Company, text: str) -> None:
    for endpoint in WITH_JSON:
        whole = texts_replaced(example(endpoint), text)
        parts = ({**example(endpoint), name: texts_replaced(value, text)} for name, value in example(endpoint).items())
        for content in (whole, *parts):
            answer = send(company, endpoint, json.dumps(content).encode())
            assert answer.status_code < 500, (endpoint.operation_id, content, answer.text)
    for endpoint in EVERY_BODY:
        assert send(company, endpoint, text.encode("utf-8", "surrogatepass"), endpoint.accepts[0]).status_code < 500


def test_a_lone_surrogate_is_stored_and_given_back(company: Company) -> None:
    record = {"ref": "S-\ud800", "credentials": ["FCCA \udfff"]}
    sent = json.dumps({"record": record}).encode()
    made = company.ask("POST", "/v1/screenings", content=sent, headers={"Content-Type": JSON})

    assert made.status_code == 201, made.text
    assert made.json()["screening"]["ref"] == record["ref"]
    assert company.ask("GET", f"/v1/screenings/{made.json()['id']}").json() == made.json()


def with_surplus(content: Json, put: Callable[[Json], Json] = lambda whole: whole) -> Iterator[Json]:
    """A content with one member too many, in every object of it in turn."""
    if isinstance(content, dict):
        yield put({**content, "surplus": 1})
        for name, value in content.items():
            yield from with_surplus(value, lambda inner, name=name: put({**content, name: inner}))  # type: ignore[misc]
    elif isinstance(content, list):
        for index, value in enumerate(content):
            rest = (content[:index], content[index + 1 :])
            yield from with_surplus(value, lambda inner, rest=rest: put([*rest[0], inner, *rest[1]]))  # type: ignore[misc]


def test_every_write_refuses_unknown_members_by_name(company: Company) -> None:
    for endpoint in WITH_JSON:
        for content in with_surplus(endpoint.example):
            answer = send(company, endpoint, json.dumps(content).encode())
            told = answer.json()
            if answer.status_code == 200:  # one of several that are answered one by one
                told = next(one["error"] for one in told["results"] if "error" in one)
            else:
                assert (answer.status_code, told["code"]) == (422, "invalid_input"), (endpoint.operation_id, content)
            assert told["field"].endswith("surplus"), (endpoint.operation_id, content, told)


@each_endpoint
def test_an_unknown_parameter_is_refused_by_name(company: Company, endpoint: Endpoint) -> None:
    answer = company.ask(endpoint.method, address(endpoint), params={**query(endpoint), "surplus": "1"}, **body(endpoint))

    assert (answer.status_code, answer.json()["code"], answer.json()["field"]) == (422, "invalid_input", "surplus")


@pytest.mark.parametrize("media", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "", "é"])
def test_a_body_of_another_type_is_refused(company: Company, media: str) -> None:
    for endpoint in EVERY_BODY:
        if media in endpoint.accepts:
            continue
        answer = send(company, endpoint, b"{}", media.encode())  # type: ignore[arg-type]
        assert (answer.status_code, answer.json()["code"]) == (415, "unsupported_media_type"), endpoint.operation_id


@pytest.mark.parametrize("headers", [{"Content-Type": "application/json; charset=utf-16"}, {"Content-Encoding": "gzip"}])
def test_a_body_in_another_coding_is_refused(company: Company, headers: dict[str, str]) -> None:
    for endpoint in WITH_JSON:
        answer = company.ask(endpoint.method, address(endpoint), content=b"{}", headers={"Content-Type": JSON, **headers})
        assert answer.status_code == 415, endpoint.operation_id


def test_a_type_with_a_charset_and_in_capitals_is_read(company: Company) -> None:
    headers = {"Content-Type": "Application/JSON; charset=UTF-8", "Content-Encoding": "identity"}

    assert company.ask("PUT", "/v1/retention", content=b'{"days": 3}', headers=headers).status_code == 200


class TestLength:
    """A service that reads little."""

    @pytest.fixture
    def settings(self, settings: Settings) -> Settings:
        return attrs.evolve(settings, max_body=LONGEST, max_upload=LONGEST)

    def test_one_byte_too_many_is_refused_and_one_less_is_not(self, company: Company, core: Core) -> None:
        assert core.settings.max_body == LONGEST
        for endpoint in EVERY_BODY:
            ids = make_for(endpoint, company)
            content = body(endpoint)["content"].encode()
            for length, right in ((LONGEST, True), (LONGEST + 1, False)):
                for sent in (content.ljust(length), iter([content.ljust(length)])):  # told beforehand, and not
                    answer = company.ask(
                        endpoint.method,
                        address(endpoint, ids),
                        params=query(endpoint),
                        content=sent,
                        headers={"Content-Type": endpoint.accepts[0]},
                    )
                    assert (answer.json().get("code") == "body_too_large") is not right, (endpoint.operation_id, answer.text)
                    assert (answer.status_code == 413) is not right

    def test_nothing_stays_of_an_upload_that_is_too_long(self, company: Company) -> None:
        line = b'{"ref": "B-1", "credentials": ["FCCA"]}\n'
        answer = company.ask("POST", "/v1/batches", content=line * 200, headers={"Content-Type": "application/x-ndjson"})

        assert answer.status_code == 413
        assert company.ask("GET", "/v1/batches").json()["data"] == []
