"""The service as an ASGI application."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager

from litestar import Litestar

from qualmap_matcher.service.answering import astray, handler, options
from qualmap_matcher.service.behind import Behind
from qualmap_matcher.service.console.routes import console_routes
from qualmap_matcher.service.core import Core
from qualmap_matcher.service.endpoints import Endpoint
from qualmap_matcher.service.key_use import writing_uses
from qualmap_matcher.service.routes import ENDPOINTS
from qualmap_matcher.service.workers import Workers


def create_app(core: Core, *, endpoints: tuple[Endpoint, ...] = ENDPOINTS) -> Litestar:
    """The application over an open core; its workers start and stop with it."""
    return application(Behind.of(core), endpoints=endpoints)


def application(behind: Behind, *, endpoints: tuple[Endpoint, ...] = ENDPOINTS) -> Litestar:
    """The application over what stands behind it; its bodies may be as long as the core's settings say now."""
    methods: dict[str, list[str]] = {}
    crossed = {address for endpoint in endpoints if endpoint.cross_origin for address in endpoint.addresses}
    for endpoint in endpoints:
        for address in endpoint.addresses:
            methods.setdefault(address, []).append(endpoint.method)
    return Litestar(
        route_handlers=[
            *(options(path, taken, cross_origin=path in crossed) for path, taken in methods.items()),  # before Litestar's own
            *(handler(one, behind, address=address) for one in endpoints for address in one.addresses),
            *console_routes(behind),
        ],
        exception_handlers={Exception: astray},
        lifespan=[_working(behind)],
        openapi_config=None,
        logging_config=None,
    )


def _working(behind: Behind) -> Callable[[Litestar], AbstractAsyncContextManager[None]]:
    @asynccontextmanager
    async def working(_app: Litestar) -> AsyncIterator[None]:
        core = behind.core
        workers = Workers(core)
        workers.start()
        try:
            async with writing_uses(core):
                yield
        finally:
            workers.stop()

    return working
