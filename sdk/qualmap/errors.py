"""The tree of errors.

QualmapError
├── InputError                        a value that cannot be used: names the record, the field and what was expected
│   ├── AttachmentError               an attachment of the authority's, or the review of one, that cannot be used
│   ├── TextError                     a credential's text that cannot be read
│   ├── OverlayError                  an overlay folder with mistakes in it: names file, line, column and what was expected
│   ├── UnknownEditionError           no edition of that id, or none in force on that day
│   └── UnknownQualificationError     no qualification of that id
├── InstallationError                 a part of qualmap that is not installed
├── WorkerError                       a worker process that failed or was ended
├── WebhookError                      a webhook that is not what it should be: unsigned, forged, too old
├── ConfigurationError                a client without address or key, or an operation that its mode does not have
└── ServiceError                      something between this program and the service; has a request_id where there is one
    ├── ConnectionFailedError         no answer came
    │   └── TimedOutError             none came in time
    ├── ResponseError                 an answer that is not the service's
    └── StatusError                   the service said no: has status, code and headers
        ├── AuthenticationError       401: the key is missing, unknown, revoked or expired
        ├── ScopeError                403: the key lacks a scope
        ├── NotFoundError             404: nothing is there that this key may see
        ├── ConflictError             409: it does not fit the present state
        ├── RateLimitError            429: too many requests; retry_after says when to come back
        ├── RequestError              any other 4xx: the request was not understood or too large
        └── ServerError               5xx: the service failed
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Self

from qualmap.mistakes import OverlayMistake

__all__ = [
    "AttachmentError",
    "AuthenticationError",
    "ConfigurationError",
    "ConflictError",
    "ConnectionFailedError",
    "InputError",
    "InstallationError",
    "NotFoundError",
    "OverlayError",
    "QualmapError",
    "RateLimitError",
    "RequestError",
    "ResponseError",
    "ScopeError",
    "ServerError",
    "ServiceError",
    "StatusError",
    "TextError",
    "TimedOutError",
    "UnknownEditionError",
    "UnknownQualificationError",
    "WebhookError",
    "WorkerError",
]

_MOST_SHOWN = 20  # mistakes of an overlay: who mends these sees the others at the next try


class QualmapError(Exception):
    """The root: catch it to catch everything that qualmap raises on purpose; `code` is stable."""

    code: str = "qualmap_error"
    request_id: str | None = None

    @property
    def documentation(self) -> str:
        """Where the code is explained."""
        return f"docs/errors.md#{self.code}"


class InputError(QualmapError, ValueError):
    """A value that cannot be used; `record` and `field` say where it stands."""

    code = "invalid_input"

    def __init__(self, message: str, *, record: str | None = None, field: str | None = None) -> None:
        """`message` says what was expected; the place goes in front of it."""
        place = ", ".join(part for part in (f"record {record}" if record else "", f"field {field!r}" if field else "") if part)
        super().__init__(f"{place}: {message}" if place else message)
        self.message = message
        self.record = record
        self.field = field

    def to_dict(self) -> dict[str, str | None]:
        """As JSON, in the place of an answer, whose `ref` names the record: the message is without its place."""
        return {"code": self.code, "message": self.message, "field": self.field}

    def in_record(self, record: str) -> Self:
        """The same error with the record it is about, where it names none."""
        return self if self.record else type(self)(self.message, record=record, field=self.field)

    def within(self, place: str) -> Self:
        """The same error with its field as a part of a larger one: `credentials[0]` before `text`."""
        return type(self)(self.message, record=self.record, field=f"{place}.{self.field}" if self.field else place)


class AttachmentError(InputError):
    """A file that cannot be imported, or a review that cannot be accepted; names the file, the place and what was expected."""

    code = "invalid_attachment"


class TextError(InputError):
    """A credential's text that cannot be read: not a string, or longer than the limit."""

    code = "invalid_text"


class OverlayError(InputError):
    """An overlay folder that cannot be used; `mistakes` are all of them, and `file`, `line`, `column`, `expected` the first."""

    code = "invalid_overlay"

    def __init__(
        self, message: str, *, record: str | None = None, field: str | None = None, mistakes: Sequence[OverlayMistake] = ()
    ) -> None:
        """`OverlayError.in_folder` writes the message."""
        super().__init__(message, record=record, field=field)
        self.mistakes: tuple[OverlayMistake, ...] = tuple(mistakes)
        first = mistakes[0] if mistakes else OverlayMistake(None, None, None, message)
        self.file: str | None = first.file
        self.line: int | None = first.line
        self.column: str | None = first.column
        self.expected: str = first.expected

    @classmethod
    def in_folder(cls, folder: str, mistakes: Sequence[OverlayMistake]) -> OverlayError:
        """Name the folder and its mistakes, the first twenty of them where there are more."""
        if len(mistakes) == 1:
            return cls(f"overlay {folder}: {mistakes[0]}", mistakes=mistakes)
        shown = [f"  {mistake}" for mistake in mistakes[:_MOST_SHOWN]]
        more = [f"  and {len(mistakes) - _MOST_SHOWN} more"] if len(mistakes) > _MOST_SHOWN else []
        return cls("\n".join([f"overlay {folder} has {len(mistakes)} mistakes", *shown, *more]), mistakes=mistakes)


class UnknownEditionError(InputError):
    """No edition has that id, or none was in force on that day."""

    code = "unknown_edition"

    @classmethod
    def no_such_id(cls, edition: str, known: Sequence[str]) -> UnknownEditionError:
        """Name the editions that are known."""
        return cls(f"there is no edition {edition!r}; known are {', '.join(known)}", field="edition")

    @classmethod
    def before_the_first(cls, day: dt.date, first: dt.date) -> UnknownEditionError:
        """Name the first day on which an edition was in force."""
        return cls(f"no edition was in force on {day}; the first came into force on {first}", field="as_of")


class UnknownQualificationError(InputError):
    """No qualification has that id; `client.qualifications(words)` finds ids."""

    code = "unknown_qualification"


class WorkerError(QualmapError):
    """A worker process failed or was ended from outside, as by a machine that ran out of memory; fewer of them need less."""

    code = "worker_failed"


class WebhookError(QualmapError):
    """A webhook that must not be trusted; `field` names the header, `body` or `secret`. Answer it with 400."""

    code = "invalid_webhook"

    def __init__(self, message: str, *, field: str | None = None) -> None:
        """`message` says what is wrong; it never holds the secret or the signature that was expected."""
        super().__init__(message)
        self.message = message
        self.field = field


class InstallationError(QualmapError, ImportError):
    """A part of qualmap that is not installed; the message names the extra that brings it."""

    code = "not_installed"


class ConfigurationError(QualmapError, ValueError):
    """A client that lacks an address or a key, or was asked for what its mode does not have; the message says what to give."""

    code = "configuration"


class ServiceError(QualmapError):
    """Something went wrong between this program and the service; `request_id` finds the request in the service's log."""

    code = "service_error"

    def __init__(self, message: str, *, request_id: str | None) -> None:
        """`message` says what happened; the request's id goes behind it."""
        super().__init__(f"{message} (request {request_id})" if request_id else message)
        self.message = message
        self.request_id = request_id


class ConnectionFailedError(ServiceError):
    """No answer came: the service could not be reached, or the connection broke; whether it did the work is unknown."""

    code = "connection_failed"


class TimedOutError(ConnectionFailedError):
    """No answer came in time; raise `timeout`, or see whether the service is well."""

    code = "timed_out"


class ResponseError(ServiceError):
    """An answer that is not the service's, as of a proxy in between; see whether the base URL is right."""

    code = "unexpected_response"


class StatusError(ServiceError):
    """The service said no; `code` is that of its problem document."""

    code: str = "status"

    def __init__(
        self,
        message: str,
        *,
        status: int,
        request_id: str | None,
        headers: Mapping[str, str],
        code: str | None = None,
    ) -> None:
        """`message` is the problem's detail."""
        super().__init__(f"{status}: {message}", request_id=request_id)
        self.message = message
        self.status = status
        self.headers = headers
        self.code = code or type(self).code


class AuthenticationError(StatusError):
    """The key is missing, unknown, revoked or expired."""

    code = "unknown_key"


class ScopeError(StatusError):
    """The key lacks the scope that the request needs."""

    code = "missing_scope"


class NotFoundError(StatusError):
    """Nothing is there, or nothing that this key may see."""

    code = "not_found"


class ConflictError(StatusError):
    """What was asked for does not fit the present state; read it anew."""

    code = "conflict"


class RateLimitError(StatusError):
    """Too many requests, even after trying again."""

    code = "rate_limited"

    @property
    def retry_after(self) -> float | None:
        """After how many seconds to come back, where the service says it in seconds."""
        written = self.headers.get("retry-after", "")
        return float(written) if written.isdecimal() else None


class RequestError(StatusError):
    """The request was not understood, was too large, or of the wrong kind."""

    code = "malformed_json"


class ServerError(StatusError):
    """The service failed, even after trying again; its log has more under the request id."""

    code = "internal_error"
