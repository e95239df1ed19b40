"""Between Litestar and a route: let the request in, read it, call the route, and turn whatever comes into an answer."""

from __future__ import annotations

import functools
import re
from collections.abc import AsyncIterator, Iterable, Mapping
from email.message import Message

from litestar import HttpMethod, Request, Response
from litestar.datastructures import Headers, State
from litestar.exceptions import ClientException, HTTPException, InternalServerException, MethodNotAllowedException
from litestar.handlers import HTTPRouteHandler
from litestar.response.base import ASGIResponse
from litestar.response.streaming import ASGIStreamingResponse
from litestar.types import ASGIApp
from sqlalchemy.exc import InterfaceError, OperationalError, TimeoutError  # noqa: A004 - that of a connection's wait

from qualmap._version import __version__
from qualmap.errors import InputError
from qualmap_matcher.service import json_text, parameters
from qualmap_matcher.service.behind import Behind
from qualmap_matcher.service.calls import Call
from qualmap_matcher.service.endpoints import Answer, Endpoint
from qualmap_matcher.service.letting_in import key_of
from qualmap_matcher.service.observing import LOG, observed
from qualmap_matcher.service.problems import Problem, not_found
from qualmap_matcher.service.store.ids import new_id

_REQUEST_ID = re.compile(r"[A-Za-z0-9._-]{1,64}")
_PROBLEM = "application/problem+json"
_PLAIN = "identity"  # the Content-Encoding of a body that is not compressed
_UTF_8 = ("utf-8", "utf8")
_OF_STATUS = {
    400: "malformed_json",
    404: "not_found",
    405: "method_not_allowed",
    413: "body_too_large",
    415: "unsupported_media_type",
}
AWAY = Problem(
    code="unavailable",
    detail="the database does not answer",
    headers={"Retry-After": "5"},  # seconds: enough for a database that changes machines, little for a person who waits
)

_EVERY_ORIGIN = {"Access-Control-Allow-Origin": "*"}  # no cookie opens anything here: a page reads only what its own key opens
_BEFORE_CROSSING = {
    **_EVERY_ORIGIN,
    "Access-Control-Allow-Headers": "Authorization, Content-Type, X-Request-Id",
    "Access-Control-Max-Age": "86400",  # seconds: a day, as long as browsers remember it at most
}

AnyRequest = Request[object, object, State]


def handler(endpoint: Endpoint, behind: Behind, *, address: str) -> HTTPRouteHandler:
    """The Litestar handler of an endpoint at one of its addresses."""

    async def handle(request: AnyRequest) -> ASGIApp:
        core, told = behind.core, request.headers  # read once: Litestar makes them anew each time
        request_id = request_id_of(told)
        with observed(endpoint, request_id, core.metrics) as about:
            headers = {"X-Request-Id": request_id, "Qualmap-Version": __version__}
            headers |= _EVERY_ORIGIN if endpoint.cross_origin else {}
            try:
                written = request.path_params.get("key") if endpoint.cross_origin else None
                key = key_of(told.get("authorization"), endpoint, core, in_address=written)
                about.key = key.id if key else None
                headers |= behind.limit.count(key)
                _check_ids(request)
                _check_body_type(told, endpoint)
                call = Call(
                    core=core,
                    endpoint=endpoint,
                    request=request,
                    request_id=request_id,
                    key=key,
                    path=request.path_params,
                    query=parameters.read(request.query_params.multi_items(), endpoint.query),
                    body=b"" if endpoint.stream else await request.body(),
                )
                answer = await endpoint.handler(call)
            except (Problem, InputError, HTTPException) as error:
                problem = error if isinstance(error, Problem) else as_problem(error)
                about.status, about.code = problem.status, problem.code
                return _problem(problem, request_id, headers)
            except (OperationalError, InterfaceError, TimeoutError):
                LOG.exception("database failed", request_id=request_id, operation=endpoint.operation_id)
                about.status, about.code = AWAY.status, AWAY.code
                return _problem(AWAY, request_id, headers)
            except Exception:  # noqa: BLE001 - whatever failed, the caller gets a document and the log the rest
                LOG.exception("failed", request_id=request_id, operation=endpoint.operation_id)
                about.code = "internal_error"
                problem = Problem(code="internal_error", detail="the service failed; its log has more under this request id")
                return _problem(problem, request_id, headers)
            about.status = answer.status
            return _response(answer, headers)

    settings = behind.core.settings
    route = HTTPRouteHandler(
        _typed(address),
        http_method=HttpMethod(endpoint.method),
        status_code=endpoint.status,
        name=endpoint.operation_id if address == endpoint.path else f"{endpoint.operation_id}:key",
        request_max_body_size=settings.max_upload if endpoint.stream else settings.max_body,
    )
    return route(handle)


def options(path: str, methods: Iterable[str], *, cross_origin: bool = False) -> HTTPRouteHandler:
    """The Litestar handler that tells which methods a path takes; Litestar's own knows the first endpoint of a path alone."""
    allowed = ", ".join(sorted({*methods, HttpMethod.OPTIONS.value}))
    told = {"Allow": allowed, **({**_BEFORE_CROSSING, "Access-Control-Allow-Methods": allowed} if cross_origin else {})}

    async def tell(request: AnyRequest) -> Response[None]:
        return Response(None, status_code=204, headers={**told, "X-Request-Id": request_id_of(request.headers)})

    return HTTPRouteHandler(_typed(path), http_method=HttpMethod.OPTIONS, status_code=204)(tell)


def _check_ids(request: AnyRequest) -> None:
    if any("\0" in value for value in request.path_params.values()):  # PostgreSQL takes no such text: nothing has such an id
        raise not_found("address")


def astray(request: AnyRequest, error: Exception) -> Response[bytes]:
    """The answer to a request that no endpoint takes."""
    request_id = request_id_of(request.headers)
    if not isinstance(error, HTTPException):
        LOG.error("failed", request_id=request_id, exc_info=error)
    problem = as_problem(error)
    headers = {"X-Request-Id": request_id, **problem.headers}
    content = json_text.encode(problem.document(request_id))
    return Response(content, status_code=problem.status, media_type=_PROBLEM, headers=headers)


def as_problem(error: Exception) -> Problem:
    """What to answer for an exception; its own words only where they are meant for callers."""
    if isinstance(error, InputError):
        return Problem.of(error)
    if isinstance(error, MethodNotAllowedException):
        return Problem(code="method_not_allowed", detail="the address takes other methods", headers=error.headers or {})
    if isinstance(error, InternalServerException):  # so Litestar says that a caller went away: nobody will read the answer,
        return Problem(code="malformed_json", detail="the body ended too soon")  # but no failure of ours is counted
    if isinstance(error, HTTPException):
        code = _OF_STATUS.get(error.status_code, "malformed_json" if isinstance(error, ClientException) else "internal_error")
        return Problem(code=code, detail=error.detail or code)
    return Problem(code="internal_error", detail="the service failed; its log has more under this request id")


def _problem(problem: Problem, request_id: str, headers: Mapping[str, str]) -> ASGIApp:
    content = json_text.encode(problem.document(request_id))
    return ASGIResponse(body=content, status_code=problem.status, media_type=_PROBLEM, headers={**headers, **problem.headers})


def _response(answer: Answer, headers: Mapping[str, str]) -> ASGIApp:
    body, both = answer.body, {**headers, **answer.headers}
    if isinstance(body, AsyncIterator):
        return ASGIStreamingResponse(iterator=body, status_code=answer.status, media_type=answer.media_type, headers=both)
    content = body if isinstance(body, bytes) else b"" if answer.status == 204 else json_text.encode(body)  # noqa: PLR2004 - No Content
    return ASGIResponse(body=content, status_code=answer.status, media_type=answer.media_type, headers=both)


def _typed(path: str) -> str:
    """A path as Litestar wants it: ids are texts."""
    return re.sub(r"\{(\w+)\}", r"{\1:str}", path)


def _check_body_type(told: Headers, endpoint: Endpoint) -> None:
    """Refuse a body of a type that the endpoint does not take; one without a type is read as the first that it takes.

    Endpoints that read the body for themselves look at its type for themselves.
    """
    if endpoint.takes is None:
        return
    kind, charset = _kind_of(told.get("content-type", endpoint.accepts[0]))
    told_type = endpoint.stream or (kind in endpoint.accepts and charset in _UTF_8)
    if not told_type or told.get("content-encoding", _PLAIN).casefold() != _PLAIN:
        detail = f"expected {' or '.join(endpoint.accepts)} in UTF-8, not compressed"
        raise Problem(code="unsupported_media_type", detail=detail)


@functools.lru_cache(maxsize=64)  # callers write few different ones
def _kind_of(content_type: str) -> tuple[str, str]:
    """The type and the charset that a header names."""
    header = Message()
    header["Content-Type"] = content_type
    return header.get_content_type(), str(header.get_param("charset", "utf-8")).casefold()


def request_id_of(told: Headers) -> str:
    """The caller's id for the request, if it is one that a log can hold; else a new one."""
    given = told.get("x-request-id", "")
    return given if _REQUEST_ID.fullmatch(given) else new_id()
