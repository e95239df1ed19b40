"""`qualmap migrate`: tables made, brought up to date and taken back from the command line."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from qualmap.cli.commands import qualmap
from qualmap_matcher.service import migrations
from qualmap_matcher.service.store.database import Database

Command = Callable[..., Result]


@pytest.fixture
def migrate(tmp_path: Path, database_url: str, monkeypatch: pytest.MonkeyPatch) -> Command:
    monkeypatch.setenv("QUALMAP_HOME", str(tmp_path))
    monkeypatch.setenv("QUALMAP_DATABASE_URL", database_url)
    return lambda *options, typed=None: CliRunner().invoke(qualmap, ["migrate", *options], input=typed)


def revision(url: str) -> str | None:
    database = Database.open(url)
    try:
        return migrations.current(database)
    finally:
        database.close()


def test_it_makes_the_tables_and_does_nothing_the_second_time(migrate: Command, database_url: str) -> None:
    migrate("--to", "base", "--yes")
    assert revision(database_url) is None

    for _ in range(2):
        assert migrate().output == f"the tables are at revision {migrations.newest()}\n"
        assert revision(database_url) == migrations.newest()


def test_it_asks_before_it_goes_back(migrate: Command, database_url: str) -> None:
    migrate()

    refused = migrate("--to", "base", typed="n\n")
    assert refused.exit_code == 1
    assert "What later ones hold is lost" in refused.output
    assert revision(database_url) == migrations.newest()

    assert migrate("--to", "base", typed="y\n").exit_code == 0
    assert revision(database_url) is None


def test_a_revision_that_is_not_known_is_refused(migrate: Command, database_url: str) -> None:
    migrate()

    refused = migrate("--to", "tomorrow", "--yes")

    assert refused.exit_code == 1
    assert refused.output == f"Error: field 'revision': expected {migrations.newest()}, base, got 'tomorrow'\n"
    assert revision(database_url) == migrations.newest()
