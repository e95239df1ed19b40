"""The pages in frames as a browser has them: axe-core finds nothing, nothing overflows its frame, and no request is made."""

from __future__ import annotations

import shutil
from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, sync_playwright
from serving import Served
from tenants import Issued

from qualmap_matcher.service.reconciling.manifest import HEIGHT, WIDTH

CHROMIUM = shutil.which("chromium")

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="needs Debian's chromium")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", ["en", "zh-CN"])
def test_a_page_is_accessible_and_fits_its_frame(
    served: Served, issued: Issued, browser: Browser, scheme: str, language: str
) -> None:
    base = f"{served.url}/reconcile/key/{issued.text}"
    asked: list[str] = []
    context = browser.new_context(
        viewport={"width": WIDTH, "height": HEIGHT}, locale=language, color_scheme="dark" if scheme == "dark" else "light"
    )
    page = context.new_page()
    page.on("request", lambda request: asked.append(request.url))
    for path in ("preview/acca-fellow", "preview/cfa-institute-cfa", "about"):
        asked.clear()
        page.goto(f"{base}/{path}")
        found = Axe().run(page).response["violations"]
        assert not found, [(one["id"], one["nodes"][0]["html"]) for one in found]
        assert page.evaluate("document.documentElement.scrollWidth") <= WIDTH
        assert [one for one in asked if not one.endswith("/favicon.ico")] == [f"{base}/{path}"]
    context.close()
