"""Webhooks: registered, signed, told of what was asked for, with nothing of a person in them."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from receiving import Hooks, Receiver
from reviewing import Desk
from sqlalchemy import select
from tenants import Issue

import qualmap
from qualmap_matcher.service.events import EVENTS
from qualmap_matcher.service.store.accounts import Tenant
from qualmap_matcher.service.store.schema import WEBHOOKS
from qualmap_matcher.service.store.scope import Scope
from qualmap_matcher.service.store.webhooks import announce


def test_the_secret_is_told_once(hooks: Hooks, receiver: Receiver) -> None:
    hook = hooks.add(receiver.url, "review.opened", "screening.changed")

    assert hook["secret"].startswith("whsec_")
    shown = {name: value for name, value in hook.items() if name != "secret"}
    assert shown["events"] == ["screening.changed", "review.opened"]
    assert hooks.get(f"/v1/webhooks/{hook['id']}").json() == shown
    assert hooks.get("/v1/webhooks").json() == {"data": [shown], "next_cursor": None}


def test_an_event_arrives_signed_with_ids_and_decisions_and_no_text(hooks: Hooks, desk: Desk, receiver: Receiver) -> None:
    hook = hooks.add(receiver.url, "screening.created")
    screening = desk.screened("FCCA of private doings", ref="secret-ref")
    hooks.deliver()

    [arrived] = receiver.arrived
    event = arrived.verified(hook["secret"])
    [logged] = hooks.log(hook)
    assert (event.id, event.type) == (logged["id"], "screening.created")
    assert event.data["screening"] == screening["id"]
    assert event.data["decision_id"] == screening["screening"]["decision_id"]
    assert event.data["decisions"] == {one["clause"]: one["decision"] for one in screening["screening"]["benefits"]}
    assert b"private" not in arrived.body
    assert b"secret-ref" not in arrived.body
    assert (logged["state"], logged["attempts"], logged["status"], logged["error"]) == ("delivered", 1, 204, None)
    assert arrived.path == "/hook?of=us"
    assert arrived.header("host") == f"127.0.0.1:{receiver.port}"
    assert arrived.header("content-type") == "application/json"


def test_a_judgement_and_its_undoing_are_told_of(hooks: Hooks, desk: Desk, receiver: Receiver) -> None:
    hook = hooks.add(receiver.url, "review.opened", "screening.changed")
    review = desk.only_review(desk.screened("CPA"))
    desk.judge(review, "reject")
    desk.undo(review)
    hooks.deliver()

    events = sorted((one.verified(hook["secret"]) for one in receiver.arrived), key=lambda event: event.id)
    assert [one.type for one in events] == ["review.opened", "screening.changed", "screening.changed"]
    assert events[0].data["reviews"] == [review["id"]]
    assert [(one.data["version"], one.data["cause"]) for one in events[1:]] == [(2, "review"), (3, "undo")]


def test_many_screenings_in_one_request_are_told_of_one_by_one(hooks: Hooks, receiver: Receiver) -> None:
    hook = hooks.add(receiver.url, "screening.created")
    records = [{"ref": f"C-{number}", "credentials": ["FCCA"]} for number in range(20)]
    hooks.post("/v1/screenings/many", {"records": records, "edition": "1.0"})
    hooks.deliver()

    assert len({one.verified(hook["secret"]).data["screening"] for one in receiver.arrived}) == 20


def test_only_events_that_were_asked_for_are_sent_and_only_to_their_company(
    hooks: Hooks, receiver: Receiver, key: Issue, other: Tenant, desk: Desk
) -> None:
    stranger = Hooks(hooks.client, key("admin", tenant=other).headers, hooks.core)
    theirs, ours = stranger.add(receiver.url, *EVENTS), hooks.add(receiver.url, "batch.finished")
    desk.screened("CPA")
    hooks.deliver()

    assert receiver.arrived == []
    answers = [
        stranger.get(f"/v1/webhooks/{ours['id']}"),
        stranger.get(f"/v1/webhooks/{ours['id']}/deliveries"),
        stranger.client.post(f"/v1/webhooks/{ours['id']}/rotate", headers=stranger.headers),
        stranger.client.post(f"/v1/webhooks/{ours['id']}/test", headers=stranger.headers),
        stranger.client.delete(f"/v1/webhooks/{ours['id']}", headers=stranger.headers),
    ]
    assert [one.json()["code"] for one in answers] == ["not_found"] * 5
    assert [one["id"] for one in stranger.get("/v1/webhooks").json()["data"]] == [theirs["id"]]


def test_what_is_rolled_back_is_told_to_nobody(hooks: Hooks, receiver: Receiver, tenant: Tenant) -> None:
    hook = hooks.add(receiver.url, "batch.finished")

    def fail() -> None:
        with hooks.core.database.writing() as connection:
            assert announce(Scope(connection, tenant.id), "batch.finished", {"batch": "x"}) == 1
            raise LookupError

    with pytest.raises(LookupError):
        fail()
    assert hooks.log(hook) == []


def test_a_replaced_secret_signs_beside_the_new_one_for_a_day(hooks: Hooks, receiver: Receiver) -> None:
    hook = hooks.add(receiver.url)
    fresh = hooks.client.post(f"/v1/webhooks/{hook['id']}/rotate", headers=hooks.headers).json()
    hooks.test(hook)
    hooks.deliver()

    [arrived] = receiver.arrived
    assert fresh["secret"] != hook["secret"]
    assert arrived.verified(fresh["secret"]) == arrived.verified(hook["secret"])
    assert len(arrived.header("webhook-signature").split(" ")) == 2


def test_a_deleted_webhook_takes_its_log_along(hooks: Hooks, receiver: Receiver) -> None:
    hook = hooks.add(receiver.url)
    hooks.test(hook)
    answer = hooks.client.delete(f"/v1/webhooks/{hook['id']}", headers=hooks.headers)
    hooks.deliver()

    assert answer.json() == {"id": hook["id"], "deleted": True}
    assert receiver.arrived == []
    assert hooks.get(f"/v1/webhooks/{hook['id']}/deliveries").status_code == 404


def test_secrets_do_not_stand_in_the_database(hooks: Hooks, receiver: Receiver) -> None:
    hook = hooks.add(receiver.url)

    with hooks.core.database.reading() as connection:
        row = connection.execute(select(WEBHOOKS)).one()
    assert hook["secret"].removeprefix("whsec_").encode() not in row.sealed_secrets


def test_the_log_comes_page_by_page_the_newest_first(hooks: Hooks, receiver: Receiver) -> None:
    hook = hooks.add(receiver.url)
    ids = [hooks.test(hook)["id"] for _ in range(3)]
    path = f"/v1/webhooks/{hook['id']}/deliveries"
    page = hooks.get(f"{path}?limit=2").json()
    rest = hooks.get(f"{path}?limit=2&cursor={page['next_cursor']}").json()

    assert [one["id"] for one in [*page["data"], *rest["data"]]] == ids[::-1]


def test_a_repeat_of_a_registration_makes_no_second_webhook(hooks: Hooks, receiver: Receiver) -> None:
    body = {"url": receiver.url, "events": ["batch.finished"]}
    headers = {**hooks.headers, "Idempotency-Key": "one"}
    first, again = (hooks.client.post("/v1/webhooks", json=body, headers=headers) for _ in range(2))

    assert (first.status_code, again.status_code, again.json()) == (201, 201, first.json())
    assert len(hooks.get("/v1/webhooks").json()["data"]) == 1


def test_a_company_has_twenty_webhooks_at_most(hooks: Hooks, receiver: Receiver) -> None:
    for _ in range(20):
        hooks.add(receiver.url)
    answer = hooks.post("/v1/webhooks", {"url": receiver.url, "events": ["batch.finished"]})

    assert (answer.status_code, answer.json()["code"]) == (422, "invalid_input")


@pytest.mark.parametrize("events", [[], ["planet.discovered"], [1], [["batch.finished"]], "batch.finished", None])
def test_events_that_there_are_not_are_refused(hooks: Hooks, receiver: Receiver, events: object) -> None:
    answer = hooks.post("/v1/webhooks", {"url": receiver.url, "events": events})

    assert (answer.status_code, answer.json()["field"]) == (422, "events")


def test_the_body_says_type_time_and_data(hooks: Hooks, receiver: Receiver, run_chores: Callable[[], None]) -> None:
    hook = hooks.add(receiver.url)
    hooks.test(hook)
    run_chores()  # the workers' list has the deliveries among its chores

    [arrived] = receiver.arrived
    assert list(json.loads(arrived.body)) == ["type", "timestamp", "data"]
    with pytest.raises(qualmap.WebhookError):
        arrived.verified("whsec_AAAA")
