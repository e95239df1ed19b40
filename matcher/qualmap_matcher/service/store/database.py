"""One database, two kinds: SQLite in a file for one machine, PostgreSQL for many.

`reading()` and `writing()` each give a connection inside one transaction. On SQLite a writing transaction takes the write
lock at once (`BEGIN IMMEDIATE`), so that none fails half-way because another was quicker; threads of one process queue for it.
"""

from __future__ import annotations

import contextlib
import sqlite3
import threading
import time
from collections.abc import Iterator

import attrs
from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.engine import make_url

_BUSY_SECONDS = 30  # how long to wait for another process's write
_CONNECT_SECONDS = 10  # before a PostgreSQL that does not answer counts as away, unless its URL says otherwise
_WRITES = "writes"
_ONE_STATE = {"isolation_level": "REPEATABLE READ"}  # what SQLite does anyway: every statement sees the state of the first

_ASKED_AGAIN = 0.01  # seconds between two tries where SQLite does not wait by itself
_LOG = "PRAGMA journal_mode = WAL"

# WAL and FULL: a commit that was answered survives a crash. secure_delete: what is deleted is overwritten with zeros.
_PRAGMAS = (
    "PRAGMA synchronous = FULL",
    "PRAGMA foreign_keys = ON",
    "PRAGMA secure_delete = ON",
    f"PRAGMA busy_timeout = {_BUSY_SECONDS * 1000}",
)


@attrs.define(eq=False)
class Database:
    """An open database."""

    engine: Engine
    _turn: contextlib.AbstractContextManager[object] = attrs.field(repr=False)

    @classmethod
    def open(cls, url: str) -> Database:
        """Open the database at a URL: `sqlite:///path`, `postgresql://…`."""
        address = make_url(url)
        if address.get_backend_name() == "sqlite":
            arguments = {"isolation_level": None, "timeout": _BUSY_SECONDS}
            engine = create_engine(address, connect_args=arguments, hide_parameters=True)
            event.listen(engine, "connect", _prepare)
            event.listen(engine, "begin", _begin)
            return cls(engine, threading.Lock())
        waiting = {} if "connect_timeout" in address.query else {"connect_timeout": _CONNECT_SECONDS}
        address = address.set(drivername="postgresql+psycopg")
        engine = create_engine(address, connect_args=waiting, pool_pre_ping=True, hide_parameters=True)
        return cls(engine, contextlib.nullcontext())

    @property
    def is_sqlite(self) -> bool:
        """Whether this is the kind for one machine."""
        return self.engine.dialect.name == "sqlite"

    @contextlib.contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection that sees one state of the data; it is rolled back."""
        with self.engine.connect().execution_options(**({} if self.is_sqlite else _ONE_STATE)) as connection:
            yield connection

    @contextlib.contextmanager
    def writing(self) -> Iterator[Connection]:
        """A connection whose changes are kept together when the block ends, or not at all when it raises."""
        with self._turn, self.engine.connect().execution_options(**{_WRITES: True}) as connection, connection.begin():
            yield connection

    def scrub(self) -> None:
        """Let nothing be left of what was deleted in the files: SQLite's log goes into the database and is cut to nothing.

        PostgreSQL has no such command; there, ciphertext stays in its log and in old pages until it reuses them.
        """
        if self.is_sqlite:
            with self._turn, contextlib.closing(self.engine.raw_connection()) as connection:
                connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def is_up(self) -> bool:
        """Whether it answers."""
        try:
            with self.reading() as connection:
                return connection.execute(text("SELECT 1")).scalar() == 1
        except Exception:  # noqa: BLE001 - whatever keeps it from answering
            return False

    def close(self) -> None:
        """Close every connection."""
        self.engine.dispose()


def _prepare(connection: sqlite3.Connection, _record: object) -> None:
    cursor = connection.cursor()
    _turn_to_log(cursor)
    for pragma in _PRAGMAS:
        cursor.execute(pragma)
    cursor.close()


def _turn_to_log(cursor: sqlite3.Cursor) -> None:
    """Keep a log, as the file does for good once it did; two that turn a new file to it at once are told that it is locked."""
    until = time.monotonic() + _BUSY_SECONDS
    while True:
        try:
            cursor.execute(_LOG)
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_BUSY or time.monotonic() > until:
                raise
            time.sleep(_ASKED_AGAIN)
        else:
            return


def _begin(connection: Connection) -> None:
    immediate = connection.get_execution_options().get(_WRITES, False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if immediate else "BEGIN")
