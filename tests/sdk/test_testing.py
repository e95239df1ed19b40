import asyncio

import httpx
import pytest
import respx

import qualmap
from qualmap.testing import Canned, mention


@pytest.fixture
def canned() -> Canned:
    canned = Canned()
    canned.match("FCCA", mention("FCCA", "acca-fellow", categories={"A": "confirmed"}))
    canned.match("nothing")
    canned.screen("C-1", eligible=["1.0-A-work-permit"], decisions={"1.0-B-services": "unconfirmed"})
    return canned


def test_a_fake_client_gives_the_canned_answers(canned: Canned) -> None:
    client = canned.client()

    assert client.match("FCCA").mentions[0].listing.categories[0].evidence == "confirmed"
    assert client.match("nothing").mentions == ()
    assert [one.decision for one in client.screen({"ref": "C-1"}).benefits] == ["eligible", "unconfirmed"]
    assert [one.ref for one in client.screen_many([{"ref": "C-1"}] * 3)] == ["C-1"] * 3


def test_what_was_asked_can_be_looked_at(canned: Canned) -> None:
    canned.client().match("FCCA", edition="1.0")

    assert canned.requests[0].body["edition"] == "1.0"


def test_what_has_no_answer_fails_the_test_that_forgot_it(canned: Canned) -> None:
    with pytest.raises(LookupError, match=r"'FIET'.*canned\.match"):
        canned.client().match("FIET")
    with pytest.raises(LookupError, match="GET /v1/editions"):
        canned.client().editions()


def test_errors_can_be_canned(canned: Canned) -> None:
    error = qualmap.RateLimitError("slow down", status=429, request_id="r", headers={"retry-after": "7"})
    canned.fail("POST", "/v1/match", error)

    with pytest.raises(qualmap.RateLimitError) as caught:
        canned.client().match("FCCA")

    assert caught.value.retry_after == 7


def test_the_async_fake_gives_the_same(canned: Canned) -> None:
    async def ask() -> qualmap.MatchResult:
        async with canned.async_client() as client:
            return await client.match("FCCA")

    assert asyncio.run(ask()) == canned.client().match("FCCA")


def test_the_routes_answer_a_real_client_over_http(canned: Canned) -> None:
    with respx.mock(assert_all_called=False) as router:
        canned.routes(router, "https://qualmap.example")
        with qualmap.Client(base_url="https://qualmap.example", api_key="k", http_client=httpx.Client()) as client:
            assert client.match("FCCA") == canned.client().match("FCCA")
            assert client.screen({"ref": "C-1"}) == canned.client().screen({"ref": "C-1"})


def test_the_routes_answer_an_upload_too(canned: Canned) -> None:
    batch = {"id": "b", "kind": "upload", "state": "queued", "created_at": "2026-01-01", "finished_at": None}
    options = {"edition": "1.0", "as_of": None, "minimum_evidence": "inferred"}
    counts = {"total": 2, "done": 0, "failed": 0, "queued": 2, "cancelled": 0}
    canned.answer("POST", "/v1/batches", {**batch, "options": options, "counts": counts, "progress": 0.0})
    with respx.mock(assert_all_called=False) as router:
        canned.routes(router, "https://qualmap.example")
        with qualmap.Client(base_url="https://qualmap.example", api_key="k") as client:
            assert client.batches.create([{"ref": "C-1"}, {"ref": "C-2"}]).counts.total == 2
