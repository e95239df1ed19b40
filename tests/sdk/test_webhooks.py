"""A webhook is read only where its signature, its age and its form are right, by the Standard Webhooks specification."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import subprocess
import sys

import pytest

import qualmap
from qualmap.webhooks import sign, verify

SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"  # noqa: S105 - the one of the published vector
OTHER = "whsec_" + base64.b64encode(b"another secret of 24 byt").decode()
NOW = 1_800_000_000
BODY = json.dumps({"type": "screening.created", "timestamp": "2027-01-15T08:00:00Z", "data": {"screening": "018f"}})


def signature_by_hand(body: str, id_: str, timestamp: int, secret: str) -> str:
    """The specification in three lines, apart from the code under test."""
    key = base64.b64decode(secret[6:])
    signed = f"{id_}.{timestamp}.{body}".encode()
    return "v1," + base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()


def headers(body: str = BODY, *, timestamp: int = NOW, secret: str = SECRET) -> dict[str, str]:
    return {
        "webhook-id": "msg_1",
        "webhook-timestamp": str(timestamp),
        "webhook-signature": signature_by_hand(body, "msg_1", timestamp, secret),
    }


def error_of(body: str | bytes, of: dict[str, str], secret: str | list[str] = SECRET) -> qualmap.WebhookError:
    with pytest.raises(qualmap.WebhookError) as caught:
        verify(body, of, secret, now=NOW)
    assert caught.value.code == "invalid_webhook"
    return caught.value


def test_the_published_vector_of_the_specification_is_met() -> None:
    signature = sign('{"test": 2432232314}', id="msg_p5jXN8AQM9LWM0D4loKWxJek", timestamp=1614265330, secret=SECRET)

    assert signature == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


@pytest.mark.parametrize("secret", [SECRET, OTHER])
@pytest.mark.parametrize("body", [BODY, BODY.replace("018f", "张三 é 🙂")])
def test_an_independent_computation_gives_the_same_signature(secret: str, body: str) -> None:
    assert sign(body, id="msg_1", timestamp=NOW, secret=secret) == signature_by_hand(body, "msg_1", NOW, secret)


def test_a_signed_body_is_read_as_an_event() -> None:
    event = verify(BODY.encode(), headers(), SECRET, now=NOW)

    assert event.to_dict() == {"id": "msg_1", **json.loads(BODY)}


def test_headers_are_found_whatever_their_capitals_and_as_pairs() -> None:
    pairs = [("Content-Type", "application/json"), *((name.title(), value) for name, value in headers().items())]

    assert verify(BODY, pairs, SECRET, now=NOW).type == "screening.created"


@pytest.mark.parametrize("name", ["webhook-id", "webhook-timestamp", "webhook-signature"])
def test_a_missing_header_is_named(name: str) -> None:
    error = error_of(BODY, {key: value for key, value in headers().items() if key != name})

    assert error.field == name
    assert name in str(error)


@pytest.mark.parametrize(("sent", "word"), [(NOW - 301, "ago"), (NOW + 301, "future")])
def test_a_request_from_another_time_is_refused(sent: int, word: str) -> None:
    error = error_of(BODY, headers(timestamp=sent))

    assert error.field == "webhook-timestamp"
    assert word in str(error)


@pytest.mark.parametrize("sent", [NOW - 300, NOW + 300])
def test_the_edge_of_the_tolerance_still_counts(sent: int) -> None:
    assert verify(BODY, headers(timestamp=sent), SECRET, now=NOW).id == "msg_1"


def test_the_tolerance_can_be_wider() -> None:
    assert verify(BODY, headers(timestamp=NOW - 900), SECRET, tolerance_seconds=1000, now=NOW).id == "msg_1"


@pytest.mark.parametrize("written", ["yesterday", "-5", "1.5", "１８", "9" * 5000])
def test_a_timestamp_that_is_no_number_is_refused(written: str) -> None:
    key = base64.b64decode(SECRET[6:])
    mac = hmac.new(key, f"msg_1.{written}.{BODY}".encode(), hashlib.sha256).digest()
    signed = {**headers(), "webhook-timestamp": written, "webhook-signature": "v1," + base64.b64encode(mac).decode()}

    assert error_of(BODY, signed).field == "webhook-timestamp"


@pytest.mark.parametrize(
    ("body", "changed"),
    [
        (BODY.replace("018f", "018e"), {}),
        (BODY, {"webhook-id": "msg_2"}),
        (BODY, {"webhook-timestamp": str(NOW - 1)}),
        (BODY, {"webhook-signature": "v1,"}),
        (BODY, {"webhook-signature": "v1,é"}),
        (BODY, {"webhook-signature": signature_by_hand(BODY, "msg_1", NOW, SECRET).replace("v1,", "v2,")}),
        (BODY, {"webhook-signature": signature_by_hand(BODY, "msg_1", NOW, OTHER)}),
    ],
    ids=["body", "id", "time", "empty", "not ASCII", "another version", "another secret"],
)
def test_whatever_was_changed_breaks_the_signature(body: str, changed: dict[str, str]) -> None:
    assert error_of(body, {**headers(), **changed}).field == "webhook-signature"


def test_one_of_several_signatures_is_enough() -> None:
    several = f"v1a,x {headers(secret=OTHER)['webhook-signature']} {headers()['webhook-signature']}"

    assert verify(BODY, {**headers(), "webhook-signature": several}, SECRET, now=NOW).id == "msg_1"


@pytest.mark.parametrize("secret", [SECRET, OTHER])
def test_while_a_secret_is_replaced_either_counts(secret: str) -> None:
    assert verify(BODY, headers(secret=secret), [OTHER, SECRET], now=NOW).id == "msg_1"


@pytest.mark.parametrize("secret", ["", "whsec_", "whsec_not base64!", []])
def test_a_secret_that_is_none_is_refused_before_anything_is_compared(secret: str | list[str]) -> None:
    assert "secret" in str(error_of(BODY, headers(), secret))


@pytest.mark.parametrize("body", ["", "[]", "{}", '{"type": 1, "timestamp": "", "data": {}}', "not JSON"])
def test_a_signed_body_that_is_no_event_is_refused(body: str) -> None:
    assert error_of(body, headers(body)).field == "body"


def test_an_event_of_a_later_version_is_read() -> None:
    later = json.dumps({"type": "planet.discovered", "timestamp": "t", "data": {"n": 1}, "more": True})

    assert verify(later, headers(later), SECRET, now=NOW).type == "planet.discovered"


def test_errors_hold_neither_the_secret_nor_the_right_signature() -> None:
    right = headers()["webhook-signature"]
    error = error_of(BODY, {**headers(), "webhook-signature": "v1,AAAA"})

    assert SECRET not in str(error)
    assert right[3:] not in str(error)


def test_it_loads_nothing_heavy_of_its_own() -> None:
    program = "import sys, qualmap; before = set(sys.modules); import qualmap.webhooks; print(*set(sys.modules) - before)"
    loaded = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True).stdout.split()

    assert {name.partition(".")[0] for name in loaded} <= {"qualmap", *sys.stdlib_module_names}
