"""`/v1/batches`: many people in one upload, screened by the workers, with results as they come."""

from __future__ import annotations

from qualmap.editions import EVIDENCE
from qualmap.models import Json
from qualmap_matcher.service import schemas
from qualmap_matcher.service.batching import telling
from qualmap_matcher.service.batching.receiving import discarded, let_loose, received
from qualmap_matcher.service.batching.screening import settled_options
from qualmap_matcher.service.batching.steering import cancel, retry
from qualmap_matcher.service.batching.uploads import JSON_LINES, TABLE, reader_of
from qualmap_matcher.service.calls import Call
from qualmap_matcher.service.endpoints import Answer, Endpoint, Parameter
from qualmap_matcher.service.paging import CURSOR, LIMIT, cursor_of, page_of
from qualmap_matcher.service.problems import not_found
from qualmap_matcher.service.routes.screenings import STORED
from qualmap_matcher.service.store import batches
from qualmap_matcher.service.store.batches import Batch
from qualmap_matcher.service.store.idempotency import Made, once
from qualmap_matcher.service.store.scope import Scope


async def create_batch(call: Call) -> Answer:
    """Take in an upload of records, a line each, to be screened in the background; a line that is no record fails alone."""
    matcher = call.core.matcher
    media_type = call.request.headers.get("content-type")
    reader, options = reader_of(media_type, matcher.facts()), settled_options(call.query, matcher)
    key = call.idempotency_key
    assert call.key is not None  # noqa: S101 - the route has a scope
    maker = call.key.id
    id_ = await call.writing(lambda scope: batches.begin(scope, kind="upload", options=options, key=maker))
    upload = await received(call, id_, reader)
    request = call.core.vault.digest("upload", call.endpoint.path, call.request.url.query, media_type or "", upload.digest)

    def complete(scope: Scope) -> Made:
        let_loose(scope, call.core, id_, who=call.who, total=upload.total, options=options)
        return Made(201, id_)

    try:
        made, again = await call.writing(lambda scope: once(scope, key, request, lambda: complete(scope)))
    except Exception:
        await discarded(call.writing, id_)
        raise
    if again:
        await discarded(call.writing, id_)
    headers = {"Warning": upload.warning} if upload.warning else {}
    return Answer(body=(await found(call, str(made.resources))).to_dict(), status=201, headers=headers)


async def found(call: Call, id_: str) -> Batch:
    """The batch of that id; raises a `Problem`."""
    batch = await call.reading(lambda scope: batches.find(scope, id_))
    if batch is None:
        raise not_found("batch")
    return batch


async def list_batches(call: Call) -> Answer:
    """The newest batches first."""
    return Answer(
        body=await call.reading(
            lambda scope: page_of(call, lambda before, limit: batches.page(scope, before=before, limit=limit))
        )
    )


async def get_batch(call: Call) -> Answer:
    """One batch with its state and its counts."""
    return Answer(body=(await found(call, call.path["id"])).to_dict())


async def list_batch_results(call: Call) -> Answer:
    """The results of a batch in the order of the upload, a line of JSON each, up to the first item that is not finished."""
    return await _lines(call, telling.result)


async def get_batch_report(call: Call) -> Answer:
    """What a rescreening gave to people and took away: a line of JSON for each person for whom something changed."""
    return await _lines(call, telling.change)


async def _lines(call: Call, tell: telling.Telling) -> Answer:
    batch = await found(call, call.path["id"])
    after = call.query.get("after", -1)
    assert isinstance(after, int)  # noqa: S101 - by its schema
    follow = call.query.get("follow") is True
    return Answer(body=telling.lines(call, batch.id, tell, after=after, follow=follow), media_type=JSON_LINES)


async def cancel_batch(call: Call) -> Answer:
    """Stop a batch; what was done stays, the rest is cancelled."""
    id_ = call.path["id"]

    def work(scope: Scope) -> Json:
        cancel(scope, id_, who=call.who)
        return _shown(scope, id_)

    return Answer(body=await call.writing_once(work))


async def retry_batch(call: Call) -> Answer:
    """Screen the failed items of a batch again, those apart that are no records."""
    id_ = call.path["id"]

    def work(scope: Scope) -> Json:
        retry(scope, id_, who=call.who)
        return _shown(scope, id_)

    return Answer(body=await call.writing_once(work))


def _shown(scope: Scope, id_: str) -> Json:
    batch = batches.find(scope, id_)
    return batch.to_dict() if batch else None


_COUNT: schemas.Schema = {"type": "integer", "minimum": 0}
BATCH = schemas.closed(
    {
        "id": schemas.STRING,
        "kind": {"enum": ["upload", "rescreen"]},
        "state": {"enum": ["receiving", "queued", "running", "done", "cancelled"]},
        "options": schemas.closed(schemas.options(), required=("edition", "as_of", "minimum_evidence")),
        "created_at": schemas.STRING,
        "finished_at": schemas.nullable(schemas.STRING),
        "counts": schemas.closed(
            dict.fromkeys(("total", "done", "failed", "queued", "cancelled"), _COUNT),
            required=("total", "done", "failed", "queued", "cancelled"),
        ),
        "progress": {"type": "number", "minimum": 0, "maximum": 1},
    },
    required=("id", "kind", "state", "options", "created_at", "finished_at", "counts", "progress"),
)
"""A batch as the service answers it."""

_PLACE: dict[str, schemas.Schema] = {"position": _COUNT, "ref": schemas.nullable(schemas.STRING)}
_ERROR = schemas.closed(
    {"code": schemas.STRING, "message": schemas.STRING, "field": schemas.nullable(schemas.STRING)},
    required=("code", "message", "field"),
)
_RESULT: schemas.Schema = {
    "anyOf": [
        schemas.closed({**_PLACE, "screening": STORED}, required=("position", "ref", "screening")),
        schemas.closed({**_PLACE, "error": _ERROR}, required=("position", "ref", "error")),
    ]
}
_VERSION = schemas.closed(
    {"version": _COUNT, "edition": schemas.STRING, "decision_id": schemas.STRING}, required=("version", "edition", "decision_id")
)
_WORDING = schemas.closed({"en": schemas.STRING, "zh": schemas.STRING}, required=("en", "zh"))
_TOPICS = schemas.array(schemas.closed({"topic": schemas.STRING, "why": _WORDING}, required=("topic", "why")))
_CHANGES = ("gained", "lost", "surer", "less_sure")
_CHANGE = schemas.closed(
    {**_PLACE, "screening": schemas.STRING, "before": _VERSION, "after": _VERSION, **dict.fromkeys(_CHANGES, _TOPICS)},
    required=("position", "ref", "screening", "before", "after", *_CHANGES),
)
_OPTIONS = (
    Parameter(name="edition", description="The edition to decide in.", schema=schemas.EDITION),
    Parameter(name="as_of", description="The day whose edition decides; today without both.", schema=schemas.DAY),
    Parameter(
        name="minimum_evidence",
        description="Rows with less evidence are passed over.",
        schema={"type": "string", "enum": [*EVIDENCE], "default": EVIDENCE[0]},
    ),
)
_READING = (
    Parameter(
        name="after",
        description="Start after this position: the last one that was read.",
        schema={"type": "integer", "minimum": 0, "maximum": 2_000_000_000},
    ),
    Parameter(
        name="follow",
        description="Go on until the batch is over, with lines as they come.",
        schema={"type": "boolean", "default": False},
    ),
)


def _json_lines(line: schemas.Schema) -> schemas.Schema:
    return {"type": "string", "description": "One JSON object a line, of the form x-line.", "x-line": line}


ENDPOINTS = (
    Endpoint(
        method="POST",
        path="/v1/batches",
        summary="Screen an upload",
        tag="batches",
        scope="screen",
        handler=create_batch,
        status=201,
        takes={"type": "string", "minLength": 1},
        accepts=(JSON_LINES, TABLE),
        gives=BATCH,
        example='{"ref": "C-1024", "credentials": ["FCCA"], "facts": {"works_in_shanghai": true}}\n',
        query=_OPTIONS,
        problems=("invalid_input", "unknown_edition", "unsupported_media_type", "idempotency_key_reused", "conflict"),
        stream=True,
        idempotent_key=True,
    ),
    Endpoint(
        method="GET",
        path="/v1/batches",
        summary="List batches",
        tag="batches",
        scope="screen",
        handler=list_batches,
        query=(CURSOR, LIMIT),
        gives=cursor_of(BATCH),
        problems=("invalid_input",),
    ),
    Endpoint(
        method="GET",
        path="/v1/batches/{id}",
        summary="Read one batch",
        tag="batches",
        scope="screen",
        handler=get_batch,
        gives=BATCH,
    ),
    Endpoint(
        method="GET",
        path="/v1/batches/{id}/results",
        summary="Read the results of a batch",
        tag="batches",
        scope="screen",
        handler=list_batch_results,
        query=_READING,
        gives=_json_lines(_RESULT),
        media_type=JSON_LINES,
        problems=("invalid_input",),
    ),
    Endpoint(
        method="GET",
        path="/v1/batches/{id}/report",
        summary="Read what a rescreening changed",
        tag="batches",
        scope="screen",
        handler=get_batch_report,
        query=_READING,
        gives=_json_lines(_CHANGE),
        media_type=JSON_LINES,
        problems=("invalid_input",),
    ),
    Endpoint(
        method="POST",
        path="/v1/batches/{id}/cancel",
        summary="Cancel a batch",
        tag="batches",
        scope="screen",
        handler=cancel_batch,
        gives=BATCH,
        problems=("conflict", "idempotency_key_reused"),
        idempotent_key=True,
    ),
    Endpoint(
        method="POST",
        path="/v1/batches/{id}/retry",
        summary="Try the failed items again",
        tag="batches",
        scope="screen",
        handler=retry_batch,
        gives=BATCH,
        problems=("conflict", "idempotency_key_reused"),
        idempotent_key=True,
    ),
)
