"""The reference of the HTTP API as a page, made from the OpenAPI document.

python -m qualmap_matcher.service.reference > docs/http.md
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator
from typing import cast

from qualmap.models import Json

Object = dict[str, Json]

_CODE = re.compile(r"`([a-z_]+)`: ")
_TAGS = {
    "match": "Match",
    "screenings": "Screenings",
    "batches": "Batches",
    "reviews": "Reviews",
    "webhooks": "Webhooks",
    "people": "People",
    "administration": "Administration",
    "list": "The list",
    "reconciliation": "Reconciliation",
    "operation": "Operation",
}
_EVERYWHERE = {"401", "403", "405", "429", "500", "503"}  # said once, in the introduction
_INTRODUCTION = """\
# HTTP API

<!-- Made by `python -m qualmap_matcher.service.reference`; a test compares. -->

The same as an OpenAPI 3.1 document: `GET /openapi.json`. [Five minutes to a first call](service.md).

- A request carries `Authorization: Bearer KEY`; each route says which scope the key needs. `admin` opens every route.
- Bodies are JSON in UTF-8. A member or a parameter that a route does not know is refused, by its name.
- An error is a problem document (RFC 9457) with a stable `code`: [errors](errors.md). Every route can answer 405, 500
  and 503, those with a key 401, 403 and 429 too; what else one can answer stands beside it.
- A list comes by pages: give `next_cursor` as `cursor` to get the next one. It is null after the last.
- A route that takes an `Idempotency-Key` does the same request with the same key once, and answers a repeat as it answered first.
- Later versions may add members to answers and routes; programs should pass over what they do not know.
"""


def page(document: Object) -> str:
    """The page in Markdown."""
    tags: dict[str, list[str]] = {tag: [] for tag in _TAGS}
    for path, operations in _object(document["paths"]).items():
        for method, operation in _object(operations).items():
            about = _object(operation)
            [tag] = cast("list[str]", about["tags"])
            tags.setdefault(tag, []).append("\n".join(_route(method.upper(), path, about)))
    models = _models(document)
    sections = [f"## {_TAGS.get(tag, tag.capitalize())}\n\n{chr(10).join(routes)}" for tag, routes in tags.items() if routes]
    shapes = [f"### {name}\n\n```text\n{_lines(models[name])}\n```\n" for name in sorted(models)]
    return "\n".join([_INTRODUCTION, *sections, "## Shapes\n", *shapes])


def _route(method: str, path: str, operation: Object) -> Iterator[str]:
    yield f"### {method} {path}\n"
    scope = operation.get("x-scope")
    yield f"{operation['description']} {f'Scope: `{scope}`.' if scope else 'No key is needed.'}\n"
    parameters = [_object(one) for one in _list(operation.get("parameters"))]
    if parameters:
        yield "| parameter | in | value | |\n| --- | --- | --- | --- |"
        for one in parameters:
            required = " Required." if one["required"] and one["in"] != "path" else ""
            value = _shape(_object(one["schema"])).replace("|", "or")
            yield f"| `{one['name']}` | {one['in']} | {value} | {one.get('description', '')}{required} |"
        yield ""
    body = _object(operation.get("requestBody") or {})
    for media, content in _object(body.get("content") or {}).items():
        example = _object(content).get("example")
        text = example if isinstance(example, str) else json.dumps(example, ensure_ascii=False)
        yield f"Takes `{media}`:\n\n```text\n{_lines(_object(_object(content)['schema']))}\n```\n"
        if example is not None and media in {"application/json", "application/x-ndjson"}:
            yield f"For example:\n\n```json\n{text.rstrip()}\n```\n"
    yield from _answers(_object(operation["responses"]))


def _answers(responses: Object) -> Iterator[str]:
    problems = []
    for status, response in responses.items():
        about = _object(response)
        [(media, content)] = _object(about["content"]).items()
        if status in _EVERYWHERE:
            continue
        if media == "application/problem+json":
            codes = [f"[`{code}`](errors.md#{code})" for code in _CODE.findall(str(about["description"]))]
            problems.append(f"{status} {', '.join(codes)}")
        else:
            schema = _object(_object(content)["schema"])
            yield f"Answers {status}, `{media}`:\n\n```text\n{_lines(_object(schema.get('x-line', schema)))}\n```\n"
    if problems:
        yield f"Problems: {'; '.join(problems)}.\n"


def _lines(schema: Object) -> str:
    """A shape with a line for each member of its outermost object."""
    if "properties" not in schema:
        return _shape(schema)
    members = [f"  {_member(name, schema, inner)}" for name, inner in _object(schema["properties"]).items()]
    return "\n".join(["{", *members, "}"])


def _member(name: str, schema: Object, inner: Json) -> str:
    optional = "" if name in _list(schema.get("required")) else "?"
    return f"{name}{optional}: {_shape(_object(inner))}"


def _shape(schema: Object) -> str:
    """A shape on one line; a model by its name."""
    if "title" in schema:
        return str(schema["title"])
    if "$ref" in schema:
        return str(schema["$ref"]).rpartition("/")[2]
    if "enum" in schema:
        return " | ".join(json.dumps(one, ensure_ascii=False) for one in _list(schema["enum"]))
    if "const" in schema:
        return json.dumps(schema["const"])
    if "anyOf" in schema:
        return " | ".join(_shape(_object(one)) for one in _list(schema["anyOf"]))
    return _structure(schema)


def _structure(schema: Object) -> str:
    if schema.get("type") == "array":
        return f"[{_shape(_object(schema.get('items') or {}))}, …]"
    if "properties" in schema:
        return f"{{{', '.join(_member(name, schema, inner) for name, inner in _object(schema['properties']).items())}}}"
    if isinstance(schema.get("additionalProperties"), dict):
        return f"{{name: {_shape(_object(schema['additionalProperties']))}, …}}"
    return _plain(schema)


def _plain(schema: Object) -> str:
    kind = str(schema.get("type", "anything"))
    if "minimum" in schema and "maximum" in schema:
        return f"{kind} {schema['minimum']} to {schema['maximum']}"
    return f"{kind} ({schema['format']})" if "format" in schema else kind


def _models(document: Object) -> dict[str, Object]:
    """Every shape that has a name, wherever it stands."""
    found: dict[str, Object] = {}

    def look(value: Json) -> None:
        if isinstance(value, dict):
            if isinstance(value.get("title"), str) and "properties" in value:
                found[str(value["title"])] = value
            for inner in value.values():
                look(inner)
        elif isinstance(value, list):
            for inner in value:
                look(inner)

    look(document["paths"])
    found |= {name: _object(one) for name, one in _object(_object(document["components"])["schemas"]).items()}
    return found


def _object(value: Json) -> Object:
    return cast("Object", value)


def _list(value: Json) -> list[Json]:
    return cast("list[Json]", value or [])


if __name__ == "__main__":
    from qualmap.client import Client
    from qualmap_matcher.service.openapi import document as openapi
    from qualmap_matcher.service.routes import ENDPOINTS

    sys.stdout.write(page(openapi(ENDPOINTS, Client.local().facts())))
