"""One run of Schemathesis over the application: every phase, every check, the same cases each time."""

from __future__ import annotations

import gc
import itertools
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import attrs
import jsonschema_rs
import schemathesis
from litestar import Litestar
from schemathesis.engine import events, from_schema
from schemathesis.python import asgi
from schemathesis.specs.openapi.schemas import OpenApiSchema

_JSON_LINES = "application/x-ndjson"
_LONGEST_KEY = 255
_NUMBERS = itertools.count()
_IDS: dict[str, list[dict[str, str]]] = {}
"""What the next requests of each operation have in their addresses, where these may be right."""


@schemathesis.serializer(_JSON_LINES)
def json_lines_out(_context: schemathesis.SerializationContext, value: Any) -> Any:  # noqa: ANN401 - as Schemathesis has it
    return value if isinstance(value, bytes) else str(value).encode("utf-8", "surrogatepass")


@schemathesis.deserializer(_JSON_LINES)
def json_lines_in(_context: schemathesis.DeserializationContext, response: schemathesis.Response) -> Any:  # noqa: ANN401 - as above
    return response.text


@schemathesis.check
def every_line_conforms(_context: schemathesis.CheckContext, response: schemathesis.Response, case: schemathesis.Case) -> None:
    """A stream of JSON is described line by line (`x-line`)."""
    for definition in case.operation.responses.iter_successful_responses():
        line = (definition.definition["content"].get(_JSON_LINES) or {"schema": {}})["schema"].get("x-line")
        if line is not None and str(response.status_code) == definition.status_code:
            whole = {**line, "components": case.operation.schema.raw_schema["components"]}
            validator = jsonschema_rs.Draft202012Validator(whole)
            for text in response.text.splitlines():
                validator.validate(json.loads(text))


@attrs.frozen(order=True)
class Refused:
    """What Schemathesis does not like, with the problem that the service answered, if it did."""

    check: str
    operation: str
    code: str | None
    field: str | None
    told: str = attrs.field(eq=False)


@attrs.frozen
class Run:
    """What came of a run: complaints, how many checks were made, and which statuses each operation answered with."""

    complaints: list[Refused]
    checks: int
    statuses: Mapping[str, Counter[int]]


def configured(key: str, *, phases: Iterable[str], examples: int) -> schemathesis.Config:
    """Every check, the same cases each time."""
    named = ("examples", "coverage", "fuzzing", "stateful")
    return schemathesis.Config.from_dict(
        {
            "seed": 1,
            "headers": {"Authorization": f"Bearer {key}"},
            "continue-on-failure": True,
            "generation": {"deterministic": True, "max-examples": examples, "database": "none", "no-shrink": True},
            "phases": {name: {"enabled": name in phases} for name in named},
        }
    )


def run(app: Litestar, key: str, *, phases: Iterable[str], examples: int, ids: Mapping[str, list[dict[str, str]]]) -> Run:
    """Test an application; `ids` are what the first requests of an operation have in their addresses."""
    _IDS.clear()
    _IDS.update(ids)
    schema = schemathesis.openapi.from_asgi("/openapi.json", app, config=configured(key, phases=phases, examples=examples))
    complaints: list[Refused] = []
    statuses: dict[str, Counter[int]] = {}
    checks = 0
    for event in _events(schema):
        if isinstance(event, events.NonFatalError | events.FatalError):
            complaints.append(Refused("error", str(getattr(event, "label", "")), None, None, str(getattr(event, "info", event))))
        if isinstance(event, events.ScenarioFinished):
            for id_, interaction in event.recorder.interactions.items():
                label = event.recorder.cases[id_].value.operation.label
                if interaction.response is not None:
                    statuses.setdefault(label, Counter())[interaction.response.status_code] += 1
            for id_, made in event.recorder.checks.items():
                checks += len(made)
                complaints.extend(_refused(event, id_, check) for check in made if check.failure_info is not None)
    return Run(complaints, checks, statuses)


def _events(schema: OpenApiSchema) -> Iterator[events.EngineEvent]:
    """The events of a run; the application is stopped at its end."""
    try:
        yield from from_schema(schema).execute()
    finally:
        asgi.shutdown_lifespans()
        gc.collect()  # streams that Schemathesis leaves open complain now, not in the middle of another test


@schemathesis.hook
def before_call(context: schemathesis.HookContext, case: schemathesis.Case, kwargs: dict[str, Any]) -> None:
    """Give a request ids of what there is, and a key of its own: one that comes twice hides what the second request would do."""
    del context, kwargs
    if case.meta is None or getattr(case.meta.phase.data, "parameter", None) == "Authorization":
        return  # it is about what is missing; whatever is changed in a case, Schemathesis sends the key along
    written = case.headers.get("Idempotency-Key")
    if isinstance(written, str) and 0 < len(written) <= _LONGEST_KEY:
        case.headers["Idempotency-Key"] = f"key {next(_NUMBERS)}"
    waiting = _IDS.get(case.operation.label)
    if waiting and case.meta.generation.mode.is_positive and case.method == case.operation.method.upper():
        case.path_parameters.update(waiting.pop())


def _refused(event: events.ScenarioFinished, id_: str, check: Any) -> Refused:  # noqa: ANN401 - no public type
    case, interaction = event.recorder.cases[id_].value, event.recorder.interactions[id_]
    problem: dict[str, str] = {}
    if interaction.response is not None and interaction.response.headers.get("content-type") == ["application/problem+json"]:
        problem = interaction.response.json()
    failure = check.failure_info
    told = f"{failure.failure.title}: {failure.failure.message}\n{failure.code_sample}\n{problem.get('detail')}"
    return Refused(check.name, case.operation.label, problem.get("code"), problem.get("field"), told)
