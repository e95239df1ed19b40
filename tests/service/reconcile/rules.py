"""The rules of the specification 0.2 on what a service answers, written down as JSON Schemas."""

from __future__ import annotations

from typing import Any

import jsonschema

Schema = dict[str, Any]
TEXT: Schema = {"type": "string", "minLength": 1}
URI: Schema = {"type": "string", "pattern": "^[A-Za-z][A-Za-z0-9+.-]*:"}
TEMPLATE: Schema = {"allOf": [URI, {"pattern": r"\{\{id\}\}"}]}


def an_object(required: Schema, **optional: Schema) -> Schema:
    return {"type": "object", "properties": {**required, **optional}, "required": [*required]}


def a_list(items: Schema, **limits: object) -> Schema:
    return {"type": "array", "items": items, **limits}


ENTITY_TYPE = an_object({"id": TEXT, "name": TEXT})
PLACE = an_object({"service_url": URI, "service_path": {"type": "string", "pattern": "^/"}})
SETTING = {
    **an_object(
        {"name": TEXT, "label": TEXT, "type": {"enum": ["number", "text", "checkbox", "select"]}}, help_text={"type": "string"}
    ),
    "if": {"properties": {"type": {"const": "select"}}},
    "then": {"required": ["choices"], "properties": {"choices": a_list(an_object({"value": {"type": "string"}, "name": TEXT}))}},
}
MANIFEST = an_object(
    {"versions": a_list(TEXT, contains={"const": "0.2"}), "name": TEXT, "identifierSpace": URI, "schemaSpace": URI},
    defaultTypes=a_list(ENTITY_TYPE, uniqueItems=True),
    documentation=URI,
    view=an_object({"url": TEMPLATE}),
    feature_view=an_object({"url": TEMPLATE}),
    preview=an_object({"url": TEMPLATE, "width": {"type": "integer"}, "height": {"type": "integer"}}),
    suggest=an_object({}, entity=PLACE, property=PLACE, type=PLACE),
    extend=an_object({}, propose_properties=PLACE, property_settings=a_list(SETTING)),
    batchSize={"type": "integer", "minimum": 1},
)
CANDIDATE = an_object(
    {"id": TEXT, "name": TEXT, "type": a_list(ENTITY_TYPE), "score": {"type": "number"}, "match": {"type": "boolean"}},
    description={"type": "string"},
    features=a_list(an_object({"id": TEXT, "value": {"type": ["boolean", "number"]}})),
)
RESULTS: Schema = {"type": "object", "additionalProperties": an_object({"result": a_list(CANDIDATE)})}
SUGGESTED = an_object(
    {"result": a_list(an_object({"id": TEXT, "name": TEXT}, description={"type": "string"}, notable=a_list(ENTITY_TYPE)))}
)
PROPOSED = an_object({"properties": a_list(an_object({"id": TEXT, "name": TEXT})), "type": TEXT}, limit={"type": "integer"})
CELL: Schema = {
    "type": "object",
    "properties": {"str": {"type": "string"}},
    "additionalProperties": False,  # of the other kinds of values, none is used here
}
EXTENSION = an_object(
    {
        "meta": a_list(an_object({"id": TEXT, "name": TEXT})),
        "rows": {"type": "object", "additionalProperties": {"type": "object", "additionalProperties": a_list(CELL)}},
    }
)


def obeys(content: object, schema: Schema) -> bool:
    """Whether a content keeps a rule; raises `ValidationError`, which says where it does not."""
    jsonschema.Draft202012Validator(schema).validate(content)
    return True
