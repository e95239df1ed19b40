"""Every step that the tables took, forward and back, with rows in every table, on both databases."""

from __future__ import annotations

import itertools
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from databases import PostgreSQL
from sqlalchemy import Integer, LargeBinary, MetaData, Table, inspect, text
from sqlalchemy.schema import CreateTable

from qualmap.errors import InputError
from qualmap_matcher.service import migrations
from qualmap_matcher.service.store.database import Database
from qualmap_matcher.service.store.schema import METADATA

REVISIONS = ["later", *(one.revision for one in migrations._script().walk_revisions())][::-1]
Rows = dict[str, dict[str, object]]


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.xdist_group("postgresql"))])
def empty(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """A database without tables."""
    if request.param == "sqlite":
        database = Database.open(f"sqlite:///{tmp_path / 'empty.db'}")
        yield database
        database.close()
        return
    server: PostgreSQL = request.getfixturevalue("postgresql")
    with server.fresh(template="template0") as url:
        database = Database.open(url)
        yield database
        database.close()


def tables(database: Database) -> dict[str, Table]:
    """The tables as the database describes them."""
    reflected = MetaData()
    with database.reading() as connection:
        reflected.reflect(connection)
    return {name: table for name, table in reflected.tables.items() if name != "alembic_version"}


def fill(database: Database) -> Rows:
    """Put a row into every table; gives them by table."""
    rows: Rows = {}
    with database.writing() as connection:
        for name, table in tables(database).items():
            row: dict[str, object] = {}
            for column in table.columns:
                if isinstance(column.type, Integer):
                    row[column.name] = 7
                elif isinstance(column.type, LargeBinary):
                    row[column.name] = b"sealed"
                else:
                    row[column.name] = column.name[:4]
            connection.execute(table.insert().values(row))
            rows[name] = row
    return rows


def kept(database: Database, rows: Rows) -> bool:
    """Whether every row is there still, as far as the tables have its columns."""
    now = tables(database)
    with database.reading() as connection:
        for name, row in rows.items():
            if name in now:
                [found] = connection.execute(now[name].select()).mappings()
                if any(found[column] != value for column, value in row.items() if column in found):
                    return False
    return True


def described(database: Database) -> dict[str, str]:
    """The tables' definitions, for comparison."""
    return {name: str(CreateTable(table).compile(database.engine)) for name, table in tables(database).items()}


def test_the_newest_revision_makes_the_tables_that_the_schema_describes(empty: Database) -> None:
    migrations.upgrade(empty)

    with empty.reading() as connection:
        assert compare_metadata(MigrationContext.configure(connection), METADATA) == []
    assert set(tables(empty)) == set(METADATA.tables)


def test_a_table_that_differs_from_the_schema_would_be_seen(empty: Database) -> None:
    migrations.upgrade(empty)
    with empty.writing() as connection:
        connection.execute(text("DROP INDEX screenings_by_person"))

        assert len(compare_metadata(MigrationContext.configure(connection), METADATA)) == 1


@pytest.mark.usefixtures("later")
@pytest.mark.parametrize(("before", "revision"), [*itertools.pairwise(["base", *REVISIONS])])
def test_data_survive_every_step_forward_and_back_and_forward(before: str, revision: str, empty: Database) -> None:
    if before != "base":
        migrations.upgrade(empty, before)
    tables_before = described(empty)
    rows_before = fill(empty)

    migrations.upgrade(empty, revision)
    assert kept(empty, rows_before)
    with empty.writing() as connection:
        for table in tables(empty).values():
            connection.execute(table.delete())
    rows_after = fill(empty)

    migrations.downgrade(empty, before)
    assert described(empty) == tables_before
    assert kept(empty, rows_after)
    rows_back = {
        name: {column: rows_after[name][column] for column in table.columns.keys()}  # noqa: SIM118 - columns, not names
        for name, table in tables(empty).items()
    }

    migrations.upgrade(empty, revision)
    assert kept(empty, rows_back)
    assert migrations.current(empty) == revision


def test_a_step_that_fails_leaves_nothing_half_done(empty: Database, later: None, monkeypatch: pytest.MonkeyPatch) -> None:
    del later
    migrations.upgrade(empty, REVISIONS[-2])
    with empty.writing() as connection:
        connection.execute(text("CREATE TABLE later (id INTEGER)"))  # so that the step's own cannot be made, after the others
    before = described(empty)

    with pytest.raises(Exception, match="later"):
        migrations.upgrade(empty)

    assert described(empty) == before
    assert migrations.current(empty) == REVISIONS[-2]
    monkeypatch.undo()
    migrations.check(empty)


def test_a_database_that_is_newer_is_refused(empty: Database, later: None, monkeypatch: pytest.MonkeyPatch) -> None:
    del later
    migrations.upgrade(empty)
    monkeypatch.undo()

    with pytest.raises(InputError, match="at revision later, newer than this version of qualmap"):
        migrations.check(empty)
    with pytest.raises(InputError, match="newer than this version"):
        migrations.upgrade(empty)


def test_a_database_that_is_older_is_refused_until_it_is_upgraded(empty: Database, request: pytest.FixtureRequest) -> None:
    migrations.upgrade(empty)
    request.getfixturevalue("later")

    with pytest.raises(InputError, match=f"at revision {REVISIONS[-2]}, this version needs later: run `qualmap migrate`"):
        migrations.check(empty)
    migrations.upgrade(empty)
    migrations.check(empty)


def test_an_empty_database_is_told_so(empty: Database) -> None:
    with pytest.raises(InputError, match="the database is empty"):
        migrations.check(empty)


def test_the_tables_of_another_program_are_left_alone(empty: Database) -> None:
    with empty.writing() as connection:
        connection.execute(text("CREATE TABLE theirs (id INTEGER)"))

    with pytest.raises(InputError, match="expected an empty database, found the tables theirs"):
        migrations.upgrade(empty)

    with empty.reading() as connection:
        assert inspect(connection).get_table_names() == ["theirs"]


def test_replicas_that_start_at_once_upgrade_once(empty: Database) -> None:
    address = empty.engine.url.render_as_string(hide_password=False)
    databases = [Database.open(address) for _ in range(4)]
    errors: list[BaseException] = []
    together = threading.Barrier(len(databases))

    def upgrade(database: Database) -> None:
        together.wait()
        try:
            migrations.upgrade(database)
        except BaseException as error:  # noqa: BLE001 - shown by the assertion below
            errors.append(error)

    threads = [threading.Thread(target=upgrade, args=[database]) for database in databases]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert errors == []
    for database in databases:
        migrations.check(database)
        database.close()
