"""The OpenAPI document itself: valid, with examples that are right, and every problem in its place."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import jsonschema_rs
from litestar import Litestar
from litestar.testing import TestClient
from schemathesis.specs.openapi.definitions import OPENAPI_31  # the schema that the OpenAPI Initiative publishes

from qualmap.models import Json
from qualmap_matcher.service.problems import CODES
from qualmap_matcher.service.routes import ENDPOINTS

Object = dict[str, Any]
_SCHEMAS = ("schema", "x-line")


def operations(openapi: Object) -> Iterator[Object]:
    for methods in openapi["paths"].values():
        yield from methods.values()


def schemas(content: Json) -> Iterator[Json]:
    """Every schema in a part of the document."""
    if isinstance(content, dict):
        for name, value in content.items():
            if name in _SCHEMAS:
                yield value
            yield from schemas(value)
    elif isinstance(content, list):
        for value in content:
            yield from schemas(value)


def whole(openapi: Object, schema: Json) -> Json:
    """A schema with the parts of the document that it may refer to."""
    assert isinstance(schema, dict)
    return {**schema, "components": openapi["components"]}


def test_the_document_is_valid(openapi: Object) -> None:
    jsonschema_rs.Draft202012Validator(OPENAPI_31).validate(openapi)


def test_every_schema_in_it_is_valid(openapi: Object) -> None:
    found = [*schemas(openapi), *openapi["components"]["schemas"].values()]

    assert len(found) > 2 * len(ENDPOINTS)
    for schema in found:
        jsonschema_rs.meta.validate(schema)
        jsonschema_rs.Draft202012Validator(whole(openapi, schema))  # its references lead somewhere


def test_the_service_serves_it(client: TestClient[Litestar], openapi: Object) -> None:
    assert client.get("/openapi.json").json() == openapi


def test_every_operation_has_an_id_of_its_own(openapi: Object) -> None:
    ids = [operation["operationId"] for operation in operations(openapi)]

    assert len(set(ids)) == len(ids) == len(ENDPOINTS)


def test_every_operation_says_in_a_sentence_what_it_is(openapi: Object) -> None:
    for operation in operations(openapi):
        assert operation["description"].endswith("."), operation["operationId"]
        assert operation["summary"], operation["operationId"]


def test_every_body_has_an_example_and_every_example_is_right(openapi: Object) -> None:
    for operation in operations(openapi):
        if "requestBody" not in operation:
            continue
        first = next(iter(operation["requestBody"]["content"].values()))
        validator = jsonschema_rs.Draft202012Validator(whole(openapi, first["schema"]), validate_formats=True)
        validator.validate(first["example"])


def test_every_problem_is_documented_with_its_status_and_no_other_is(openapi: Object) -> None:
    documented: dict[str, set[str]] = {}
    for operation in operations(openapi):
        for status, answer in operation["responses"].items():
            if "application/problem+json" in answer["content"]:
                for code in re.findall("`([a-z_]+)`:", answer["description"]):
                    documented.setdefault(code, set()).add(status)

    assert documented == {code: {str(status)} for code, (status, _) in CODES.items()}


def test_every_operation_with_a_scope_says_which(openapi: Object) -> None:
    said = {operation["operationId"]: operation.get("x-scope") for operation in operations(openapi)}
    secured = {operation["operationId"] for operation in operations(openapi) if operation.get("security")}

    assert said == {endpoint.operation_id: endpoint.scope for endpoint in ENDPOINTS}
    assert secured == {endpoint.operation_id for endpoint in ENDPOINTS if endpoint.scope}


def test_every_body_is_closed(openapi: Object) -> None:
    for operation in operations(openapi):
        for media in operation.get("requestBody", {"content": {}})["content"].values():
            assert media["schema"].get("additionalProperties", True) is False or media["schema"]["type"] == "string"
