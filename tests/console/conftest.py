"""The console in real Chromium, over a real service on a socket; one browser for the process, a new context for each test.

company      a company with a service of its own: `company.url`, `company.key`, `company.core`
filled       what that company has, once people were screened, files sent and so on: where each page has something to show
key_of       makes keys: `key_of("match")` gives the text of one with that scope
visitor      opens tabs: `visitor(language="zh", scheme="dark", width=360)`; nobody is signed in
console      a tab in which somebody is signed in with every scope: `console.open("/console/try")`, `console.page` is Playwright's

When a test ends, every tab must have been quiet: no error of a program, no message on the browser's console, no request to
another host. A test that provokes an error says so: `tab.expected.append("status of 401")`.
"""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

sys.path.insert(0, str(Path(__file__).parents[2] / "scripts"))
sys.path.insert(0, str(Path(__file__).parents[1] / "service"))
sys.path.insert(0, str(Path(__file__).parent))

from company import Company, company
from console_company import Filled, fill
from tabs import KeyOf, Tab, Visitor

from qualmap_matcher.service.store.accounts import SCOPES, add_key, tenants
from qualmap_matcher.service.store.scope import Scope


@pytest.hookimpl(tryfirst=True)  # before pytest-xdist reads the groups
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """One process of pytest-xdist starts the browser for all."""
    for item in items:
        if Path(__file__).parent in item.path.parents and "browser" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.xdist_group("chromium"))


@pytest.fixture(scope="module")  # while it runs, asyncio takes the thread for busy: no other module's test may stand beside it
def browser() -> Iterator[Browser]:
    program = next((found for name in ("chromium", "chromium-browser", "google-chrome") if (found := shutil.which(name))), None)
    if program is None:
        told = "the console's tests need Chromium: apt install chromium"
        if os.environ.get("CI"):
            pytest.fail(told)
        pytest.skip(told)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture(scope="module", name="company")
def _company(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Company]:
    with company(tmp_path_factory.mktemp("company")) as started:
        yield started


@pytest.fixture(scope="module")
def filled(company: Company) -> Filled:
    with company.core.database.reading() as connection:
        tenant = tenants(connection)[0].id
    return fill(company.core, tenant)


@pytest.fixture
def own(tmp_path: Path) -> Iterator[Company]:
    """A company for one test alone, whose trail begins with it."""
    with company(tmp_path) as started:
        yield started


@pytest.fixture
def tab(browser: Browser, own: Company) -> Iterator[Tab]:
    opened = Tab.of(browser, own.url)
    opened.sign_in(own.key)
    yield opened
    opened.close()


@pytest.fixture
def key_of(company: Company) -> KeyOf:
    def make(*scopes: str, name: str | None = None, expires_at: str | None = None) -> str:
        with company.core.database.writing() as connection:
            scope = Scope(connection, tenants(connection)[0].id)
            made.append(name or f"{' '.join(scopes)} {len(made)} {os.urandom(4).hex()}")
            return add_key(scope, company.core.vault, name=made[-1], scopes=scopes or SCOPES, expires_at=expires_at)[1]

    made: list[str] = []
    return make


@pytest.fixture
def visitor(browser: Browser, company: Company) -> Iterator[Visitor]:
    opened: list[Tab] = []

    def open_tab(*, key: str | None = None, language: str = "en", scheme: str = "light", width: int = 1440) -> Tab:
        opened.append(Tab.of(browser, company.url, language=language, scheme=scheme, width=width))
        if key is not None:
            opened[-1].sign_in(key)
        return opened[-1]

    yield open_tab
    for tab in opened:
        tab.close()


@pytest.fixture
def console(visitor: Visitor, company: Company) -> Tab:
    return visitor(key=company.key)
