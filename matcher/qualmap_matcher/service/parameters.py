"""Read the parameters of a query by their schemas."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from qualmap.models import Json
from qualmap_matcher.service.endpoints import Parameter, Schema
from qualmap_matcher.service.problems import Problem

_BOOLEANS = {"true": True, "false": False}


def read(written: Iterable[tuple[str, str]], parameters: tuple[Parameter, ...]) -> dict[str, Json]:
    """The values by name; raises a `Problem` that names the parameter and what was expected."""
    known = {parameter.name: parameter for parameter in parameters}
    values: dict[str, Json] = {}
    for name, text in written:
        if name not in known:
            expected = f"expected {', '.join(known)}" if known else "this request takes none"
            raise _unfit(name, f"unknown parameter; {expected}")
        if name in values:
            raise _unfit(name, "expected it once")
        values[name] = _value(name, text, known[name].schema)
    for name, parameter in known.items():
        if parameter.required and name not in values:
            raise _unfit(name, "missing; this request needs it")
    return values


def _value(name: str, text: str, schema: Schema) -> Json:
    if schema["type"] == "integer":
        if not re.fullmatch(r"-?[0-9]{1,18}", text) or not _within(int(text), schema):
            raise _unfit(name, f"expected a whole number from {schema['minimum']} to {schema['maximum']}, got {text!r}")
        return int(text)
    if schema["type"] == "boolean":
        if text not in _BOOLEANS:
            raise _unfit(name, f"expected true or false, got {text!r}")
        return _BOOLEANS[text]
    choices = schema.get("enum")
    if isinstance(choices, list) and text not in choices:
        raise _unfit(name, f"expected one of {', '.join(map(str, choices))}, got {text!r}")
    if "\0" in text:
        raise _unfit(name, "expected a text without the character U+0000, which no database keeps")
    if "pattern" in schema and not re.search(str(schema["pattern"]), text):
        raise _unfit(name, f"expected {schema.get('description', schema['pattern'])}, got {text!r}")
    return text


def _within(number: int, schema: Mapping[str, Json]) -> bool:
    least, most = schema["minimum"], schema["maximum"]
    assert isinstance(least, int)  # noqa: S101 - every whole number among our parameters has both bounds
    assert isinstance(most, int)  # noqa: S101 - as above
    return least <= number <= most


def _unfit(name: str, detail: str) -> Problem:
    return Problem(code="invalid_input", detail=detail, field=name)
