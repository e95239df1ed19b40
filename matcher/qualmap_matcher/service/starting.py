"""From settings to an open database that is ready: its tables made or refused, its secret checked, its first key."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

import attrs
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, DBAPIError

from qualmap.errors import InputError
from qualmap_matcher.service import migrations
from qualmap_matcher.service.settings import Settings
from qualmap_matcher.service.store.accounts import SCOPES, add_key, add_tenant, tenants
from qualmap_matcher.service.store.audit import append
from qualmap_matcher.service.store.database import Database
from qualmap_matcher.service.store.scope import Scope
from qualmap_matcher.service.store.sealing import Vault
from qualmap_matcher.service.store.server import check_secret

FIRST_TENANT = "default"
_FIRST_KEY = "first"
_KINDS = {"sqlite", "postgresql"}


@attrs.frozen
class Store:
    """The database and what its texts are sealed with."""

    database: Database
    vault: Vault

    @classmethod
    def open(cls, settings: Settings, *, migrate: bool = False) -> Store:
        """Open both; tables are made or brought up to date on SQLite, and on PostgreSQL where it is empty or `migrate` is given.

        Raises:
            InputError: a setting that cannot be used: it names the variable.

        """
        with _usable(settings):
            settings.home.mkdir(parents=True, exist_ok=True, mode=0o700)
            vault = Vault.of(settings.secret) if settings.secret else Vault.in_folder(settings.home)
            database = Database.open(settings.url)
            try:
                if migrate or database.is_sqlite or migrations.current(database) is None:
                    migrations.upgrade(database)
                migrations.check(database)
                with database.writing() as connection:
                    check_secret(connection, vault)
            except BaseException:
                database.close()
                raise
            return cls(database, vault)

    def first_key(self, settings: Settings, *, who: str) -> str | None:
        """The text of the first key of a first tenant, made where there is no tenant yet; None where there is one."""
        with self.database.writing() as connection:
            migrations.take_turn(connection)  # replicas that start at once make one key
            if tenants(connection):
                return None
            scope = Scope(connection, add_tenant(connection, FIRST_TENANT, retention_days=settings.retention_days).id)
            key, text = add_key(scope, self.vault, name=_FIRST_KEY, scopes=SCOPES)
            append(scope, who=who, action="key.created", resource=key.id, details={"name": key.name, "scopes": [*key.scopes]})
            return text


def take_back(settings: Settings, revision: str) -> None:
    """Take the tables back to an earlier revision, or with `base` away; what later ones hold is lost.

    Raises:
        InputError: as `Store.open`, or there is no such revision.

    """
    with _usable(settings):
        database = Database.open(settings.url)
        try:
            migrations.downgrade(database, revision)
        finally:
            database.close()


@contextlib.contextmanager
def _usable(settings: Settings) -> Iterator[None]:
    """Whatever is wrong with the folder or the database, in words; passwords of addresses are not shown."""
    field = "QUALMAP_DATABASE_URL" if settings.database_url else "QUALMAP_HOME"
    try:
        address = make_url(settings.url)
    except ArgumentError:
        raise InputError(
            "expected an address as sqlite:///path or postgresql://user:password@host/database", field=field
        ) from None
    if address.get_backend_name() not in _KINDS:
        raise InputError(f"expected sqlite:///… or postgresql://…, got {address.get_backend_name()}://…", field=field)
    try:
        yield
    except DBAPIError as error:
        reason = str(error.orig).strip().splitlines()[0]
        raise InputError(f"cannot use the database {address.render_as_string()}: {reason}", field=field) from error
    except OSError as error:
        raise InputError(f"cannot use the folder {settings.home}: {error.strerror}", field="QUALMAP_HOME") from error
