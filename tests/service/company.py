"""A company with a service of its own on a real socket: what a test needs that asks from outside."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path

import attrs
from databases import fresh_sqlite
from serving import Serving

from qualmap_matcher.service.core import Core
from qualmap_matcher.service.settings import Settings
from qualmap_matcher.service.store.accounts import SCOPES, add_key, add_tenant
from qualmap_matcher.service.store.scope import Scope


@attrs.frozen
class Company:
    """Where its service answers, and a key that opens everything."""

    core: Core
    url: str
    key: str


@contextlib.contextmanager
def company(home: Path, *, data: Path | None = None) -> Iterator[Company]:
    """Start a service on SQLite in a folder, over an overlay where one is named; it stops when the block ends."""
    url = fresh_sqlite(home / "qualmap.db")
    core = Core.open(Settings(home=home, database_url=url, secret="s" * 40, workers=0, requests_per_minute=0, data=data))
    with core.database.writing() as connection:
        tenant = add_tenant(connection, "Company", retention_days=30)
        _, key = add_key(Scope(connection, tenant.id), core.vault, name="key", scopes=SCOPES)
    with Serving() as serving:
        yield Company(core, serving.start(core).url, key)
    core.close()
