import json
import threading
from collections.abc import Callable

import httpx
import pytest
from litestar import Litestar
from litestar.testing import TestClient
from serving import Served
from sqlalchemy import select
from tenants import Issue
from uploads import Company, lines, people, record

import qualmap
from qualmap_matcher.eligibility.screener import Screener
from qualmap_matcher.service.batching.working import take, work_on
from qualmap_matcher.service.core import Core
from qualmap_matcher.service.retaining import remove_what_is_too_old
from qualmap_matcher.service.store import batch_work
from qualmap_matcher.service.store.accounts import Tenant
from qualmap_matcher.service.store.audit import entries
from qualmap_matcher.service.store.schema import BATCH_ITEMS, BATCHES
from qualmap_matcher.service.store.scope import Scope


@pytest.fixture
def company(client: TestClient[Litestar], key: Issue) -> Company:
    return Company(client, key("screen").headers)


def rows(core: Core, *columns: object) -> list[tuple[object, ...]]:
    with core.database.reading() as connection:
        return [tuple(row) for row in connection.execute(select(*(columns or BATCH_ITEMS.c)))]


def work_once(core: Core) -> None:
    with core.database.reading() as connection:
        [batch] = batch_work.open_batches(connection)
    assert work_on(core, batch)


def test_every_line_gets_its_result_in_the_order_of_the_upload(company: Company, run_chores: Callable[[], None]) -> None:
    made = company.upload(people(450))
    assert made["state"] == "queued"
    assert made["counts"] == {"total": 450, "done": 0, "failed": 0, "queued": 450, "cancelled": 0}

    run_chores()

    batch, results = company.batch(made["id"]), company.lines(made["id"])
    assert (batch["state"], batch["progress"]) == ("done", 1.0)
    assert batch["finished_at"] is not None
    assert batch["counts"]["done"] == 450
    assert [one["position"] for one in results] == list(range(450))
    assert [one["ref"] for one in results] == [f"P-{number}" for number in range(450)]
    assert all(one["screening"]["batch"] == made["id"] and one["screening"]["cause"] == "batch" for one in results)


def test_a_result_is_what_local_mode_answers_and_a_stored_screening(company: Company, run_chores: Callable[[], None]) -> None:
    made = company.upload(lines([record(7, "FCCA; CPA")]), query="edition=1.0&minimum_evidence=confirmed")
    run_chores()

    [result] = company.lines(made["id"])

    local = qualmap.Client.local().screen(record(7, "FCCA; CPA"), edition="1.0", minimum_evidence="confirmed")
    assert result["screening"]["screening"] == local.to_dict()
    assert company.get(f"/v1/screenings/{result['screening']['id']}") == result["screening"]
    assert result["screening"]["review"] == "open"


def test_the_input_is_gone_once_an_item_is_done(company: Company, core: Core, run_chores: Callable[[], None]) -> None:
    company.upload(people(3) + b"no\n")
    assert all(sealed for (sealed,) in rows(core, BATCH_ITEMS.c.sealed))

    run_chores()

    found = {state: sealed is None for state, sealed in rows(core, BATCH_ITEMS.c.state, BATCH_ITEMS.c.sealed)}
    assert found == {"done": True, "failed": False}


def test_the_newest_batch_is_listed_first_and_pages_follow(company: Company) -> None:
    made = [company.upload(people(number + 1))["id"] for number in range(3)]

    first = company.get("/v1/batches?limit=2")
    second = company.get(f"/v1/batches?limit=2&cursor={first['next_cursor']}")

    assert [one["id"] for one in (*first["data"], *second["data"])] == made[::-1]
    assert [one["counts"]["total"] for one in first["data"]] == [3, 2]
    assert second["next_cursor"] is None


def test_what_another_company_uploaded_does_not_exist(
    company: Company, client: TestClient[Litestar], key: Issue, other: Tenant, run_chores: Callable[[], None]
) -> None:
    made = company.upload(people(2), key="same")["id"]
    stranger = Company(client, key("screen", "admin", tenant=other).headers)

    for path in (f"/v1/batches/{made}", f"/v1/batches/{made}/results", f"/v1/batches/{made}/report"):
        assert stranger.get(path, status=404)["code"] == "not_found"
    for path in (f"/v1/batches/{made}/cancel", f"/v1/batches/{made}/retry"):
        assert stranger.post(path, status=404)["code"] == "not_found"
    assert stranger.get("/v1/batches")["data"] == []
    own = stranger.upload(people(3), key="same")["id"]
    run_chores()

    assert len(company.lines(made)) == 2
    assert len(stranger.lines(own)) == 3


def test_a_cancelled_batch_keeps_what_is_done_and_does_no_more(
    company: Company, core: Core, run_chores: Callable[[], None]
) -> None:
    made = company.upload(people(450))["id"]
    work_once(core)

    cancelled = company.post(f"/v1/batches/{made}/cancel")
    run_chores()

    assert cancelled["state"] == "cancelled"
    assert cancelled["counts"] == {"total": 450, "done": 200, "failed": 0, "queued": 0, "cancelled": 250}
    assert company.batch(made)["counts"] == cancelled["counts"]
    assert company.batch(made)["finished_at"] is not None
    assert len(company.lines(made, query="?follow=true")) == 200
    assert company.post(f"/v1/batches/{made}/cancel")["state"] == "cancelled"
    assert company.post(f"/v1/batches/{made}/retry", status=409)["code"] == "conflict"
    left = rows(core, BATCH_ITEMS.c.sealed)
    assert left == [(None,)] * 450


def test_nothing_is_stored_for_a_batch_that_was_cancelled_meanwhile(company: Company, core: Core) -> None:
    made = company.upload(people(10))["id"]
    with core.database.reading() as connection:
        [batch] = batch_work.open_batches(connection)
    lease = take(core, batch)
    company.post(f"/v1/batches/{made}/cancel")

    from qualmap_matcher.service.batching.working import answers, store

    assert store(core, lease, answers(core, lease)) == 0
    assert company.get("/v1/screenings")["data"] == []


def test_a_finished_batch_cannot_be_cancelled(company: Company, run_chores: Callable[[], None]) -> None:
    made = company.upload(people(1))["id"]
    run_chores()

    assert company.post(f"/v1/batches/{made}/cancel", status=409)["code"] == "conflict"


def test_only_records_are_tried_again(company: Company, run_chores: Callable[[], None], monkeypatch: pytest.MonkeyPatch) -> None:
    made = company.upload(people(3) + b"no record\n")["id"]
    with monkeypatch.context() as broken:
        broken.setattr(Screener, "decide", lambda *_args, **_options: 1 / 0)
        run_chores()
    failed = company.lines(made)
    assert {one["error"]["code"] for one in failed} == {"internal_error", "invalid_text"}
    assert [one["ref"] for one in failed] == ["P-0", "P-1", "P-2", None]

    again = company.post(f"/v1/batches/{made}/retry")
    assert (again["state"], again["counts"]["queued"], again["counts"]["failed"]) == ("queued", 3, 1)
    assert company.lines(made) == []
    run_chores()

    assert company.batch(made)["counts"] == {"total": 4, "done": 3, "failed": 1, "queued": 0, "cancelled": 0}
    assert [one["position"] for one in company.lines(made)] == [0, 1, 2, 3]
    assert company.post(f"/v1/batches/{made}/retry")["state"] == "done"


def test_results_end_before_the_first_item_that_is_not_finished_and_go_on_after_a_position(
    company: Company, core: Core, run_chores: Callable[[], None]
) -> None:
    made = company.upload(people(450))["id"]
    assert company.lines(made) == []
    work_once(core)

    first = company.lines(made)
    run_chores()
    rest = company.lines(made, query=f"?after={first[-1]['position']}")

    assert len(first) == 200
    assert [one["position"] for one in (*first, *rest)] == list(range(450))


def test_who_follows_gets_every_result_until_the_batch_is_over(served: Served, key: Issue, core: Core) -> None:
    headers = key("screen").headers
    url = f"{served.url}/v1/batches"
    with httpx.Client(headers=headers, timeout=60) as http:
        made = http.post(f"{url}?edition=1.0", content=people(450), headers={"Content-Type": "application/x-ndjson"}).json()["id"]
        begun = threading.Event()

        def work() -> None:
            work_once(core)
            begun.wait(30)
            while batch_work_is_left(core):
                work_once(core)

        worker = threading.Thread(target=work)
        worker.start()
        seen = []
        with http.stream("GET", f"{url}/{made}/results?follow=true") as answer:
            for line in answer.iter_lines():
                seen.append(json.loads(line)["position"])
                begun.set()  # the rest is only worked on once the first has arrived
        worker.join()

    assert seen == list(range(450))


def batch_work_is_left(core: Core) -> bool:
    with core.database.reading() as connection:
        return bool(batch_work.open_batches(connection))


def test_failed_records_are_kept_no_longer_than_other_texts(
    company: Company, core: Core, tenant: Tenant, run_chores: Callable[[], None]
) -> None:
    made = company.upload(lines([{"ref": "Q-1", "facts": {"height": 1}}]))["id"]
    run_chores()
    with core.database.writing() as connection:
        Scope(connection, tenant.id).update(BATCHES, BATCHES.c.id == made, finished_at="2020-01-01T00:00:00.000000Z")

    assert remove_what_is_too_old(core)
    assert not remove_what_is_too_old(core)

    [result] = company.lines(made)
    assert (result["ref"], result["error"]["code"]) == (None, "invalid_input")
    assert "no longer kept" in result["error"]["message"]
    assert company.post(f"/v1/batches/{made}/retry")["counts"]["failed"] == 1


def test_the_trail_tells_of_the_batch_and_not_of_its_items(
    company: Company, core: Core, tenant: Tenant, run_chores: Callable[[], None]
) -> None:
    made = company.upload(people(250) + b"no\n")["id"]
    run_chores()
    stopped = company.upload(people(1))["id"]
    company.post(f"/v1/batches/{stopped}/cancel")

    with core.database.reading() as connection:
        trail = [entry for entry in entries(Scope(connection, tenant.id)) if entry.action.startswith("batch.")]

    assert [(entry.action, entry.resource) for entry in trail] == [
        ("batch.created", made),
        ("batch.finished", made),
        ("batch.created", stopped),
        ("batch.cancelled", stopped),
    ]
    assert trail[1].details["counts"] == {"done": 250, "failed": 1}
    assert trail[1].details["engine"] == core.matcher.version
    assert core.metrics.registry.get_sample_value("qualmap_batch_items_total", {"state": "done"}) == 250
