"""JSON Schemas of what the reconciliation routes take and give."""

from __future__ import annotations

from qualmap_matcher.service import schemas
from qualmap_matcher.service.schemas import STRING, Schema, array, closed

_TYPE = closed({"id": STRING, "name": STRING}, required=("id", "name"))
_PLACE = closed({"service_url": STRING, "service_path": STRING}, required=("service_url", "service_path"))
_TEMPLATE: Schema = {"type": "string", "pattern": r"\{\{id\}\}"}
_PROPERTY = closed({"id": STRING, "name": STRING, "description": STRING}, required=("id", "name", "description"))
_ERROR = closed({"code": STRING, "message": STRING, "field": schemas.nullable(STRING)}, required=("code", "message", "field"))

BATCH: Schema = {
    "type": "string",
    "description": "a batch of queries, as JSON",
    "examples": ['{"q0": {"query": "FCCA", "properties": [{"pid": "issuer", "v": "ACCA"}]}, "q1": {"query": "CPA"}}'],
}
EXTENSION_QUERY: Schema = {
    "type": "string",
    "description": "a data extension query, as JSON",
    "examples": ['{"ids": ["acca-fellow"], "properties": [{"id": "category"}, {"id": "evidence"}]}'],
}

MANIFEST: Schema = {
    **closed(
        {
            "versions": array(STRING),
            "name": STRING,
            "identifierSpace": STRING,
            "schemaSpace": STRING,
            "defaultTypes": array(_TYPE),
            "documentation": STRING,
            "serviceVersion": STRING,
            "view": closed({"url": _TEMPLATE}, required=("url",)),
            "feature_view": closed({"url": _TEMPLATE}, required=("url",)),
            "preview": closed(
                {"url": _TEMPLATE, "width": {"type": "integer"}, "height": {"type": "integer"}},
                required=("url", "width", "height"),
            ),
            "suggest": closed({"entity": _PLACE, "property": _PLACE, "type": _PLACE}, required=("entity", "property", "type")),
            "extend": closed(
                {"propose_properties": _PLACE, "property_settings": array({"type": "object"})},
                required=("propose_properties", "property_settings"),
            ),
            "batchSize": {"type": "integer"},
        },
        required=("versions", "name", "identifierSpace", "schemaSpace"),
    ),
    "title": "ReconciliationManifest",
}

_CANDIDATE: Schema = {
    **closed(
        {
            "id": STRING,
            "name": STRING,
            "description": STRING,
            "type": array(_TYPE),
            "score": {"type": "number", "minimum": 0, "maximum": 100},
            "match": {"type": "boolean"},
            "features": array(closed({"id": STRING, "value": {"type": ["number", "boolean"]}}, required=("id", "value"))),
        },
        required=("id", "name", "description", "type", "score", "match", "features"),
    ),
    "title": "ReconciliationCandidate",
}
_RESULT = closed({"result": array(_CANDIDATE), "error": _ERROR}, required=("result",))
RESULTS: Schema = {"type": "object", "additionalProperties": _RESULT}

_CELL: Schema = {"type": "object", "properties": {"str": STRING}, "additionalProperties": False}
EXTENSION: Schema = {
    **closed(
        {
            "meta": array(_TYPE),
            "rows": {
                "type": "object",
                "additionalProperties": {"type": "object", "additionalProperties": array(_CELL)},
            },
        },
        required=("meta", "rows"),
    ),
    "title": "DataExtension",
}

SUGGESTED_ENTITIES = closed(
    {
        "result": array(
            closed(
                {"id": STRING, "name": STRING, "description": STRING, "notable": array(_TYPE)},
                required=("id", "name", "description", "notable"),
            )
        )
    },
    required=("result",),
)
SUGGESTED_PROPERTIES = closed({"result": array(_PROPERTY)}, required=("result",))
SUGGESTED_TYPES = closed({"result": array(_TYPE)}, required=("result",))
PROPOSED = closed({"properties": array(_PROPERTY), "type": STRING, "limit": {"type": "integer"}}, required=("properties", "type"))
