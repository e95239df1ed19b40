"""`qualmap serve` as a process: its first start, its logs, its end, and what it says when it cannot start."""

from __future__ import annotations

import json
import shlex
import signal
import socket
import sqlite3
import sys
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest
from click.testing import CliRunner
from databases import PostgreSQL
from programs import environment, run, serving
from sqlalchemy import text

from qualmap.cli.commands import qualmap
from qualmap_matcher.service import migrations
from qualmap_matcher.service.settings import Settings
from qualmap_matcher.service.starting import Store
from qualmap_matcher.service.store.database import Database

SECRET = "the secret that all replicas share"  # noqa: S105 - it guards nothing
TEXT = "Fellow of ACCA, a text of somebody's own"


def key_of(said: list[str]) -> str:
    [line] = [line for line in said if line.startswith("  key ")]
    return line.split()[1]


def test_with_nothing_configured_it_starts_and_says_how_to_call_it(tmp_path: Path) -> None:
    home = tmp_path / "not there yet" / "home"
    with serving(environment(home), lines=6) as service:
        [line] = [line for line in service.said if line.startswith("  try ")]
        _, _, url, _, key, _, kind, _, body = shlex.split(line)[1:]
        answer = httpx.post(url, content=body, headers=dict([key.split(": "), kind.split(": ")]))
        assert answer.json()["results"][0]["mentions"][0]["qualification"]["id"] == "acca-fellow"

        [pages] = [line.split()[1] for line in service.said if line.startswith("  pages ")]
        assert httpx.get(pages, follow_redirects=True).url.path == "/console/sign-in"

        service.tell(signal.SIGTERM)
        assert service.end() == 0

    assert home.stat().st_mode & 0o077 == 0
    assert (home / "secret").stat().st_mode & 0o077 == 0


def test_the_key_is_told_once_and_opens_after_a_second_start(tmp_path: Path) -> None:
    with serving(environment(tmp_path), lines=6) as first:
        key = key_of(first.said)
        first.tell(signal.SIGINT)
        assert first.end() == 0

    with serving(environment(tmp_path)) as second:
        assert "  keys   qualmap keys" in second.said
        assert not any(key in line for line in second.said)
        answer = httpx.get(f"{second.url}/v1/keys", headers={"Authorization": f"Bearer {key}"})
        assert [one["name"] for one in answer.json()["data"]] == ["first"]


def test_log_lines_are_json_without_keys_and_texts(tmp_path: Path) -> None:
    with serving(environment(tmp_path), lines=6) as service:
        key = key_of(service.said)
        headers = {"Authorization": f"Bearer {key}", "X-Request-Id": "asked-by-a-test"}
        httpx.post(f"{service.url}/v1/match", json={"credentials": [TEXT]}, headers=headers)
        httpx.get(f"{service.url}/v1/screenings", params={"ref": "C-1024"}, headers=headers)
        service.tell(signal.SIGTERM)
        service.end()

    lines = [json.loads(line) for line in service.log.splitlines()]
    assert [(one["event"], one["operation"], one["status"]) for one in lines] == [
        ("request", "match", 200),
        ("request", "list_screenings", 200),
    ]
    assert {one["request_id"] for one in lines} == {"asked-by-a-test"}
    assert key not in service.log
    assert TEXT not in service.log
    assert "C-1024" not in service.log


def test_a_request_that_is_under_way_is_answered_before_the_end(tmp_path: Path) -> None:
    body = json.dumps({"credentials": [TEXT]}).encode()
    with serving(environment(tmp_path), lines=6) as service:
        address = urlsplit(service.url)
        with socket.create_connection((address.hostname, address.port), timeout=30) as connection:
            head = f"POST /v1/match HTTP/1.1\r\nHost: here\r\nAuthorization: Bearer {key_of(service.said)}\r\n"
            head += f"Expect: 100-continue\r\nContent-Length: {len(body)}\r\n\r\n"
            connection.sendall(head.encode())
            assert connection.recv(100).startswith(b"HTTP/1.1 100")  # the route reads now
            service.tell(signal.SIGTERM)
            wait_until_nobody_listens(address.hostname or "", address.port or 0)
            connection.sendall(body)
            assert connection.recv(100).startswith(b"HTTP/1.1 200")
        assert service.end() == 0

    [shown] = run(environment(tmp_path), "keys", "list", "--json").stdout.splitlines()
    assert json.loads(shown)["last_used_at"] is not None


def wait_until_nobody_listens(host: str, port: int) -> None:
    while True:
        try:
            socket.create_connection((host, port), timeout=30).close()
        except OSError:
            return


@pytest.mark.xdist_group("postgresql")
def test_replicas_that_start_at_once_on_an_empty_postgresql_make_one_key(tmp_path: Path, postgresql: PostgreSQL) -> None:
    with postgresql.fresh(template="template0") as url:
        settings = environment(tmp_path, QUALMAP_DATABASE_URL=url, QUALMAP_SECRET=SECRET)
        with serving(settings, lines=4) as one, serving(settings, lines=4) as two:
            said = one.said + two.said
            assert sum(line.startswith("  key ") for line in said) == 1
            answers = [httpx.get(f"{each.url}/readyz").json() for each in (one, two)]
            headers = {"Authorization": f"Bearer {key_of(said)}"}
            keys = [httpx.get(f"{each.url}/v1/keys", headers=headers).json() for each in (one, two)]
    assert [one["database"] for one in answers] == [True, True]
    assert len(keys[0]["data"]) == 1
    assert keys[0] == keys[1]


def set_revision(url: str, revision: str) -> None:
    database = Database.open(url)
    with database.writing() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = :number"), {"number": revision})
    database.close()


Refused = Callable[..., str]


@pytest.fixture
def refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Refused:
    """What `qualmap serve` says when it does not start with these settings."""

    def refused(*options: str, **settings: str) -> str:
        for name, value in {"QUALMAP_HOME": str(tmp_path), **settings}.items():
            monkeypatch.setenv(name, value)
        result = CliRunner().invoke(qualmap, ["serve", "--port", "0", *options])
        assert result.exit_code == 1, result.output
        return result.output

    return refused


def test_a_port_that_is_taken_is_said_so_and_no_key_is_lost(refused: Refused, tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        said = refused("--port", str(port))

    assert said == f"Error: field 'QUALMAP_PORT': cannot listen on 127.0.0.1:{port}: the port is taken: choose another\n"
    assert not (tmp_path / "qualmap.db").exists()


def test_a_database_that_is_newer_stops_the_start(refused: Refused, database_url: str) -> None:
    set_revision(database_url, "9999")

    said = refused(QUALMAP_DATABASE_URL=database_url)

    assert f"the database is at revision 9999, newer than this version of qualmap, which knows {migrations.newest()}" in said


def test_without_the_extra_it_says_what_to_install(refused: Refused, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "litestar", None)

    assert refused() == "Error: the service is not installed: pip install 'qualmap[service]' (missing: litestar)\n"


def test_a_short_secret_is_refused(refused: Refused) -> None:
    assert refused(QUALMAP_SECRET="short" * 6) == "Error: field 'QUALMAP_SECRET': expected at least 32 characters\n"


def test_another_secret_than_the_database_was_filled_under_is_refused(
    refused: Refused, database_url: str, tmp_path: Path
) -> None:
    Store.open(Settings(home=tmp_path, database_url=database_url, secret=SECRET)).database.close()

    said = refused(QUALMAP_DATABASE_URL=database_url, QUALMAP_SECRET=SECRET.upper())

    assert "field 'QUALMAP_SECRET': this database was filled under another secret" in said


def test_a_database_that_is_away_is_named_without_its_password(refused: Refused) -> None:
    said = refused(QUALMAP_DATABASE_URL="postgresql://somebody:password@127.0.0.1:1/qualmap")

    assert said.startswith(
        "Error: field 'QUALMAP_DATABASE_URL': cannot use the database postgresql://somebody:***@127.0.0.1:1/qualmap: "
    )
    assert "refused" in said
    assert "password" not in said


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("nonsense", "expected an address as sqlite:///path or postgresql://user:password@host/database"),
        ("mysql://host/qualmap", "expected sqlite:///… or postgresql://…, got mysql://…"),
        ("sqlite:////nowhere/at/all.db", "unable to open database file"),
    ],
)
def test_an_address_that_cannot_be_used_is_explained(url: str, said: str, refused: Refused) -> None:
    shown = refused(QUALMAP_DATABASE_URL=url)

    assert "field 'QUALMAP_DATABASE_URL'" in shown
    assert said in shown


def test_a_file_that_is_no_database_is_left_alone(refused: Refused, tmp_path: Path) -> None:
    (tmp_path / "qualmap.db").write_bytes(b"something else" * 100)

    assert "field 'QUALMAP_HOME': cannot use the database sqlite:///" in refused()
    assert (tmp_path / "qualmap.db").read_bytes() == b"something else" * 100


def test_a_home_that_is_no_folder_is_explained(refused: Refused, tmp_path: Path) -> None:
    (tmp_path / "file").touch()

    assert "field 'QUALMAP_HOME': cannot use the folder" in refused(QUALMAP_HOME=str(tmp_path / "file"))


def test_a_setting_of_the_wrong_kind_is_named(refused: Refused) -> None:
    assert "field 'QUALMAP_LEASE_SECONDS': expected a whole number, got 'soon'" in refused(QUALMAP_LEASE_SECONDS="soon")


def test_sqlite_in_one_file_is_brought_up_to_date_by_itself(tmp_path: Path) -> None:
    sqlite3.connect(tmp_path / "qualmap.db").close()
    with serving(environment(tmp_path), lines=6):
        pass

    database = Database.open(f"sqlite:///{tmp_path / 'qualmap.db'}")
    migrations.check(database)
    database.close()
