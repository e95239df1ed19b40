"""`client.batches` against a real service and its workers."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from companies import Service

import qualmap
from qualmap.kept import Batch
from qualmap_matcher.service.store.accounts import Tenant

LINE_ENDS = "FCCA\u2028and\u2029no\x85more"  # ends of lines elsewhere, not in JSON Lines


def people(count: int) -> list[dict[str, object]]:
    return [{"ref": f"P-{number}", "credentials": ["FCCA"], "facts": {"age": 30 + number % 40}} for number in range(count)]


def test_records_go_up_and_results_come_back_in_their_order(client: qualmap.Client, service: Service) -> None:
    records = [*people(3), {"ref": "bad", "facts": {"ages": 3}}, {"names": 1}, qualmap.Record("P-9")]
    batch = client.batches.create(iter(records), edition="1.0")
    service.run_chores()
    results = list(client.batches.results(batch.id))

    assert [one.position for one in results] == [0, 1, 2, 3, 4, 5]
    assert [one.outcome for one in results[:3]] == list(qualmap.Client.local().screen_many(people(3), edition="1.0"))
    failed = results[3].outcome
    assert isinstance(failed, qualmap.Failure)
    assert (failed.index, failed.ref, failed.error.field, failed.error.code) == (3, "bad", "facts.ages", "invalid_input")
    assert isinstance(results[4].outcome, qualmap.Failure)
    assert results[5].ref == "P-9"
    counts = client.batches.retrieve(batch.id).counts
    assert (batch.counts.total, counts.done, counts.failed, counts.queued) == (6, 4, 2, 0)


@pytest.mark.parametrize("ending", [".jsonl", ".csv"])
def test_a_file_goes_up_as_it_is(client: qualmap.Client, service: Service, tmp_path: Path, ending: str) -> None:
    file = tmp_path / f"people{ending}"
    table = "ref,certificate,age\nP-1,FCCA,66\nP-2,FIET,41\n"
    lines = "".join(json.dumps({"ref": f"P-{number}", "credentials": ["FCCA"]}) + "\n" for number in (1, 2))
    file.write_text(table if ending == ".csv" else lines)

    batch = client.batches.create(file, as_of="2025-01-31", minimum_evidence="confirmed")
    service.run_chores()

    assert [one.ref for one in client.batches.results(batch.id)] == ["P-1", "P-2"]
    assert (batch.options.as_of, batch.options.minimum_evidence) == ("2025-01-31", "confirmed")


def test_bytes_go_up_as_what_they_are_said_to_be(client: qualmap.Client, service: Service) -> None:
    table = "工号,证书\nP-1,英国皇家航空学会会士\n".encode("gb18030")
    batch = client.batches.create(table, edition="1.0", content_type="text/csv; charset=gb18030")
    service.run_chores()
    [result] = client.batches.results(batch.id)

    assert result.stored.screening.mentions[0].qualification.id == "raes-fellow"
    assert result.stored.batch == batch.id
    assert result.to_dict()["screening"] == result.stored.to_dict()


def test_only_a_line_feed_ends_a_line(client: qualmap.Client, service: Service) -> None:
    batch = client.batches.create([{"ref": f"P {LINE_ENDS}", "credentials": [LINE_ENDS]}], edition="1.0")
    service.run_chores()
    [result] = client.batches.results(batch.id)

    assert result.ref == f"P {LINE_ENDS}"


def test_results_go_on_behind_a_position(client: qualmap.Client, service: Service) -> None:
    batch = client.batches.create(people(5), edition="1.0")
    service.run_chores()

    assert [one.position for one in client.batches.results(batch.id, after=2)] == [3, 4]


def test_following_ends_when_the_batch_is_over(client: qualmap.Client, service: Service) -> None:
    batch = client.batches.create(people(250), edition="1.0")
    service.run_chores()
    results: Iterator[object] = client.batches.results(batch.id, follow=True)

    assert len(list(results)) == 250


def test_waiting_looks_until_it_is_over(client: qualmap.Client, service: Service) -> None:
    seen: list[str] = []

    def look(batch: Batch) -> None:
        seen.append(batch.state)
        service.run_chores()

    batch = client.batches.wait(client.batches.create(people(2), edition="1.0").id, progress=look)

    assert batch.is_over
    assert (batch.state, batch.progress, seen) == ("done", 1.0, ["queued", "done"])


def test_waiting_ends_in_time(client: qualmap.Client) -> None:
    batch = client.batches.create(people(2), edition="1.0")

    with pytest.raises(qualmap.TimedOutError, match="queued after 0 seconds"):
        client.batches.wait(batch.id, timeout=0)


def test_a_batch_can_be_cancelled_and_is_then_over(client: qualmap.Client) -> None:
    batch = client.batches.create(people(2), edition="1.0")

    assert client.batches.cancel(batch.id).state == "cancelled"
    assert client.batches.wait(batch.id).counts.cancelled == 2
    with pytest.raises(qualmap.ConflictError):
        client.batches.retry(batch.id)


def test_failed_items_can_be_tried_again(client: qualmap.Client, service: Service) -> None:
    batch = client.batches.create([{"ref": "bad", "facts": {"ages": 3}}], edition="1.0")
    service.run_chores()

    assert client.batches.retry(batch.id).id == batch.id


def test_batches_are_listed_over_all_pages(client: qualmap.Client) -> None:
    made = [client.batches.create(people(1), edition="1.0").id for _ in range(3)]

    assert [one.id for one in client.batches.list()] == made[::-1]
    assert [len(page.data) for page in client.batches.list().pages(limit=2)] == [2, 1]


def test_the_same_key_makes_one_batch(client: qualmap.Client, service: Service, tenant: Tenant) -> None:
    del client
    with qualmap.Client(base_url=service.url, api_key=service.key(tenant)) as client:
        same = client.with_options(idempotency_key="nightly 7")

        assert same.batches.create(people(2)).id == same.batches.create(people(2)).id


def test_another_company_s_batch_is_not_found(client: qualmap.Client, stranger: qualmap.Client) -> None:
    batch = client.batches.create(people(1), edition="1.0")

    for ask in (stranger.batches.retrieve, stranger.batches.cancel, lambda id_: list(stranger.batches.results(id_))):
        with pytest.raises(qualmap.NotFoundError):
            ask(batch.id)


@pytest.mark.parametrize(("name", "says"), [("people.xlsx", r"\.jsonl, \.ndjson, \.csv"), ("nowhere.csv", "there is no file")])
def test_a_file_that_cannot_go_up_is_told_before_anything_is_sent(
    client: qualmap.Client, tmp_path: Path, name: str, says: str
) -> None:
    (tmp_path / "people.xlsx").touch()

    with pytest.raises(qualmap.InputError, match=says):
        client.batches.create(tmp_path / name)


def test_a_table_without_credentials_is_refused_as_a_whole(client: qualmap.Client) -> None:
    with pytest.raises(qualmap.InputError, match="column"):
        client.batches.create(b"colour,size\nred,4\n", content_type="text/csv")
