"""`qualmap keys`, `qualmap tenants` and `qualmap audit`, on the database of a service that may be running."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from litestar import Litestar
from litestar.testing import TestClient
from tenants import Issue

from qualmap.cli.commands import qualmap
from qualmap_matcher.service.core import Core
from qualmap_matcher.service.settings import Settings
from qualmap_matcher.service.store.accounts import Tenant

Client = TestClient[Litestar]
Run = Callable[..., Result]


@pytest.fixture
def run(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run `qualmap` on the test's database."""
    values = {"HOME": settings.home, "DATABASE_URL": settings.database_url, "SECRET": settings.secret}
    for name, value in values.items():
        monkeypatch.setenv(f"QUALMAP_{name}", str(value))

    def run(*arguments: str) -> Result:
        result = CliRunner().invoke(qualmap, arguments)
        assert result.exception is None or isinstance(result.exception, SystemExit)
        return result

    return run


def facts(client: Client, key: str) -> int:
    return client.get("/v1/facts", headers={"Authorization": f"Bearer {key}"}).status_code


@pytest.mark.usefixtures("tenant")
def test_a_key_is_made_shown_replaced_and_revoked(run: Run, client: Client) -> None:
    text = run("keys", "create", "--name", "careers site", "--scopes", "match, screen", "--expires", "2999-01-31").stdout.strip()
    assert facts(client, text) == 200
    [shown] = [json.loads(line) for line in run("keys", "list", "--json").stdout.splitlines()]
    assert (shown["name"], shown["scopes"], shown["expires_at"][:10]) == ("careers site", ["match", "screen"], "2999-01-31")
    assert shown["id"] in run("keys").stdout
    assert text not in run("keys").stdout

    replaced = run("keys", "rotate", shown["id"])
    follower = replaced.stdout.splitlines()[0]
    assert f"qualmap keys revoke {shown['id']}" in replaced.stderr
    assert facts(client, follower) == facts(client, text) == 200

    assert run("keys", "revoke", shown["id"]).stdout == f"revoked {shown['id']}\n"
    listed = [json.loads(line) for line in run("keys", "list", "--json").stdout.splitlines()]
    assert [one["revoked_at"] is None for one in listed] == [False, True]
    assert [one["expires_at"] for one in listed] == [shown["expires_at"]] * 2


@pytest.mark.usefixtures("tenant")
@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("create", "--name", "a", "--scopes", "everything"), "field 'scopes': expected some of match, screen, review, admin"),
        (("create", "--name", "a", "--expires", "2001-01-01"), "field 'expires_at': expected a moment that is still to come"),
        (("create", "--name", "a", "--expires", "soon"), "field '--expires': expected a day as YYYY-MM-DD, got 'soon'"),
        (("revoke", "nothing"), "there is no live key 'nothing'"),
        (("rotate", "nothing"), "there is no live key 'nothing'"),
        (("list", "--tenant", "Nobody"), "field '--tenant': there is no 'Nobody'; known are Company"),
    ],
)
def test_what_cannot_be_done_is_explained(arguments: tuple[str, ...], said: str, run: Run) -> None:
    result = run("keys", *arguments)

    assert result.exit_code == 1
    assert said in result.output
    assert "Traceback" not in result.output


@pytest.mark.usefixtures("tenant", "other")
def test_where_there_are_several_companies_one_has_to_be_named(run: Run) -> None:
    refused = run("keys")
    assert refused.exit_code == 1
    assert "choose one of Company, Other company" in refused.output

    run("keys", "create", "--name", "theirs", "--tenant", "Other company")

    assert "theirs" in run("keys", "list", "--tenant", "Other company").stdout
    assert "theirs" not in run("keys", "list", "--tenant", "Company").stdout


def test_a_company_is_made_and_listed(run: Run, client: Client) -> None:
    assert "there is no tenant yet" in run("keys").output
    assert run("tenants", "create", "New company", "--retention-days", "7").exit_code == 0
    assert "there is already a tenant 'New company'" in run("tenants", "create", "New company").output

    text = run("keys", "create", "--name", "first").stdout.strip()

    assert "7 days  New company" in run("tenants").stdout
    assert facts(client, text) == 200


def test_a_trail_is_verified_written_out_and_verified_as_a_file(run: Run, tenant: Tenant, tmp_path: Path) -> None:
    run("keys", "create", "--name", "one", "--tenant", tenant.name)
    run("keys", "create", "--name", "two")
    file = tmp_path / "trail.jsonl"
    file.write_text(run("audit", "export").stdout, encoding="utf-8")
    digest = json.loads(file.read_text(encoding="utf-8").splitlines()[0])["digest"]

    for arguments in ((), ("--export", str(file)), ("--head", digest), ("--export", str(file), "--head", digest)):
        result = run("audit", "verify", *arguments)
        assert (result.exit_code, result.stdout[:16]) == (0, "2 entries, sound"), result.output

    unknown = run("audit", "verify", "--head", "f" * 64)
    assert unknown.exit_code == 1
    assert "no entry has the digest ffff" in unknown.stderr


def test_a_trail_that_was_changed_ends_with_an_error(run: Run, core: Core, key: Issue, client: Client) -> None:
    client.post("/v1/keys", json={"name": "one", "scopes": ["match"]}, headers=key("admin").headers)
    with core.database.writing() as connection:
        connection.exec_driver_sql("UPDATE audit SET who = 'somebody else'")

    result = run("audit", "verify")

    assert (result.exit_code, result.stderr) == (1, "entry 1 was changed\n")
