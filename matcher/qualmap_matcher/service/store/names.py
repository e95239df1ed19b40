"""A tenant's own names for qualifications, learnt from judgements; each is sealed with the key of the person it came from."""

from __future__ import annotations

from typing import cast

import attrs
from sqlalchemy import func

from qualmap.models import Json
from qualmap_matcher.registry.records import Alias
from qualmap_matcher.service.store.clock import now
from qualmap_matcher.service.store.ids import new_id
from qualmap_matcher.service.store.people import known_sealers, sealers_of
from qualmap_matcher.service.store.schema import NAMES
from qualmap_matcher.service.store.scope import Scope
from qualmap_matcher.service.store.sealing import Sealer, Vault

_AT_ONCE = 500  # persons in one statement: SQLite takes some thousand values at most


@attrs.frozen
class Stamp:
    """Tells one state of a tenant's names from another: how many count, and the newest of them."""

    count: int
    newest: str | None


def teach(scope: Scope, vault: Vault, name: Alias, *, person: str) -> str:
    """Keep a name that was learnt from a text of a person; gives its id."""
    id_ = new_id()
    sealer = known_sealers(scope, vault, (person,))[person]
    content: Json = {"text": name.text, "overrides": name.overrides}
    scope.insert(NAMES, id=id_, sealed=sealer.seal(content), person=person, qualification=name.qualification, created_at=now())
    return id_


def withdraw(scope: Scope, id_: str) -> None:
    """Let a name no longer count."""
    scope.update(NAMES, NAMES.c.id == id_, NAMES.c.withdrawn_at.is_(None), withdrawn_at=now())


def stamp(scope: Scope) -> Stamp:
    """The present state of a tenant's names."""
    columns = NAMES.c
    statement = scope.select(NAMES).with_only_columns(func.count(), func.max(columns.id))
    row = scope.connection.execute(statement.where(columns.withdrawn_at.is_(None))).one()
    return Stamp(*row)


def read_names(scope: Scope, vault: Vault) -> list[Alias]:
    """A tenant's names, each once; those of persons who were deleted cannot be read and are left out."""
    columns = NAMES.c
    rows = scope.all(scope.select(NAMES).where(columns.withdrawn_at.is_(None)).order_by(columns.id))
    persons = sorted({row.person for row in rows})
    sealers: dict[str, Sealer] = {}
    for first in range(0, len(persons), _AT_ONCE):
        sealers |= sealers_of(scope, vault, persons[first : first + _AT_ONCE])
    found: dict[Alias, None] = {}
    for row in rows:
        if sealer := sealers.get(row.person):
            content = cast("dict[str, Json]", sealer.open(row.sealed))
            found[own_name(row.qualification, str(content["text"]), overrides=bool(content["overrides"]))] = None
    return list(found)


def own_name(qualification: str, text: str, *, overrides: bool) -> Alias:
    """A company's own name."""
    return Alias(qualification, "und", text, own=True, overrides=overrides)
