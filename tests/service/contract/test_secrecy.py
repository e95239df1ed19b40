"""What a company sends about people, and its keys, are in no log, metric, span or error that is not its own."""

from __future__ import annotations

import io
import itertools
import json
import logging
from collections.abc import Iterator

import httpx
import pytest
import structlog
from making import Company, make_for
from opentelemetry import trace
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from walking import JSON, address, body, query

from qualmap.models import Json
from qualmap_matcher.service.core import Core
from qualmap_matcher.service.logs import place_of_exception
from qualmap_matcher.service.routes import ENDPOINTS
from qualmap_matcher.service.store import screenings
from qualmap_matcher.service.workers import CHORES

TEXT, REF, NOTE, NAME = "Zqxjtext", "Zqxjref", "Zqxjnote", "Zqxjname"
_NUMBERS = itertools.count()
MARKERS = (TEXT, REF, NOTE, NAME)


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """What the service writes, as it writes it."""
    written, before = io.StringIO(), structlog.get_config()
    processors = [place_of_exception, structlog.processors.JSONRenderer(ensure_ascii=False)]
    structlog.configure(processors=processors, logger_factory=structlog.PrintLoggerFactory(written))
    yield written
    structlog.configure(**before)


@pytest.fixture
def spans(monkeypatch: pytest.MonkeyPatch) -> InMemorySpanExporter:
    exporter, provider = InMemorySpanExporter(), TracerProvider()
    provider.add_span_processor(SimpleSpanProcessor(exporter))
    monkeypatch.setattr(trace, "get_tracer_provider", lambda: provider)
    return exporter


def marked(content: Json) -> Json:
    """An example with words in it that stand nowhere else."""
    text = json.dumps(content)
    for plain, marker in (("FCCA", f"FCCA {TEXT}"), ("C-1024", REF), ("seen on the certificate", NOTE), ("careers site", NAME)):
        text = text.replace(plain, marker)
    return json.loads(text)  # type: ignore[no-any-return]


def walk(company: Company) -> Iterator[tuple[bytes, httpx.Response]]:
    """Every operation as it should be, and in the ways in which it is refused with words of what was sent."""
    ready = [(endpoint, make_for(endpoint, company)) for endpoint in ENDPOINTS]  # all first: a judgement teaches the next ones
    for endpoint, ids in ready:
        path, params, sent = address(endpoint, ids), query(endpoint), body(endpoint)
        contents = [b""]
        if sent:
            right = json.dumps(marked(endpoint.example)).encode() if isinstance(endpoint.example, dict) else b""
            right = right or str(marked(endpoint.example)).encode()
            contents = [
                right,
                right[:-2],
                right.replace(b'"ref"', b'"raf"'),
                right.replace(b"{", b'{"%s": 1, ' % TEXT.encode(), 1),
            ]
        for content in contents:
            headers = {"Idempotency-Key": f"{REF} {next(_NUMBERS)}", **sent.get("headers", {})}
            yield content, company.ask(endpoint.method, path, params=params, content=content, headers=headers)
        yield b"", company.ask(endpoint.method, f"{path}/{TEXT}", headers={"Content-Type": JSON})
        yield b"", company.ask(endpoint.method, path, params={**params, TEXT: REF})
        yield b"", company.ask(endpoint.method, path, headers={"Authorization": f"Bearer {NAME}", "X-Request-Id": f"{NOTE} x"})


def test_nothing_of_a_person_and_no_key_is_seen_from_outside(
    company: Company, log: io.StringIO, spans: InMemorySpanExporter, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.WARNING)  # what `logs` forwards; the client of this test says more of its own
    secrets = [company.headers["Authorization"].removeprefix("Bearer ")]
    company.made("/v1/screenings", {"record": {"ref": REF, "credentials": [f"CPA {TEXT}"], "facts": {"age": 30}}})
    for content, answer in walk(company):
        if "application/json" in answer.headers.get("content-type", "") and isinstance(answer.json(), dict):
            secrets += [answer.json()[name] for name in ("key", "secret") if name in answer.json()]
        if answer.is_error:
            assert not any(secret in answer.text for secret in secrets), answer.text
            asked = content.decode() + str(answer.request.url)
            assert not [word for word in MARKERS if word in answer.text and word not in asked], answer.text
    while any(chore(company.core) for chore in CHORES):
        pass

    outside = {
        "log": log.getvalue(),
        "libraries' logs": caplog.text,
        "metrics": company.client.get("/metrics").text,
        "spans": "".join(span.to_json() for span in spans.get_finished_spans()),
    }
    assert len(secrets) > 3
    assert log.getvalue().count("\n") > 3 * len(ENDPOINTS)
    assert len(spans.get_finished_spans()) > 3 * len(ENDPOINTS)
    for name, told in outside.items():
        assert not [word for word in (*MARKERS, *secrets) if word in told], name
    trail = company.ask("GET", "/v1/audit/export").text
    assert not [word for word in (TEXT, REF, NOTE, *secrets) if word in trail]


def test_a_failure_tells_the_log_where_and_nobody_what(
    company: Company, log: io.StringIO, spans: InMemorySpanExporter, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise LookupError(f"{TEXT} of {REF}")

    monkeypatch.setattr(screenings, "find", fail)
    answer = company.ask("GET", "/v1/screenings/any", headers={"X-Request-Id": "find-me"})

    assert (answer.status_code, answer.json()["code"], answer.json()["request_id"]) == (500, "internal_error", "find-me")
    assert "find-me" in log.getvalue()
    assert "LookupError" in log.getvalue()
    told = answer.text + log.getvalue() + "".join(span.to_json() for span in spans.get_finished_spans())
    assert not [word for word in (TEXT, REF) if word in told]


def test_a_span_says_what_was_asked_and_how_it_ended(company: Company, spans: InMemorySpanExporter) -> None:
    company.ask("GET", "/v1/screenings/none", headers={"X-Request-Id": "one"})

    [span] = spans.get_finished_spans()
    assert span.name == "GET /v1/screenings/{id}"
    assert dict(span.attributes or {}) == {"http.response.status_code": 404, "qualmap.request_id": "one"}
    assert span.events == ()


def test_the_database_has_no_text_of_a_person_and_no_key(company: Company, core: Core) -> None:
    secrets = [company.headers["Authorization"].removeprefix("Bearer ")]
    for _, answer in walk(company):
        if "application/json" in answer.headers.get("content-type", "") and isinstance(answer.json(), dict):
            secrets += [answer.json()[name] for name in ("key", "secret") if name in answer.json()]

    assert core.database.is_up()
    if core.database.is_sqlite:
        core.database.scrub()
        stored = b"".join(file.read_bytes() for file in core.settings.home.rglob("*") if file.is_file())
        assert NAME.encode() in stored  # a key's name is no secret
        # The caller's own Idempotency-Key stands there as it was written: it has the ref, by this test's doing.
        assert not [word for word in (TEXT, NOTE, *secrets) if word.encode() in stored]
