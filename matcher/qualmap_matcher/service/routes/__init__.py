"""The routes, a module for each resource."""

from __future__ import annotations

from qualmap_matcher.service.endpoints import Endpoint
from qualmap_matcher.service.routes import catalogue, match, operation, screenings

ENDPOINTS: tuple[Endpoint, ...] = (
    *match.ENDPOINTS,
    *screenings.ENDPOINTS,
    *catalogue.ENDPOINTS,
    *operation.ENDPOINTS,
)
"""Every route of the service."""
