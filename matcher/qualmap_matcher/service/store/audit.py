"""The audit trail: append-only, each entry carrying a digest of itself and of the one before.

An entry's digest is the SHA-256 of the canonical JSON (keys sorted, no spaces, ASCII) of its fields but the digest, `previous`
among them; the first entry's `previous` is 64 zeros. Who keeps the newest digest elsewhere can tell any later change.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Self

import attrs
from sqlalchemy import Row, select

from qualmap.models import Json
from qualmap_matcher.service.store.clock import now
from qualmap_matcher.service.store.schema import AUDIT, TENANTS
from qualmap_matcher.service.store.scope import Scope

FIRST = "0" * 64
_PAGE = 1000


@attrs.frozen(kw_only=True)
class Entry:
    """One line of the trail: who did what to which resource, and when; `details` never holds a text of a person."""

    sequence: int
    at: str
    who: str
    action: str
    resource: str
    details: Mapping[str, Json]
    previous: str
    digest: str

    @classmethod
    def of_row(cls, row: Row[tuple[object, ...]]) -> Self:
        """The entry of a database row."""
        values = {field.name: getattr(row, field.name) for field in attrs.fields(cls)}
        return cls(**{**values, "details": json.loads(values["details"])})

    def to_dict(self) -> dict[str, Json]:
        """As JSON."""
        return {**attrs.asdict(self), "details": dict(self.details)}

    @property
    def expected_digest(self) -> str:
        """What the digest has to be."""
        content = {name: value for name, value in self.to_dict().items() if name != "digest"}
        return hashlib.sha256(json.dumps(content, sort_keys=True, separators=(",", ":")).encode("ascii")).hexdigest()


def append(scope: Scope, *, who: str, action: str, resource: str, details: Mapping[str, Json] | None = None) -> None:
    """Add an entry, in the transaction of what it tells of; take this step last, for it makes the tenant's others wait."""
    scope.connection.execute(select(TENANTS.c.id).where(TENANTS.c.id == scope.tenant).with_for_update())
    last = scope.one(scope.select(AUDIT, AUDIT.c.sequence, AUDIT.c.digest).order_by(AUDIT.c.sequence.desc()))
    entry = Entry(
        sequence=last.sequence + 1 if last else 1,
        at=now(),
        who=who,
        action=action,
        resource=resource,
        details=dict(details or {}),
        previous=last.digest if last else FIRST,
        digest="",
    )
    values = {**entry.to_dict(), "details": json.dumps(entry.details, sort_keys=True), "digest": entry.expected_digest}
    scope.insert(AUDIT, **values)


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


def mistakes(trail: Iterable[Entry]) -> Iterator[str]:
    """What is wrong with a trail from its first entry on; nothing for a sound one."""
    previous, sequence = FIRST, 0
    for entry in trail:
        if entry.sequence != sequence + 1:
            yield f"entry {entry.sequence} follows entry {sequence}: something between was removed"
        if entry.previous != previous:
            yield f"entry {entry.sequence} does not continue the one before it"
        if entry.digest != entry.expected_digest:
            yield f"entry {entry.sequence} was changed"
        previous, sequence = entry.digest, entry.sequence
