"""The resources as attributes of clients."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qualmap.transport.messages import RequestOptions

if TYPE_CHECKING:
    from qualmap.backends import AsyncBackend, Backend
    from qualmap.resources.administration import (
        AsyncAudit,
        AsyncKeys,
        AsyncPeople,
        AsyncRetentions,
        Audit,
        Keys,
        People,
        Retentions,
    )
    from qualmap.resources.batches import AsyncBatches, Batches
    from qualmap.resources.reviews import AsyncReviews, Reviews
    from qualmap.resources.screenings import AsyncScreenings, Screenings
    from qualmap.resources.webhooks import AsyncWebhooks, Webhooks


class Resources:
    """The resources of a `Client`, each imported when it is first asked for."""

    _backend: Backend
    _options: RequestOptions

    @property
    def screenings(self) -> Screenings:
        """Screenings that the service keeps."""
        from qualmap.resources.screenings import Screenings

        return Screenings(self._backend, self._options)

    @property
    def batches(self) -> Batches:
        """Many people in one upload."""
        from qualmap.resources.batches import Batches

        return Batches(self._backend, self._options)

    @property
    def reviews(self) -> Reviews:
        """Mentions that a person has to look at."""
        from qualmap.resources.reviews import Reviews

        return Reviews(self._backend, self._options)

    @property
    def webhooks(self) -> Webhooks:
        """Addresses that are told what happened."""
        from qualmap.resources.webhooks import Webhooks

        return Webhooks(self._backend, self._options)

    @property
    def keys(self) -> Keys:
        """The keys of the company."""
        from qualmap.resources.administration import Keys

        return Keys(self._backend, self._options)

    @property
    def audit(self) -> Audit:
        """Who did what, when."""
        from qualmap.resources.administration import Audit

        return Audit(self._backend, self._options)

    @property
    def people(self) -> People:
        """What is stored about a person."""
        from qualmap.resources.administration import People

        return People(self._backend, self._options)

    @property
    def retention(self) -> Retentions:
        """For how long texts are kept."""
        from qualmap.resources.administration import Retentions

        return Retentions(self._backend, self._options)


class AsyncResources:
    """As `Resources`, for an `AsyncClient`."""

    _backend: AsyncBackend
    _options: RequestOptions

    @property
    def screenings(self) -> AsyncScreenings:
        """Screenings that the service keeps."""
        from qualmap.resources.screenings import AsyncScreenings

        return AsyncScreenings(self._backend, self._options)

    @property
    def batches(self) -> AsyncBatches:
        """Many people in one upload."""
        from qualmap.resources.batches import AsyncBatches

        return AsyncBatches(self._backend, self._options)

    @property
    def reviews(self) -> AsyncReviews:
        """Mentions that a person has to look at."""
        from qualmap.resources.reviews import AsyncReviews

        return AsyncReviews(self._backend, self._options)

    @property
    def webhooks(self) -> AsyncWebhooks:
        """Addresses that are told what happened."""
        from qualmap.resources.webhooks import AsyncWebhooks

        return AsyncWebhooks(self._backend, self._options)

    @property
    def keys(self) -> AsyncKeys:
        """The keys of the company."""
        from qualmap.resources.administration import AsyncKeys

        return AsyncKeys(self._backend, self._options)

    @property
    def audit(self) -> AsyncAudit:
        """Who did what, when."""
        from qualmap.resources.administration import AsyncAudit

        return AsyncAudit(self._backend, self._options)

    @property
    def people(self) -> AsyncPeople:
        """What is stored about a person."""
        from qualmap.resources.administration import AsyncPeople

        return AsyncPeople(self._backend, self._options)

    @property
    def retention(self) -> AsyncRetentions:
        """For how long texts are kept."""
        from qualmap.resources.administration import AsyncRetentions

        return AsyncRetentions(self._backend, self._options)
