"""`client.webhooks` against a real service and a real receiver."""

from __future__ import annotations

import pytest
from companies import Service
from receiving import Receiver

import qualmap
from qualmap.kept import Webhook


def test_what_is_sent_arrives_signed_with_the_secret(client: qualmap.Client, service: Service) -> None:
    with Receiver() as receiver:
        webhook = client.webhooks.create(receiver.url, ["screening.created"])
        made = client.screenings.create({"ref": "C-1"}, edition="1.0")
        service.run_chores()
        [arrived] = receiver.arrived

    event = arrived.verified(webhook.secret)
    assert (event.type, event.data["screening"]) == ("screening.created", made.id)
    assert webhook.secret not in repr(webhook)
    shown = client.webhooks.retrieve(webhook.id)
    assert type(shown) is Webhook
    assert shown.to_dict() == {name: value for name, value in webhook.to_dict().items() if name != "secret"}


def test_a_test_event_is_logged_and_can_be_replayed(client: qualmap.Client, service: Service) -> None:
    with Receiver() as receiver:
        webhook = client.webhooks.create(receiver.url, ["review.opened"])
        sent = client.webhooks.test(webhook.id)
        service.run_chores()
        [delivery] = client.webhooks.deliveries(webhook.id)

        assert (delivery.id, delivery.event, delivery.state, delivery.status) == (sent.id, "webhook.test", "delivered", 204)
        assert client.webhooks.replay(webhook.id, delivery.id).state == "pending"
        with pytest.raises(qualmap.ConflictError):
            client.webhooks.replay(webhook.id, delivery.id)
        service.run_chores()
        assert len(receiver.arrived) == 2


def test_a_secret_can_be_replaced(client: qualmap.Client) -> None:
    webhook = client.webhooks.create("http://127.0.0.1:9/hook", ["review.opened"])

    rotated = client.webhooks.rotate(webhook.id)

    assert rotated.id == webhook.id
    assert rotated.secret != webhook.secret


def test_a_webhook_can_be_deleted(client: qualmap.Client) -> None:
    webhook = client.webhooks.create("http://127.0.0.1:9/hook", ["review.opened"])

    assert client.webhooks.delete(webhook.id) is None
    with pytest.raises(qualmap.NotFoundError):
        client.webhooks.retrieve(webhook.id)


def test_lists_go_over_all_pages(client: qualmap.Client) -> None:
    made = [client.webhooks.create("http://127.0.0.1:9/hook", ["review.opened"]).id for _ in range(3)]
    sent = [client.webhooks.test(made[0]).id for _ in range(3)]

    assert [one.id for one in client.webhooks.list()] == made[::-1]
    assert [len(page.data) for page in client.webhooks.list().pages(limit=2)] == [2, 1]
    assert [one.id for page in client.webhooks.deliveries(made[0]).pages(limit=2) for one in page.data] == sent[::-1]


def test_another_company_s_webhook_is_not_found(client: qualmap.Client, stranger: qualmap.Client) -> None:
    webhook = client.webhooks.create("http://127.0.0.1:9/hook", ["review.opened"])

    for ask in (stranger.webhooks.retrieve, stranger.webhooks.delete, stranger.webhooks.rotate, stranger.webhooks.test):
        with pytest.raises(qualmap.NotFoundError):
            ask(webhook.id)


def test_an_unknown_event_is_told(client: qualmap.Client) -> None:
    with pytest.raises(qualmap.InputError, match=r"screening\.created"):
        client.webhooks.create("http://127.0.0.1:9/hook", ["screening.imagined"])
