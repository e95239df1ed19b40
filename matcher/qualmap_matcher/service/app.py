"""The service as an ASGI application."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager

from litestar import Litestar

from qualmap_matcher.service.answering import astray, handler, options
from qualmap_matcher.service.core import Core
from qualmap_matcher.service.endpoints import Endpoint
from qualmap_matcher.service.key_use import writing_uses
from qualmap_matcher.service.letting_in import RateLimit
from qualmap_matcher.service.routes import ENDPOINTS
from qualmap_matcher.service.workers import Workers


def create_app(core: Core, *, endpoints: tuple[Endpoint, ...] = ENDPOINTS) -> Litestar:
    """The application over an open core; its workers start and stop with it."""
    metrics = core.metrics
    limit = RateLimit(core.settings.requests_per_minute)
    methods: dict[str, list[str]] = {}
    for endpoint in endpoints:
        methods.setdefault(endpoint.path, []).append(endpoint.method)
    return Litestar(
        route_handlers=[
            *(options(path, taken) for path, taken in methods.items()),  # first, or Litestar adds its own
            *(handler(endpoint, core, metrics, limit) for endpoint in endpoints),
        ],
        exception_handlers={Exception: astray},
        lifespan=[_working(core)],
        openapi_config=None,
        logging_config=None,
    )


def _working(core: Core) -> Callable[[Litestar], AbstractAsyncContextManager[None]]:
    @asynccontextmanager
    async def working(_app: Litestar) -> AsyncIterator[None]:
        workers = Workers(core)
        workers.start()
        try:
            async with writing_uses(core):
                yield
        finally:
            workers.stop()

    return working
