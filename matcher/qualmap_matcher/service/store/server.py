"""What the database knows of the servers that work on it: that all have the same secret."""

from __future__ import annotations

from sqlalchemy import Connection, select
from sqlalchemy.dialects import postgresql, sqlite

from qualmap.errors import InputError
from qualmap_matcher.service.store.schema import SERVER
from qualmap_matcher.service.store.sealing import Vault

_SECRET = "secret"  # noqa: S105 - the row's name


def check_secret(connection: Connection, vault: Vault) -> None:
    """Note the first server's secret, by a digest; raises `InputError` for a server that has another."""
    adding = sqlite.insert(SERVER) if connection.dialect.name == "sqlite" else postgresql.insert(SERVER)
    digest = vault.digest("server", _SECRET)
    connection.execute(adding.values(name=_SECRET, value=digest).on_conflict_do_nothing())
    if connection.execute(select(SERVER.c.value).where(SERVER.c.name == _SECRET)).scalar_one() != digest:
        detail = "this database was filled under another secret: its keys would not open, its texts not be read"
        raise InputError(f"{detail}; give the server that one", field="QUALMAP_SECRET")
