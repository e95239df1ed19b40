"""`client.webhooks`: addresses that are told what happened. `qualmap.webhooks.verify` checks what arrives there."""

from __future__ import annotations

from collections.abc import Iterable

from qualmap.kept.webhooks import Delivery, Webhook, WebhookWithSecret
from qualmap.operations import webhooks
from qualmap.resources.listing import AsyncListed, Listed
from qualmap.resources.resource import AsyncResource, Resource

__all__ = ["AsyncWebhooks", "Webhooks"]


class Webhooks(Resource):
    """Addresses for events; all of it needs a key with the scope `admin`."""

    def create(self, url: str, events: Iterable[str]) -> WebhookWithSecret:
        """Register an address (https) for events, as `screening.changed`; keep the answer's `secret`, no other has it."""
        return self._do(webhooks.create(url, events))

    def list(self) -> Listed[Webhook]:
        """The newest first."""
        return self._listed(webhooks.listed())

    def retrieve(self, id_: str) -> Webhook:
        """One webhook; raises `NotFoundError`."""
        return self._do(webhooks.retrieve(id_))

    def delete(self, id_: str) -> None:
        """Remove a webhook with its log; what is on its way may still arrive."""
        self._do(webhooks.delete(id_))

    def rotate(self, id_: str) -> WebhookWithSecret:
        """Replace the secret; for a day, deliveries are signed with the old one too."""
        return self._do(webhooks.rotate(id_))

    def test(self, id_: str) -> Delivery:
        """Send the event `webhook.test`; `deliveries` tells what came of it."""
        return self._do(webhooks.test(id_))

    def deliveries(self, id_: str) -> Listed[Delivery]:
        """What was sent or waits to be, the newest first."""
        return self._listed(webhooks.deliveries(id_))

    def replay(self, id_: str, delivery: str) -> Delivery:
        """Send a delivery that has ended once more, with the same id; raises `ConflictError` for one on its way."""
        return self._do(webhooks.replay(id_, delivery))


class AsyncWebhooks(AsyncResource):
    """As `Webhooks`, to be awaited."""

    async def create(self, url: str, events: Iterable[str]) -> WebhookWithSecret:
        """As `Webhooks.create`."""
        return await self._do(webhooks.create(url, events))

    def list(self) -> AsyncListed[Webhook]:
        """As `Webhooks.list`."""
        return self._listed(webhooks.listed())

    async def retrieve(self, id_: str) -> Webhook:
        """As `Webhooks.retrieve`."""
        return await self._do(webhooks.retrieve(id_))

    async def delete(self, id_: str) -> None:
        """As `Webhooks.delete`."""
        await self._do(webhooks.delete(id_))

    async def rotate(self, id_: str) -> WebhookWithSecret:
        """As `Webhooks.rotate`."""
        return await self._do(webhooks.rotate(id_))

    async def test(self, id_: str) -> Delivery:
        """As `Webhooks.test`."""
        return await self._do(webhooks.test(id_))

    def deliveries(self, id_: str) -> AsyncListed[Delivery]:
        """As `Webhooks.deliveries`."""
        return self._listed(webhooks.deliveries(id_))

    async def replay(self, id_: str, delivery: str) -> Delivery:
        """As `Webhooks.replay`."""
        return await self._do(webhooks.replay(id_, delivery))
