"""What is answered in this process makes no request, and what is sent makes one, however often it is looked at."""

from __future__ import annotations

import pytest

import qualmap
from qualmap import operations
from qualmap.operations import Operation, Options
from qualmap.transport.messages import Request

OPTIONS = Options("1.0", None, "inferred")


def no_request(*_: object, **__: object) -> None:
    raise AssertionError("nothing is sent")


@pytest.mark.parametrize("ask", [operations.facts, operations.editions, operations.overlay, lambda: operations.versions(OPTIONS)])
def test_a_client_of_this_process_makes_no_request(ask: object, monkeypatch: pytest.MonkeyPatch) -> None:
    assert callable(ask)
    operation = ask()
    monkeypatch.setattr(Request, "__init__", no_request)

    qualmap.Client.local().send(operation)


def test_matching_and_screening_here_make_none_either(monkeypatch: pytest.MonkeyPatch) -> None:
    client = qualmap.Client.local()
    monkeypatch.setattr(Request, "__init__", no_request)

    assert client.match("FCCA", edition="1.0").mentions
    assert client.screen({"ref": "C-1", "credentials": ["FCCA"]}, edition="1.0").mentions


def test_an_operation_asks_for_its_request_once() -> None:
    events = iter(["review.opened"])
    operation = operations.Operation(
        ask=lambda: Request(method="POST", path="/v1/webhooks", body={"events": [*events]}), read=lambda _: None
    )

    assert isinstance(operation, Operation)
    assert operation.request is operation.request
    assert operation.request.body == {"events": ["review.opened"]}
