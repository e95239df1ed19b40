"""`/v1/screenings`: screen people, keep the answers, find them again."""

from __future__ import annotations

from collections.abc import Mapping

import attrs

from qualmap.editions import as_date
from qualmap.errors import InputError
from qualmap.models import Json
from qualmap.records import Record
from qualmap.screening import Failure, Screening
from qualmap_matcher.service import schemas
from qualmap_matcher.service.calls import Call
from qualmap_matcher.service.endpoints import Answer, Endpoint, Parameter
from qualmap_matcher.service.failures import FAILURE
from qualmap_matcher.service.fields import asked_by, list_of, object_of, only, option_text
from qualmap_matcher.service.paging import CURSOR, LIMIT, cursor_of, page_of
from qualmap_matcher.service.problems import not_found
from qualmap_matcher.service.store import screenings as stored
from qualmap_matcher.service.store.audit import append
from qualmap_matcher.service.store.idempotency import Made, once
from qualmap_matcher.service.store.people import person_of
from qualmap_matcher.service.store.scope import Scope

MOST_RECORDS = 1000
_OPTIONS = ("edition", "as_of", "minimum_evidence")


@attrs.frozen
class Screened:
    """A record with its answer, ready to be stored."""

    record: Record
    screening: Screening
    options: Mapping[str, Json]

    def store(self, call: Call, scope: Scope) -> stored.StoredScreening:
        """Store it and tell the audit trail."""
        kept = stored.add(scope, call.core.vault, self.record, self.screening, self.options, cause="request")
        details = {"decision_id": self.screening.decision_id, **self.screening.versions.to_dict()}
        append(scope, who=call.who, action="screening.created", resource=kept.id, details=details)
        return kept


def screened(call: Call, record: Record, options: Mapping[str, Json]) -> Screened:
    """Screen one record as the body's options say."""
    edition, as_of = option_text(options, "edition"), option_text(options, "as_of")
    asked = asked_by(options, call.core.matcher)
    day = None if edition is not None and as_of is None else as_date(as_of).isoformat()
    return Screened(record, call.core.matcher.screen(record, asked, day), {name: options.get(name) for name in _OPTIONS})


async def create_screening(call: Call) -> Answer:
    """Screen one person and keep the answer."""
    body = only(call.json(), ("record", *_OPTIONS))
    one = screened(call, Record.of(object_of(body, "record")), body)
    warning = call.core.warning_about(one.record.ref)

    def work(scope: Scope) -> stored.StoredScreening | None:
        made, _ = once(scope, call.idempotency_key, call.identity(), lambda: Made(201, one.store(call, scope).id))
        return stored.find(scope, call.core.vault, str(made.resources), version=1)

    kept = await call.writing(work)
    if kept is None:
        raise not_found("screening")
    return Answer(body=kept.to_dict(), status=201, headers={"Warning": warning} if warning else {})


async def create_screenings(call: Call) -> Answer:
    """Screen up to 1,000 people in one request and keep the answers; each gets its screening, or its error in its place."""
    body = only(call.json(), ("records", *_OPTIONS))
    results: list[Screened | Failure] = []
    for index, written in enumerate(list_of(body, "records", most=MOST_RECORDS)):
        try:
            results.append(screened(call, Record.of(written), body))  # type: ignore[arg-type]  # what is no mapping is its error
        except InputError as error:
            results.append(Failure(index, error))

    def work(scope: Scope) -> list[Json]:
        made, _ = once(scope, call.idempotency_key, call.identity(), lambda: Made(200, _stored(call, scope, results)))
        assert isinstance(made.resources, list)  # noqa: S101 - it is what _stored gives
        return [_shown(call, scope, one) for one in made.resources]

    return Answer(body={"results": await call.writing(work)})


def _stored(call: Call, scope: Scope, results: list[Screened | Failure]) -> Json:
    return [one.store(call, scope).id if isinstance(one, Screened) else one.to_dict() for one in results]


def _shown(call: Call, scope: Scope, resource: Json) -> Json:
    if not isinstance(resource, str):
        return resource
    kept = stored.find(scope, call.core.vault, resource, version=1)
    return kept.to_dict() if kept else None


async def list_screenings(call: Call) -> Answer:
    """The newest screenings first, as far as the filters admit them."""
    query, vault = call.query, call.core.vault

    def work(scope: Scope) -> Json:
        ref = query.get("ref")
        filters = stored.Filters(
            **{name: query.get(name) for name in ("decision", "category", "edition", "review", "since")},  # type: ignore[arg-type]  # texts, by their schemas
            person=person_of(scope, vault, str(ref)) if ref is not None else None,
        )
        return page_of(call, lambda before, limit: stored.page(scope, vault, filters, before=before, limit=limit))

    return Answer(body=await call.reading(work))


async def get_screening(call: Call) -> Answer:
    """One screening, in its newest version or in an earlier one."""
    version = call.query.get("version")
    number = version if isinstance(version, int) else None
    kept = await call.reading(lambda scope: stored.find(scope, call.core.vault, call.path["id"], version=number))
    if kept is None:
        raise not_found("screening")
    return Answer(body=kept.to_dict())


STORED = schemas.closed(
    {
        "id": schemas.STRING,
        "version": {"type": "integer"},
        "cause": {"enum": ["request", "batch", "review", "undo", "rescreen"]},
        "review": {"enum": ["none", "open", "done"]},
        "created_at": schemas.STRING,
        "updated_at": schemas.STRING,
        "batch": schemas.nullable(schemas.STRING),
        "screening": schemas.model(Screening),
    },
    required=("id", "version", "cause", "review", "created_at", "updated_at", "batch", "screening"),
)
"""A screening as the service answers it."""


def _one_of(*values: str) -> dict[str, Json]:
    return {"type": "string", "enum": [*values]}


_DECISIONS = ("eligible", "unconfirmed", "needs_facts", "not_eligible", "no_row")
_EXAMPLE: Json = {
    "ref": "C-1024",
    "credentials": [{"text": "FCCA", "issuer": None, "country": None}],
    "facts": {"works_in_shanghai": True, "origin": "foreign", "age": 66, "work_permit": True},
}
_FILTERS = (
    Parameter(name="decision", description="Has a clause with this decision.", schema=_one_of(*_DECISIONS)),
    Parameter(
        name="category",
        description="Has such a clause in this category.",
        schema={"type": "string", "enum": ["A", "B", "C", "D"]},
    ),
    Parameter(name="edition", description="Was decided in this edition.", schema=schemas.STRING),
    Parameter(
        name="review",
        description="Whether a person still has to look.",
        schema=_one_of("none", "open", "done"),
    ),
    Parameter(name="since", description="Was made on this day or later (UTC).", schema=schemas.DAY),
    Parameter(name="ref", description="Is about this ref.", schema=schemas.STRING),
)

ENDPOINTS = (
    Endpoint(
        method="POST",
        path="/v1/screenings",
        summary="Screen one person",
        tag="screenings",
        scope="screen",
        handler=create_screening,
        status=201,
        takes=schemas.closed({"record": schemas.RECORD, **schemas.options()}, required=("record",)),
        gives=STORED,
        example={"record": _EXAMPLE, "edition": "1.0"},
        problems=("malformed_json", "invalid_input", "invalid_text", "unknown_edition", "idempotency_key_reused"),
        idempotent_key=True,
    ),
    Endpoint(
        method="POST",
        path="/v1/screenings/many",
        summary="Screen many people",
        tag="screenings",
        scope="screen",
        handler=create_screenings,
        takes=schemas.closed(
            {"records": schemas.array(schemas.RECORD, minItems=1, maxItems=MOST_RECORDS), **schemas.options()},
            required=("records",),
        ),
        gives=schemas.closed({"results": schemas.array({"anyOf": [STORED, FAILURE, {"type": "null"}]})}, required=("results",)),
        example={"records": [_EXAMPLE], "edition": "1.0"},
        problems=("malformed_json", "invalid_input", "unknown_edition", "idempotency_key_reused"),
        idempotent_key=True,
    ),
    Endpoint(
        method="GET",
        path="/v1/screenings",
        summary="List screenings",
        tag="screenings",
        scope="screen",
        handler=list_screenings,
        query=(*_FILTERS, CURSOR, LIMIT),
        gives=cursor_of(STORED),
        problems=("invalid_input",),
    ),
    Endpoint(
        method="GET",
        path="/v1/screenings/{id}",
        summary="Read one screening",
        tag="screenings",
        scope="screen",
        handler=get_screening,
        query=(
            Parameter(
                name="version", description="An earlier version.", schema={"type": "integer", "minimum": 1, "maximum": 1_000_000}
            ),
        ),
        gives=STORED,
        problems=("invalid_input",),
    ),
)
