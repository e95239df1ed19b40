"""Real clients, sync and async, against a server on a socket that misbehaves as scripted."""

import asyncio
import logging
import socket
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import attrs
import httpx
import pytest
from scripted import Received, Scripted, Step, answer, garbage, problem, reset, silent, truncated

import qualmap
from qualmap import operations
from qualmap.transport.http import Send
from qualmap.transport.messages import Attempt, Response, Timeout

FCCA = qualmap.Client.local().match("FCCA", edition="1.0")
RECORD = {"ref": "C-1", "credentials": ["FCCA"]}
SCREENING = qualmap.Client.local().screen(RECORD, edition="1.0")
MATCHED = answer(200, {"results": [FCCA.to_dict()]}, x_request_id="r-9")
SCREENED = answer(201, {"screening": SCREENING.to_dict()})
FAULTS = {
    "reset": reset,
    "truncated": truncated,
    "garbage": garbage,
    "no JSON": answer(200, b"<html>a proxy"),
    "too many": problem(429, "rate_limited", retry_after="0"),
    "unavailable": problem(503, "unavailable", retry_after="0"),
    "bad gateway": answer(502, b"<html>bad gateway</html>"),
    "internal": problem(500, "internal_error"),
}

Ask = Callable[[str, Callable[[qualmap.Client], object]], object]


def client(scripted: Scripted, **options: object) -> qualmap.Client:
    return qualmap.Client(base_url=scripted.url, api_key="qm_secret", **options)  # type: ignore[arg-type]


@pytest.fixture(params=["sync", "async"])
def match(request: pytest.FixtureRequest, scripted: Scripted) -> Callable[..., object]:
    """Match FCCA with a client of either kind."""

    def ask(**options: object) -> object:
        with client(scripted, **options) as asking:
            return asking.match("FCCA", edition="1.0")

    async def ask_async(**options: object) -> object:
        async with qualmap.AsyncClient(base_url=scripted.url, api_key="qm_secret", **options) as asking:  # type: ignore[arg-type]
            return await asking.match("FCCA", edition="1.0")

    return ask if request.param == "sync" else lambda **options: asyncio.run(ask_async(**options))


@pytest.mark.parametrize("fault", FAULTS.values(), ids=FAULTS)
def test_what_passes_is_tried_again(scripted: Scripted, match: Callable[..., object], fault: Step) -> None:
    scripted.play(fault, fault, MATCHED)

    assert match() == FCCA
    assert len(scripted.received) == 3


@pytest.mark.parametrize("fault", FAULTS.values(), ids=FAULTS)
def test_after_the_last_try_the_error_stands(scripted: Scripted, match: Callable[..., object], fault: Step) -> None:
    scripted.play(fault)

    with pytest.raises(qualmap.ServiceError):
        match(max_retries=1)
    assert len(scripted.received) == 2


def test_a_refused_connection_is_an_error_of_ours() -> None:
    with socket.create_server(("127.0.0.1", 0)) as nobody:
        port = nobody.getsockname()[1]

    with pytest.raises(qualmap.ConnectionFailedError), qualmap.Client(base_url=f"http://127.0.0.1:{port}", api_key="k") as asking:
        asking.match("FCCA")


def test_silence_is_a_time_out(scripted: Scripted, match: Callable[..., object]) -> None:
    over = threading.Event()
    scripted.play(silent(over))
    try:
        with pytest.raises(qualmap.TimedOutError):
            match(timeout=Timeout(read=0.05), max_retries=0)
    finally:
        over.set()


def test_the_whole_call_ends_in_time_whatever_the_tries(scripted: Scripted, match: Callable[..., object]) -> None:
    scripted.play(problem(503, "unavailable", retry_after="30"))

    with pytest.raises(qualmap.ServerError):  # a pause of 30 seconds does not fit into 5
        match(timeout=5.0, max_retries=9)
    assert len(scripted.received) == 1


@pytest.mark.parametrize(
    ("status", "code", "kind"),
    [
        (401, "unknown_key", qualmap.AuthenticationError),
        (403, "missing_scope", qualmap.ScopeError),
        (404, "not_found", qualmap.NotFoundError),
        (409, "conflict", qualmap.ConflictError),
        (413, "body_too_large", qualmap.RequestError),
        (422, "unknown_edition", qualmap.UnknownEditionError),
        (422, "invalid_input", qualmap.InputError),
    ],
)
def test_a_problem_is_the_error_that_fits_it(
    scripted: Scripted, match: Callable[..., object], status: int, code: str, kind: type[qualmap.QualmapError]
) -> None:
    scripted.play(problem(status, code))

    with pytest.raises(kind) as caught:
        match()

    assert caught.value.code == code
    assert caught.value.request_id == "r-1"
    assert code in caught.value.documentation
    assert len(scripted.received) == 1


def test_a_write_carries_the_same_idempotency_key_at_every_try(scripted: Scripted) -> None:
    scripted.play(reset, problem(503, "unavailable", retry_after="0"), SCREENED)

    with client(scripted) as asking:
        assert asking.screen(RECORD, edition="1.0") == SCREENING

    assert len({one.headers["idempotency-key"] for one in scripted.received}) == 1
    assert len(scripted.received) == 3


def test_two_writes_carry_different_keys_unless_told(scripted: Scripted) -> None:
    scripted.play(SCREENED)

    with client(scripted) as asking:
        asking.screen(RECORD)
        asking.screen(RECORD)
        asking.with_options(idempotency_key="mine").screen(RECORD)

    first, second, third = (one.headers["idempotency-key"] for one in scripted.received)
    assert first != second
    assert third == "mine"


def test_an_answer_can_be_had_with_what_came_with_it(scripted: Scripted) -> None:
    scripted.play(reset, MATCHED)
    options = operations.Options("1.0", None, "inferred")

    with client(scripted) as asking:
        full = asking.send(operations.match(qualmap.Credential("FCCA"), options))

    assert (full.result, full.status, full.request_id, full.retries) == (FCCA, 200, "r-9", 1)


def test_options_are_of_the_copy_alone(scripted: Scripted) -> None:
    scripted.play(problem(500, "internal_error"))

    with client(scripted, max_retries=0) as asking:
        with pytest.raises(qualmap.ServerError):
            asking.with_options(max_retries=2, headers={"X-Mine": "1"}).match("FCCA")
        with pytest.raises(qualmap.ServerError):
            asking.match("FCCA")

    assert ["x-mine" in one.headers for one in scripted.received] == [True, True, True, False]


def test_middleware_sees_every_try_and_may_change_it(scripted: Scripted) -> None:
    seen: list[str] = []

    def layer(name: str) -> Callable[[Attempt, Send], Response]:
        def call(attempt: Attempt, send: Send) -> Response:
            seen.append(f"{name} {attempt.number}")
            return send(attrs.evolve(attempt, headers={**attempt.headers, "X-Layer": name}))

        return call

    scripted.play(reset, MATCHED)

    with client(scripted, middleware=[layer("outer"), layer("inner")]) as asking:
        asking.match("FCCA")

    assert seen == ["outer 1", "inner 1", "outer 2", "inner 2"]
    assert scripted.received[0].headers["x-layer"] == "inner"


def test_no_secret_and_no_text_reaches_the_log(scripted: Scripted, caplog: pytest.LogCaptureFixture) -> None:
    scripted.play(reset, MATCHED)

    with caplog.at_level(logging.DEBUG, logger="qualmap"), client(scripted) as asking:
        asking.match("FCCA")

    assert "r-9" in caplog.text
    assert "qm_secret" not in caplog.text + repr(asking)
    assert "FCCA" not in caplog.text


def test_the_user_agent_names_the_sdk_and_the_program(scripted: Scripted) -> None:
    scripted.play(MATCHED)

    with client(scripted, app_info="acme-hr/4.2") as asking:
        asking.match("FCCA")

    agent = scripted.received[0].headers["user-agent"]
    assert agent.startswith(f"qualmap-python/{qualmap.__version__} python/3.")
    assert agent.endswith(" acme-hr/4.2")


def test_the_caller_s_own_http_client_stays_open(scripted: Scripted) -> None:
    scripted.play(MATCHED)
    own = httpx.Client()

    with client(scripted, http_client=own) as asking:
        asking.match("FCCA")

    assert not own.is_closed
    own.close()


def test_closing_waits_for_the_requests_of_other_threads(scripted: Scripted) -> None:
    arrived, going_on = threading.Event(), threading.Event()

    def held(connection: socket.socket, request: Received) -> None:
        arrived.set()
        going_on.wait()
        MATCHED(connection, request)

    scripted.play(held)
    asking = client(scripted)
    with ThreadPoolExecutor() as threads:
        asked = threads.submit(asking.match, "FCCA")
        arrived.wait()
        closed = threads.submit(asking.close)
        with pytest.raises(TimeoutError):
            closed.result(timeout=0.2)
        going_on.set()

        assert asked.result().mentions[0].qualification is not None
        closed.result()
    with pytest.raises(RuntimeError, match="closed"):
        asking.match("FCCA")


def test_members_and_values_of_newer_services_are_passed_over(scripted: Scripted) -> None:
    newer = FCCA.to_dict()
    newer["new"] = {"deep": [1]}
    [first] = newer["mentions"]
    first["outcome"] = "some_new_outcome"
    first["also_new"] = 1
    scripted.play(answer(200, {"results": [newer]}))

    with client(scripted) as asking:
        assert asking.match("FCCA").mentions[0].outcome == "some_new_outcome"


def test_an_answer_that_lacks_a_member_is_told(scripted: Scripted) -> None:
    older = FCCA.to_dict()
    del older["edition"]
    scripted.play(answer(200, {"results": [older]}))

    with client(scripted) as asking, pytest.raises(qualmap.ResponseError, match="edition"):
        asking.match("FCCA")


def test_address_and_key_come_from_the_environment(scripted: Scripted, monkeypatch: pytest.MonkeyPatch) -> None:
    scripted.play(MATCHED)
    monkeypatch.setenv("QUALMAP_BASE_URL", scripted.url + "/")
    monkeypatch.setenv("QUALMAP_API_KEY", "from the environment")

    with qualmap.Client() as asking:
        asking.match("FCCA")

    assert scripted.received[0].headers["authorization"] == "Bearer from the environment"
    assert scripted.received[0].target == "/v1/match"


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({}, "QUALMAP_BASE_URL"),
        ({"base_url": "https://x"}, "QUALMAP_API_KEY"),
        ({"base_url": "x", "api_key": "k"}, "https://"),
    ],
)
def test_a_client_that_lacks_something_says_what(monkeypatch: pytest.MonkeyPatch, given: dict[str, str], told: str) -> None:
    monkeypatch.delenv("QUALMAP_BASE_URL", raising=False)
    monkeypatch.delenv("QUALMAP_API_KEY", raising=False)

    with pytest.raises(qualmap.ConfigurationError, match=told):
        qualmap.Client(**given)  # type: ignore[arg-type]
