"""Webhooks: addresses that are told what happened, and the log of what they were told."""

from __future__ import annotations

import attrs

from qualmap.models import Json


@attrs.frozen(slots=True, kw_only=True)
class Webhook:
    """An address for events; `active` is False once its receiver answered 410, that it is gone."""

    id: str
    url: str
    events: tuple[str, ...]
    active: bool
    created_at: str

    def to_dict(self) -> dict[str, Json]:
        """The JSON of the service."""
        return {**attrs.asdict(self), "events": [*self.events]}


@attrs.frozen(slots=True, kw_only=True)
class WebhookWithSecret(Webhook):
    """A webhook with the secret that signs its events: no later answer has it. `qualmap.webhooks.verify` takes it."""

    secret: str = attrs.field(repr=False)


@attrs.frozen(slots=True, kw_only=True)
class Delivery:
    """One event on its way to one webhook; `state` is `pending`, `delivered` or `failed`.

    `status` is the receiver's last answer, `attempts` counts the tries since the last replay, `due_at` is when the next is due.
    """

    id: str
    event: str
    state: str
    attempts: int
    status: int | None
    error: str | None
    due_at: str | None
    created_at: str
    finished_at: str | None

    def to_dict(self) -> dict[str, Json]:
        """The JSON of the service."""
        return attrs.asdict(self)
