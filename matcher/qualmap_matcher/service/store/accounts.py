"""Tenants and their keys: made, listed, revoked, recognised."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Sequence

import attrs
from sqlalchemy import Connection, Row, insert, or_, select, update

from qualmap.errors import InputError
from qualmap.kept.administration import Key as ShownKey
from qualmap.models import Json
from qualmap_matcher.service.store.audit import FIRST
from qualmap_matcher.service.store.clock import now
from qualmap_matcher.service.store.ids import new_id
from qualmap_matcher.service.store.schema import KEYS, TENANTS
from qualmap_matcher.service.store.scope import Scope
from qualmap_matcher.service.store.sealing import Vault

SCOPES = ("match", "screen", "review", "admin")
_PREFIX = "qm_"
_RANDOM_BYTES = 30  # 240 bits, 40 characters
_ENDING = 4
_LIVE_KEYS = 2  # of one name: the one in use, and the one that is to follow it


@attrs.frozen(kw_only=True)
class Tenant:
    """One company."""

    id: str
    name: str
    created_at: str
    retention_days: int


@attrs.frozen(kw_only=True)
class Key(ShownKey):
    """A key as it is known after it was made, with its tenant, which its answers do not name."""

    tenant: str

    @classmethod
    def of_row(cls, row: Row[tuple[object, ...]]) -> Key:
        """The key of a database row."""
        values = {field.name: getattr(row, field.name) for field in attrs.fields(cls)}
        return cls(**{**values, "scopes": tuple(values["scopes"].split())})

    def is_live(self, moment: str) -> bool:
        """Whether it opens anything at that moment."""
        return self.revoked_at is None and (self.expires_at is None or moment < self.expires_at)

    def to_dict(self) -> dict[str, Json]:
        """As JSON."""
        return {name: value for name, value in ShownKey.to_dict(self).items() if name != "tenant"}


def add_tenant(connection: Connection, name: str, *, retention_days: int) -> Tenant:
    """A new tenant; raises `InputError` where the name is taken."""
    if find_tenant(connection, name):
        raise InputError(f"there is already a tenant {name!r}", field="tenant")
    tenant = Tenant(id=new_id(), name=name, created_at=now(), retention_days=retention_days)
    connection.execute(insert(TENANTS).values(**attrs.asdict(tenant), audit_sequence=0, audit_digest=FIRST))
    return tenant


def find_tenant(connection: Connection, name: str) -> Tenant | None:
    """The tenant of that name."""
    return next((tenant for tenant in tenants(connection) if tenant.name == name), None)


def tenants(connection: Connection) -> Sequence[Tenant]:
    """All tenants, the oldest first."""
    columns = [TENANTS.c[field.name] for field in attrs.fields(Tenant)]
    return [Tenant(**row) for row in connection.execute(select(*columns).order_by(TENANTS.c.id)).mappings()]


def set_retention(connection: Connection, tenant: str, days: int) -> None:
    """Keep a tenant's texts for so many days."""
    connection.execute(update(TENANTS).where(TENANTS.c.id == tenant).values(retention_days=days))


def add_key(scope: Scope, vault: Vault, *, name: str, scopes: Iterable[str], expires_at: str | None = None) -> tuple[Key, str]:
    """A new key, and its text, of which only a digest is stored here.

    Raises:
        InputError: an unknown scope, or two live keys of that name: revoke one first.

    """
    wanted = tuple(one for one in SCOPES if one in set(scopes))
    if unknown := sorted(set(scopes) - set(SCOPES)):
        raise InputError(f"expected some of {', '.join(SCOPES)}, got {', '.join(unknown)}", field="scopes")
    if not wanted:
        raise InputError(f"expected at least one of {', '.join(SCOPES)}", field="scopes")
    live = [key for key in keys(scope) if key.name == name and key.is_live(now())]
    if len(live) >= _LIVE_KEYS:
        raise InputError(f"{name!r} has two live keys already; revoke one first", field="name")
    text = _PREFIX + secrets.token_urlsafe(_RANDOM_BYTES)
    key = Key(
        id=new_id(),
        tenant=scope.tenant,
        name=name,
        ending=text[-_ENDING:],
        scopes=wanted,
        created_at=now(),
        expires_at=expires_at,
        revoked_at=None,
        last_used_at=None,
    )
    values = attrs.asdict(key)
    del values["tenant"]
    scope.insert(KEYS, **{**values, "scopes": " ".join(wanted), "digest": digest_of(vault, text)})
    return key, text


def keys(scope: Scope) -> Sequence[Key]:
    """A tenant's keys, the oldest first."""
    return [Key.of_row(row) for row in scope.all(scope.select(KEYS).order_by(KEYS.c.id))]


def revoke_key(scope: Scope, id_: str) -> bool:
    """Close a key for good; whether there was one."""
    return bool(scope.update(KEYS, KEYS.c.id == id_, KEYS.c.revoked_at.is_(None), revoked_at=now()))


def digest_of(vault: Vault, text: str) -> str:
    """What is stored of a key."""
    return vault.digest("key", text)


def key_by_id(scope: Scope, id_: str) -> Key | None:
    """One of a tenant's keys."""
    row = scope.one(scope.select(KEYS).where(KEYS.c.id == id_))
    return Key.of_row(row) if row else None


def retention_of(connection: Connection, tenant: str) -> int:
    """For how many days a tenant's texts are kept."""
    return int(connection.execute(select(TENANTS.c.retention_days).where(TENANTS.c.id == tenant)).scalar_one())


def find_key(connection: Connection, digest: str) -> Key | None:
    """The key with that digest, of whichever tenant: the one statement that cannot know the tenant yet."""
    row = connection.execute(select(KEYS).where(KEYS.c.digest == digest)).first()
    return Key.of_row(row) if row else None


def note_use(connection: Connection, moments: Iterable[tuple[str, str]]) -> None:
    """Write down when keys, by their ids, were last used; of whichever tenant. Another process may have seen a later use."""
    for id_, moment in moments:
        earlier = or_(KEYS.c.last_used_at.is_(None), KEYS.c.last_used_at < moment)
        connection.execute(update(KEYS).where(KEYS.c.id == id_, earlier).values(last_used_at=moment))
