"""Schemathesis over the whole service: examples, limits, chance, and chains of requests; nothing is left out without a reason."""

from __future__ import annotations

import re

import attrs
import pytest
from databases import on_postgresql, on_sqlite
from fuzzing import Refused, Run, run
from litestar import Litestar
from making import Company, kinds, make_for
from tenants import Issue

from qualmap_matcher.service.core import Core
from qualmap_matcher.service.routes import ENDPOINTS

# Requests that fit the schema and are refused all the same, by operation, code and field: what no schema can say.
REASONS = (
    (".*", "unknown_edition", ".*", "which editions there are is data, and the first has a first day"),
    (".*", "invalid_input", "as_of|since", "a pattern cannot tell the days of a month"),
    ("POST /v1/screenings/rescreen", "invalid_input", "edition", "one of two members has to be there and not null"),
    ("POST /v1/keys", "invalid_input", "name", "two live keys may share a name, not three; names are printable"),
    ("POST /v1/keys", "invalid_input", "expires_at", "an end lies in the future"),
    ("POST /v1/webhooks", "invalid_input", "url", "an address with a scheme and a host, to which no schema can hold a text"),
    ("(GET|POST) /reconcile", "invalid_input|malformed_json", ".*", "to a schema a batch of queries is a text, in a form"),
    ("PUT /v1/retention", "invalid_input", "days", "30.0 is a whole number to JSON Schema; here it is none"),
    ("POST /v1/batches", "invalid_input", ".*", "to a schema an upload is a text; what is in it no schema says"),
    ("POST /v1/reviews/{id}/judge", "invalid_input", ".*", "which members go with an action depends on the review"),
)
"""Each but the last part is an expression that has to match whole."""


# Schemathesis draws from `random` where Hypothesis would rather be asked; the cases are the same each time, by its seed.
# It leaves streams of its own open, too.
pytestmark = [
    pytest.mark.filterwarnings("ignore::hypothesis.errors.HypothesisDeprecationWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]

# It never asks for the document itself; `test_document` does.
LABELS = {f"{endpoint.method} {endpoint.path}" for endpoint in ENDPOINTS if endpoint.operation_id != "openapi"}


@pytest.fixture
def core(core: Core) -> Core:
    """With a worker, so that batches end and streams with them."""
    core.settings = attrs.evolve(core.settings, workers=1)
    return core


@pytest.fixture
def ids(company: Company) -> dict[str, list[dict[str, str]]]:
    """What there is for each operation whose address has an id."""
    found: dict[str, list[dict[str, str]]] = {}
    for endpoint in ENDPOINTS:
        if endpoint.path_parameters:
            made = (make_for(endpoint, company) for _ in range(3))
            values = [dict(zip(endpoint.path_parameters, (one[kind] for kind in kinds(endpoint)), strict=True)) for one in made]
            found[f"{endpoint.method} {endpoint.path}"] = values
    return found


@on_sqlite
def test_the_service_keeps_its_contract(app: Litestar, key: Issue, ids: dict[str, list[dict[str, str]]]) -> None:
    found = run(app, key("admin").text, phases=("coverage", "fuzzing", "stateful"), examples=3, ids=ids)

    assert not unexplained(found), "\n\n".join(unexplained(found))
    assert found.checks > 10_000
    assert {label for label, statuses in found.statuses.items() if not any(200 <= status < 300 for status in statuses)} == set()
    assert set(found.statuses) == LABELS


@on_postgresql
def test_the_service_keeps_its_contract_on_postgresql(app: Litestar, key: Issue, ids: dict[str, list[dict[str, str]]]) -> None:
    found = run(app, key("admin").text, phases=("examples", "fuzzing", "stateful"), examples=5, ids=ids)

    assert not unexplained(found), "\n\n".join(unexplained(found))
    assert set(found.statuses) == LABELS


def unexplained(found: Run) -> list[str]:
    """The complaints without a reason, each kind once."""
    kinds: dict[Refused, str] = {}
    for one in found.complaints:
        if one.check != "positive_data_acceptance" or not any(_explains(reason, one) for reason in REASONS):
            kinds.setdefault(one, one.told)
    return [f"{one.check} {one.operation} {one.code} {one.field}\n{told}" for one, told in kinds.items()]


def _explains(reason: tuple[str, str, str, str], one: Refused) -> bool:
    *patterns, _why = reason
    return all(re.fullmatch(p, v or "") or p == v for p, v in zip(patterns, (one.operation, one.code, one.field), strict=True))
