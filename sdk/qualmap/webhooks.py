"""Check that a webhook comes from the service, and read it.

    event = qualmap.webhooks.verify(body, headers, secret)

It follows the Standard Webhooks specification: the header `webhook-signature` holds one or more signatures, each `v1,` and the
Base64 of an HMAC-SHA256 over `id.timestamp.body`, whose key is the Base64 after `whsec_` in the secret.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import json
import time
from collections.abc import Iterable, Mapping, Sequence

import attrs

from qualmap.errors import WebhookError
from qualmap.models import Json

__all__ = ["Event", "WebhookError", "sign", "verify"]

PREFIX = "whsec_"
ID, TIMESTAMP, SIGNATURE = "webhook-id", "webhook-timestamp", "webhook-signature"
_VERSION = "v1"
_LONGEST_TIMESTAMP = 15  # digits: what no clock will show, and no parser has to fear


@attrs.frozen(slots=True, kw_only=True)
class Event:
    """What happened. `id` is the same in every try, so that it tells what came twice; `timestamp` is when it happened (ISO 8601).

    `data` holds ids and decisions, never a text of a person: ask the service for more. Types that this version does not know are
    read like the others.
    """

    id: str
    type: str
    timestamp: str
    data: Mapping[str, Json]

    def to_dict(self) -> dict[str, Json]:
        """As JSON."""
        return {"id": self.id, "type": self.type, "timestamp": self.timestamp, "data": dict(self.data)}


def verify(
    body: bytes | str,
    headers: Mapping[str, str] | Iterable[tuple[str, str]],
    secret: str | Sequence[str],
    *,
    tolerance_seconds: float = 300,
    now: float | None = None,
) -> Event:
    """The event that a request carries, once its signature and its age are right.

    `body` is the request's body as it came, not decoded and encoded again. Headers are found whatever their capitals. While a
    secret is being replaced, give the old one and the new one. `now` is the time in seconds since 1970, by default the clock's.

    Raises:
        WebhookError: a header is missing, the request is older than the tolerance or from the future, no signature fits, or the
            body is no event. Answer such a request with 400 and do nothing else.

    """
    raw = body.encode() if isinstance(body, str) else bytes(body)
    id_, written, signatures = _header(headers, ID), _header(headers, TIMESTAMP), _header(headers, SIGNATURE)
    keys = [_key(one) for one in ((secret,) if isinstance(secret, str) else secret)]
    if not keys:
        raise WebhookError("expected a secret")
    fitting = [_fits(signatures, _mac(raw, id_, written, key)) for key in keys]  # each is tried, whichever fits
    if True not in fitting:
        raise WebhookError(f"no signature in {SIGNATURE} fits this body and this secret", field=SIGNATURE)
    _check_age(written, tolerance_seconds, time.time() if now is None else now)
    return _event(raw, id_)


def sign(body: bytes | str, *, id: str, timestamp: int, secret: str) -> str:  # noqa: A002 - as the specification calls it
    """The signature that the service sends with a body, as `v1,…`; for tests of a receiver."""
    raw = body.encode() if isinstance(body, str) else body
    return f"{_VERSION},{_mac(raw, id, str(timestamp), _key(secret))}"


def _header(headers: Mapping[str, str] | Iterable[tuple[str, str]], name: str) -> str:
    pairs = headers.items() if isinstance(headers, Mapping) else headers
    found = next((value for key, value in pairs if str(key).lower() == name), None)
    if not found:
        raise WebhookError(f"the header {name} is missing", field=name)
    return str(found)


def _key(secret: str) -> bytes:
    try:
        key = base64.b64decode(secret.removeprefix(PREFIX), validate=True)
    except (binascii.Error, ValueError):
        key = b""
    if not key:
        raise WebhookError(f"expected a secret as the service gave it: {PREFIX} and Base64", field="secret")
    return key


def _mac(raw: bytes, id_: str, timestamp: str, key: bytes) -> str:
    content = b".".join((_bytes(id_), _bytes(timestamp), raw))
    return base64.b64encode(hmac.new(key, content, hashlib.sha256).digest()).decode("ascii")


def _bytes(text: str) -> bytes:
    return text.encode(errors="replace")  # a server may hand over what no encoding has


def _fits(signatures: str, expected: str) -> bool:
    """Whether one of the blank-separated signatures is the expected one; all of them are compared, each in constant time."""
    given = (one.partition(",") for one in signatures.split(" "))
    found = [hmac.compare_digest(_bytes(value), _bytes(expected)) for version, _, value in given if version == _VERSION]
    return any(found)


def _check_age(written: str, tolerance: float, now: float) -> None:
    if not (written.isascii() and written.isdigit()) or len(written) > _LONGEST_TIMESTAMP:
        raise WebhookError(f"{TIMESTAMP} is no time in whole seconds since 1970", field=TIMESTAMP)
    age = now - int(written)
    if age > tolerance:
        raise WebhookError(f"sent {age:.0f} seconds ago; expected at most {tolerance:g}", field=TIMESTAMP)
    if -age > tolerance:
        raise WebhookError(f"sent {-age:.0f} seconds in the future; is this machine's clock right?", field=TIMESTAMP)


def _event(raw: bytes, id_: str) -> Event:
    try:
        content = json.loads(raw)
    except ValueError:  # no JSON, or no UTF-8
        content = None
    if not isinstance(content, dict):
        raise WebhookError("the body is no JSON object", field="body")
    type_, timestamp, data = content.get("type"), content.get("timestamp"), content.get("data")
    if not (isinstance(type_, str) and isinstance(timestamp, str) and isinstance(data, dict)):
        raise WebhookError("the body is no event: expected type, timestamp and data", field="body")
    return Event(id=id_, type=type_, timestamp=timestamp, data=data)
