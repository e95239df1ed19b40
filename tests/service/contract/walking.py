"""A right request for every endpoint, made from what the endpoint says of itself."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, cast
from urllib.parse import urlencode

import pytest

from qualmap.models import Json
from qualmap_matcher.service.endpoints import Endpoint
from qualmap_matcher.service.routes import ENDPOINTS
from qualmap_matcher.service.store.ids import new_id

JSON = "application/json"
FORM = "application/x-www-form-urlencoded"
QUERY = {"edition": "1.0", "before": "1.0", "after": "3.0", "prefix": "acca"}
"""What required parameters get, by name."""

WITH_JSON = tuple(endpoint for endpoint in ENDPOINTS if endpoint.takes is not None and JSON in endpoint.accepts)

each_endpoint = pytest.mark.parametrize("endpoint", ENDPOINTS, ids=lambda endpoint: endpoint.operation_id)


def address(endpoint: Endpoint, ids: Mapping[str, str] | None = None) -> str:
    """The path with ids by their kinds; an id that is not given is one that nothing has."""
    parts = endpoint.path.split("/")
    for index, part in enumerate(parts):
        if part.startswith("{"):
            parts[index] = (ids or {}).get(parts[index - 1], new_id())
    return "/".join(parts)


def query(endpoint: Endpoint) -> dict[str, str]:
    """What the endpoint must have in its query."""
    return {parameter.name: QUERY[parameter.name] for parameter in endpoint.query if parameter.required}


def body(endpoint: Endpoint) -> dict[str, Any]:
    """The endpoint's own example, as httpx takes it."""
    if endpoint.takes is None:
        return {}
    if endpoint in WITH_JSON:
        return {"content": json.dumps(endpoint.example), "headers": {"Content-Type": JSON}}
    if FORM in endpoint.accepts:
        return {"content": urlencode(example(endpoint)), "headers": {"Content-Type": FORM}}
    return {"content": str(endpoint.example), "headers": {"Content-Type": endpoint.accepts[0]}}


def example(endpoint: Endpoint) -> dict[str, Json]:
    """The example of an endpoint that takes JSON or a form, to be changed by a test."""
    return cast("dict[str, Json]", json.loads(json.dumps(endpoint.example)))
