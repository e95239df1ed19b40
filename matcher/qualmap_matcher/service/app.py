"""The service as an ASGI application."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager

from litestar import Litestar

from qualmap_matcher.service.answering import astray, handler, options
from qualmap_matcher.service.console.routes import console_routes
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
    crossed = {address for endpoint in endpoints if endpoint.cross_origin for address in endpoint.addresses}
    for endpoint in endpoints:
        for address in endpoint.addresses:
            methods.setdefault(address, []).append(endpoint.method)
    return Litestar(
        route_handlers=[
            *(options(path, taken, cross_origin=path in crossed) for path, taken in methods.items()),  # before Litestar's own
            *(handler(one, core, metrics, limit, address=address) for one in endpoints for address in one.addresses),
            *console_routes(core, limit),
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
