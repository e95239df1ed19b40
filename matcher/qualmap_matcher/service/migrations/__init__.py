"""The tables' history: take a database up to the newest form of the tables, or back down, with what it holds.

Each step is a module of `versions`, and the last one leaves what `store.schema` describes. A database knows its revision.
"""

from __future__ import annotations

from collections.abc import Callable

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, inspect, text

from qualmap.errors import InputError
from qualmap_matcher.service.store.database import Database

_PLACES = ["qualmap_matcher.service.migrations:versions"]  # the packages, or the folders, in which revisions lie
_LOCK = 0x7175616C  # "qual": the number that replicas on one PostgreSQL queue for
_OWN_TABLE = "alembic_version"  # which Alembic leaves behind, without a row, when all others are gone
_EMPTY = "base"
_FIELD = "QUALMAP_DATABASE_URL"


def newest() -> str:
    """The revision that this version of qualmap works with."""
    head = _script().get_current_head()
    assert head is not None  # noqa: S101 - there is a first revision
    return head


def current(database: Database) -> str | None:
    """The revision of a database; None for an empty one."""
    with database.reading() as connection:
        return _current(connection)


def upgrade(database: Database, revision: str = "head") -> None:
    """Take a database forward, all steps or none; who comes meanwhile waits, and finds it done.

    Raises:
        InputError: the database is newer than this version of qualmap, or holds somebody else's tables.

    """

    def steps(connection: Connection, config: Config) -> None:
        found = _current(connection)
        names = sorted(set(inspect(connection).get_table_names()) - {_OWN_TABLE})
        if found is None and names:
            raise InputError(f"expected an empty database, found the tables {', '.join(names)}", field=_FIELD)
        _check_known(found)
        command.upgrade(config, revision)

    _run(database, steps)


def downgrade(database: Database, revision: str) -> None:
    """Take a database back to an earlier revision, or with `base` to an empty one; what later tables hold is lost.

    Raises:
        InputError: there is no such revision.

    """
    known = [one.revision for one in _script().walk_revisions()]
    if revision not in {*known, _EMPTY}:
        raise InputError(f"expected {', '.join([*known, _EMPTY])}, got {revision!r}", field="revision")
    _run(database, lambda _connection, config: command.downgrade(config, revision))


def check(database: Database) -> None:
    """Raise `InputError` unless this version of qualmap can work on the database as it is."""
    found = current(database)
    _check_known(found)
    if found != newest():
        state = "empty" if found is None else f"at revision {found}"
        detail = f"the database is {state}, this version needs {newest()}: run `qualmap migrate` once"
        raise InputError(detail, field=_FIELD)


def take_turn(connection: Connection) -> None:
    """Wait until no other replica is in a transaction that has taken its turn; SQLite lets one write at a time anyway."""
    if connection.dialect.name != "sqlite":
        connection.execute(text("SELECT pg_advisory_xact_lock(:number)"), {"number": _LOCK})


def _current(connection: Connection) -> str | None:
    return MigrationContext.configure(connection).get_current_revision()


def _check_known(revision: str | None) -> None:
    known = {one.revision for one in _script().walk_revisions()}
    if revision is not None and revision not in known:
        detail = f"the database is at revision {revision}, newer than this version of qualmap, which knows {newest()}"
        raise InputError(f"{detail}: run the version that made it, or a later one", field=_FIELD)


def _run(database: Database, steps: Callable[[Connection, Config], None]) -> None:
    with database.writing() as connection:
        take_turn(connection)
        config = _config()
        config.attributes["connection"] = connection
        steps(connection, config)


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", "qualmap_matcher.service:migrations")
    config.set_main_option("path_separator", "newline")
    config.set_main_option("version_locations", "\n".join(_PLACES))
    return config


def _script() -> ScriptDirectory:
    return ScriptDirectory.from_config(_config())
