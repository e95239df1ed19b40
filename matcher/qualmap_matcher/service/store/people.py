"""The persons behind refs: each with a key of their own, without which none of their texts can be read."""

from __future__ import annotations

from qualmap_matcher.service.store.clock import now
from qualmap_matcher.service.store.schema import PERSONS
from qualmap_matcher.service.store.scope import Scope
from qualmap_matcher.service.store.sealing import Sealer, Vault


def person_of(scope: Scope, vault: Vault, ref: str) -> str:
    """What stands for a ref in the database."""
    return vault.digest("person", scope.tenant, ref)


def sealer_of(scope: Scope, vault: Vault, person: str) -> Sealer | None:
    """The sealer of a person's texts; None for one who is not known, or was deleted."""
    row = scope.one(scope.select(PERSONS, PERSONS.c.sealed_key).where(PERSONS.c.person == person))
    return vault.person_sealer(row.sealed_key) if row else None


def known_sealer(scope: Scope, vault: Vault, person: str) -> Sealer:
    """The sealer of a person's texts; a person who is not known yet becomes so."""
    if found := sealer_of(scope, vault, person):
        return found
    sealed_key, _ = vault.new_person_key()
    scope.insert_unless_there(PERSONS, person=person, sealed_key=sealed_key, created_at=now())  # others may be quicker
    made = sealer_of(scope, vault, person)
    assert made is not None  # noqa: S101 - it was added above, by us or by somebody else
    return made
