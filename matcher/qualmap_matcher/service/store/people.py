"""The persons behind refs: each with a key of their own, without which none of their texts can be read."""

from __future__ import annotations

from collections.abc import Collection

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


def sealers_of(scope: Scope, vault: Vault, persons: Collection[str]) -> dict[str, Sealer]:
    """The sealers of those persons that are known."""
    columns = PERSONS.c
    rows = scope.all(scope.select(PERSONS, columns.person, columns.sealed_key).where(columns.person.in_(persons)))
    return {row.person: vault.person_sealer(row.sealed_key) for row in rows}


def known_sealers(scope: Scope, vault: Vault, persons: Collection[str]) -> dict[str, Sealer]:
    """The sealers of persons; those who are not known yet become so."""
    found = sealers_of(scope, vault, persons)
    if missing := sorted(set(persons) - found.keys()):
        moment = now()
        rows = [{"person": one, "sealed_key": vault.new_person_key()[0], "created_at": moment} for one in missing]
        scope.insert_many_unless_there(PERSONS, rows)  # others may be quicker
        found |= sealers_of(scope, vault, missing)
    return found
