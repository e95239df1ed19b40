"""Take the pictures of docs/console.md: the console as people see it, in Debian's Chromium, with invented people.

python scripts/console_pictures.py            # writes docs/images/console-*.png
python scripts/console_pictures.py try        # those whose names have this word
"""

from __future__ import annotations

import shutil
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal

import attrs
import httpx
import structlog
import uvicorn
from playwright.sync_api import Browser, Page, sync_playwright

from qualmap_matcher.service.app import create_app
from qualmap_matcher.service.core import Core
from qualmap_matcher.service.running import address_of, listen
from qualmap_matcher.service.settings import Settings
from qualmap_matcher.service.starting import Store
from qualmap_matcher.service.store.accounts import SCOPES, add_key, add_tenant
from qualmap_matcher.service.store.scope import Scope

IMAGES = Path(__file__).parents[1] / "docs" / "images"
_LOCALES = {"en": "en-GB", "zh": "zh-CN"}
_TEXT = "Fellow of ACCA; CFA Level II candidate; CPA\n特许公认会计师 ACCA 会员，AWS Certified Cloud Practitioner"


def _nothing(_page: Page) -> None:
    """Leave the page as it opens."""


@attrs.frozen(kw_only=True)
class Picture:
    """One page as a person sees it: where, in which language and light, how wide, and what is done before it is taken.

    `height` None takes the whole page, however long. Without `signed_in`, nobody is.
    """

    name: str
    path: str
    language: str = "en"
    scheme: Literal["light", "dark"] = "light"
    width: int = 1440
    height: int | None = 900
    prepare: Callable[[Page], None] = _nothing
    signed_in: bool = True


def _typed(page: Page) -> None:
    """A text in the editor, read against edition 1.0, the first reasons open."""
    page.locator("select[name=edition]").select_option("1.0")
    page.locator("#text").fill(_TEXT)
    page.locator("article").nth(4).wait_for()
    page.locator("article summary").first.click()


PICTURES = (
    Picture(name="sign-in", path="/console/sign-in", width=1024, height=640, signed_in=False),
    Picture(name="try", path="/console/try", prepare=_typed),
    Picture(name="try-zh", path="/console/try", language="zh", prepare=_typed),
    Picture(name="try-dark", path="/console/try", scheme="dark", prepare=_typed),
    Picture(name="try-phone", path="/console/try", width=360, height=780, prepare=_typed),
    Picture(name="try-empty", path="/console/try"),
    Picture(name="not-found", path="/console/nowhere", width=1024, height=640),
)
"""Every page once in the light, and a choice of the rest."""


@contextmanager
def _service() -> Iterator[tuple[str, str]]:
    """A service in an empty folder; gives its address and a key that opens everything."""
    with tempfile.TemporaryDirectory() as folder, listen("127.0.0.1", 0) as listening:
        settings = Settings(home=Path(folder), workers=0)
        Store.open(settings, migrate=True).database.close()
        core = Core.open(settings)
        with core.database.writing() as connection:
            tenant = add_tenant(connection, "Example Ltd", retention_days=30)
            key = add_key(Scope(connection, tenant.id), core.vault, name="Wang, HR", scopes=SCOPES)[1]
        server = uvicorn.Server(uvicorn.Config(create_app(core), log_config=None, access_log=False))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
        thread.start()
        try:
            address = address_of(listening)
            httpx.get(f"{address}/healthz").raise_for_status()
            yield address, key
        finally:
            server.should_exit = True
            thread.join()
            core.close()


def _take(picture: Picture, browser: Browser, address: str, key: str) -> None:
    context = browser.new_context(
        viewport={"width": picture.width, "height": picture.height or 900},
        locale=_LOCALES[picture.language],
        color_scheme=picture.scheme,
        reduced_motion="reduce",
        timezone_id="Asia/Shanghai",
    )
    page = context.new_page()
    if picture.signed_in:
        page.goto(f"{address}/console/sign-in")
        page.locator("input[name=key]").fill(key)
        page.keyboard.press("Enter")
        page.locator(".leave").wait_for()
    page.goto(f"{address}{picture.path}")
    picture.prepare(page)
    page.evaluate("document.activeElement.blur()")  # no caret, which blinks
    page.mouse.move(0, 0)
    page.screenshot(path=IMAGES / f"console-{picture.name}.png", full_page=picture.height is None, animations="disabled")
    context.close()


def main(words: list[str]) -> None:
    """Start a service, and look at it."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(40))  # errors alone
    IMAGES.mkdir(exist_ok=True)
    chosen = [one for one in PICTURES if not words or any(word in one.name for word in words)]
    with _service() as (address, key), sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        for picture in chosen:
            _take(picture, browser, address, key)
            print(f"docs/images/console-{picture.name}.png")
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1:])
