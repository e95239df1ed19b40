from collections.abc import Callable

import pytest
from litestar import Litestar
from litestar.testing import TestClient
from tenants import Issue
from uploads import Company, people, record

import qualmap
from qualmap_matcher.service.batching.working import answers, store, take
from qualmap_matcher.service.core import Core
from qualmap_matcher.service.store import batch_work
from qualmap_matcher.service.store.accounts import Tenant
from qualmap_matcher.service.store.schema import SCREENING_VERSIONS
from qualmap_matcher.service.store.scope import Scope


@pytest.fixture
def company(client: TestClient[Litestar], key: Issue) -> Company:
    return Company(client, key("admin").headers)


def screen(company: Company, number: int, text: str = "FCCA") -> str:
    return company.post("/v1/screenings", {"record": record(number, text), "edition": "1.0"}, status=201)["id"]


def test_whatever_is_stored_gets_a_new_version_in_the_other_edition(company: Company, run_chores: Callable[[], None]) -> None:
    ids = [screen(company, number) for number in range(3)]
    company.upload(people(5))
    run_chores()

    batch = company.post("/v1/screenings/rescreen", {"edition": "3.0"}, status=201)
    assert (batch["kind"], batch["state"], batch["counts"]["total"]) == ("rescreen", "queued", 8)
    run_chores()

    assert company.batch(batch["id"])["state"] == "done"
    for number, id_ in enumerate(ids):
        newest, first = company.get(f"/v1/screenings/{id_}"), company.get(f"/v1/screenings/{id_}?version=1")
        assert (newest["version"], newest["cause"]) == (2, "rescreen")
        assert newest["screening"] == qualmap.Client.local().screen(record(number), edition="3.0").to_dict()
        assert first["screening"] == qualmap.Client.local().screen(record(number), edition="1.0").to_dict()
    results = company.lines(batch["id"])
    assert [one["screening"]["id"] for one in results[:3]] == ids
    assert {one["screening"]["version"] for one in results} == {2}


def test_the_report_says_who_gained_and_lost_what_and_why(company: Company, run_chores: Callable[[], None]) -> None:
    screen(company, 1)
    screen(company, 2, "no credential at all")
    batch = company.post("/v1/screenings/rescreen", {"edition": "3.0"}, status=201)["id"]
    run_chores()

    told = {line["ref"]: line for line in company.lines(batch, "report")}

    client = qualmap.Client.local()
    for number, text in ((1, "FCCA"), (2, "no credential at all")):
        one = record(number, text)
        expected = client.compare(one, before="1.0", after="3.0")
        changed = {difference.topic: difference for difference in expected.differences if difference.change != "unchanged"}
        line = told.pop(f"P-{number}", None)
        assert (line is not None) == bool(changed)
        if line is not None:
            found = {entry["topic"]: (kind, entry["why"]) for kind in KINDS for entry in line[kind]}
            assert found == {topic: (one.change, one.why.to_dict()) for topic, one in changed.items()}
            assert (line["before"]["edition"], line["after"]["edition"]) == ("1.0", "3.0")
            assert line["after"]["decision_id"] == expected.after.decision_id
    assert told == {}


KINDS = ("gained", "lost", "surer", "less_sure")


def test_the_same_answer_makes_no_new_version(company: Company, run_chores: Callable[[], None]) -> None:
    id_ = screen(company, 1)

    batch = company.post("/v1/screenings/rescreen", {"edition": "1.0"}, status=201)["id"]
    run_chores()

    assert company.get(f"/v1/screenings/{id_}")["version"] == 1
    assert company.batch(batch)["counts"]["done"] == 1
    assert company.lines(batch, "report") == []
    assert len(company.lines(batch)) == 1


def test_a_day_decides_by_the_edition_in_force(company: Company, run_chores: Callable[[], None]) -> None:
    id_ = screen(company, 1)

    company.post("/v1/screenings/rescreen", {"as_of": "2024-06-01"}, status=201)
    run_chores()

    expected = qualmap.Client.local().screen(record(1), as_of="2024-06-01")
    assert company.get(f"/v1/screenings/{id_}")["screening"]["edition"] == expected.edition


def test_what_has_no_text_any_longer_is_left_as_it_is(
    company: Company, core: Core, tenant: Tenant, run_chores: Callable[[], None]
) -> None:
    blanked, kept = screen(company, 1), screen(company, 2)
    with core.database.writing() as connection:
        Scope(connection, tenant.id).update(SCREENING_VERSIONS, SCREENING_VERSIONS.c.screening == blanked, blanked=1)

    batch = company.post("/v1/screenings/rescreen", {"edition": "3.0"}, status=201)
    run_chores()

    assert batch["counts"]["total"] == 1
    assert company.get(f"/v1/screenings/{blanked}")["version"] == 1
    assert company.get(f"/v1/screenings/{kept}")["version"] == 2


def test_a_judgement_goes_on_to_count(company: Company, run_chores: Callable[[], None]) -> None:
    id_ = screen(company, 1, "CPA")
    [review] = company.get(f"/v1/reviews?screening={id_}")["data"]
    company.post(f"/v1/reviews/{review['id']}/judge", {"action": "confirm", "qualification": "us-cpa", "teach": False})

    company.post("/v1/screenings/rescreen", {"edition": "3.0"}, status=201)
    run_chores()

    newest = company.get(f"/v1/screenings/{id_}")
    assert (newest["version"], newest["cause"], newest["review"]) == (3, "rescreen", "done")
    assert newest["screening"]["mentions"][0]["qualification"]["id"] == "us-cpa"


def test_a_screening_that_changed_meanwhile_is_screened_from_what_it_became(
    company: Company, core: Core, run_chores: Callable[[], None]
) -> None:
    id_ = screen(company, 1)
    first = company.post("/v1/screenings/rescreen", {"edition": "2.0"}, status=201)["id"]
    with core.database.reading() as connection:
        [batch] = batch_work.open_batches(connection)
    lease = take(core, batch)
    assert lease is not None
    early = answers(core, lease)
    second = company.post("/v1/screenings/rescreen", {"edition": "3.0"}, status=201)["id"]
    with core.database.reading() as connection:
        [other] = [one for one in batch_work.open_batches(connection) if one.id == second]
    between = take(core, other)
    assert between is not None
    store(core, between, answers(core, between))

    store(core, lease, early)
    assert company.batch(first)["counts"]["queued"] == 1
    run_chores()

    newest = company.get(f"/v1/screenings/{id_}")
    assert (newest["version"], newest["screening"]["edition"]) == (3, "2.0")
    assert [one["screening"]["version"] for one in company.lines(second)] == [2]


@pytest.mark.parametrize(
    ("body", "code", "field"),
    [
        ({}, "invalid_input", "edition"),
        ({"edition": "9.9"}, "unknown_edition", "edition"),
        ({"as_of": "soon"}, "invalid_input", "as_of"),
        ({"day": "2024-01-01"}, "invalid_input", "day"),
    ],
)
def test_a_rescreening_needs_an_edition_or_a_day(company: Company, body: dict[str, str], code: str, field: str) -> None:
    problem = company.post("/v1/screenings/rescreen", body, status=422)

    assert (problem["code"], problem["field"]) == (code, field)


def test_it_needs_an_admin_and_sees_one_company_alone(
    company: Company, client: TestClient[Litestar], key: Issue, other: Tenant, run_chores: Callable[[], None]
) -> None:
    screen(company, 1)
    stranger = Company(client, key("admin", tenant=other).headers)

    batch = stranger.post("/v1/screenings/rescreen", {"edition": "3.0"}, status=201)
    refused = Company(client, key("screen", "review").headers).post("/v1/screenings/rescreen", {"edition": "3.0"}, status=403)
    run_chores()

    assert refused["code"] == "missing_scope"
    assert batch["counts"]["total"] == 0
    assert stranger.batch(batch["id"])["state"] == "done"


def test_the_same_key_rescreens_once(company: Company, client: TestClient[Litestar]) -> None:
    screen(company, 1)
    headers = {**company.headers, "Idempotency-Key": "again"}

    made = [client.post("/v1/screenings/rescreen", json={"edition": "3.0"}, headers=headers).json()["id"] for _ in range(2)]

    assert made[0] == made[1]
    assert len(company.get("/v1/batches")["data"]) == 1
