"""One call from its first try to its last: what every transport does alike, with the sending and the waiting left open.

A transport asks `Call` for the next try, sends it, and tells what became of it; `Call` answers with the pause before another
try, with the response, or by raising the error.
"""

from __future__ import annotations

import json
import logging
import time
import urllib.parse
from collections.abc import Iterator

import attrs

from qualmap._version import __version__
from qualmap.errors import ConnectionFailedError, ResponseError, TimedOutError
from qualmap.transport.messages import Attempt, Content, Request, RequestOptions, Response, new_idempotency_key
from qualmap.transport.policy import Policy, worth_another_try
from qualmap.transport.problems import error_of
from qualmap.transport.settings import Settings

LOG = logging.getLogger("qualmap")
_FAILED = 400
_SERVER_VERSION = "qualmap-version"


@attrs.define
class Call:
    """One request with its tries; `retries` counts those after the first."""

    request: Request
    settings: Settings
    options: RequestOptions
    _policy: Policy = attrs.field(init=False)
    _idempotency_key: str | None = attrs.field(init=False, default=None)
    _deadline: float = attrs.field(init=False)
    _number: int = attrs.field(init=False, default=0)

    def __attrs_post_init__(self) -> None:
        self.settings = self.settings.with_options(self.options)
        self._policy = Policy(self.settings.max_retries)
        self._deadline = time.monotonic() + self.settings.timeout.total
        if not self.request.is_safe:
            self._idempotency_key = self.options.idempotency_key or new_idempotency_key()

    @property
    def retries(self) -> int:
        """How many tries there were after the first."""
        return max(0, self._number - 1)

    def next_attempt(self) -> Attempt:
        """The next try, with what is left of the time; raises `TimedOutError` when none is."""
        left = self._deadline - time.monotonic()
        if left <= 0:
            raise TimedOutError(f"no answer within {self.settings.timeout.total:g} seconds", request_id=None)
        self._number += 1
        given = self.settings.timeout
        timeout = attrs.evolve(given, connect=min(given.connect, left), read=min(given.read, left), total=left)
        return Attempt(
            method=self.request.method,
            url=self._url(),
            headers=self._headers(),
            content=self._content(),
            timeout=timeout,
            number=self._number,
        )

    def pause_after_failure(self, error: ConnectionFailedError) -> float:
        """How long to wait after a try that got no answer; raises the error where there is no other try."""
        return self._pause({}, error)

    def pause_after(self, response: Response) -> float | None:
        """How long to wait after this answer, None for one that stands; raises its error where it is one and stands."""
        LOG.debug(
            "%s %s: %d, request %s, try %d",
            self.request.method,
            self.request.path,
            response.status,
            response.request_id,
            self._number,
        )
        if response.status < _FAILED:
            if garbled := _garbled(response):
                return self._pause({}, garbled)
            _compare_versions(response)
            return None
        error = error_of(response)
        if not worth_another_try(response.status, response.headers):
            raise error
        return self._pause(dict(response.headers), error)

    def _pause(self, headers: dict[str, str], error: Exception) -> float:
        pause = self._policy.pause(self._number, headers)
        # An iterator is used up by its first try; content that can be read anew, as a file's, is not.
        repeatable = not isinstance(self.request.content, Iterator)
        left = self._deadline - time.monotonic()
        if not self._policy.allows(self._number, repeatable=repeatable, left=left, pause=pause):
            raise error
        LOG.info("%s %s: %s; again in %.1f s", self.request.method, self.request.path, type(error).__name__, pause)
        return pause

    def _url(self) -> str:
        query = {
            name: str(value).lower() if isinstance(value, bool) else str(value)
            for name, value in self.request.query.items()
            if value is not None
        }
        return f"{self.settings.base_url}{self.request.path}{f'?{urllib.parse.urlencode(query)}' if query else ''}"

    def _headers(self) -> dict[str, str]:
        headers = {
            "Authorization": f"Bearer {self.settings.api_key}",
            "User-Agent": self.settings.user_agent,
            "Accept": "application/json",
        }
        if self.request.content is not None:
            headers["Content-Type"] = self.request.content_type or "application/octet-stream"
        elif self.request.body is not None:
            headers["Content-Type"] = "application/json"
        if self._idempotency_key is not None:
            headers["Idempotency-Key"] = self._idempotency_key
        return {**headers, **self.settings.headers}

    def _content(self) -> bytes | Content:
        if self.request.content is not None:
            return self.request.content
        return b"" if self.request.body is None else json.dumps(self.request.body).encode("ascii")


def _garbled(response: Response) -> ResponseError | None:
    """The error that an answer is which says it is JSON and is none."""
    if "json" not in response.headers.get("content-type", "") and response.content:
        return ResponseError("expected JSON; is the base URL right?", request_id=response.request_id)
    try:
        response.json()
    except ValueError:
        return ResponseError("the answer is no JSON", request_id=response.request_id)
    return None


_told: set[str] = set()


def _compare_versions(response: Response) -> None:
    """Say once when the service is of an older release than this SDK: it may lack what is asked of it."""
    server = response.headers.get(_SERVER_VERSION, "")
    if server and server not in _told and _release(server) < _release(__version__):
        _told.add(server)
        LOG.warning("the service runs qualmap %s, older than this SDK (%s)", server, __version__)


def _release(version: str) -> tuple[int, ...]:
    parts = version.split(".")[:2]
    return tuple(int(part) for part in parts if part.isdecimal())
