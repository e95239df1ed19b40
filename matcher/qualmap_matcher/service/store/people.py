"""The persons behind refs: each with a key of their own, without which none of their texts can be read."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import bindparam

from qualmap_matcher.service.store.clock import now
from qualmap_matcher.service.store.schema import PERSONS
from qualmap_matcher.service.store.scope import Scope, prepared
from qualmap_matcher.service.store.sealing import Sealer, Vault

_FOUND = (PERSONS.c.person, PERSONS.c.sealed_key)
_ONE = prepared(PERSONS, *_FOUND, where=PERSONS.c.person == bindparam("one"))


def person_of(scope: Scope, vault: Vault, ref: str) -> str:
    """What stands for a ref in the database."""
    return vault.digest("person", scope.tenant, ref)


def sealer_of(scope: Scope, vault: Vault, person: str) -> Sealer | None:
    """The sealer of a person's texts; None for one who is not known, or was deleted."""
    return sealers_of(scope, vault, (person,)).get(person)


def sealers_of(scope: Scope, vault: Vault, persons: Collection[str]) -> dict[str, Sealer]:
    """The sealers of those persons that are known."""
    if len(persons) == 1:
        rows = scope.ask(_ONE, one=next(iter(persons)))
    else:
        rows = scope.all(scope.select(PERSONS, *_FOUND).where(PERSONS.c.person.in_(persons)))
    return {row.person: vault.person_sealer(row.sealed_key) for row in rows}


def known_sealers(scope: Scope, vault: Vault, persons: Collection[str]) -> dict[str, Sealer]:
    """The sealers of persons; those who are not known yet become so."""
    found = sealers_of(scope, vault, persons)
    if missing := sorted(set(persons) - found.keys()):
        moment, made = now(), {one: vault.new_person_key() for one in missing}
        rows = [{"person": one, "sealed_key": sealed, "created_at": moment} for one, (sealed, _) in made.items()]
        if scope.insert_many_unless_there(PERSONS, rows) == len(missing):
            found |= {one: sealer for one, (_, sealer) in made.items()}
        else:  # others were quicker
            found |= sealers_of(scope, vault, missing)
    return found
