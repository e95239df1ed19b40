"""What the commands that run or look after a service share: is it installed, and which database is meant."""

from __future__ import annotations

import contextlib
import getpass
import importlib.util
import os
from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from qualmap.cli.options import Function, failing
from qualmap.errors import InputError, InstallationError, QualmapError

if TYPE_CHECKING:
    from qualmap_matcher.service.settings import Settings
    from qualmap_matcher.service.starting import Store
    from qualmap_matcher.service.store.scope import Scope

_NEEDED = ("alembic", "cryptography", "litestar", "psycopg", "sqlalchemy", "structlog", "uuid_utils", "uvicorn")


def check_installed() -> None:
    """Raise `InstallationError` where the service's libraries are missing."""
    if missing := [name for name in _NEEDED if importlib.util.find_spec(name) is None]:
        advice = "the service is not installed: pip install 'qualmap[service]'"
        raise InstallationError(f"{advice} (missing: {', '.join(missing)})")


def tenant_option(function: Function) -> Function:
    """`--tenant`."""
    option = click.option("--tenant", metavar="NAME", help="Which company is meant, where the database knows several.")
    return option(function)


@contextlib.contextmanager
def store(url: str | None = None) -> Iterator[tuple[Store, Settings]]:
    """The service's database, the one at `url` or else as the environment says; errors become the command line's own."""
    try:
        check_installed()
        from qualmap_matcher.service.settings import Settings
        from qualmap_matcher.service.starting import Store

        settings = Settings.from_environment({**os.environ, "QUALMAP_DATABASE_URL": url} if url else os.environ)
        opened = Store.open(settings)
        try:
            yield opened, settings
        finally:
            opened.database.close()
    except QualmapError as error:
        raise failing(error) from error


@contextlib.contextmanager
def tenant_scope(tenant: str | None, *, writing: bool = True, url: str | None = None) -> Iterator[tuple[Scope, Store]]:
    """One tenant's part of the database, in one transaction; raises where it is not clear whose is meant."""
    with store(url) as (opened, _), opened.database.writing() if writing else opened.database.reading() as connection:
        from qualmap_matcher.service.store.accounts import tenants
        from qualmap_matcher.service.store.scope import Scope

        known = {one.name: one for one in tenants(connection)}
        if not known:
            raise InputError("there is no tenant yet: `qualmap serve` makes the first, `qualmap tenants create` others")
        if tenant is None and len(known) > 1:
            raise InputError(f"the database knows several: choose one of {', '.join(known)}", field="--tenant")
        chosen = known.get(tenant) if tenant is not None else next(iter(known.values()))
        if chosen is None:
            raise InputError(f"there is no {tenant!r}; known are {', '.join(known)}", field="--tenant")
        yield Scope(connection, chosen.id), opened


def who() -> str:
    """Who sits at the console, for the audit trail."""
    try:
        return f"console:{getpass.getuser()}"
    except (KeyError, OSError):  # a container may run under a number without a name
        return "console"
