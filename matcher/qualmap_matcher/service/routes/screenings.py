"""`/v1/screenings`: screen people, keep the answers, find them again."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping

from qualmap.errors import InputError
from qualmap.models import Json
from qualmap.records import Record
from qualmap.screening import Failure, Screening
from qualmap_matcher.service import schemas
from qualmap_matcher.service.calls import Call
from qualmap_matcher.service.endpoints import Answer, Endpoint, Parameter
from qualmap_matcher.service.failures import FAILURE
from qualmap_matcher.service.fields import asked_by, list_of, object_of, only
from qualmap_matcher.service.keeping import keep, screened
from qualmap_matcher.service.paging import CURSOR, LIMIT, cursor_of, page_of
from qualmap_matcher.service.problems import not_found
from qualmap_matcher.service.store import screenings as stored
from qualmap_matcher.service.store.idempotency import Made, once
from qualmap_matcher.service.store.people import person_of
from qualmap_matcher.service.store.scope import Scope
from qualmap_matcher.service.store.screenings import Draft

MOST_RECORDS = 1000
_OPTIONS = ("edition", "as_of", "minimum_evidence")


def _options(body: Mapping[str, Json]) -> dict[str, Json]:
    return {name: body.get(name) for name in _OPTIONS}


async def create_screening(call: Call) -> Answer:
    """Screen one person and keep the answer."""
    body = only(call.json(), ("record", *_OPTIONS))
    draft = screened(call.core, call.tenant, Record.of(object_of(body, "record")), body).draft(_options(body))
    warning = call.core.warning_about(draft.record.ref)

    def work(scope: Scope) -> stored.StoredScreening | None:
        fresh: list[stored.StoredScreening] = []

        def make() -> Made:
            fresh.extend(keep(scope, call.core, [draft], who=call.who))
            return Made(201, fresh[0].id)

        made, _ = once(scope, call.idempotency_key, call.identity(), make)
        return fresh[0] if fresh else stored.find(scope, call.core.vault, str(made.resources), version=1)

    kept = await call.writing(work)
    if kept is None:
        raise not_found("screening")
    return Answer(body=kept.to_dict(), status=201, headers={"Warning": warning} if warning else {})


async def create_screenings(call: Call) -> Answer:
    """Screen up to 1,000 people in one request and keep the answers; each gets its screening, or its error in its place."""
    body = only(call.json(), ("records", *_OPTIONS))
    asked_by(body, call.core.matcher)  # options that are wrong are wrong for all of them
    records = list_of(body, "records", most=MOST_RECORDS)
    # In a thread, for a thousand records take long, and before the transaction, in which the tenant's other writers wait.
    options = _options(body)
    results = await asyncio.to_thread(lambda: [_draft(call, index, one, body, options) for index, one in enumerate(records)])

    def work(scope: Scope) -> list[object]:
        fresh: dict[str, stored.StoredScreening] = {}

        def make() -> Made:
            kept = keep(scope, call.core, [one for one in results if isinstance(one, Draft)], who=call.who)
            fresh.update({one.id: one for one in kept})
            ids = iter(fresh)
            return Made(200, [next(ids) if isinstance(one, Draft) else None for one in results])

        made, _ = once(scope, call.idempotency_key, call.identity(), make)
        assert isinstance(made.resources, list)  # noqa: S101 - it is what make gives
        return [_shown(call, scope, id_, one, fresh) for id_, one in zip(made.resources, results, strict=True)]

    return Answer(body={"results": await call.writing(work)})


def _draft(call: Call, index: int, written: Json, body: Mapping[str, Json], options: Mapping[str, Json]) -> Draft | Failure:
    try:
        record = Record.of(written)  # type: ignore[arg-type]  # what is no mapping is its error
        return screened(call.core, call.tenant, record, body).draft(options)
    except InputError as error:
        return Failure(index, error)


def _shown(call: Call, scope: Scope, id_: Json, result: Draft | Failure, fresh: Mapping[str, stored.StoredScreening]) -> object:
    """A screening as it was stored, or an error; that is found anew at a repeat, for its message may quote."""
    if isinstance(result, Failure):
        return result.to_dict()
    if not isinstance(id_, str):
        return None
    kept = fresh.get(id_) or stored.find(scope, call.core.vault, id_, version=1)
    return kept.to_dict() if kept else None


async def list_screenings(call: Call) -> Answer:
    """The newest screenings first, as far as the filters admit them."""
    query, vault = call.query, call.core.vault

    def work(scope: Scope) -> object:
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
    Parameter(name="edition", description="Was decided in this edition.", schema=schemas.EDITION),
    Parameter(
        name="review",
        description="Whether a person still has to look.",
        schema=_one_of("none", "open", "done"),
    ),
    Parameter(name="since", description="Was made on this day or later (UTC).", schema=schemas.DAY),
    Parameter(name="ref", description="Is about this ref.", schema=schemas.ASKED),
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
