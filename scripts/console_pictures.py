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
from functools import partial
from pathlib import Path
from typing import Literal

import attrs
import httpx
import structlog
import uvicorn
from console_company import PEOPLE, Filled, fill
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

    Names in braces in `path` are those of `Filled`: the company has something to show there. Without `signed_in`, nobody is.
    """

    name: str
    path: str
    language: str = "en"
    scheme: Literal["light", "dark"] = "light"
    width: int = 1440
    height: int = 900
    prepare: Callable[[Page], None] = _nothing
    signed_in: bool = True


def _typed(page: Page) -> None:
    """A text in the editor, read against edition 1.0, the first reasons open."""
    page.locator("select[name=edition]").select_option("1.0")
    page.locator("#text").fill(_TEXT)
    page.locator("article").nth(4).wait_for()
    page.locator("article summary").first.click()


def _half_filled(page: Page, *, down: int = 236) -> None:
    """A person with an ambiguous credential and two answers; the rest is still to be asked, `down` pixels below the top."""
    page.locator("#ref").fill("C-1031")
    page.locator("#text-0").fill("CFA Level II candidate, CPA")
    for answer in ("#fact-works_in_shanghai-yes", "#fact-origin-foreign"):
        page.locator(answer).check()
        page.locator(f".told-facts {answer}").wait_for(state="attached")
    page.locator("#means-1-hkicpa-cpa").wait_for(state="attached")
    page.evaluate("down => scrollTo(0, down)", down)


def _looked_at(page: Page) -> None:
    """A table of people whose columns are shown."""
    page.locator("#file").set_input_files(PEOPLE)
    page.locator("#mapping button[value=look]").click()
    page.locator(".mapping").wait_for()


def _searched(page: Page) -> None:
    """A search for a qualification."""
    page.locator("#words").fill("chartered accountant fellow")
    page.locator(".finds li").first.wait_for()


def _ambiguous(page: Page) -> None:
    """A name that several qualifications carry."""
    page.locator("#text").fill("CPA, member since 2015")
    page.locator("article .meant").first.wait_for()


PICTURES = (
    Picture(name="sign-in", path="/console/sign-in", width=1024, height=640, signed_in=False),
    Picture(name="not-found", path="/console/nowhere", width=1024, height=640),
    Picture(name="try", path="/console/try", prepare=_typed),
    Picture(name="try-zh", path="/console/try", language="zh", prepare=_typed),
    Picture(name="try-dark", path="/console/try", scheme="dark", prepare=_typed),
    Picture(name="try-phone", path="/console/try", width=360, height=780, prepare=_typed),
    Picture(name="try-ambiguous", path="/console/try", prepare=_ambiguous),
    Picture(name="try-empty", path="/console/try"),
    Picture(name="screen", path="/console/screen", height=1100, prepare=_half_filled),
    Picture(name="screen-zh", path="/console/screen", language="zh", height=1100, prepare=_half_filled),
    Picture(name="screen-phone", path="/console/screen", width=360, height=780, prepare=partial(_half_filled, down=620)),
    Picture(name="screenings", path="/console/screenings", height=1000),
    Picture(name="screening", path="/console/screenings/{screening}", height=1100),
    Picture(name="screening-dark", path="/console/screenings/{screening}", scheme="dark", height=1100),
    Picture(name="files", path="/console/files", height=1100, prepare=_looked_at),
    Picture(name="file", path="/console/files/{finished}", height=1100),
    Picture(name="file-zh", path="/console/files/{finished}", language="zh", height=1100),
    Picture(name="file-phone", path="/console/files/{finished}", width=360, height=780),
    Picture(name="file-under-way", path="/console/files/{under_way}"),
    Picture(name="reviews", path="/console/reviews"),
    Picture(name="review", path="/console/reviews/{waiting}", height=1100),
    Picture(name="review-dark", path="/console/reviews/{waiting}", scheme="dark", height=1100),
    Picture(name="review-phone", path="/console/reviews/{waiting}", width=360, height=780),
    Picture(name="list", path="/console/list", height=1000),
    Picture(name="list-zh", path="/console/list", language="zh", height=1000),
    Picture(name="list-search", path="/console/list", prepare=_searched),
    Picture(name="qualification", path="/console/list/acca-fellow", height=1000),
    Picture(name="differences", path="/console/list/differences"),
    Picture(name="import-start", path="/console/list/import"),
    Picture(name="import", path="/console/list/import/{imported}", height=1000),
    Picture(name="keys", path="/console/admin"),
    Picture(name="webhooks", path="/console/admin/webhooks"),
    Picture(name="webhook", path="/console/admin/webhooks/{webhook}"),
    Picture(name="people", path="/console/admin/people"),
    Picture(name="audit", path="/console/admin/audit"),
    Picture(name="audit-verification", path="/console/admin/audit/verification"),
    Picture(name="audit-zh", path="/console/admin/audit", language="zh"),
)
"""Every page of the navigation and its important subpages once in English by day, and a choice of the rest."""


@contextmanager
def _service() -> Iterator[tuple[str, str, Filled]]:
    """A service of one company; gives its address, a key that opens everything, and what the company has."""
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
            yield address, key, fill(core, tenant.id)
        finally:
            server.should_exit = True
            thread.join()
            core.close()


def _take(picture: Picture, browser: Browser, address: str, key: str, filled: Filled) -> None:
    context = browser.new_context(
        viewport={"width": picture.width, "height": picture.height},
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
    page.goto(f"{address}{picture.path.format(**attrs.asdict(filled))}")
    picture.prepare(page)
    page.evaluate("document.activeElement.blur()")  # no caret, which blinks
    page.mouse.move(0, 0)
    page.screenshot(path=IMAGES / f"console-{picture.name}.png", animations="disabled")
    context.close()


def main(words: list[str]) -> None:
    """Start a service, and look at it."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(40))  # errors alone
    IMAGES.mkdir(exist_ok=True)
    chosen = [one for one in PICTURES if not words or any(word in one.name for word in words)]
    with _service() as (address, key, filled), sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        for picture in chosen:
            _take(picture, browser, address, key, filled)
            print(f"docs/images/console-{picture.name}.png")
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1:])
