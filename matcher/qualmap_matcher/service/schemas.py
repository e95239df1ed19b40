"""JSON Schemas of what the service takes and gives, made from the SDK's own models and facts."""

from __future__ import annotations

import datetime as dt
import types
import typing
from collections.abc import Mapping

import attrs

from qualmap.editions import EVIDENCE
from qualmap.facts import Fact
from qualmap.models import Json

Schema = dict[str, Json]

STRING: Schema = {"type": "string"}
ASKED: Schema = {"type": "string", "pattern": r"^[^\x00]*$", "description": "a text without the character U+0000"}
"""A text in an address that a database is asked about: none keeps that character."""
_PLAIN: dict[object, Schema] = {
    str: STRING,
    int: {"type": "integer"},
    float: {"type": "number"},
    bool: {"type": "boolean"},
    type(None): {"type": "null"},
    dt.date: {"type": "string", "format": "date"},
    Json: {},
}
DAY: Schema = {"type": "string", "pattern": r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$", "description": "a day as YYYY-MM-DD"}
EDITION: Schema = {"type": "string", "examples": ["1.0"]}
RECORD: Schema = {"$ref": "#/components/schemas/Record"}
LONGEST_TEXT = 1_000_000
WORDS: Schema = {"type": "string", "minLength": 1, "pattern": r"\S"}
"""A text that is not blank."""


def nullable(schema: Schema) -> Schema:
    """The same, or null."""
    return {"anyOf": [schema, {"type": "null"}]}


def array(items: Schema, **limits: Json) -> Schema:
    """A list."""
    return {"type": "array", "items": items, **limits}


def closed(properties: Mapping[str, Schema], *, required: tuple[str, ...] = ()) -> Schema:
    """An object with these members and no others."""
    return {"type": "object", "properties": {**properties}, "required": [*required], "additionalProperties": False}


def model(cls: type) -> Schema:
    """What `to_dict()` of a model gives; later versions may add members."""
    hints = typing.get_type_hints(cls)
    properties: Schema = {field.name: of_type(hints[field.name]) for field in attrs.fields(cls)}
    return {"type": "object", "title": cls.__name__, "properties": properties, "required": [*properties]}


def of_type(kind: object) -> Schema:
    """The schema of a type as the models use them."""
    origin, arguments = typing.get_origin(kind), typing.get_args(kind)
    if kind in _PLAIN or _any_json(arguments):
        return dict(_PLAIN.get(kind, {}))
    if origin in {typing.Union, types.UnionType}:
        return {"anyOf": [of_type(one) for one in arguments]}
    if origin is typing.Literal:
        return {"enum": list(arguments)}
    if origin is tuple:
        return array(of_type(arguments[0]))
    if origin in {dict, Mapping}:
        return {"type": "object", "additionalProperties": of_type(arguments[1])}
    if isinstance(kind, type) and attrs.has(kind):
        return model(kind)
    raise TypeError(f"no schema for {kind!r}")


def _any_json(arguments: tuple[object, ...]) -> bool:
    """Whether these are the parts of `Json`, which is not equal to itself once it is a part of another type."""
    return set(typing.get_args(Json)[:5]) <= set(arguments)


def credential() -> Schema:
    """A credential as it is sent."""
    text: Schema = {"type": "string", "maxLength": LONGEST_TEXT}
    return closed({"text": text, "issuer": nullable(STRING), "country": nullable(STRING)}, required=("text",))


def options() -> dict[str, Schema]:
    """The members that say which edition is meant, and which evidence counts."""
    return {
        "edition": nullable(EDITION),
        "as_of": nullable(DAY),
        "minimum_evidence": nullable({"enum": list(EVIDENCE), "default": EVIDENCE[0]}),
    }


def fact(known: Fact) -> Schema:
    """The value of one fact, or null for an unknown one."""
    if known.kind == "boolean":
        value: Schema = {"type": "boolean"}
    elif known.kind == "choice":
        value = {"enum": list(known.choices)}
    else:
        value = {"type": "integer" if known.whole else "number", "minimum": known.minimum, "maximum": known.maximum}
    return nullable({**value, "description": known.meaning.en})


def record(facts: tuple[Fact, ...]) -> Schema:
    """A record as it is sent; the facts' names are those of `/v1/facts`."""
    return closed(
        {
            "ref": WORDS,
            "credentials": nullable(array({"anyOf": [credential(), STRING]})),
            "facts": nullable(closed({one.name: fact(one) for one in facts})),
        },
        required=("ref",),
    )
