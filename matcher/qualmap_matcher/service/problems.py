"""Problems: every error that the service answers with, as RFC 9457 documents with a stable code.

A code is documented once, in `CODES`; the reference and the OpenAPI document are made from it. What a caller sent that cannot be
used (`InputError` and its kin) keeps the code, the message, the record and the field that local mode would raise.
"""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus

import attrs

from qualmap.errors import InputError
from qualmap.models import Json

CODES: dict[str, tuple[int, str]] = {
    "malformed_json": (400, "The body is not JSON, or not of the form that the request needs."),
    "missing_key": (401, "The request carries no key: send `Authorization: Bearer KEY`."),
    "unknown_key": (401, "The key is unknown, revoked or expired."),
    "missing_scope": (403, "The key lacks the scope that this request needs."),
    "not_found": (404, "There is nothing at this address, or nothing that this key may see."),
    "unknown_qualification": (404, "No qualification has this id."),
    "method_not_allowed": (405, "The address takes other methods; the Allow header names them."),
    "conflict": (409, "What is asked for does not fit the present state; the detail says which."),
    "body_too_large": (413, "The body is longer than the service reads."),
    "unsupported_media_type": (415, "The body is of a type that this request does not take."),
    "invalid_input": (422, "A value cannot be used; record, field and detail say which and what was expected."),
    "invalid_text": (422, "A credential's text cannot be read."),
    "unknown_edition": (422, "No edition has this id, or none was in force on that day."),
    "idempotency_key_reused": (422, "The Idempotency-Key was used with another body."),
    "rate_limited": (429, "Too many requests; the Retry-After header says when to try again."),
    "internal_error": (500, "The service failed; the request id finds it in the logs."),
    "unavailable": (503, "The service cannot answer now; the Retry-After header says when to try again."),
}
"""What each code means, with its status."""


@attrs.frozen(auto_exc=True, kw_only=True)
class Problem(Exception):  # noqa: N818 - the RFC calls it a problem
    """An answer that is an error; raise it anywhere below a route."""

    code: str
    detail: str
    record: str | None = None
    field: str | None = None
    headers: Mapping[str, str] = attrs.field(factory=dict)

    @property
    def status(self) -> int:
        """The HTTP status."""
        return CODES[self.code][0]

    @classmethod
    def of(cls, error: InputError) -> Problem:
        """The problem that an error of the SDK's own tree is."""
        code = error.code if error.code in CODES else InputError.code
        return cls(code=code, detail=error.message, record=error.record, field=error.field)

    def document(self, request_id: str) -> dict[str, Json]:
        """The document; `type` leads to the code's entry in the reference."""
        document: dict[str, Json] = {
            "type": f"/docs/errors#{self.code}",
            "title": HTTPStatus(self.status).phrase,
            "status": self.status,
            "code": self.code,
            "detail": self.detail,
            "request_id": request_id,
        }
        if self.record is not None:
            document["record"] = self.record
        if self.field is not None:
            document["field"] = self.field
        return document


def not_found(what: str) -> Problem:
    """The same answer for what does not exist and for what belongs to somebody else."""
    return Problem(code="not_found", detail=f"there is no such {what}")
