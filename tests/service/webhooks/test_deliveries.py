"""Deliveries: tried again until they arrive or three days are over, replayed, never sent by two at once."""

from __future__ import annotations

import threading

import pytest
from receiving import PAST, Hooks, Receiver
from reviewing import Desk
from sqlalchemy import update

from qualmap_matcher.service.core import Core
from qualmap_matcher.service.delivering import clear_log, deliver
from qualmap_matcher.service.store import deliveries
from qualmap_matcher.service.store.deliveries import DELAYS
from qualmap_matcher.service.store.schema import DELIVERIES

DAY = 24 * 3600


def test_a_receiver_that_fails_gets_the_same_event_again_later(hooks: Hooks, receiver: Receiver) -> None:
    receiver.statuses = [500, 302, 200]
    receiver.answer_headers = {"Location": receiver.url}
    hook = hooks.add(receiver.url)
    hooks.test(hook)
    states = []
    for _ in range(3):
        hooks.deliver()
        [logged] = hooks.log(hook)
        states.append((logged["state"], logged["attempts"], logged["status"], logged["error"]))
        hooks.make_due()

    assert states == [("pending", 1, 500, "answered 500"), ("pending", 2, 302, "answered 302"), ("delivered", 3, 200, None)]
    assert {one.verified(hook["secret"]).id for one in receiver.arrived} == {logged["id"]}
    assert len({one.body for one in receiver.arrived}) == 1
    assert len(receiver.arrived) == 3  # none of them by a redirect


def test_the_tries_end_after_three_days(hooks: Hooks, receiver: Receiver) -> None:
    receiver.statuses = [503]
    hook = hooks.add(receiver.url)
    hooks.test(hook)
    for _ in range(len(DELAYS) + 3):
        hooks.deliver()
        hooks.make_due()

    [logged] = hooks.log(hook)
    assert (logged["state"], logged["attempts"], logged["due_at"]) == ("failed", len(DELAYS) + 1, None)
    assert len(receiver.arrived) == len(DELAYS) + 1
    assert 3 * DAY < sum(DELAYS) < 3.5 * DAY
    assert sorted(DELAYS) == list(DELAYS)


def test_the_next_try_waits_for_its_delay_give_or_take_a_tenth(
    hooks: Hooks, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    waits: list[float] = []
    monkeypatch.setattr(deliveries, "after", lambda seconds: waits.append(seconds) or "2999-01-01T00:00:00.000000Z")
    receiver.statuses = [500]
    hooks.test(hooks.add(receiver.url))
    hooks.deliver()

    lease, delay = waits
    assert lease == 60
    assert DELAYS[0] * 0.9 <= delay <= DELAYS[0] * 1.1


def test_a_replay_sends_the_same_event_again(hooks: Hooks, receiver: Receiver) -> None:
    hook = hooks.add(receiver.url)
    first = hooks.test(hook)
    path = f"/v1/webhooks/{hook['id']}/deliveries/{first['id']}/replay"
    early = hooks.client.post(path, headers=hooks.headers)
    hooks.deliver()
    again = hooks.client.post(path, headers=hooks.headers)
    hooks.deliver()

    assert (early.status_code, early.json()["code"]) == (409, "conflict")
    assert (again.status_code, again.json()["state"], again.json()["attempts"]) == (202, "pending", 0)
    one, other = receiver.arrived
    assert one.body == other.body
    assert one.header("webhook-id") == other.header("webhook-id") == first["id"]


def test_a_receiver_that_is_gone_gets_nothing_more(hooks: Hooks, receiver: Receiver, desk: Desk) -> None:
    receiver.statuses = [410]
    hook = hooks.add(receiver.url, "screening.created")
    desk.screened("FCCA")
    hooks.deliver()
    desk.screened("FCCA")
    hooks.deliver()

    assert len(receiver.arrived) == 1
    assert hooks.get(f"/v1/webhooks/{hook['id']}").json()["active"] is False
    [logged] = hooks.log(hook)
    assert (logged["state"], logged["status"]) == ("failed", 410)
    assert hooks.client.post(f"/v1/webhooks/{hook['id']}/test", headers=hooks.headers).json()["code"] == "conflict"


def test_a_receiver_that_does_not_answer_is_left_alone_for_a_while(hooks: Hooks, receiver: Receiver) -> None:
    with Receiver() as silent:
        deaf = hooks.add(silent.url)
    hooks.test(deaf)  # nobody listens there any more
    hooks.deliver()
    with hooks.core.database.writing() as connection:
        connection.execute(update(DELIVERIES).values(due_at="2000-01-01T00:00:00.000000Z"))

    assert deliver(hooks.core) is False
    [logged] = hooks.log(deaf)
    assert (logged["state"], logged["attempts"], logged["status"]) == ("pending", 1, None)
    assert logged["error"] == "no answer (ConnectError)"
    hooks.test(hooks.add(receiver.url))
    hooks.deliver()
    assert len(receiver.arrived) == 1


def test_a_delivery_whose_worker_died_goes_to_another_once_its_lease_is_over(hooks: Hooks, receiver: Receiver) -> None:
    hook = hooks.add(receiver.url)
    hooks.test(hook)
    with hooks.core.database.writing() as connection:
        [lost] = deliveries.take(connection, seconds=60)
    assert deliver(hooks.core) is False
    hooks.make_due()
    hooks.deliver()

    [logged] = hooks.log(hook)
    assert (len(receiver.arrived), logged["state"], logged["attempts"]) == (1, "delivered", 2)
    with hooks.core.database.writing() as connection:  # the dead one comes back, and changes nothing
        assert deliveries.settle(connection, lost, deliveries.Tried(error="late"), rest_seconds=60) is None


def test_two_processes_do_not_send_one_delivery_at_once(hooks: Hooks, receiver: Receiver, desk: Desk) -> None:
    hooks.add(receiver.url, "screening.created")
    for number in range(12):
        desk.screened("FCCA", ref=f"C-{number}")
    other = Core.open(hooks.core.settings)
    threads = [threading.Thread(target=Hooks(hooks.client, {}, core).deliver) for core in (hooks.core, other)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    other.close()

    assert len(receiver.arrived) == len({one.header("webhook-id") for one in receiver.arrived}) == 12


def test_the_log_is_kept_for_a_month(hooks: Hooks, receiver: Receiver, core: Core) -> None:
    hook = hooks.add(receiver.url)
    old, waiting = hooks.test(hook)["id"], hooks.test(hook)["id"]
    with core.database.writing() as connection:
        connection.execute(update(DELIVERIES).where(DELIVERIES.c.id == old).values(state="failed", finished_at=PAST))

    assert (clear_log(core), clear_log(core)) == (True, False)
    assert [one["id"] for one in hooks.log(hook)] == [waiting]
