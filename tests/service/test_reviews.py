"""What a person judges changes the screening by a new version, and can be undone."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest
from litestar import Litestar
from litestar.testing import TestClient
from reviewing import Desk, Object
from serving import Served
from sqlalchemy import update
from tenants import Issue

from qualmap_matcher.service.core import Core
from qualmap_matcher.service.store.accounts import Tenant
from qualmap_matcher.service.store.audit import entries
from qualmap_matcher.service.store.schema import SCREENING_VERSIONS
from qualmap_matcher.service.store.scope import Scope

CPA, OTHER_CPA = "cpa-australia-cpa", "us-cpa"


@pytest.fixture
def desk(client: TestClient[Litestar], key: Issue) -> Desk:
    return Desk(client, key("match", "screen", "review").headers)


def test_an_ambiguous_mention_becomes_a_review_with_all_that_a_person_needs(desk: Desk) -> None:
    screening = desk.screened({"text": "CPA; FCCA", "issuer": None, "country": None})
    review = desk.only_review(screening)

    assert (review["state"], review["outcome"], review["judgement"]) == ("open", "ambiguous", None)
    assert (review["screening"], review["version"], review["edition"]) == (screening["id"], 1, "1.0")
    assert review["credential"] == {"text": "CPA; FCCA", "issuer": None, "country": None}
    assert (review["mention"]["text"], review["mention"]["start"], review["mention"]["end"]) == ("CPA", 0, 3)
    assert CPA in {one["id"] for one in review["candidates"]}
    assert all(one["name_en"] and one["name_zh"] for one in review["candidates"])
    assert review["question"] == review["mention"]["question"]
    assert [(one["text"], one["qualification"]) for one in review["beside"]] == [("FCCA", "acca-fellow")]
    answer = desk.client.get(f"/v1/reviews/{review['id']}", headers=desk.headers)
    assert answer.json() == review


def test_a_confirmed_mention_is_matched_in_a_new_version(desk: Desk) -> None:
    screening = desk.screened("CPA")
    before = screening["screening"]["mentions"][0]
    answer = desk.judge(desk.only_review(screening), "confirm", qualification=CPA, note="seen the certificate")

    stored = answer["screening"]
    after = stored["screening"]["mentions"][0]
    assert (stored["version"], stored["cause"], stored["review"]) == (2, "review", "done")
    assert (after["outcome"], after["qualification"]["id"], after["question"]) == ("matched", CPA, None)
    assert after["confidence"] == before["confidence"]
    assert after["listing"]["status"] == "listed"
    reason = after["reasons"][-1]
    judgement = answer["review"]["judgement"]
    assert (reason["feature"], reason["contribution"]) == ("judged", 0.0)
    assert judgement["by"].removeprefix("key:") in reason["detail"]
    assert judgement["at"][:10] in reason["detail"]
    assert after["reasons"][:-1] == before["reasons"]
    assert (judgement["action"], judgement["note"], answer["review"]["state"]) == ("confirm", "seen the certificate", "confirmed")
    assert desk.screening(screening["id"]) == stored
    assert desk.screening(screening["id"], version=1)["screening"] == screening["screening"]


def test_a_judgement_opens_what_its_row_opens(desk: Desk) -> None:
    screening = desk.screened("CPA", facts={"works_in_shanghai": True, "origin": "foreign", "age": 66, "work_permit": True})
    answer = desk.judge(desk.only_review(screening), "confirm", qualification=CPA)

    asked = [one["clause"] for one in screening["screening"]["benefits"] if "credential" in one["missing"]]
    after = {one["clause"]: one for one in answer["screening"]["screening"]["benefits"]}
    assert asked
    assert all("credential" not in one["missing"] for one in after.values())
    assert any(after[clause]["qualifications"] == [CPA] for clause in asked)


def test_a_judged_screening_has_an_id_of_its_own_and_undoing_gives_the_first_one_back(desk: Desk) -> None:
    screening = desk.screened("CPA")
    review = desk.only_review(screening)
    judged = desk.judge(review, "confirm", qualification=CPA)["screening"]
    undone = desk.undo(review)

    assert judged["screening"]["decision_id"] != screening["screening"]["decision_id"]
    assert undone["screening"]["screening"] == screening["screening"]
    assert (undone["screening"]["version"], undone["screening"]["cause"]) == (3, "undo")
    assert (undone["screening"]["review"], undone["review"]["state"], undone["review"]["judgement"]) == ("open", "open", None)
    assert desk.judge(review, "reject")["screening"]["version"] == 4


def test_the_same_judgement_gives_the_same_decision(desk: Desk) -> None:
    first, second = desk.screened("CPA"), desk.screened("CPA")
    ids = {
        desk.judge(desk.only_review(one), "confirm", qualification=CPA, teach=False)["screening"]["screening"]["decision_id"]
        for one in (first, second)
    }

    assert len(ids) == 1


def test_a_rejected_mention_counts_for_nothing_and_keeps_its_claim(desk: Desk) -> None:
    screening = desk.screened("CPA candidate")
    answer = desk.judge(desk.only_review(screening), "reject")

    mention = answer["screening"]["screening"]["mentions"][0]
    assert (mention["outcome"], mention["qualification"], mention["candidates"]) == ("unrecognised", None, [])
    assert mention["claim"] == screening["screening"]["mentions"][0]["claim"]
    assert (answer["review"]["state"], answer["review"]["judgement"]["teaching"]) == ("rejected", "not_asked")


def test_a_correction_may_name_any_qualification_and_another_claim(desk: Desk) -> None:
    screening = desk.screened("CPA")
    answer = desk.judge(desk.only_review(screening), "correct", qualification="acca-fellow", claim="expired", teach=False)

    mention = answer["screening"]["screening"]["mentions"][0]
    assert (mention["qualification"]["id"], mention["claim"]) == ("acca-fellow", "expired")
    assert answer["review"]["state"] == "corrected"


def test_the_other_reviews_of_a_screening_go_on_under_their_ids(desk: Desk) -> None:
    screening = desk.screened("CPA; CMA")
    cpa, cma = desk.reviews(screening=screening["id"])
    answer = desk.judge(cpa, "confirm", qualification=CPA)

    assert answer["screening"]["review"] == "open"
    assert [(one["id"], one["version"]) for one in desk.reviews(state="open", screening=screening["id"])] == [(cma["id"], 2)]
    assert desk.judge(cma, "reject")["screening"]["review"] == "done"
    mentions = desk.screening(screening["id"])["screening"]["mentions"]
    assert [one["outcome"] for one in mentions] == ["matched", "unrecognised"]
    assert desk.undo(cpa)["screening"]["review"] == "open"
    assert [one["outcome"] for one in desk.screening(screening["id"])["screening"]["mentions"]] == ["ambiguous", "unrecognised"]


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "action"),
        ({"action": "approve"}, "action"),
        ({"action": "confirm"}, "qualification"),
        ({"action": "confirm", "qualification": "acca-fellow"}, "qualification"),
        ({"action": "correct"}, "qualification"),
        ({"action": "correct", "qualification": "no-such"}, "qualification"),
        ({"action": "reject", "qualification": CPA}, "qualification"),
        ({"action": "reject", "claim": "held"}, "claim"),
        ({"action": "confirm", "qualification": CPA, "claim": "perhaps"}, "claim"),
        ({"action": "confirm", "qualification": CPA, "teach": "yes"}, "teach"),
        ({"action": "confirm", "qualification": CPA, "note": "x" * 2001}, "note"),
        ({"action": "confirm", "qualification": CPA, "why": "x"}, "why"),
    ],
)
def test_a_judgement_that_cannot_be_is_refused_by_its_member(desk: Desk, body: dict[str, object], field: str) -> None:
    review = desk.only_review(desk.screened("CPA"))
    answer = desk.post(f"/v1/reviews/{review['id']}/judge", body)

    assert (answer.status_code, answer.json()["code"], answer.json()["field"]) == (422, "invalid_input", field)
    assert desk.reviews(state="open")


def test_only_an_open_review_is_judged_and_only_a_judged_one_undone(desk: Desk) -> None:
    review = desk.only_review(desk.screened("CPA"))
    early = desk.client.post(f"/v1/reviews/{review['id']}/undo", headers=desk.headers)
    desk.judge(review, "confirm", qualification=CPA)
    late = desk.post(f"/v1/reviews/{review['id']}/judge", {"action": "reject"})

    assert [(one.status_code, one.json()["code"]) for one in (early, late)] == [(409, "conflict")] * 2


def test_a_repeat_under_the_same_key_judges_once(desk: Desk) -> None:
    review = desk.only_review(desk.screened("CPA"))
    body = {"action": "confirm", "qualification": CPA}
    path = f"/v1/reviews/{review['id']}/judge"
    first, again = (desk.post(path, body, **{"Idempotency-Key": "one"}) for _ in range(2))

    assert first.status_code == again.status_code == 200
    assert first.json() == again.json()
    assert first.json()["screening"]["version"] == 2


def test_reviews_are_filtered_and_come_page_by_page_the_oldest_first(desk: Desk) -> None:
    screenings = [desk.screened("CPA", ref=f"C-{number}") for number in range(3)]
    judged = desk.reviews(screening=screenings[1]["id"])[0]
    desk.judge(judged, "reject")

    assert [one["screening"] for one in desk.reviews()] == [one["id"] for one in screenings]
    assert [one["id"] for one in desk.reviews(state="rejected")] == [judged["id"]]
    assert desk.reviews(outcome="review") == []
    page = desk.client.get("/v1/reviews", params={"limit": 2}, headers=desk.headers).json()
    rest = desk.reviews(limit=2, cursor=page["next_cursor"])
    assert [one["screening"] for one in [*page["data"], *rest]] == [one["id"] for one in screenings]


def test_another_company_finds_neither_the_review_nor_what_was_taught(desk: Desk, key: Issue, other: Tenant) -> None:
    review = desk.only_review(desk.screened("CPA"))
    stranger = Desk(desk.client, key("admin", tenant=other).headers)
    answers = [
        desk.client.get(f"/v1/reviews/{review['id']}", headers=stranger.headers),
        stranger.post(f"/v1/reviews/{review['id']}/judge", {"action": "reject"}),
        desk.client.post(f"/v1/reviews/{review['id']}/undo", headers=stranger.headers),
    ]
    desk.judge(review, "confirm", qualification=CPA)

    assert [(one.status_code, one.json()["code"]) for one in answers] == [(404, "not_found")] * 3
    assert stranger.reviews() == []
    assert stranger.mentions("CPA")[0]["outcome"] == "ambiguous"


def test_the_trail_tells_who_judged_what_without_a_word_of_the_person(desk: Desk, core: Core, tenant: Tenant) -> None:
    review = desk.only_review(desk.screened("CPA, very private"))
    desk.judge(review, "confirm", qualification=CPA, note="he told me")
    desk.undo(review)

    with core.database.reading() as connection:
        trail = list(entries(Scope(connection, tenant.id)))
    assert [one.action for one in trail] == ["screening.created", "review.confirmed", "review.undone"]
    assert trail[1].details["qualification"] == CPA
    assert "private" not in str(trail)
    assert "told" not in str(trail)


def test_once_the_texts_are_gone_nothing_can_be_judged(desk: Desk, core: Core) -> None:
    review = desk.only_review(desk.screened("CPA"))
    with core.database.writing() as connection:
        connection.execute(update(SCREENING_VERSIONS).values(blanked=1))
    answer = desk.post(f"/v1/reviews/{review['id']}/judge", {"action": "reject"})

    assert (answer.status_code, answer.json()["code"]) == (409, "conflict")


def test_a_judgement_outlives_a_rescreening(desk: Desk, key: Issue, run_chores: Callable[[], None]) -> None:
    screening = desk.screened("CPA; CMA")
    cpa, cma = desk.reviews(screening=screening["id"])
    desk.judge(cpa, "confirm", qualification=CPA)
    answer = desk.client.post("/v1/screenings/rescreen", json={"edition": "2.0"}, headers=key("admin").headers)
    assert answer.status_code == 201
    run_chores()

    stored = desk.screening(screening["id"])
    assert (stored["version"], stored["cause"], stored["screening"]["edition"]) == (3, "rescreen", "2.0")
    assert [one["outcome"] for one in stored["screening"]["mentions"]] == ["matched", "ambiguous"]
    assert [(one["id"], one["version"]) for one in desk.reviews(state="open")] == [(cma["id"], 3)]
    assert desk.undo(cpa)["screening"]["screening"]["edition"] == "2.0"


def test_of_two_who_judge_one_review_at_once_one_is_too_late(desk: Desk, served: Served) -> None:
    review = desk.only_review(desk.screened("CPA"))

    def judge(action: str) -> int:
        body = {"action": action, **({"qualification": CPA} if action == "confirm" else {})}
        url = f"{served.url}/v1/reviews/{review['id']}/judge"
        return httpx.post(url, json=body, headers=desk.headers, trust_env=False, timeout=30).status_code

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(judge, ["confirm", "reject"])) == [200, 409]
    assert desk.screening(review["screening"])["version"] == 2


def test_reviews_of_one_screening_that_are_judged_at_once_all_count(desk: Desk, served: Served) -> None:
    screening = desk.screened("CPA", "CMA", "FCA", "CIMA; PE")
    waiting = desk.reviews(screening=screening["id"])

    def judge(review: Object) -> int:
        url = f"{served.url}/v1/reviews/{review['id']}/judge"
        return httpx.post(url, json={"action": "reject"}, headers=desk.headers, trust_env=False, timeout=30).status_code

    with ThreadPoolExecutor(4) as pool:
        assert set(pool.map(judge, waiting)) == {200}
    stored = desk.screening(screening["id"])
    assert len(waiting) >= 4
    assert (stored["version"], stored["review"]) == (1 + len(waiting), "done")
