"""The OpenAPI 3.1 document, made from the routes."""

from __future__ import annotations

from collections.abc import Iterable

from qualmap._version import __version__
from qualmap.facts import Fact
from qualmap.models import Json
from qualmap_matcher.service import schemas
from qualmap_matcher.service.endpoints import Endpoint, Parameter
from qualmap_matcher.service.problems import CODES

_EVERYWHERE = ("method_not_allowed", "internal_error")
_WITH_KEY = ("missing_key", "unknown_key", "missing_scope", "rate_limited", "unavailable")
_WITH_BODY = ("malformed_json", "body_too_large", "unsupported_media_type")
_TEXT: dict[str, Json] = {"type": "string"}
_COUNT: dict[str, Json] = {"type": "integer", "minimum": 0}
_HEADERS: dict[str, tuple[str, dict[str, Json]]] = {
    "X-Request-Id": ("The caller's id for this request, or a new one; the log has it too.", _TEXT),
    "Qualmap-Version": ("The version of the service.", _TEXT),
    "RateLimit-Limit": ("How many requests the key may make in a minute.", _COUNT),
    "RateLimit-Remaining": ("How many are left in this one.", _COUNT),
    "RateLimit-Reset": ("In how many seconds the next one starts.", _COUNT),
    "Retry-After": ("In how many seconds to try again.", _COUNT),
    "WWW-Authenticate": ("How to send a key.", _TEXT),
    "Allow": ("The methods that the address takes.", _TEXT),
}
_ALWAYS = ("X-Request-Id",)
_COUNTED = ("RateLimit-Limit", "RateLimit-Remaining", "RateLimit-Reset")  # where a limit is set
_OF_STATUS = {401: ("WWW-Authenticate",), 405: ("Allow",), 429: ("Retry-After", *_COUNTED), 503: ("Retry-After",)}

Object = dict[str, Json]


def document(endpoints: Iterable[Endpoint], facts: tuple[Fact, ...]) -> Object:
    """The document; the facts are those that records may give."""
    paths: dict[str, Json] = {}
    for endpoint in endpoints:
        operations = paths.setdefault(endpoint.path, {})
        assert isinstance(operations, dict)  # noqa: S101 - set just above
        operations[endpoint.method.lower()] = _operation(endpoint)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "qualmap",
            "version": __version__,
            "summary": "Does an overseas qualification stand on Shanghai's list, and what does it open?",
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "paths": paths,
        "components": {
            "securitySchemes": {"key": {"type": "http", "scheme": "bearer"}},
            "schemas": {"Record": schemas.record(facts), "Problem": _problem_schema()},
            "headers": {
                name: {"description": meant, "required": name in _ALWAYS, "schema": schema}
                for name, (meant, schema) in _HEADERS.items()
            },
        },
    }


def _operation(endpoint: Endpoint) -> Object:
    operation: Object = {
        "operationId": endpoint.operation_id,
        "summary": endpoint.summary,
        "description": (endpoint.handler.__doc__ or "").strip(),
        "tags": [endpoint.tag],
        "parameters": [*_parameters(endpoint)],
        "responses": _responses(endpoint),
    }
    if endpoint.scope is not None:
        operation["security"] = [{"key": []}, *([{}] if endpoint.key_optional else [])]
        operation["x-scope"] = endpoint.scope
    if endpoint.takes is not None:
        content: Object = {media: {"schema": {**endpoint.takes}} for media in endpoint.accepts}
        if endpoint.example is not None:  # it is written in the first type
            content[endpoint.accepts[0]] = {"schema": {**endpoint.takes}, "example": endpoint.example}
        operation["requestBody"] = {"required": True, "content": content}
    return operation


def _parameters(endpoint: Endpoint) -> Iterable[Json]:
    for name in endpoint.path_parameters:
        yield {"name": name, "in": "path", "required": True, "schema": {"type": "string", "minLength": 1}}
    for parameter in endpoint.query:
        yield _parameter(parameter)
    if endpoint.idempotent_key:
        yield {
            "name": "Idempotency-Key",
            "in": "header",
            "required": False,
            "description": "The same key and body are answered once and replayed; another body with the key is refused.",
            "schema": {"type": "string", "minLength": 1, "maxLength": 255},
        }


def _parameter(parameter: Parameter) -> Json:
    return {
        "name": parameter.name,
        "in": "query",
        "required": parameter.required,
        "description": parameter.description,
        "schema": {**parameter.schema},
    }


def _responses(endpoint: Endpoint) -> Object:
    content: Json = {endpoint.media_type: {"schema": {**(endpoint.gives or {})}}}
    told = ("Qualmap-Version", *(_COUNTED if endpoint.scope is not None else ()))
    answers: Object = {}
    for right, meant in ((endpoint.status, endpoint.summary), *endpoint.otherwise.items()):
        answers[str(right)] = {"description": meant, "headers": _headers(told), "content": content}
    codes = [*_EVERYWHERE, *endpoint.problems]
    codes += _WITH_KEY if endpoint.scope is not None else ()
    codes += _WITH_BODY if endpoint.takes is not None else ()
    codes += ("not_found",) if endpoint.path_parameters else ()
    codes += ("invalid_input",)  # a parameter that no request takes
    for status in sorted({CODES[code][0] for code in codes}):
        of_status = sorted({code for code in codes if CODES[code][0] == status})
        answers[str(status)] = {
            "description": " ".join(f"`{code}`: {CODES[code][1]}" for code in of_status),
            "headers": _headers(_OF_STATUS.get(status, ())),
            "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}},
        }
    return answers


def _headers(names: Iterable[str]) -> Object:
    return {name: {"$ref": f"#/components/headers/{name}"} for name in (*_ALWAYS, *names)}


def _problem_schema() -> Object:
    return {
        "type": "object",
        "description": "RFC 9457",
        "properties": {
            "type": {"type": "string"},
            "title": {"type": "string"},
            "status": {"type": "integer"},
            "code": {"enum": [*CODES]},
            "detail": {"type": "string"},
            "request_id": {"type": "string"},
            "record": {"type": "string"},
            "field": {"type": "string"},
        },
        "required": ["type", "title", "status", "code", "detail", "request_id"],
    }
