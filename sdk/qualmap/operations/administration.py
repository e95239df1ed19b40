"""Keys, the audit trail, what is stored about a person, and for how long."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from qualmap.errors import InputError
from qualmap.kept.administration import (
    AuditEntry,
    AuditHead,
    AuditVerification,
    Dossier,
    Erased,
    Key,
    KeyWithText,
    Retention,
)
from qualmap.models import Json
from qualmap.operations.asking import Lines, Operation, member, members, path
from qualmap.operations.paging import AskPage, pages
from qualmap.parsing import structured
from qualmap.transport.messages import Request


def keys() -> Operation[tuple[Key, ...]]:
    """Every key, the oldest first."""
    return Operation(
        ask=lambda: Request(method="GET", path=path("keys")),
        read=lambda answer: tuple(structured(one, Key) for one in members(answer, "data")),
    )


def create_key(name: str, scopes: Iterable[str], *, expires_at: dt.datetime | str | None) -> Operation[KeyWithText]:
    """Make a key; raises `InputError` for a moment without an offset, which could mean any of many."""
    if isinstance(expires_at, dt.datetime):
        if expires_at.tzinfo is None:
            raise InputError("expected a moment with its offset from UTC", field="expires_at")
        expires_at = expires_at.isoformat()
    body: Json = {"name": name, "scopes": [*scopes], "expires_at": expires_at}
    return Operation(
        ask=lambda: Request(method="POST", path=path("keys"), body=body), read=lambda answer: structured(answer, KeyWithText)
    )


def revoke_key(id_: str) -> Operation[Key]:
    """Close a key for good."""
    return Operation(ask=lambda: Request(method="DELETE", path=path("keys", id_)), read=lambda answer: structured(answer, Key))


def audit(*, action: str | None, resource: str | None) -> AskPage[AuditEntry]:
    """The newest entries first."""
    return pages(path("audit"), {"action": action, "resource": resource}, AuditEntry)


def export_audit() -> Lines[AuditEntry | AuditHead]:
    """The whole trail from its first entry on; the last line is the head."""

    def read(line: Json) -> AuditEntry | AuditHead:
        head = member(line, "head")
        return structured(line, AuditEntry) if head is None else structured(head, AuditHead)

    return Lines(request=Request(method="GET", path=path("audit", "export")), read=read)


def verify_audit(*, head: str | None) -> Operation[AuditVerification]:
    """Whether anything in the trail was changed."""
    return Operation(
        ask=lambda: Request(method="GET", path=path("audit", "verify"), query={"head": head}),
        read=lambda answer: structured(answer, AuditVerification),
    )


def export_person(ref: str) -> Operation[Dossier]:
    """All that is stored about one person; asked for twice, it is given twice and no harm is done."""
    return Operation(
        ask=lambda: Request(method="POST", path=path("people", "export"), body={"ref": ref}, harmless=True),
        read=lambda answer: structured(answer, Dossier),
    )


def delete_person(ref: str) -> Operation[Erased]:
    """Delete all that is stored about one person."""
    return Operation(
        ask=lambda: Request(method="POST", path=path("people", "delete"), body={"ref": ref}),
        read=lambda answer: structured(member(answer, "deleted"), Erased),
    )


def retention() -> Operation[Retention]:
    """For how many days texts are kept."""
    return Operation(ask=lambda: Request(method="GET", path=path("retention")), read=lambda answer: structured(answer, Retention))


def set_retention(days: int) -> Operation[Retention]:
    """Keep texts for so many days."""
    return Operation(
        ask=lambda: Request(method="PUT", path=path("retention"), body={"days": days}),
        read=lambda answer: structured(answer, Retention),
    )
