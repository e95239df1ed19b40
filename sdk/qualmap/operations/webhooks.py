"""Webhooks and their deliveries."""

from __future__ import annotations

from collections.abc import Iterable

from qualmap.kept.webhooks import Delivery, Webhook, WebhookWithSecret
from qualmap.operations.asking import Operation, path
from qualmap.operations.paging import AskPage, pages
from qualmap.parsing import structured
from qualmap.transport.messages import Request


def create(url: str, events: Iterable[str]) -> Operation[WebhookWithSecret]:
    """Register an address for events."""
    return Operation(
        ask=lambda: Request(method="POST", path=path("webhooks"), body={"url": url, "events": [*events]}),
        read=lambda answer: structured(answer, WebhookWithSecret),
    )


def listed() -> AskPage[Webhook]:
    """The newest webhooks first."""
    return pages(path("webhooks"), {}, Webhook)


def retrieve(id_: str) -> Operation[Webhook]:
    """One webhook."""
    return Operation(
        ask=lambda: Request(method="GET", path=path("webhooks", id_)), read=lambda answer: structured(answer, Webhook)
    )


def delete(id_: str) -> Operation[None]:
    """Remove a webhook with its log."""
    return Operation(ask=lambda: Request(method="DELETE", path=path("webhooks", id_)), read=lambda _: None)


def rotate(id_: str) -> Operation[WebhookWithSecret]:
    """Replace the secret."""
    return Operation(
        ask=lambda: Request(method="POST", path=path("webhooks", id_, "rotate")),
        read=lambda answer: structured(answer, WebhookWithSecret),
    )


def test(id_: str) -> Operation[Delivery]:
    """Send a test event."""
    return Operation(
        ask=lambda: Request(method="POST", path=path("webhooks", id_, "test")), read=lambda answer: structured(answer, Delivery)
    )


def deliveries(id_: str) -> AskPage[Delivery]:
    """The newest deliveries of a webhook first."""
    return pages(path("webhooks", id_, "deliveries"), {}, Delivery)


def replay(id_: str, delivery: str) -> Operation[Delivery]:
    """Send a delivery again."""
    return Operation(
        ask=lambda: Request(method="POST", path=path("webhooks", id_, "deliveries", delivery, "replay")),
        read=lambda answer: structured(answer, Delivery),
    )
