"""Texts are kept for a tenant's number of days and no longer; what was decided stays."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from databases import on_sqlite
from known_people import Person, in_files, make_known, sealed
from litestar import Litestar
from litestar.testing import TestClient
from sqlalchemy import select, update
from tenants import Issue

from qualmap.models import Json
from qualmap_matcher.service import retaining
from qualmap_matcher.service.core import Core
from qualmap_matcher.service.retaining import remove_what_is_too_old
from qualmap_matcher.service.store.accounts import Tenant
from qualmap_matcher.service.store.clock import after
from qualmap_matcher.service.store.people import person_of
from qualmap_matcher.service.store.schema import IDEMPOTENCY, REVIEWS, SCREENING_VERSIONS
from qualmap_matcher.service.store.scope import Scope
from qualmap_matcher.service.workers import CHORES

Client = TestClient[Litestar]
Age = Callable[[float], None]
DECIDED = ("id", "version", "cause", "review", "created_at", "batch")


@pytest.fixture
def admin(key: Issue) -> dict[str, str]:
    return key("admin").headers


@pytest.fixture
def person() -> Person:
    return Person.new()


@pytest.fixture
def known(person: Person, client: Client, admin: dict[str, str], run_chores: Callable[[], None]) -> str:
    screening = make_known(person, client, admin)
    run_chores()
    return screening


@pytest.fixture
def age(core: Core, tenant: Tenant) -> Age:
    """Make everything of the tenant as many days old."""

    def age(days: float) -> None:
        moment = after(-86_400 * days)
        with core.database.writing() as connection:
            for table, column in ((SCREENING_VERSIONS, "created_at"), (REVIEWS, "judged_at"), (IDEMPOTENCY, "created_at")):
                connection.execute(update(table).where(table.c.tenant == tenant.id).values({column: moment}))

    return age


def remove_all(core: Core) -> None:
    while remove_what_is_too_old(core):
        pass


def shown(client: Client, admin: dict[str, str], id_: str, **query: int) -> dict[str, Json]:
    answer: dict[str, Json] = client.get(f"/v1/screenings/{id_}", params=query, headers=admin).json()
    return answer


def test_texts_are_blanked_once_their_days_are_over_and_decisions_stay(
    known: str, client: Client, admin: dict[str, str], core: Core, age: Age
) -> None:
    before = shown(client, admin, known)
    assert "CPA" in json.dumps(before)

    age(31)
    remove_all(core)

    after_ = shown(client, admin, known)
    assert {name: after_[name] for name in DECIDED} == {name: before[name] for name in DECIDED}
    was, is_ = before["screening"], after_["screening"]
    assert isinstance(was, dict)
    assert isinstance(is_, dict)
    assert [name for name in was if was[name] != is_[name]] == ["mentions"]
    for one, other in zip(was["mentions"], is_["mentions"], strict=True):
        assert {name for name in one if one[name] != other[name]} <= {"text", "reasons", "question"}
        assert other["text"] == ""
        assert [reason["detail"] for reason in other["reasons"]] == [""] * len(one["reasons"])
        assert [reason["contribution"] for reason in other["reasons"]] == [reason["contribution"] for reason in one["reasons"]]


@pytest.mark.usefixtures("known")
def test_what_is_given_out_of_blanked_texts_has_none_of_the_words(
    person: Person, client: Client, admin: dict[str, str], core: Core, age: Age
) -> None:
    age(31)
    remove_all(core)

    said = client.post("/v1/people/export", json={"ref": person.ref}, headers=admin).json()

    assert all(version["blanked"] for one in said["screenings"] for version in one["versions"])
    assert person.note not in json.dumps(said)
    assert person.words not in json.dumps(said["screenings"])


def test_a_question_about_a_mention_is_blanked_too(client: Client, admin: dict[str, str], core: Core, age: Age) -> None:
    facts = {"works_in_shanghai": True}
    body = {"record": {"ref": "C-1", "credentials": ["CPA"], "facts": facts}, "edition": "1.0"}
    screening = client.post("/v1/screenings", json=body, headers=admin).json()
    questions = screening["screening"]["next_questions"]
    assert any(one["mention"] is not None for one in questions)

    age(31)
    remove_all(core)

    for one, other in zip(questions, shown(client, admin, screening["id"])["screening"]["next_questions"], strict=True):
        about_mention = one["mention"] is not None
        assert other["text"] == ({"en": "", "zh": ""} if about_mention else one["text"])


def test_texts_that_are_younger_are_kept(known: str, client: Client, admin: dict[str, str], core: Core, age: Age) -> None:
    age(29)
    before = shown(client, admin, known)

    assert remove_what_is_too_old(core)  # repeats, which are kept for a week
    remove_all(core)

    assert shown(client, admin, known) == before


def test_each_tenant_has_its_own_number_of_days(known: str, client: Client, admin: dict[str, str], core: Core, age: Age) -> None:
    assert client.get("/v1/retention", headers=admin).json() == {"days": 30}
    age(8)
    remove_all(core)
    assert shown(client, admin, known)["screening"]["mentions"][0]["text"] == "CPA"

    assert client.put("/v1/retention", json={"days": 7}, headers=admin).json() == {"days": 7}
    remove_all(core)

    assert client.get("/v1/retention", headers=admin).json() == {"days": 7}
    assert shown(client, admin, known)["screening"]["mentions"][0]["text"] == ""
    [entry] = client.get("/v1/audit", params={"action": "retention.changed"}, headers=admin).json()["data"]
    assert entry["details"] == {"days": 7}


def test_the_texts_of_another_company_are_kept_by_its_own_number(
    client: Client, key: Issue, other: Tenant, core: Core, age: Age
) -> None:
    own, theirs = key("admin").headers, key("admin", tenant=other).headers
    body = {"record": Person.new().record(), "edition": "1.0"}
    mine, yours = (client.post("/v1/screenings", json=body, headers=headers).json() for headers in (own, theirs))

    age(31)
    remove_all(core)

    assert shown(client, own, mine["id"])["screening"]["mentions"][0]["text"] == ""
    assert shown(client, theirs, yours["id"]) == yours


@pytest.mark.usefixtures("known")
def test_what_is_kept_for_repeats_is_forgotten_after_a_week(core: Core, age: Age) -> None:
    def kept() -> int:
        with core.database.reading() as connection:
            return len(connection.execute(select(IDEMPOTENCY)).all())

    age(6.9)
    remove_all(core)
    assert kept() == 4

    age(7.1)
    remove_all(core)
    assert kept() == 0


def test_more_texts_than_one_step_takes_are_all_blanked(client: Client, admin: dict[str, str], core: Core, age: Age) -> None:
    records = [{"ref": f"C-{number}", "credentials": ["FCCA"]} for number in range(450)]
    client.post("/v1/screenings/many", json={"records": records, "edition": "1.0"}, headers=admin)
    age(31)

    remove_all(core)

    with core.database.reading() as connection:
        assert set(connection.execute(select(SCREENING_VERSIONS.c.blanked)).scalars()) == {1}
    assert not remove_what_is_too_old(core)


@on_sqlite
@pytest.mark.usefixtures("known")
def test_the_old_ciphertext_is_gone_from_the_files_of_sqlite(person: Person, core: Core, tenant: Tenant, age: Age) -> None:
    with core.database.reading() as connection:
        digest = person_of(Scope(connection, tenant.id), core.vault, person.ref)
    before = sealed(core, digest)
    age(31)

    remove_all(core)

    gone = [piece[:24] for piece in set(before) - set(sealed(core, digest))]
    assert len(gone) >= 4
    assert [in_files(core.settings.home, piece) for piece in gone] == [[]] * len(gone)


def test_the_workers_keep_to_it(known: str, client: Client, admin: dict[str, str], age: Age, core: Core) -> None:
    age(31)
    retaining._NEXT_LOOK.pop(core, None)  # they looked a moment ago

    while any(chore(core) for chore in CHORES):
        pass

    assert shown(client, admin, known)["screening"]["mentions"][0]["text"] == ""


@pytest.mark.parametrize("days", [0, -1, 36_501, 1.5, True, "30", None])
def test_a_number_of_days_that_cannot_be_is_refused(days: Json, client: Client, admin: dict[str, str]) -> None:
    answer = client.put("/v1/retention", json={"days": days}, headers=admin)

    assert (answer.status_code, answer.json()["field"]) == (422, "days")
