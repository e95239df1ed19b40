"""`/v1/audit`: who did what, when: listed, written out, verified."""

from __future__ import annotations

from qualmap_matcher.service import schemas
from qualmap_matcher.service.auditing import JSON_LINES, lines, verify_trail
from qualmap_matcher.service.calls import Call
from qualmap_matcher.service.endpoints import Answer, Endpoint, Parameter
from qualmap_matcher.service.paging import LIMIT, cursor_of, page_of
from qualmap_matcher.service.store.audit import Entry, head_of, newest_entries
from qualmap_matcher.service.store.scope import Scope


async def list_audit_entries(call: Call) -> Answer:
    """The newest entries first, as far as the filters admit them."""
    filters = {name: str(call.query[name]) for name in ("action", "resource") if name in call.query}

    def work(scope: Scope) -> object:
        def find(before: str | None, limit: int) -> list[Entry]:
            return newest_entries(scope, before=None if before is None else int(before), limit=limit, filters=filters)

        return page_of(call, find)

    return Answer(body=await call.reading(work))


async def export_audit_trail(call: Call) -> Answer:
    """The whole trail from its first entry on, as JSON Lines; the last line names the newest entry."""
    return Answer(body=lines(call.reading, await call.reading(head_of)), media_type=JSON_LINES)


async def verify_audit_trail(call: Call) -> Answer:
    """Whether anything in the trail was changed, removed, moved or cut off."""
    noted = call.query.get("head")
    found = await call.reading(lambda scope: verify_trail(scope, noted=None if noted is None else str(noted)))
    return Answer(body=found.to_dict())


_DIGEST: schemas.Schema = {"type": "string", "pattern": "^[0-9a-f]{64}$", "description": "a digest in 64 hexadecimal digits"}
_HEAD = schemas.closed({"sequence": {"type": "integer"}, "digest": _DIGEST}, required=("sequence", "digest"))
_NAMES = ("sequence", "at", "who", "action", "resource", "details", "previous", "digest")
_ENTRY = schemas.closed(
    {
        "sequence": {"type": "integer"},
        "at": {"type": "string", "format": "date-time"},
        "who": schemas.STRING,
        "action": schemas.STRING,
        "resource": schemas.STRING,
        "details": {"type": "object"},
        "previous": _DIGEST,
        "digest": _DIGEST,
    },
    required=_NAMES,
)
_VERIFIED = schemas.closed(
    {
        "sound": {"type": "boolean"},
        "entries": {"type": "integer"},
        "head": _HEAD,
        "mistakes": schemas.array(schemas.STRING),
    },
    required=("sound", "entries", "head", "mistakes"),
)
_CURSOR = Parameter(
    name="cursor",
    description="Where the last page ended (`next_cursor`).",
    schema={"type": "string", "pattern": "^[0-9]{1,9}$", "description": "a cursor from an earlier page"},
)
_WORD: schemas.Schema = {"type": "string", "pattern": "^[A-Za-z0-9._-]{1,64}$", "description": "letters, digits, dots, dashes"}

ENDPOINTS = (
    Endpoint(
        method="GET",
        path="/v1/audit",
        summary="List what was done",
        tag="administration",
        scope="admin",
        handler=list_audit_entries,
        query=(
            Parameter(name="action", description="Was this: `screening.created`, `key.revoked`, ….", schema=_WORD),
            Parameter(name="resource", description="Was done to this id.", schema=_WORD),
            _CURSOR,
            LIMIT,
        ),
        gives=cursor_of(_ENTRY),
    ),
    Endpoint(
        method="GET",
        path="/v1/audit/export",
        summary="Write out the trail",
        tag="administration",
        scope="admin",
        handler=export_audit_trail,
        gives=schemas.STRING,
        media_type=JSON_LINES,
    ),
    Endpoint(
        method="GET",
        path="/v1/audit/verify",
        summary="Verify the trail",
        tag="administration",
        scope="admin",
        handler=verify_audit_trail,
        query=(Parameter(name="head", description="A digest that was noted earlier.", schema=_DIGEST),),
        gives=_VERIFIED,
    ),
)
