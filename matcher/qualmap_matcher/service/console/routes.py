"""The console's routes: its pages, its files, and the page for whatever else is asked for below `/console`."""

from __future__ import annotations

from litestar import Request, get
from litestar.datastructures import State
from litestar.handlers import HTTPRouteHandler
from litestar.response.base import ASGIResponse
from litestar.types import ASGIApp

from qualmap_matcher.service.behind import Behind
from qualmap_matcher.service.console.assets import ADDRESS, assets
from qualmap_matcher.service.console.page import HOME, Elsewhere, Page, Shown
from qualmap_matcher.service.console.pages import PAGES
from qualmap_matcher.service.console.responding import Desk
from qualmap_matcher.service.console.visit import Visit
from qualmap_matcher.service.problems import not_found

AnyRequest = Request[object, object, State]


async def nowhere(_visit: Visit) -> Shown | Elsewhere:
    """There is no such page."""
    raise not_found("page")


def console_routes(behind: Behind) -> list[HTTPRouteHandler]:
    """Every route of the console."""
    desk = Desk(behind, PAGES)
    return [
        *(desk.handler(page) for page in PAGES),
        desk.handler(Page(path=f"{HOME}/{{rest:path}}", scope=None, handler=nowhere)),
        _asset,
    ]


@get(ADDRESS.replace("}", ":str}"), name="console_static")
async def _asset(request: AnyRequest) -> ASGIApp:
    """One file, for good at the address that has its hash."""
    asset = assets().get(request.path_params["name"])
    if asset is None:
        return ASGIResponse(body=b"", status_code=404, media_type="text/plain")
    headers = {"Cache-Control": asset.caching(request.path_params["digest"]), "X-Content-Type-Options": "nosniff"}
    return ASGIResponse(body=asset.content, media_type=asset.media_type, headers=headers)
