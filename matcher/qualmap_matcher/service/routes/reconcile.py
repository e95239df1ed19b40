"""`/reconcile`: the Reconciliation Service API 0.2, for OpenRefine and other clients of it. Nothing is stored."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from urllib.parse import parse_qsl

from qualmap.errors import InputError
from qualmap.models import Json
from qualmap_matcher.service import schemas
from qualmap_matcher.service.calls import Call
from qualmap_matcher.service.endpoints import Answer, Endpoint, Parameter
from qualmap_matcher.service.fields import only
from qualmap_matcher.service.problems import Problem
from qualmap_matcher.service.reconciling import cards, shapes, suggesting
from qualmap_matcher.service.reconciling.candidates import answer
from qualmap_matcher.service.reconciling.entities import TYPE
from qualmap_matcher.service.reconciling.extending import extend
from qualmap_matcher.service.reconciling.manifest import manifest
from qualmap_matcher.service.reconciling.queries import parsed, read_queries

_FORM = "application/x-www-form-urlencoded"
_ELEMENTS = ("queries", "extend")
_MOST_SKIPPED = 1_000_000
_OWN_TO_ONE = {"Cache-Control": "private, no-store"}  # what has addresses with a key in them


async def reconcile(call: Call) -> Answer:
    """Without parameters the manifest, for which no key is needed; with `queries` or `extend` as the POST answers."""
    if call.query:
        if call.key is None:
            detail = "expected the header Authorization: Bearer KEY, or the key in the address: /reconcile/key/KEY"
            raise Problem(code="missing_key", detail=detail, headers={"WWW-Authenticate": 'Bearer realm="qualmap"'})
        return await _answered(call, {name: str(value) for name, value in call.query.items()})
    root = (call.core.settings.public_url or str(call.request.base_url)).rstrip("/")
    base = f"{root}/reconcile/key/{call.path['key']}" if "key" in call.path else f"{root}/reconcile"
    told = manifest(base, about=f"{root}/reconcile/about", view=f"{root}/console/list", matcher=call.core.matcher)
    return Answer(body=told, headers=_OWN_TO_ONE)


async def reconcile_form(call: Call) -> Answer:
    """Answer the form element `queries`, a batch of reconciliation queries, or `extend`, a data extension query."""
    return await _answered(call, _form(call.body))


async def preview_qualification(call: Call) -> Answer:
    """A page about one qualification, small enough for a frame, in English or Chinese by `Accept-Language`."""
    language = cards.language_of(call.request.headers.get("accept-language"))
    return cards.card(call.core.matcher, call.path["id"], language=language)


async def explain_reconciliation(call: Call) -> Answer:
    """A page on what scores, matches, evidence and features mean, in English or Chinese by `Accept-Language`."""
    return cards.about(language=cards.language_of(call.request.headers.get("accept-language")))


async def suggest_entities(call: Call) -> Answer:
    """Qualifications of which a name, an id, an issuer or an alias begins with the prefix, then those with all its words."""
    prefix, skip = str(call.query["prefix"]), call.query.get("cursor", 0)
    assert isinstance(skip, int)  # noqa: S101 - by its schema
    return Answer(body={"result": await asyncio.to_thread(suggesting.entities, call.core.matcher, prefix, skip=skip)})


async def suggest_properties(call: Call) -> Answer:
    """Properties of queries and of data extension whose names begin with the prefix."""
    return Answer(body={"result": suggesting.properties(str(call.query["prefix"]))})


async def suggest_types(call: Call) -> Answer:
    """The one type, if its name begins with the prefix."""
    return Answer(body={"result": suggesting.types(str(call.query["prefix"]))})


async def propose_properties(call: Call) -> Answer:
    """The properties that data extension can fetch for a type; none for a type that there is not."""
    kind, limit = str(call.query.get("type") or TYPE), call.query.get("limit")
    found = suggesting.fetched() if kind == TYPE else []
    if limit is None:
        return Answer(body={"properties": found, "type": kind})
    assert isinstance(limit, int)  # noqa: S101 - by its schema
    return Answer(body={"properties": found[:limit], "type": kind, "limit": limit})


def _form(body: bytes) -> dict[str, str]:
    """The elements of a form; raises a `Problem`, or an `InputError` for one that is unknown or comes twice."""
    try:
        pairs = parse_qsl(body.decode("ascii"), keep_blank_values=True, errors="strict", max_num_fields=2 * len(_ELEMENTS))
    except ValueError as error:
        raise Problem(code="malformed_json", detail=f"expected a form, percent-encoded from UTF-8: {error}") from None
    if len(pairs) != len(dict(pairs)):
        raise InputError("expected each element once", field=pairs[-1][0])
    return dict(pairs)


async def _answered(call: Call, elements: Mapping[str, str]) -> Answer:
    only({**elements}, _ELEMENTS)
    if len(elements) != 1:
        raise InputError("expected either queries or extend", field="queries")
    matcher = call.core.matcher_for(call.tenant)
    [(name, text)] = elements.items()
    if name == "extend":
        try:
            return Answer(body=extend(parsed(text, name), matcher))
        except InputError as error:
            raise error.within(name) from None
    queries = read_queries(parsed(text, name))
    body: dict[str, Json] = {key: answer(query, matcher) for key, query in queries.items()}
    return Answer(body=body)


_PREFIX = Parameter(name="prefix", description="What was typed so far.", schema=schemas.ASKED, required=True)
_CURSOR = Parameter(
    name="cursor",
    description="How many suggestions to skip.",
    schema={"type": "integer", "minimum": 0, "maximum": _MOST_SKIPPED, "default": 0},
)
_LIMIT = Parameter(
    name="limit", description="How many at most.", schema={"type": "integer", "minimum": 1, "maximum": 1000, "default": 1000}
)
# Boxes that suggest, OpenRefine's among them, send more than the specification has.
_PASSED_OVER = tuple(
    Parameter(name=name, description="Some clients send it; there is one type, and nothing to filter by.", schema=schemas.ASKED)
    for name in ("type", "type_strict", "filter", "lang", "limit")
)
ENDPOINTS = (
    Endpoint(
        method="GET",
        path="/reconcile",
        summary="Read the manifest, or reconcile",
        handler=reconcile,
        key_optional=True,
        query=(
            Parameter(name="queries", description="A batch of queries, as JSON.", schema=shapes.BATCH),
            Parameter(name="extend", description="A data extension query, as JSON.", schema=shapes.EXTENSION_QUERY),
        ),
        gives={"anyOf": [shapes.MANIFEST, shapes.EXTENSION, shapes.RESULTS]},
        problems=("malformed_json", "body_too_large", "invalid_input", "unknown_edition"),
        tag="reconciliation",
        scope="match",
        cross_origin=True,
    ),
    Endpoint(
        method="POST",
        path="/reconcile",
        summary="Reconcile, or extend data",
        handler=reconcile_form,
        takes=schemas.closed({"queries": shapes.BATCH, "extend": shapes.EXTENSION_QUERY}),
        accepts=(_FORM,),
        gives={"anyOf": [shapes.EXTENSION, shapes.RESULTS]},
        example={"queries": '{"q0": {"query": "FCCA"}, "q1": {"query": "CPA", "properties": [{"pid": "country", "v": "HK"}]}}'},
        problems=("malformed_json", "body_too_large", "invalid_input", "unknown_edition"),
        tag="reconciliation",
        scope="match",
        cross_origin=True,
    ),
    Endpoint(
        method="GET",
        path="/reconcile/preview/{id}",
        summary="See a qualification",
        handler=preview_qualification,
        gives=schemas.STRING,
        media_type=cards.HTML,
        problems=("unknown_qualification",),
        tag="reconciliation",
        scope="match",
        cross_origin=True,
    ),
    Endpoint(
        method="GET",
        path="/reconcile/suggest/entity",
        summary="Suggest qualifications",
        handler=suggest_entities,
        query=(_PREFIX, _CURSOR, *_PASSED_OVER),
        gives=shapes.SUGGESTED_ENTITIES,
        tag="reconciliation",
        scope="match",
        cross_origin=True,
    ),
    Endpoint(
        method="GET",
        path="/reconcile/suggest/property",
        summary="Suggest properties",
        handler=suggest_properties,
        query=(_PREFIX, _CURSOR, *_PASSED_OVER),
        gives=shapes.SUGGESTED_PROPERTIES,
        tag="reconciliation",
        scope="match",
        cross_origin=True,
    ),
    Endpoint(
        method="GET",
        path="/reconcile/suggest/type",
        summary="Suggest types",
        handler=suggest_types,
        query=(_PREFIX, _CURSOR, *_PASSED_OVER),
        gives=shapes.SUGGESTED_TYPES,
        tag="reconciliation",
        scope="match",
        cross_origin=True,
    ),
    Endpoint(
        method="GET",
        path="/reconcile/properties",
        summary="Propose properties to fetch",
        handler=propose_properties,
        query=(Parameter(name="type", description="The id of a type.", schema=schemas.ASKED), _LIMIT),
        gives=shapes.PROPOSED,
        tag="reconciliation",
        scope="match",
        cross_origin=True,
    ),
    Endpoint(
        method="GET",
        path="/reconcile/about",
        summary="Read what the answers mean",
        handler=explain_reconciliation,
        gives=schemas.STRING,
        media_type=cards.HTML,
        tag="reconciliation",
        scope=None,
        cross_origin=True,
    ),
)
