"""The audit trail: append-only, each entry carrying a digest of itself and of the one before.

An entry's digest is the SHA-256 of the canonical JSON (keys sorted, no spaces, ASCII) of its fields but the digest, `previous`
among them; the first entry's `previous` is 64 zeros. The tenant's row holds the newest entry's sequence and digest, which tell
when the end was cut off. Who can write the whole database can make both anew; who keeps a digest elsewhere can tell that too.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Self

import attrs
from sqlalchemy import Row, bindparam, select, update

from qualmap.kept.administration import AuditEntry, AuditHead
from qualmap.models import Json
from qualmap_matcher.service.store.clock import now
from qualmap_matcher.service.store.schema import AUDIT, TENANTS
from qualmap_matcher.service.store.scope import Scope

FIRST = "0" * 64
"""The digest before the first entry: the head of an empty trail is `AuditHead(0, FIRST)`."""

_PAGE = 1000
_CANONICAL = json.JSONEncoder(sort_keys=True, separators=(",", ":"))

# Made once, for every change asks and moves the head.
_HEAD = select(TENANTS.c.audit_sequence, TENANTS.c.audit_digest).where(TENANTS.c.id == bindparam("of"))
_WAIT_FOR_HEAD = _HEAD.with_for_update()
_MOVE_HEAD = (
    update(TENANTS)
    .where(TENANTS.c.id == bindparam("of"))
    .values(audit_sequence=bindparam("sequence"), audit_digest=bindparam("last"))
)


@attrs.frozen(kw_only=True)
class Entry(AuditEntry):
    """One line of the trail, as it is stored and checked."""

    @classmethod
    def of_row(cls, row: Row[tuple[object, ...]]) -> Self:
        """The entry of a database row."""
        values = {field.name: getattr(row, field.name) for field in attrs.fields(cls)}
        return cls(**{**values, "details": json.loads(values["details"])})

    @property
    def id(self) -> str:
        """Its place in the trail, for lists by pages."""
        return str(self.sequence)

    @property
    def expected_digest(self) -> str:
        """What the digest has to be."""
        return _digest({name: value for name, value in self.to_dict().items() if name != "digest"})


def append(scope: Scope, *, who: str, action: str, resource: str, details: Mapping[str, Json] | None = None) -> None:
    """Add an entry, in the transaction of what it tells of; take this step last, for it makes the tenant's others wait."""
    append_many(scope, who=who, action=action, about=[(resource, details or {})])


def append_many(scope: Scope, *, who: str, action: str, about: Iterable[tuple[str, Mapping[str, Json]]]) -> None:
    """Add an entry for each of these resources with its details; as `append`, with one look at the newest entry for all."""
    newest, moment, rows = _head(scope, waiting=True), now(), []
    for resource, details in about:
        content: dict[str, Json] = {
            "sequence": newest.sequence + 1,
            "at": moment,
            "who": who,
            "action": action,
            "resource": resource,
            "details": dict(details),
            "previous": newest.digest,
        }
        newest = AuditHead(newest.sequence + 1, _digest(content))
        rows.append({**content, "details": json.dumps(details, sort_keys=True), "digest": newest.digest})
    scope.insert_many(AUDIT, rows)
    scope.connection.execute(_MOVE_HEAD, {"of": scope.tenant, "sequence": newest.sequence, "last": newest.digest})


def _digest(content: Mapping[str, Json]) -> str:
    """What an entry with these fields carries as its digest."""
    return hashlib.sha256(_CANONICAL.encode(content).encode("ascii")).hexdigest()


def head_of(scope: Scope) -> AuditHead:
    """What the tenant's row says of the newest entry."""
    return _head(scope, waiting=False)


def _head(scope: Scope, *, waiting: bool) -> AuditHead:
    row = scope.connection.execute(_WAIT_FOR_HEAD if waiting else _HEAD, {"of": scope.tenant}).one()
    return AuditHead(row.audit_sequence, row.audit_digest)


def newest_entries(scope: Scope, *, before: int | None, limit: int, filters: Mapping[str, str]) -> list[Entry]:
    """The newest entries whose columns have these values, older than a sequence number."""
    statement = scope.select(AUDIT).order_by(AUDIT.c.sequence.desc()).limit(limit)
    if before is not None:
        statement = statement.where(AUDIT.c.sequence < before)
    for name, value in filters.items():
        statement = statement.where(AUDIT.c[name] == value)
    return [Entry.of_row(row) for row in scope.all(statement)]


def entries(scope: Scope, *, after: int = 0, limit: int | None = None) -> Iterator[Entry]:
    """The entries after a sequence number, in order."""
    left = limit
    while left is None or left > 0:
        size = _PAGE if left is None else min(left, _PAGE)
        statement = scope.select(AUDIT).where(AUDIT.c.sequence > after).order_by(AUDIT.c.sequence).limit(size)
        page = scope.connection.execute(statement).all()
        yield from map(Entry.of_row, page)
        if len(page) < size:
            return
        after = page[-1].sequence
        left = None if left is None else left - len(page)


def mistakes(trail: Iterable[Entry], head: AuditHead) -> Iterator[str]:
    """What is wrong with a trail from its first entry on, which has to end at a head; nothing for a sound one."""
    previous, sequence = FIRST, 0
    for entry in trail:
        if entry.sequence != sequence + 1:
            yield f"entry {entry.sequence} follows entry {sequence}: something between was removed or moved"
        if entry.previous != previous:
            yield f"entry {entry.sequence} does not continue the one before it"
        if entry.digest != entry.expected_digest:
            yield f"entry {entry.sequence} was changed"
        previous, sequence = entry.digest, entry.sequence
    if (sequence, previous) != (head.sequence, head.digest):
        yield f"the trail ends at entry {sequence}, and should end at entry {head.sequence} with the digest {head.digest}"
