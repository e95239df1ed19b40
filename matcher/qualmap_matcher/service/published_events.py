"""The JSON Schema of webhooks' bodies: one shape of `data` for each event."""

from __future__ import annotations

from qualmap.models import Json
from qualmap_matcher.service.schemas import STRING, Schema, array, closed

_COUNT: Schema = {"type": "integer", "minimum": 0}


def _all(**members: Schema) -> Schema:
    return closed(members, required=tuple(members))


_SCREENING: dict[str, Schema] = {
    "screening": STRING,
    "version": {"type": "integer", "minimum": 1},
    "cause": STRING,
    "edition": STRING,
    "decision_id": STRING,
    "decisions": {"type": "object", "additionalProperties": STRING},
    "title": STRING,
    "premium": STRING,
}
_REVIEWED = ("screening", "version", "edition", "decision_id")
DATA: dict[str, Schema] = {
    "screening.created": _all(**_SCREENING),
    "screening.changed": _all(**_SCREENING),
    "review.opened": _all(**{name: _SCREENING[name] for name in _REVIEWED}, reviews=array(STRING)),
    "batch.finished": _all(batch=STRING, kind=STRING, counts={"type": "object", "additionalProperties": _COUNT}),
    "edition.changed": _all(edition=STRING, change={"enum": ["content", "in_force"]}, digest=STRING),
    "webhook.test": _all(webhook=STRING),
}
"""What `data` holds, by the event's type."""


def event() -> Schema:
    """A body: the type says which data it has."""
    each: list[Json] = [
        {**_all(type={"const": kind}, timestamp=STRING, data=data), "title": f"{kind} event"} for kind, data in DATA.items()
    ]
    return {"title": "Event", "oneOf": each}
