"""The audit trail: listed, written out, and told from one that was tampered with."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable

import pytest
from litestar import Litestar
from litestar.testing import TestClient
from sqlalchemy import delete, insert, select, update
from tenants import Issue

from qualmap.errors import InputError
from qualmap.models import Json
from qualmap_matcher.service.auditing import verify_export
from qualmap_matcher.service.core import Core
from qualmap_matcher.service.store.accounts import Tenant
from qualmap_matcher.service.store.audit import append
from qualmap_matcher.service.store.schema import AUDIT, TENANTS
from qualmap_matcher.service.store.scope import Scope

Client = TestClient[Litestar]
Statement = Callable[[Scope], object]


@pytest.fixture
def admin(key: Issue) -> dict[str, str]:
    return key("admin").headers


@pytest.fixture
def write(core: Core, tenant: Tenant) -> Callable[[Statement], None]:
    """Do something to the tenant's part of the database."""

    def write(work: Statement) -> None:
        with core.database.writing() as connection:
            work(Scope(connection, tenant.id))

    return write


@pytest.fixture
def trail(write: Callable[[Statement], None]) -> None:
    """Five entries."""

    def work(scope: Scope) -> None:
        for number in range(1, 6):
            append(scope, who="a test", action="thing.done", resource=f"thing-{number}", details={"number": number, "名": "字"})

    write(work)


def verified(client: Client, admin: dict[str, str]) -> list[str]:
    """What the service says is wrong with the trail."""
    answer = client.get("/v1/audit/verify", headers=admin).json()
    assert answer["sound"] == (not answer["mistakes"])
    found: list[str] = answer["mistakes"]
    return found


def exported(client: Client, admin: dict[str, str]) -> list[bytes]:
    return client.get("/v1/audit/export", headers=admin).content.splitlines()


def written(entry: dict[str, Json]) -> bytes:
    return json.dumps(entry).encode()


@pytest.mark.usefixtures("trail")
def test_the_newest_entries_come_first_page_by_page(client: Client, admin: dict[str, str]) -> None:
    seen: list[int] = []
    cursor: dict[str, str] = {}
    while True:
        page = client.get("/v1/audit", params={"limit": 2, **cursor}, headers=admin).json()
        seen += [entry["sequence"] for entry in page["data"]]
        if page["next_cursor"] is None:
            break
        cursor = {"cursor": page["next_cursor"]}

    assert seen == [5, 4, 3, 2, 1]


@pytest.mark.usefixtures("trail")
def test_entries_are_found_by_action_and_resource(client: Client, admin: dict[str, str]) -> None:
    def found(**query: str) -> list[int]:
        return [entry["sequence"] for entry in client.get("/v1/audit", params=query, headers=admin).json()["data"]]

    assert found(resource="thing-3") == [3]
    assert found(action="thing.done", resource="thing-4") == [4]
    assert found(action="thing.undone") == []


@pytest.mark.usefixtures("trail")
def test_a_sound_trail_is_said_to_be_so(client: Client, admin: dict[str, str]) -> None:
    lines = exported(client, admin)

    assert verified(client, admin) == []
    assert verify_export(lines).mistakes == ()
    assert verify_export(lines).to_dict() == client.get("/v1/audit/verify", headers=admin).json()


@pytest.mark.usefixtures("trail")
def test_anybody_can_compute_a_digest_anew(client: Client, admin: dict[str, str]) -> None:
    previous = "0" * 64
    for line in exported(client, admin)[:-1]:
        entry = json.loads(line)
        digest = entry.pop("digest")
        assert entry["previous"] == previous
        previous = hashlib.sha256(json.dumps(entry, sort_keys=True, separators=(",", ":")).encode()).hexdigest()
        assert digest == previous


def test_an_empty_trail_is_sound(client: Client, admin: dict[str, str]) -> None:
    assert verified(client, admin) == []
    assert verify_export(exported(client, admin)).entries == 0


def changed(scope: Scope) -> None:
    scope.update(AUDIT, AUDIT.c.sequence == 3, who="somebody else")


def changed_with_its_digest(scope: Scope) -> None:
    scope.update(AUDIT, AUDIT.c.sequence == 3, who="somebody else", digest="a" * 64)


def removed(scope: Scope) -> None:
    scope.delete(AUDIT, AUDIT.c.sequence == 3)


def removed_and_renumbered(scope: Scope) -> None:
    scope.delete(AUDIT, AUDIT.c.sequence == 3)
    for sequence in (4, 5):
        scope.update(AUDIT, AUDIT.c.sequence == sequence, sequence=sequence - 1)


def swapped(scope: Scope) -> None:
    for before, after in ((2, 99), (3, 2), (99, 3)):
        scope.update(AUDIT, AUDIT.c.sequence == before, sequence=after)


def cut_off(scope: Scope) -> None:
    scope.delete(AUDIT, AUDIT.c.sequence > 3)


def emptied(scope: Scope) -> None:
    scope.delete(AUDIT)


def beheaded(scope: Scope) -> None:
    scope.delete(AUDIT, AUDIT.c.sequence < 3)


def extended(scope: Scope) -> None:
    row = scope.one(scope.select(AUDIT).where(AUDIT.c.sequence == 5))
    assert row is not None
    scope.connection.execute(insert(AUDIT).values({**row._mapping, "sequence": 6, "previous": row._mapping["digest"]}))


@pytest.mark.usefixtures("trail")
@pytest.mark.parametrize(
    ("tamper", "said"),
    [
        (changed, "entry 3 was changed"),
        (changed_with_its_digest, "entry 4 does not continue the one before it"),
        (removed, "entry 4 follows entry 2: something between was removed or moved"),
        (removed_and_renumbered, "entry 3 does not continue the one before it"),
        (swapped, "entry 2 does not continue the one before it"),
        (cut_off, "the trail ends at entry 3, and should end at entry 5"),
        (emptied, "the trail ends at entry 0, and should end at entry 5"),
        (beheaded, "entry 3 follows entry 0: something between was removed or moved"),
        (extended, "the trail ends at entry 6, and should end at entry 5"),
    ],
)
def test_what_was_done_to_the_database_is_told(
    tamper: Statement, said: str, client: Client, admin: dict[str, str], write: Callable[[Statement], None]
) -> None:
    write(tamper)

    assert any(mistake.startswith(said) for mistake in verified(client, admin)), verified(client, admin)


@pytest.mark.usefixtures("trail")
def test_what_was_done_to_an_export_is_told(client: Client, admin: dict[str, str]) -> None:
    lines = exported(client, admin)
    entry = json.loads(lines[2])

    assert verify_export([*lines[:2], written({**entry, "who": "somebody else"}), *lines[3:]]).mistakes == (
        "entry 3 was changed",
    )
    assert verify_export([*lines[:2], *lines[3:]]).mistakes
    assert verify_export([lines[1], lines[0], *lines[2:]]).mistakes
    assert verify_export([*lines[:4], lines[5]]).mistakes
    with pytest.raises(InputError, match="the last line, which names the head, is missing"):
        verify_export(lines[:-1])
    with pytest.raises(InputError, match="record line 1: expected an entry"):
        verify_export([lines[0][:-5], *lines[1:]])
    with pytest.raises(InputError, match="record line 7: expected nothing after"):
        verify_export([*lines, lines[0]])


@pytest.mark.usefixtures("trail")
def test_a_digest_that_was_noted_tells_a_trail_that_was_written_anew(
    client: Client, admin: dict[str, str], write: Callable[[Statement], None]
) -> None:
    noted = client.get("/v1/audit/verify", headers=admin).json()["head"]["digest"]
    append_more: Statement = lambda scope: append(scope, who="a test", action="thing.done", resource="more")  # noqa: E731 - one line
    write(append_more)
    assert client.get("/v1/audit/verify", params={"head": noted}, headers=admin).json()["sound"]

    def forge(scope: Scope) -> None:
        scope.connection.execute(delete(AUDIT))
        scope.connection.execute(update(TENANTS).values(audit_sequence=0, audit_digest="0" * 64))
        append_more(scope)

    write(forge)

    assert verified(client, admin) == []
    answer = client.get("/v1/audit/verify", params={"head": noted}, headers=admin).json()
    assert not answer["sound"]
    assert answer["mistakes"] == [f"no entry has the digest {noted}: the trail was written anew since, or is another one"]


@pytest.mark.usefixtures("trail")
def test_the_trail_of_another_company_is_not_seen(client: Client, key: Issue, other: Tenant) -> None:
    theirs = key("admin", tenant=other).headers

    assert client.get("/v1/audit", headers=theirs).json()["data"] == []
    assert len(exported(client, theirs)) == 1


def test_a_trail_longer_than_a_page_is_exported_whole(
    client: Client, admin: dict[str, str], core: Core, write: Callable[[Statement], None]
) -> None:
    def work(scope: Scope) -> None:
        for number in range(2100):
            append(scope, who="a test", action="thing.done", resource=str(number))

    write(work)

    found = verify_export(exported(client, admin))
    assert (found.entries, found.mistakes) == (2100, ())
    with core.database.reading() as connection:
        assert connection.execute(select(TENANTS.c.audit_sequence)).scalars().one() == 2100


@pytest.mark.parametrize("query", [{"cursor": "x"}, {"cursor": "9" * 30}, {"limit": "0"}, {"action": "a b"}, {"colour": "red"}])
def test_a_query_that_cannot_be_is_refused(query: dict[str, str], client: Client, admin: dict[str, str]) -> None:
    answer = client.get("/v1/audit", params=query, headers=admin)

    assert (answer.status_code, answer.json()["field"]) == (422, next(iter(query)))


def test_only_administrators_read_the_trail(client: Client, key: Issue) -> None:
    for path in ("/v1/audit", "/v1/audit/export", "/v1/audit/verify"):
        assert client.get(path, headers=key("match", "screen", "review", name=path).headers).status_code == 403
