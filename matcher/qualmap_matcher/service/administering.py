"""What administrators do, over HTTP and at the console alike: each step with its entry in the audit trail."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from sqlalchemy import Connection

from qualmap.errors import InputError
from qualmap.kept.administration import Erased
from qualmap.models import Json
from qualmap_matcher.service.store import accounts
from qualmap_matcher.service.store.accounts import Key, Tenant
from qualmap_matcher.service.store.audit import append
from qualmap_matcher.service.store.clock import now, written
from qualmap_matcher.service.store.dossiers import dossier
from qualmap_matcher.service.store.erasing import erase
from qualmap_matcher.service.store.people import person_of
from qualmap_matcher.service.store.scope import Scope
from qualmap_matcher.service.store.sealing import Vault

LONGEST_NAME = 200
MOST_DAYS = 36_500  # a hundred years: whoever keeps texts for ever says so by a number


def create_tenant(connection: Connection, name: str, *, retention_days: int, who: str) -> Tenant:
    """A new tenant; raises `InputError` for a name that is taken or cannot be one."""
    tenant = accounts.add_tenant(connection, checked_name(name), retention_days=retention_days)
    append(Scope(connection, tenant.id), who=who, action="tenant.created", resource=tenant.id, details={"days": retention_days})
    return tenant


def create_key(
    scope: Scope, vault: Vault, *, who: str, name: str, scopes: Iterable[str], expires: dt.datetime | None = None
) -> tuple[Key, str]:
    """A new key and its text; raises `InputError` as `accounts.add_key` does, and for an end that has passed."""
    if expires is not None and expires <= dt.datetime.now(dt.UTC):
        raise InputError("expected a moment that is still to come", field="expires_at")
    until = written(expires) if expires else None
    key, text = accounts.add_key(scope, vault, name=checked_name(name), scopes=scopes, expires_at=until)
    details: dict[str, Json] = {"name": key.name, "scopes": [*key.scopes], "expires_at": until}
    append(scope, who=who, action="key.created", resource=key.id, details=details)
    return key, text


def rotate_key(scope: Scope, vault: Vault, id_: str, *, who: str) -> tuple[Key, str] | None:
    """A key like a live one, to follow it; None where there is no such key."""
    old = next((key for key in accounts.keys(scope) if key.id == id_ and key.is_live(now())), None)
    if old is None:
        return None
    until = dt.datetime.fromisoformat(old.expires_at) if old.expires_at else None
    return create_key(scope, vault, who=who, name=old.name, scopes=old.scopes, expires=until)


def revoke_key(scope: Scope, id_: str, *, who: str) -> bool:
    """Close a key for good; whether there was one that was open."""
    revoked = accounts.revoke_key(scope, id_)
    if revoked:
        append(scope, who=who, action="key.revoked", resource=id_)
    return revoked


def set_retention(scope: Scope, days: int, *, who: str) -> None:
    """Keep the tenant's texts for so many days."""
    accounts.set_retention(scope.connection, scope.tenant, days)
    append(scope, who=who, action="retention.changed", resource=scope.tenant, details={"days": days})


def export_person(scope: Scope, vault: Vault, ref: str, *, who: str) -> dict[str, Json] | None:
    """Everything that is stored about one person, opened; None for a ref that is not known."""
    found = dossier(scope, vault, ref)
    if found is not None:
        append(scope, who=who, action="person.exported", resource=person_of(scope, vault, ref))
    return found


def delete_person(scope: Scope, vault: Vault, ref: str, *, who: str) -> Erased | None:
    """Delete everything that is stored about one person; None for a ref that is not known.

    After the transaction, call `Core.forget_person`: names learnt from this person count no longer.
    """
    person = person_of(scope, vault, ref)
    erased = erase(scope, person)
    if erased is not None:
        append(scope, who=who, action="person.deleted", resource=person, details=erased.to_dict())
    return erased


def checked_days(days: object) -> int:
    """For how many days texts may be kept; raises `InputError`."""
    if isinstance(days, bool) or not isinstance(days, int) or not 1 <= days <= MOST_DAYS:
        raise InputError(f"expected a whole number from 1 to {MOST_DAYS}", field="days")
    return days


def checked_name(name: str) -> str:
    """A name that can be shown on a line; raises `InputError`."""
    if not name.strip() or len(name) > LONGEST_NAME or not name.isprintable():
        raise InputError(f"expected 1 to {LONGEST_NAME} printable characters", field="name")
    return name.strip()
