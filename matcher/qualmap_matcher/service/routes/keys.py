"""`/v1/keys`: the keys of a company: seen, made, revoked."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from qualmap.errors import InputError
from qualmap.models import Json
from qualmap_matcher.service import schemas
from qualmap_matcher.service.administering import LONGEST_NAME, create_key, revoke_key
from qualmap_matcher.service.calls import Call
from qualmap_matcher.service.endpoints import Answer, Endpoint
from qualmap_matcher.service.fields import list_of, only, option_text, text
from qualmap_matcher.service.problems import not_found
from qualmap_matcher.service.store import accounts
from qualmap_matcher.service.store.accounts import SCOPES
from qualmap_matcher.service.store.scope import Scope


async def list_keys(call: Call) -> Answer:
    """Every key that was made, the oldest first; never a key's text."""
    found = await call.reading(accounts.keys)
    return Answer(body={"data": [key.to_dict() for key in found]})


async def create_api_key(call: Call) -> Answer:
    """Make a key; this answer alone has its text, and repeats of it under the same Idempotency-Key."""
    body = only(call.json(), ("name", "scopes", "expires_at"))
    name, expires = text(body, "name"), _moment(body, "expires_at")
    scopes = [_scope(one) for one in list_of(body, "scopes", most=len(SCOPES))]

    def work(scope: Scope) -> Json:
        key, told = create_key(scope, call.core.vault, who=call.who, name=name, scopes=scopes, expires=expires)
        return {**key.to_dict(), "key": told}

    answer = await call.writing_once(work)
    call.core.forget_keys()
    return Answer(body=answer, status=201, headers={"Cache-Control": "no-store"})


async def revoke_api_key(call: Call) -> Answer:
    """Close a key for good; other processes follow within five seconds."""

    def work(scope: Scope) -> Json:
        revoke_key(scope, call.path["id"], who=call.who)
        key = accounts.key_by_id(scope, call.path["id"])
        if key is None:
            raise not_found("key")
        return key.to_dict()

    body = await call.writing_once(work)
    call.core.forget_keys()
    return Answer(body=body)


def _scope(value: Json) -> str:
    if not isinstance(value, str):
        raise InputError(f"expected some of {', '.join(SCOPES)}", field="scopes")
    return value


def _moment(body: Mapping[str, Json], name: str) -> dt.datetime | None:
    written = option_text(body, name)
    if written is None:
        return None
    try:
        moment = dt.datetime.fromisoformat(written)
        return moment.astimezone(dt.UTC) if moment.tzinfo else _no_moment(name)
    except (ValueError, OverflowError):
        return _no_moment(name)


def _no_moment(name: str) -> dt.datetime:
    raise InputError("expected a moment with its offset from UTC, as 2030-01-31T00:00:00Z", field=name)


_MOMENT: schemas.Schema = {"type": "string", "format": "date-time"}
_NAMES = ("id", "name", "ending", "scopes", "created_at", "expires_at", "revoked_at", "last_used_at")
_KEY: dict[str, schemas.Schema] = {
    "id": schemas.STRING,
    "name": schemas.STRING,
    "ending": {"type": "string", "description": "the last characters of its text, to tell keys apart by"},
    "scopes": schemas.array({"enum": [*SCOPES]}),
    "created_at": _MOMENT,
    "expires_at": schemas.nullable(_MOMENT),
    "revoked_at": schemas.nullable(_MOMENT),
    "last_used_at": schemas.nullable(_MOMENT),
}
_TAKES: dict[str, schemas.Schema] = {
    "name": {**schemas.WORDS, "maxLength": LONGEST_NAME, "description": "at most two live keys have the same"},
    "scopes": schemas.array({"type": "string", "enum": [*SCOPES]}, minItems=1, maxItems=len(SCOPES)),
    "expires_at": schemas.nullable({**_MOMENT, "description": "from when on it opens nothing"}),
}

ENDPOINTS = (
    Endpoint(
        method="GET",
        path="/v1/keys",
        summary="List keys",
        tag="administration",
        scope="admin",
        handler=list_keys,
        gives=schemas.closed({"data": schemas.array(schemas.closed(_KEY, required=_NAMES))}, required=("data",)),
    ),
    Endpoint(
        method="POST",
        path="/v1/keys",
        summary="Make a key",
        tag="administration",
        scope="admin",
        handler=create_api_key,
        status=201,
        takes=schemas.closed(_TAKES, required=("name", "scopes")),
        gives=schemas.closed({**_KEY, "key": schemas.STRING}, required=(*_NAMES, "key")),
        example={"name": "careers site", "scopes": ["match", "screen"], "expires_at": None},
        problems=("malformed_json", "invalid_input", "idempotency_key_reused"),
        idempotent_key=True,
    ),
    Endpoint(
        method="DELETE",
        path="/v1/keys/{id}",
        summary="Revoke a key",
        tag="administration",
        scope="admin",
        handler=revoke_api_key,
        gives=schemas.closed(_KEY, required=_NAMES),
        problems=("idempotency_key_reused",),
        idempotent_key=True,
    ),
)
