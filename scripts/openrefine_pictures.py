"""Take the pictures of docs/openrefine.md: what the service shows to a browser, in Debian's Chromium.

python scripts/openrefine_pictures.py            # writes docs/images/openrefine-*.png
"""

from __future__ import annotations

import shutil
import tempfile
import threading
from pathlib import Path

import attrs
import httpx
import uvicorn
from playwright.sync_api import sync_playwright

from qualmap_matcher.service.app import create_app
from qualmap_matcher.service.core import Core
from qualmap_matcher.service.reconciling.manifest import HEIGHT, WIDTH
from qualmap_matcher.service.running import address_of, listen
from qualmap_matcher.service.settings import Settings
from qualmap_matcher.service.starting import Store

IMAGES = Path(__file__).parents[1] / "docs" / "images"


@attrs.frozen
class Picture:
    """One page as a person sees it, and how large."""

    name: str
    path: str
    language: str
    width: int
    height: int


PICTURES = (
    Picture("openrefine-manifest", "/reconcile", "en", 760, 330),
    Picture("openrefine-preview", "/reconcile/preview/acca-fellow", "en", WIDTH, HEIGHT),
    Picture("openrefine-preview-zh", "/reconcile/preview/cfa-institute-cfa", "zh-CN", WIDTH, HEIGHT),
    Picture("openrefine-about", "/reconcile/about", "en", 760, 560),
)


def main() -> None:
    """Start a service in an empty folder, and look at it."""
    IMAGES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, listen("127.0.0.1", 0) as listening:
        settings = Settings(home=Path(folder), workers=0)
        Store.open(settings, migrate=True).database.close()
        core = Core.open(settings)
        server = uvicorn.Server(uvicorn.Config(create_app(core), log_config=None, access_log=False))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
        thread.start()
        try:
            address = address_of(listening)
            key = _key(core)
            httpx.get(f"{address}/reconcile").raise_for_status()
            _take(address, key)
        finally:
            server.should_exit = True
            thread.join()
            core.close()


def _key(core: Core) -> str:
    from qualmap_matcher.service.store.accounts import add_key, add_tenant
    from qualmap_matcher.service.store.scope import Scope

    with core.database.writing() as connection:
        tenant = add_tenant(connection, "Pictures", retention_days=1)
        return add_key(Scope(connection, tenant.id), core.vault, name="pictures", scopes=("match",))[1]


def _take(address: str, key: str) -> None:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        for one in PICTURES:
            page = browser.new_page(
                viewport={"width": one.width, "height": one.height},
                locale=one.language,
                extra_http_headers={"Authorization": f"Bearer {key}"} if "preview" in one.path else {},
            )
            page.goto(f"{address}{one.path}")
            page.screenshot(path=IMAGES / f"{one.name}.png")
            page.close()
        browser.close()


if __name__ == "__main__":
    main()
