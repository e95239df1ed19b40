"""What a judgement teaches, whom, and for how long."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from litestar import Litestar
from litestar.testing import TestClient
from reviewing import Desk
from sqlalchemy import select
from tenants import Issue

from qualmap.local import bundled_engine
from qualmap.models import Credential
from qualmap_matcher.service import own_engines
from qualmap_matcher.service.core import Core
from qualmap_matcher.service.learning import lesson
from qualmap_matcher.service.settings import Settings
from qualmap_matcher.service.store.accounts import Tenant
from qualmap_matcher.service.store.schema import NAMES

CPA = "cpa-australia-cpa"


@pytest.fixture
def desk(client: TestClient[Litestar], key: Issue) -> Desk:
    return Desk(client, key("match", "screen", "review").headers)


def test_a_wording_that_was_judged_in_full_is_matched_from_then_on_as_the_companys_own(desk: Desk) -> None:
    assert desk.mentions("CPA")[0]["outcome"] == "ambiguous"
    answer = desk.judge(desk.only_review(desk.screened("CPA")), "confirm", qualification=CPA)

    mention = desk.mentions("CPA since 2019")[0]
    assert answer["review"]["judgement"]["teaching"] == "taught"
    assert (mention["outcome"], mention["qualification"]["id"], mention["named_by"]) == ("matched", CPA, "company")
    later = desk.screened("CPA", ref="C-2")
    assert later["review"] == "none"
    assert later["screening"]["mentions"][0]["named_by"] == "company"


def test_undoing_withdraws_the_name(desk: Desk) -> None:
    review = desk.only_review(desk.screened("CPA"))
    desk.judge(review, "confirm", qualification=CPA)
    desk.undo(review)

    assert desk.mentions("CPA")[0]["outcome"] == "ambiguous"


@pytest.mark.parametrize("members", [{"action": "confirm", "qualification": CPA, "teach": False}, {"action": "reject"}])
def test_nothing_is_learnt_that_was_not_to_be(desk: Desk, members: dict[str, object]) -> None:
    answer = desk.judge(desk.only_review(desk.screened("CPA")), **members)  # type: ignore[arg-type]

    assert answer["review"]["judgement"]["teaching"] == "not_asked"
    assert desk.mentions("CPA")[0]["outcome"] == "ambiguous"


def test_two_judgements_that_differ_about_one_wording_leave_it_open_between_the_two(desk: Desk) -> None:
    first, second = (desk.only_review(desk.screened("CPA", ref=ref)) for ref in ("C-1", "C-2"))
    desk.judge(first, "confirm", qualification=CPA)
    desk.judge(second, "confirm", qualification="us-cpa")

    mention = desk.mentions("CPA")[0]
    assert (mention["outcome"], {one["id"] for one in mention["candidates"]}) == ("ambiguous", {CPA, "us-cpa"})


def test_batches_use_the_learnt_names(desk: Desk, key: Issue, run_chores: Callable[[], None]) -> None:
    desk.judge(desk.only_review(desk.screened("CPA")), "confirm", qualification=CPA)
    headers = key("admin").headers
    upload = json.dumps({"ref": "B-1", "credentials": ["CPA"]}).encode()
    made = desk.client.post("/v1/batches", content=upload, headers={**headers, "Content-Type": "application/x-ndjson"})
    assert made.status_code == 201, made.text
    run_chores()

    results = desk.client.get(f"/v1/batches/{made.json()['id']}/results", headers=headers).text
    assert '"named_by":"company"' in results.replace(" ", "")


def test_names_learnt_from_a_person_go_with_that_person(desk: Desk, key: Issue) -> None:
    desk.judge(desk.only_review(desk.screened("CPA", ref="C-1")), "confirm", qualification=CPA)
    answer = desk.client.post("/v1/people/delete", json={"ref": "C-1"}, headers=key("admin").headers)
    assert answer.status_code == 200, answer.text

    assert desk.mentions("CPA")[0]["outcome"] == "ambiguous"
    assert desk.reviews() == []


def test_a_wording_does_not_stand_in_the_database_as_it_was_written(desk: Desk, core: Core) -> None:
    desk.judge(desk.only_review(desk.screened("Fellow of Chartered Accountants")), "confirm", qualification="icaew-fca")

    with core.database.reading() as connection:
        row = connection.execute(select(NAMES)).one()
    assert row.qualification == "icaew-fca"
    assert b"Chartered" not in row.sealed


def test_another_process_follows_within_seconds(desk: Desk, settings: Settings, tenant: Tenant) -> None:
    elsewhere = Core.open(settings)
    try:
        asked = elsewhere.matcher.asked("1.0", None, "inferred")
        assert elsewhere.matcher_for(tenant.id) is elsewhere.matcher
        desk.judge(desk.only_review(desk.screened("CPA")), "confirm", qualification=CPA)
        for seen in elsewhere.own_engines._seen.values():
            object.__setattr__(seen, "until", 0.0)  # as if the seconds had gone by
        matcher = elsewhere.matcher_for(tenant.id)
        assert matcher.match(Credential("CPA"), asked).mentions[0].named_by == "company"
        assert elsewhere.matcher_for(tenant.id) is matcher
    finally:
        elsewhere.close()


def test_a_tenant_without_names_has_the_shared_engine_itself(core: Core, tenant: Tenant) -> None:
    assert core.matcher_for(tenant.id) is core.matcher


def test_few_engines_are_kept(desk: Desk, core: Core, tenant: Tenant, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(own_engines, "_MOST_ENGINES", 1)
    desk.judge(desk.only_review(desk.screened("CPA")), "confirm", qualification=CPA)
    kept = core.matcher_for(tenant.id)
    core.own_engines._keep("somebody else", own_engines.Stamp(1, "x"), core.matcher)

    assert tenant.id not in core.own_engines._seen
    assert core.matcher_for(tenant.id) is not kept


@pytest.mark.parametrize(
    ("credential", "text", "qualification", "outcome"),
    [
        (Credential("CPA"), "CPA", CPA, "taught"),
        (Credential(" cpa. "), "cpa", CPA, "taught"),
        (Credential("CPA, MBA"), "CPA", CPA, "shared"),
        (Credential("CPA", issuer="The institute"), "CPA", CPA, "shared"),
        (Credential("CPA", country="AU"), "CPA", CPA, "shared"),
        (Credential("系统分析技师CGFT"), "技师", "cn-domestic-other", "shared"),
        (Credential("ACCA"), "ACCA", "acca-fellow", "taught"),
        (Credential("ACCA, London"), "ACCA", "acca-fellow", "shared"),
        (Credential("FCCA (Lagos)"), "FCCA", "acca-fellow", "known"),
        (Credential("Our code FIN-07 / MBA"), "FIN-07", "acca-member", "taught"),
        (Credential("Fellow"), "Fellow", "ieee-fellow", "no_name"),
        (Credential("2019"), "2019", "acca-member", "no_name"),
        (Credential("香港"), "香港", "hkicpa-cpa", "no_name"),
        (Credential("—"), "—", "acca-member", "no_name"),
        (Credential("ACCA affiliate candidate"), "ACCA affiliate candidate", "acca-member", "unsafe"),
    ],
    ids=lambda value: value.text if isinstance(value, Credential) else "",
)
def test_only_what_is_safe_is_learnt(credential: Credential, text: str, qualification: str, outcome: str) -> None:
    learnt = lesson(bundled_engine(), credential, text, qualification=qualification)

    assert learnt.outcome == outcome
    assert (learnt.name is not None) == (outcome == "taught")
