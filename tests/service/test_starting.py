"""A store that is opened: which tables it makes or refuses, and what happens where several open it at once."""

from __future__ import annotations

import contextlib
import sqlite3
import threading
from collections.abc import Iterator
from pathlib import Path

import attrs
import pytest
from databases import PostgreSQL, on_postgresql, on_sqlite

from qualmap.errors import InputError
from qualmap_matcher.service import migrations
from qualmap_matcher.service.settings import Settings
from qualmap_matcher.service.starting import Store
from qualmap_matcher.service.store.accounts import tenants


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.xdist_group("postgresql"))])
def fresh(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Settings]:
    """Settings whose database has no tables yet."""
    settings = Settings(home=tmp_path / "home")
    if request.param == "sqlite":
        yield settings
        return
    server: PostgreSQL = request.getfixturevalue("postgresql")
    with server.fresh(template="template0") as url:
        yield attrs.evolve(settings, database_url=url)


@on_sqlite
@pytest.mark.usefixtures("later")
def test_sqlite_is_brought_up_to_date_when_it_is_opened(settings: Settings) -> None:
    store = Store.open(settings)

    assert migrations.current(store.database) == "later"
    store.database.close()


@on_postgresql
@pytest.mark.usefixtures("later")
def test_postgresql_with_data_is_brought_up_to_date_when_that_is_asked_for(settings: Settings) -> None:
    with pytest.raises(InputError, match="this version needs later: run `qualmap migrate` once"):
        Store.open(settings)

    store = Store.open(settings, migrate=True)

    assert migrations.current(store.database) == "later"
    store.database.close()


def test_those_who_open_an_empty_database_at_once_make_one_tenant_and_one_key(fresh: Settings) -> None:
    together = threading.Barrier(4)
    keys: list[str | None] = []
    errors: list[BaseException] = []

    def start() -> None:
        together.wait()
        try:
            store = Store.open(fresh)
            keys.append(store.first_key(fresh, who="a test"))
            store.database.close()
        except BaseException as error:  # noqa: BLE001 - shown by the assertion below
            errors.append(error)

    threads = [threading.Thread(target=start) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert errors == []
    assert sorted(key is None for key in keys) == [False, True, True, True]
    store = Store.open(fresh)
    with store.database.reading() as connection:
        assert [one.name for one in tenants(connection)] == ["default"]
    store.database.close()


def test_a_new_file_that_somebody_writes_to_is_waited_for(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path)
    with contextlib.closing(sqlite3.connect(tmp_path / "qualmap.db", isolation_level=None, check_same_thread=False)) as other:
        other.execute("BEGIN IMMEDIATE")
        threading.Timer(0.3, other.execute, ("COMMIT",)).start()

        store = Store.open(settings)

    assert migrations.current(store.database) is not None
    store.database.close()


def test_a_store_needs_no_setting_but_a_home(tmp_path: Path) -> None:
    Store.open(Settings(home=tmp_path / "a" / "b")).database.close()

    assert {file.name for file in (tmp_path / "a" / "b").iterdir()} == {"qualmap.db", "secret"}
