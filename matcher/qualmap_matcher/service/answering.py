"""Between Litestar and a route: let the request in, read it, call the route, and turn whatever comes into an answer."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Mapping

from litestar import HttpMethod, Request, Response
from litestar.datastructures import State
from litestar.exceptions import ClientException, HTTPException, MethodNotAllowedException
from litestar.handlers import HTTPRouteHandler
from litestar.response import Stream

from qualmap._version import __version__
from qualmap.errors import InputError
from qualmap_matcher.service import json_text, parameters
from qualmap_matcher.service.calls import Call
from qualmap_matcher.service.core import Core
from qualmap_matcher.service.endpoints import Answer, Endpoint
from qualmap_matcher.service.letting_in import RateLimit, key_of
from qualmap_matcher.service.observing import LOG, Metrics, observed
from qualmap_matcher.service.problems import Problem
from qualmap_matcher.service.store.ids import new_id

_REQUEST_ID = re.compile(r"[A-Za-z0-9._-]{1,64}")
_PROBLEM = "application/problem+json"
_OF_STATUS = {
    400: "malformed_json",
    404: "not_found",
    405: "method_not_allowed",
    413: "body_too_large",
    415: "unsupported_media_type",
}

AnyResponse = Response[bytes] | Stream
AnyRequest = Request[object, object, State]


def handler(endpoint: Endpoint, core: Core, metrics: Metrics, limit: RateLimit) -> HTTPRouteHandler:
    """The Litestar handler of an endpoint."""

    async def handle(request: AnyRequest) -> AnyResponse:
        request_id = _request_id(request)
        with observed(endpoint, request_id, metrics) as about:
            headers = {"X-Request-Id": request_id, "Qualmap-Version": __version__}
            try:
                key = key_of(request.headers.get("authorization"), endpoint, core)
                about.key = key.id if key else None
                headers |= limit.count(key)
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
                problem = error if isinstance(error, Problem) else _as_problem(error)
                about.status, about.code = problem.status, problem.code
                return _problem(problem, request_id, headers)
            except Exception:  # noqa: BLE001 - whatever failed, the caller gets a document and the log the rest
                LOG.exception("failed", request_id=request_id, operation=endpoint.operation_id)
                about.code = "internal_error"
                problem = Problem(code="internal_error", detail="the service failed; its log has more under this request id")
                return _problem(problem, request_id, headers)
            about.status = answer.status
            return _response(answer, headers)

    path = re.sub(r"\{(\w+)\}", r"{\1:str}", endpoint.path)
    most = core.settings.max_upload if endpoint.stream else core.settings.max_body
    route = HTTPRouteHandler(
        path,
        http_method=HttpMethod(endpoint.method),
        status_code=endpoint.status,
        name=endpoint.operation_id,
        request_max_body_size=most,
    )
    return route(handle)


def astray(request: AnyRequest, error: Exception) -> AnyResponse:
    """The answer to a request that no endpoint takes."""
    request_id = _request_id(request)
    if not isinstance(error, HTTPException):
        LOG.error("failed", request_id=request_id, exc_info=error)
    return _problem(_as_problem(error), request_id, {"X-Request-Id": request_id})


def _as_problem(error: Exception) -> Problem:
    if isinstance(error, InputError):
        return Problem.of(error)
    if isinstance(error, MethodNotAllowedException):
        return Problem(code="method_not_allowed", detail="the address takes other methods", headers=error.headers or {})
    if isinstance(error, HTTPException):
        code = _OF_STATUS.get(error.status_code, "malformed_json" if isinstance(error, ClientException) else "internal_error")
        return Problem(code=code, detail=error.detail or code)
    return Problem(code="internal_error", detail="the service failed; its log has more under this request id")


def _problem(problem: Problem, request_id: str, headers: Mapping[str, str]) -> AnyResponse:
    content = json_text.encode(problem.document(request_id))
    return Response(content, status_code=problem.status, media_type=_PROBLEM, headers={**headers, **problem.headers})


def _response(answer: Answer, headers: Mapping[str, str]) -> AnyResponse:
    body, both = answer.body, {**headers, **answer.headers}
    if isinstance(body, AsyncIterator):
        return Stream(body, status_code=answer.status, media_type=answer.media_type, headers=both)
    content = body if isinstance(body, bytes) else b"" if answer.status == 204 else json_text.encode(body)  # noqa: PLR2004 - No Content
    return Response(content, status_code=answer.status, media_type=answer.media_type, headers=both)


def _request_id(request: AnyRequest) -> str:
    """The caller's id for the request, if it is one that a log can hold; else a new one."""
    given = request.headers.get("x-request-id", "")
    return given if _REQUEST_ID.fullmatch(given) else new_id()
