"""A tab of the browser that looks at a service, and notices what it should not see."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Literal, cast

import attrs
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, FilePayload, Page, Request, expect

LOCALES = {"en": "en-GB", "zh": "zh-CN"}
EVERYBODY = (("en", "light", 360), ("zh", "dark", 1440))
"""Language, appearance and width of the window: each of both."""
THE_OTHERS = (("en", "dark", 1440), ("zh", "light", 360))
"""With these, each language in each appearance and at each width."""
_GRAVE = {"serious", "critical"}
_MOST_STOPS = 80  # of the tab key on one page
_LONGEST = 20_000  # milliseconds that anything may take before a test fails: other tests share the machine
expect.set_options(timeout=_LONGEST)


@attrs.define(eq=False)
class Tab:
    """One tab; `noise` is what programs and the browser said, `astray` the requests to other hosts."""

    url: str
    page: Page
    expected: list[str] = attrs.field(factory=list)
    noise: list[str] = attrs.field(factory=list)
    astray: list[str] = attrs.field(factory=list)

    @classmethod
    def of(
        cls, browser: Browser, url: str, *, language: str = "en", scheme: str = "light", width: int = 1440, scripts: bool = True
    ) -> Tab:
        """Open one, in a context of its own: nobody is signed in."""
        context = browser.new_context(
            viewport={"width": width, "height": 900},
            locale=LOCALES[language],
            color_scheme=cast("Literal['light', 'dark']", scheme),
            reduced_motion="reduce",
            java_script_enabled=scripts,
        )
        context.set_default_timeout(_LONGEST)
        tab = cls(url, context.new_page())
        tab.page.on("console", lambda message: tab.noise.append(message.text))
        tab.page.on("pageerror", lambda error: tab.noise.append(str(error)))
        tab.page.on("filechooser", lambda _: None)  # said from the beginning: the browser hears of it a moment later
        tab.page.on("request", lambda request: tab._look(request))  # noqa: PLW0108 - Playwright writes into bound methods
        return tab

    @property
    def context(self) -> BrowserContext:
        """Where its cookies are."""
        return self.page.context

    def _look(self, request: Request) -> None:
        if not request.url.startswith((f"{self.url}/", "data:")):
            self.astray.append(request.url)

    def open(self, path: str) -> int:
        """Go to a page; gives the status."""
        answer = self.page.goto(f"{self.url}{path}")
        assert answer is not None
        return answer.status

    def sign_in(self, key: str) -> None:
        """Sign in as a person does."""
        self.open("/console/sign-in")
        self.page.locator("input[name=key]").fill(key)
        self.page.keyboard.press("Enter")
        self.page.locator(".leave").wait_for()

    def faults(self) -> list[str]:
        """What axe-core finds serious or critical on the page as it is now."""
        found = Axe().run(self.page).response["violations"]
        return [
            f"{one['id']}: {node['target']} {node['failureSummary']}"
            for one in found
            if one["impact"] in _GRAVE
            for node in one["nodes"]
        ]

    @property
    def scrolls_sideways(self) -> bool:
        """Whether the page is wider than the window."""
        return bool(self.page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"))

    def tab_to(self, selector: str) -> None:
        """Press the key until what is meant has the focus, as somebody without a mouse does."""
        meant = self.page.locator(selector).first
        for _ in range(_MOST_STOPS):
            if meant.evaluate("one => one === document.activeElement"):
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"{selector} is not among the first {_MOST_STOPS} stops of the key")

    def press(self, selector: str, key: str = "Enter") -> None:
        """Go to what is meant with the keyboard, and press a key on it."""
        self.tab_to(selector)
        self.page.keyboard.press(key)

    def write(self, selector: str, text: str) -> None:
        """Go to a field with the keyboard, and write over what stands there."""
        self.tab_to(selector)
        self.page.keyboard.press("Control+a")
        self.page.keyboard.type(text)

    def choose_file(self, selector: str, file: FilePayload | Path) -> None:
        """Go to a field with the keyboard, and choose a file in the window that it opens."""
        self.tab_to(selector)
        with self.page.expect_file_chooser() as choosing:
            self.page.keyboard.press("Enter")
        choosing.value.set_files(file)

    def close(self) -> None:
        """Close it, and fail where something was said or asked that should not have been."""
        self.context.close()
        assert [one for one in self.noise if not any(word in one for word in self.expected)] == []
        assert self.astray == []


KeyOf = Callable[..., str]
"""Makes keys: `key_of("match")` gives the text of one with that scope."""

Visitor = Callable[..., Tab]
"""Opens tabs: `visitor(key=…, language="zh", scheme="dark", width=360)`."""
