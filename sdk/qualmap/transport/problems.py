"""Errors from answers: a problem document becomes the error of the tree that fits it."""

from __future__ import annotations

import json

from qualmap import errors
from qualmap.models import Json
from qualmap.transport.messages import Response

_INPUT_ERRORS: dict[str, type[errors.InputError]] = {
    kind.code: kind
    for kind in (errors.InputError, errors.TextError, errors.UnknownEditionError, errors.UnknownQualificationError)
}
_BY_STATUS: dict[int, type[errors.StatusError]] = {
    401: errors.AuthenticationError,
    403: errors.ScopeError,
    404: errors.NotFoundError,
    409: errors.ConflictError,
    429: errors.RateLimitError,
}
_OF_PROXIES: dict[int, tuple[type[errors.StatusError], str]] = {
    401: (errors.AuthenticationError, "it wants other credentials"),
    407: (errors.AuthenticationError, "it wants credentials of its own"),
    413: (errors.RequestError, "the body is too large for it"),
    429: (errors.RateLimitError, "too many requests"),
}
"""Statuses that mean one thing whoever answers; a 404, by contrast, may come from a wrong address."""
_SERVER = 500


def error_of(response: Response) -> errors.QualmapError:
    """The error that an answer with a status of 400 or more is."""
    document = _document(response)
    code, detail = document.get("code"), document.get("detail")
    if not isinstance(code, str) or not isinstance(detail, str):
        return _foreign(response)
    if code in _INPUT_ERRORS:
        record, field = document.get("record"), document.get("field")
        known = _INPUT_ERRORS[code](detail, record=_text(record), field=_text(field))
        known.request_id = response.request_id
        return known
    kind = _BY_STATUS.get(response.status) or (errors.ServerError if response.status >= _SERVER else errors.RequestError)
    return kind(detail, status=response.status, code=code, request_id=response.request_id, headers=response.headers)


def input_error(document: Json, *, record: str | None = None) -> errors.InputError:
    """The error in the place of one answer among several."""
    assert isinstance(document, dict)  # noqa: S101 - by the contract of the service
    kind = _INPUT_ERRORS.get(str(document.get("code")), errors.InputError)
    return kind(str(document.get("message")), record=record, field=_text(document.get("field")))


def _document(response: Response) -> dict[str, Json]:
    try:
        document = json.loads(response.content)
    except ValueError:
        return {}
    return document if isinstance(document, dict) else {}


def _foreign(response: Response) -> errors.QualmapError:
    """What no service of ours says: a proxy in between, or another server."""
    status, request_id, headers = response.status, response.request_id, response.headers
    if status >= _SERVER:
        message = "the server failed, and did not say how"
        return errors.ServerError(message, status=status, request_id=request_id, headers=headers)
    if status in _OF_PROXIES:
        kind, meant = _OF_PROXIES[status]
        return kind(f"{meant}; a proxy before the service says so", status=status, request_id=request_id, headers=headers)
    return errors.ResponseError(
        f"expected a problem document, got status {status} with something else; is the base URL right?", request_id=request_id
    )


def _text(value: Json) -> str | None:
    return value if isinstance(value, str) else None
