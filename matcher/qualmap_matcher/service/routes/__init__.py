"""The routes, a module for each resource."""

from __future__ import annotations

from qualmap_matcher.service.endpoints import Endpoint
from qualmap_matcher.service.routes import (
    audit,
    batches,
    catalogue,
    keys,
    match,
    operation,
    people,
    reconcile,
    rescreening,
    retention,
    reviews,
    screenings,
    webhooks,
)

ENDPOINTS: tuple[Endpoint, ...] = (
    *match.ENDPOINTS,
    *screenings.ENDPOINTS,
    *rescreening.ENDPOINTS,
    *batches.ENDPOINTS,
    *reviews.ENDPOINTS,
    *webhooks.ENDPOINTS,
    *people.ENDPOINTS,
    *retention.ENDPOINTS,
    *keys.ENDPOINTS,
    *audit.ENDPOINTS,
    *catalogue.ENDPOINTS,
    *reconcile.ENDPOINTS,
    *operation.ENDPOINTS,
)
"""Every route of the service."""
