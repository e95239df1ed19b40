"""Every route of the service has a method of the SDK that asks for it, and asks as the route wants to be asked."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Iterator
from typing import Any, NoReturn

import attrs
import pytest

import qualmap
from qualmap.operations import Lines, Operation
from qualmap.transport.messages import Request, RequestOptions
from qualmap_matcher.service.endpoints import Endpoint
from qualmap_matcher.service.routes import ENDPOINTS

RECORD = {"ref": "C-1"}
METHODS: dict[str, Callable[[Any], Any]] = {
    "match": lambda client: client.match("FCCA"),
    "compare": lambda client: client.compare(RECORD, "1.0", "3.0"),
    "create_screening": lambda client: client.screenings.create(RECORD),
    "create_screenings": lambda client: client.send(qualmap.operations.screen_chunk([], OPTIONS, first=0)),
    "list_screenings": lambda client: client.screenings.list().page(),
    "get_screening": lambda client: client.screenings.retrieve("a"),
    "rescreen": lambda client: client.screenings.rescreen(edition="3.0"),
    "create_batch": lambda client: client.batches.create([RECORD]),
    "list_batches": lambda client: client.batches.list().page(),
    "get_batch": lambda client: client.batches.retrieve("a"),
    "list_batch_results": lambda client: client.batches.results("a"),
    "get_batch_report": lambda client: client.batches.report("a"),
    "cancel_batch": lambda client: client.batches.cancel("a"),
    "retry_batch": lambda client: client.batches.retry("a"),
    "list_reviews": lambda client: client.reviews.list().page(),
    "get_review": lambda client: client.reviews.retrieve("a"),
    "judge_review": lambda client: client.reviews.judge("a", "reject"),
    "undo_review": lambda client: client.reviews.undo("a"),
    "create_webhook": lambda client: client.webhooks.create("https://hr.example.com", ["review.opened"]),
    "list_webhooks": lambda client: client.webhooks.list().page(),
    "get_webhook": lambda client: client.webhooks.retrieve("a"),
    "delete_webhook": lambda client: client.webhooks.delete("a"),
    "rotate_webhook_secret": lambda client: client.webhooks.rotate("a"),
    "test_webhook": lambda client: client.webhooks.test("a"),
    "list_deliveries": lambda client: client.webhooks.deliveries("a").page(),
    "replay_delivery": lambda client: client.webhooks.replay("a", "b"),
    "export_person": lambda client: client.people.export("C-1"),
    "delete_person": lambda client: client.people.delete("C-1"),
    "get_retention": lambda client: client.retention.get(),
    "put_retention": lambda client: client.retention.set(7),
    "list_keys": lambda client: client.keys.list(),
    "create_api_key": lambda client: client.keys.create("careers site", ["match"]),
    "revoke_api_key": lambda client: client.keys.revoke("a"),
    "list_audit_entries": lambda client: client.audit.list().page(),
    "export_audit_trail": lambda client: client.audit.export(),
    "verify_audit_trail": lambda client: client.audit.verify(),
    "list_editions": lambda client: client.editions(),
    "list_rows": lambda client: client.rows("1.0"),
    "get_differences": lambda client: client.differences("1.0", "3.0"),
    "get_versions": lambda client: client.versions(edition="1.0"),
    "get_overlay": lambda client: client.overlay(),
    "list_qualifications": lambda client: client.qualifications("acca"),
    "get_qualification": lambda client: client.qualification("acca-fellow"),
    "list_facts": lambda client: client.facts(),
}
OPTIONS = qualmap.operations.Options("1.0", None, "inferred")
FOR_OTHER_PROGRAMS = {
    *("healthz", "readyz", "metrics", "openapi"),
    *("reconcile", "reconcile_form", "preview_qualification", "explain_reconciliation", "propose_properties"),
    *("suggest_entities", "suggest_properties", "suggest_types"),
}
"""Asked by what watches over the service, by tools that read its description, and by clients of reconciliation services."""


class Asked(Exception):  # noqa: N818 - it is no error: it carries the request out
    """What was asked for first."""

    def __init__(self, request: Request) -> None:
        self.request = request


@attrs.frozen
class Listening:
    matcher: None = None

    def send(self, operation: Operation[object], options: RequestOptions) -> NoReturn:
        del options
        raise Asked(operation.request)

    def stream(self, lines: Lines[object], options: RequestOptions) -> Iterator[object]:
        del options
        raise Asked(lines.request)


@attrs.frozen
class AsyncListening:
    matcher: None = None

    async def send(self, operation: Operation[object], options: RequestOptions) -> NoReturn:
        Listening().send(operation, options)

    def stream(self, lines: Lines[object], options: RequestOptions) -> AsyncGenerator[object, None]:
        Listening().stream(lines, options)
        raise AssertionError


def asked(call: Callable[[], object]) -> Request:
    with pytest.raises(Asked) as caught:
        call()
    return caught.value.request


def asked_sync(ask: Callable[[Any], Any]) -> Request:
    def call() -> None:
        answer = ask(qualmap.Client.over(Listening()))
        if isinstance(answer, Iterator):
            next(answer)

    return asked(call)


def asked_async(ask: Callable[[Any], Any]) -> Request:
    async def call() -> None:
        answer = ask(qualmap.AsyncClient.over(AsyncListening()))
        await (anext(answer) if isinstance(answer, AsyncIterator) else answer)

    return asked(lambda: asyncio.run(call()))


WITH_METHODS = [one for one in ENDPOINTS if one.operation_id not in FOR_OTHER_PROGRAMS]


@pytest.mark.parametrize("ask_by", [asked_sync, asked_async])
@pytest.mark.parametrize("endpoint", WITH_METHODS, ids=lambda one: one.operation_id)
def test_a_route_has_a_method_that_asks_for_it(endpoint: Endpoint, ask_by: Callable[[Callable[[Any], Any]], Request]) -> None:
    request = ask_by(METHODS[endpoint.operation_id])

    assert request.method == endpoint.method
    assert re.fullmatch(re.sub(r"\{[a-z]+\}", "[^/]+", endpoint.path), request.path)
    assert set(request.query) <= {one.name for one in endpoint.query}
    assert request.is_safe != endpoint.idempotent_key  # whatever is not safe carries a key
    assert (request.body is not None or request.content is not None) == (endpoint.takes is not None)


def test_no_route_is_left_out_that_is_gone() -> None:
    ids = {one.operation_id for one in ENDPOINTS}

    assert set(METHODS) | FOR_OTHER_PROGRAMS == ids


@pytest.mark.parametrize("name", sorted(set(METHODS)))
def test_a_client_of_this_process_says_what_only_a_service_can_do(name: str) -> None:
    client = qualmap.Client.local()
    [endpoint] = [one for one in ENDPOINTS if one.operation_id == name]
    if endpoint.path.split("/")[2] in {"match", "compare", "editions", "versions", "overlay", "qualifications", "facts"}:
        METHODS[name](client)
        return

    with pytest.raises(qualmap.ConfigurationError, match="base_url"):
        next(iter(METHODS[name](client)))
