"""A person's data: sealed while they are kept, given out, and gone without a trace when they are deleted."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from databases import PostgreSQL, on_sqlite
from known_people import Person, in_files, make_known, rows, sealed
from litestar import Litestar
from litestar.testing import TestClient
from tenants import Issue

from qualmap_matcher.service.core import Core
from qualmap_matcher.service.store.accounts import Tenant
from qualmap_matcher.service.store.people import person_of
from qualmap_matcher.service.store.schema import IDEMPOTENCY
from qualmap_matcher.service.store.scope import Scope
from qualmap_matcher.service.workers import CHORES

Client = TestClient[Litestar]


Find = Callable[[bytes], list[str]]


@pytest.fixture
def admin(key: Issue) -> dict[str, str]:
    return key("admin").headers


@pytest.fixture
def person() -> Person:
    return Person.new()


@pytest.fixture
def digest(core: Core, tenant: Tenant, person: Person) -> str:
    with core.database.reading() as connection:
        return person_of(Scope(connection, tenant.id), core.vault, person.ref)


@pytest.fixture
def find(core: Core, request: pytest.FixtureRequest) -> Find:
    """Search every file of the database for some bytes."""
    if core.database.is_sqlite:
        return lambda needle: in_files(core.settings.home, needle)
    server: PostgreSQL = request.getfixturevalue("postgresql")

    def found(needle: bytes) -> list[str]:
        server.run("CHECKPOINT")  # what stands in its memory is written to files
        return in_files(server.folder, needle)

    return found


@pytest.fixture
def known(person: Person, client: Client, admin: dict[str, str], run_chores: Callable[[], None]) -> str:
    """The id of a screening of the person, who is in every table, some of it worked on."""
    first = make_known(person, client, admin)
    run_chores()
    again = client.post(  # what was not worked on yet
        "/v1/batches?edition=1.0",
        content=json.dumps(person.record()),
        headers={**admin, "Content-Type": "application/x-ndjson"},
    )
    assert again.status_code == 201
    return first


def delete(client: Client, admin: dict[str, str], person: Person) -> dict[str, int]:
    answer = client.post("/v1/people/delete", json={"ref": person.ref}, headers=admin)
    assert answer.status_code == 200, answer.text
    counts: dict[str, int] = answer.json()["deleted"]
    return counts


@pytest.fixture
def plant(core: Core, tenant: Tenant) -> Callable[[str], None]:
    """Write something readable into the database."""

    def plant(text: str) -> None:
        with core.database.writing() as connection:
            values = {"key": "planted", "request": "", "created_at": "", "status": 0, "answer": text}
            Scope(connection, tenant.id).insert(IDEMPOTENCY, **values)

    return plant


@pytest.mark.usefixtures("known")
def test_neither_text_nor_ref_stands_in_any_file_before_or_after(
    person: Person, client: Client, admin: dict[str, str], find: Find, plant: Callable[[str], None]
) -> None:
    assert [find(needle) for needle in person.needles] == [[], [], []]

    delete(client, admin, person)
    assert [find(needle) for needle in person.needles] == [[], [], []]

    plant(person.words)
    assert find(person.words.encode()), "the search finds what is there"


@on_sqlite
@pytest.mark.usefixtures("known")
def test_not_even_ciphertext_is_left_in_the_files_of_sqlite(
    person: Person, digest: str, client: Client, admin: dict[str, str], core: Core
) -> None:
    # SQLite spreads a long value over pages: of each a piece that lies on one.
    folder, pieces = core.settings.home, [piece[:24] for piece in sealed(core, digest)]
    assert len(pieces) > 8
    assert all(in_files(folder, piece) for piece in pieces)

    delete(client, admin, person)

    assert [in_files(folder, piece) for piece in pieces] == [[]] * len(pieces)
    assert (folder / "qualmap.db-wal").stat().st_size == 0


@pytest.mark.usefixtures("known")
def test_no_row_about_the_person_is_left_in_any_table(
    person: Person, digest: str, client: Client, admin: dict[str, str], core: Core
) -> None:
    before = rows(core, digest)
    assert all(before.values()), before

    counts = delete(client, admin, person)

    assert set(rows(core, digest).values()) == {0}
    assert counts == {
        "screenings": before["screenings"],
        "versions": before["screening_versions"],
        "reviews": before["reviews"],
        "names": before["names"],
        "batch_items": before["batch_items"],
    }


def test_what_is_left_is_an_entry_with_the_digest_alone(
    person: Person, digest: str, known: str, client: Client, admin: dict[str, str]
) -> None:
    delete(client, admin, person)

    [entry] = client.get("/v1/audit", params={"action": "person.deleted"}, headers=admin).json()["data"]
    assert entry["resource"] == digest
    trail = client.get("/v1/audit/export", headers=admin).text
    assert person.ref not in trail
    assert person.words not in trail
    assert client.get("/v1/audit/verify", headers=admin).json()["sound"]
    assert client.get(f"/v1/screenings/{known}", headers=admin).status_code == 404
    assert client.get("/v1/screenings", params={"ref": person.ref}, headers=admin).json()["data"] == []


@pytest.mark.usefixtures("known")
def test_a_repeat_of_an_earlier_request_makes_nobody_known_again(
    person: Person, digest: str, client: Client, admin: dict[str, str], core: Core
) -> None:
    delete(client, admin, person)

    def again(path: str, body: object) -> tuple[int, object]:
        answer = client.post(path, json=body, headers={**admin, "Idempotency-Key": f"{path} {person.ref[-12:]}"})
        return answer.status_code, answer.json()

    assert again("/v1/screenings", {"record": person.record("CPA"), "edition": "1.0"})[0] == 404
    bad = {"ref": person.ref, "credentials": [], "facts": {"age": person.words}}
    status, answer = again("/v1/screenings/many", {"records": [person.record(), bad], "edition": "1.0"})
    assert status == 200
    assert isinstance(answer, dict)
    assert answer["results"][0] is None
    assert answer["results"][1]["error"]["field"] == "facts.age"
    assert set(rows(core, digest).values()) == {0}


@pytest.mark.usefixtures("known")
def test_items_that_wait_make_nobody_known_again(
    person: Person, digest: str, client: Client, admin: dict[str, str], core: Core
) -> None:
    delete(client, admin, person)

    while any(chore(core) for chore in CHORES):
        pass

    assert set(rows(core, digest).values()) == {0}
    assert {batch["state"] for batch in client.get("/v1/batches", headers=admin).json()["data"]} == {"done"}


@pytest.mark.usefixtures("known")
def test_names_that_were_learnt_from_the_person_are_forgotten(person: Person, client: Client, admin: dict[str, str]) -> None:
    def outcome() -> str:
        body = {"credentials": ["CPA"], "edition": "1.0"}
        found: str = client.post("/v1/match", json=body, headers=admin).json()["results"][0]["mentions"][0]["outcome"]
        return found

    assert outcome() == "matched"
    delete(client, admin, person)
    assert outcome() == "ambiguous"


@pytest.mark.usefixtures("known")
def test_another_person_and_another_company_are_left_alone(
    person: Person, client: Client, admin: dict[str, str], key: Issue, other: Tenant
) -> None:
    namesake, theirs = Person.new(), key("admin", tenant=other).headers
    client.post("/v1/screenings", json={"record": namesake.record()}, headers=admin)
    make_known(person, client, theirs)
    before = [
        client.post("/v1/people/export", json={"ref": one.ref}, headers=headers).json()
        for one, headers in ((namesake, admin), (person, theirs))
    ]

    delete(client, admin, person)

    after = [
        client.post("/v1/people/export", json={"ref": one.ref}, headers=headers).json()
        for one, headers in ((namesake, admin), (person, theirs))
    ]
    assert before == after
    assert all(one["screenings"] for one in after)


def test_a_deleted_person_can_become_known_again(person: Person, known: str, client: Client, admin: dict[str, str]) -> None:
    delete(client, admin, person)

    answer = client.post("/v1/screenings", json={"record": person.record()}, headers=admin)

    assert answer.status_code == 201
    assert answer.json()["id"] != known
    [found] = client.get("/v1/screenings", params={"ref": person.ref}, headers=admin).json()["data"]
    assert found["id"] == answer.json()["id"]


def test_all_that_is_known_is_given_out(person: Person, known: str, client: Client, admin: dict[str, str]) -> None:
    found = client.post("/v1/people/export", json={"ref": person.ref}, headers=admin)

    assert found.headers["cache-control"] == "no-store"
    said = found.json()
    assert said["ref"] == person.ref
    [first, *_] = said["screenings"]
    assert first["id"] == known
    assert [one["version"] for one in first["versions"]] == [1, 2]
    assert first["versions"][0]["record"]["credentials"][1]["text"] == f"FCCA; {person.words}"
    assert first["versions"][1]["screening"]["mentions"][0]["outcome"] == "matched"
    assert len(said["screenings"]) == 3
    assert [one["note"] for one in said["reviews"] if one["note"]] == [person.note]
    assert said["names"][0]["qualification"] == "cpa-australia-cpa"
    assert {one["state"] for one in said["batch_items"]} == {"done", "failed", "queued"}
    [entry] = client.get("/v1/audit", params={"action": "person.exported"}, headers=admin).json()["data"]
    assert person.ref not in json.dumps(entry)


@pytest.mark.parametrize("path", ["/v1/people/export", "/v1/people/delete"])
def test_a_ref_that_nobody_has_is_not_found(path: str, client: Client, admin: dict[str, str], key: Issue, other: Tenant) -> None:
    theirs = Person.new()
    client.post("/v1/screenings", json={"record": theirs.record()}, headers=key("screen", tenant=other).headers)

    for ref in ("nobody", theirs.ref):
        answer = client.post(path, json={"ref": ref}, headers=admin)
        assert (answer.status_code, answer.json()["detail"]) == (404, "there is no such person")
    assert client.get("/v1/audit", headers=admin).json()["data"] == []


@pytest.mark.parametrize("path", ["/v1/people/export", "/v1/people/delete"])
def test_only_administrators_reach_for_people(path: str, client: Client, key: Issue) -> None:
    answer = client.post(path, json={"ref": "C-1"}, headers=key("match", "screen", "review").headers)

    assert answer.json()["code"] == "missing_scope"
