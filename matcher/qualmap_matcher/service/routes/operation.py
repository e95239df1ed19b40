"""`/healthz`, `/readyz`, `/metrics`, `/openapi.json`: what operators and programs ask, without a key."""

from __future__ import annotations

import asyncio
import weakref

from qualmap.models import Json
from qualmap_matcher.service import json_text, schemas
from qualmap_matcher.service.calls import Call
from qualmap_matcher.service.core import Core
from qualmap_matcher.service.endpoints import Answer, Endpoint

_DOCUMENTS: weakref.WeakKeyDictionary[Core, bytes] = weakref.WeakKeyDictionary()  # each made once: it takes milliseconds
_PROMETHEUS = "text/plain; version=0.0.4"  # Litestar adds the charset


async def healthz(call: Call) -> Answer:
    """Whether the process answers."""
    del call
    return Answer(body={"status": "ok"})


async def readyz(call: Call) -> Answer:
    """Whether it can do its work: the database answers; and which data it works on."""
    up = await asyncio.to_thread(call.core.database.is_up)
    matcher = call.core.matcher
    editions = {one.id: matcher.engine.editions.digest(one.id) for one in matcher.editions()}
    body: Json = {"status": "ok" if up else "unavailable", "database": up, "engine": matcher.version, "editions": {**editions}}
    return Answer(body=body, status=200 if up else 503)


async def metrics(call: Call) -> Answer:
    """Counters in Prometheus' text format."""
    return Answer(body=call.core.metrics.text(), media_type=_PROMETHEUS)


async def openapi(call: Call) -> Answer:
    """This document."""
    if call.core not in _DOCUMENTS:
        from qualmap_matcher.service.openapi import document
        from qualmap_matcher.service.routes import ENDPOINTS as EVERY_ENDPOINT

        _DOCUMENTS[call.core] = json_text.encode(document(EVERY_ENDPOINT, call.core.matcher.facts()))
    return Answer(body=_DOCUMENTS[call.core])


_READY = schemas.closed(
    {
        "status": {"enum": ["ok", "unavailable"]},
        "database": {"type": "boolean"},
        "engine": schemas.STRING,
        "editions": {"type": "object", "additionalProperties": schemas.STRING},
    },
    required=("status", "database", "engine", "editions"),
)

ENDPOINTS = (
    Endpoint(
        method="GET",
        path="/healthz",
        summary="Is the process up?",
        tag="operation",
        scope=None,
        handler=healthz,
        gives=schemas.closed({"status": {"const": "ok"}}, required=("status",)),
    ),
    Endpoint(
        method="GET",
        path="/readyz",
        summary="Can it work?",
        tag="operation",
        scope=None,
        handler=readyz,
        gives=_READY,
        otherwise={503: "It cannot: the database does not answer."},
    ),
    Endpoint(
        method="GET",
        path="/metrics",
        summary="Prometheus metrics",
        tag="operation",
        scope=None,
        handler=metrics,
        gives=schemas.STRING,
        media_type=_PROMETHEUS,
    ),
    Endpoint(
        method="GET",
        path="/openapi.json",
        summary="The OpenAPI document",
        tag="operation",
        scope=None,
        handler=openapi,
        gives={"type": "object"},
    ),
)
