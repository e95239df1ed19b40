"""Read a batch of queries: what is wrong with its form refuses it whole, what is wrong with one value only that query."""

from __future__ import annotations

import math
from collections.abc import Mapping

import attrs

from qualmap.errors import InputError
from qualmap.files.answers import is_blank
from qualmap.models import Credential, Json
from qualmap_matcher.service import json_text
from qualmap_matcher.service.fields import only
from qualmap_matcher.service.problems import Problem
from qualmap_matcher.service.reconciling.entities import TYPE

MOST_QUERIES = 200
"""In one batch: some tenths of a second of work; clients send ten to fifty."""
_MEMBERS = ("query", "type", "limit", "properties", "type_strict")
_STRICTNESS = ("any", "should", "all")
HINTS = {
    "issuer": ("Issuer", "Who awarded it, as it stands in a column of its own"),
    "country": ("Country", "Where it was awarded, as a name or a code"),
    "as_of": ("As of", "A day as YYYY-MM-DD: the edition of the list in force then"),
    "edition": ("Edition", "An edition of the list by its id, as 1.0; it goes before as_of"),
}
"""The properties that a query may have, each with its name and what it means."""


@attrs.frozen(kw_only=True)
class Query:
    """One query: a text with what stood beside it, the edition that is meant, and how many candidates are wanted at most."""

    credential: Credential | None
    edition: str | None
    as_of: str | None
    limit: int | None
    of_our_type: bool


def parsed(text: str, name: str) -> dict[str, Json]:
    """The object that a form element holds as JSON; raises a `Problem` that names the element."""
    try:
        content = json_text.decode(text.encode("utf-8", "surrogatepass"))
    except (ValueError, RecursionError) as error:
        raise Problem(code="malformed_json", detail=f"expected a JSON object: {error}", field=name) from None
    if not isinstance(content, dict):
        raise Problem(code="malformed_json", detail=f"expected a JSON object, got {type(content).__name__}", field=name)
    return content


def read_queries(batch: Mapping[str, Json]) -> dict[str, Query]:
    """The queries by their names.

    Raises:
        InputError: the batch is not of the form that the specification gives it, or has a property that there is not; the error
            names the query and the member.
        Problem: there are more queries than the manifest's `batchSize`.

    """
    if len(batch) > MOST_QUERIES:
        detail = f"expected at most {MOST_QUERIES} queries in a batch, got {len(batch):,}"
        raise Problem(code="body_too_large", detail=detail, field="queries")
    found = {}
    for name, written in batch.items():
        try:
            found[name] = _query(written)
        except InputError as error:
            raise error.within(f"queries.{name}") from None
    return found


def _query(written: Json) -> Query:
    if not isinstance(written, dict):
        raise InputError(f"expected an object, got {type(written).__name__}")
    only(written, _MEMBERS)
    text = written.get("query")
    if text is not None and (not isinstance(text, str) or not text):
        raise InputError("expected a text that is not empty", field="query")
    beside = _properties(written.get("properties"))
    if text is None and not beside:
        raise InputError("expected a query, properties, or both", field="query")
    if (strictness := written.get("type_strict")) is not None and strictness not in _STRICTNESS:
        raise InputError(f"expected one of {', '.join(_STRICTNESS)}", field="type_strict")
    credential = Credential(text, beside.get("issuer"), beside.get("country")) if text is not None else None
    return Query(
        credential=credential,
        edition=beside.get("edition"),
        as_of=beside.get("as_of"),
        limit=_limit(written.get("limit")),
        of_our_type=TYPE in (types := _types(written.get("type"))) or not types,
    )


def _limit(written: Json) -> int | None:
    if written is None:
        return None
    if isinstance(written, bool) or not isinstance(written, int | float) or not 1 <= written < math.inf or written % 1:
        raise InputError("expected a whole number from 1", field="limit")
    return int(written)


def _types(written: Json) -> list[Json]:
    """The ids of the types that are asked for; an empty text, which OpenRefine sends for no type, is none."""
    found = written if isinstance(written, list) else [written]
    ids = [one.get("id") if isinstance(one, dict) else one for one in found]
    if not all(one is None or isinstance(one, str) for one in ids):
        raise InputError("expected the id of a type, or a list of such", field="type")
    return [one for one in ids if one]


def _properties(written: Json) -> dict[str, str | None]:
    """The first text that says something of each property; None for one that says nothing."""
    if written is None:
        return {}
    if not isinstance(written, list):
        raise InputError(f"expected a list, got {type(written).__name__}", field="properties")
    found: dict[str, str | None] = {}
    for index, one in enumerate(written):
        place = f"properties[{index}]"
        if not isinstance(one, dict) or "v" not in one:
            raise InputError("expected an object with pid and v", field=place)
        if one.get("pid") not in HINTS:
            raise InputError(f"unknown; expected one of {', '.join(HINTS)}", field=f"{place}.pid")
        values = one["v"] if isinstance(one["v"], list) else [one["v"]]
        said = [text for value in values if not is_blank(text := _text(value, f"{place}.v"))]
        found[str(one["pid"])] = said[0] if said else found.get(str(one["pid"]))
    return found


def _text(value: Json, place: str) -> str:
    """A property's value as a text: of an entity its name, of a number its digits."""
    if isinstance(value, dict):
        value = value.get("name") or value.get("id")
    if value is None:
        return ""
    if isinstance(value, list | dict):
        raise InputError("expected a text, a number, true, false or an entity", field=place)
    return value if isinstance(value, str) else json_text.encode(value).decode()
