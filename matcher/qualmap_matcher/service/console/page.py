"""The console's pages as values: one list from which the server, the navigation and the tests are made."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from typing import TYPE_CHECKING

import attrs

if TYPE_CHECKING:
    from qualmap_matcher.service.console.visit import Visit

HOME = "/console"
SIGN_IN = f"{HOME}/sign-in"
_MEBIBYTE = 1024 * 1024


@attrs.frozen(kw_only=True)
class Shown:
    """What a page answers with: a template below `templates/`, and what it is filled with beside what every template knows.

    An answer to HTMX is a template that does not extend `frame.html`: the piece that goes into the page.
    """

    template: str
    contents: Mapping[str, object] = attrs.field(factory=dict)
    status: int = 200
    headers: Mapping[str, str] = attrs.field(factory=dict)


@attrs.frozen(kw_only=True)
class Elsewhere:
    """An answer that leads to another page, as after every form that changed something.

    `notice` is the key of a message that the next whole page shows once; `session` replaces the visitor's, as signing in does.
    """

    to: str
    notice: str | None = None
    session: Session | None = None


@attrs.frozen(kw_only=True)
class Download:
    """An answer that the browser saves as a file of that name, whole or in pieces as they are made."""

    name: str
    media_type: str
    content: bytes | AsyncIterator[bytes]


@attrs.frozen(kw_only=True)
class Session:
    """Who visits: nobody yet, or the key that somebody signed in with, by its id; `id` is random and makes the CSRF token."""

    id: str
    expires_at: str
    tenant: str | None = None
    key: str | None = None


@attrs.frozen(kw_only=True)
class Trouble(Exception):  # noqa: N818 - like a Problem, it is an answer
    """An answer that is an error page of the console alone; `code` has a heading and a text in `messages/errors.toml`."""

    code: str
    status: int


Answered = Shown | Elsewhere | Download
Handler = Callable[["Visit"], Awaitable[Answered]]


@attrs.frozen(kw_only=True)
class Page:
    """One address of the console.

    `scope` is what the visitor's key needs, None where nobody has to be signed in. `name` is the key of the message that the
    navigation shows; None keeps a page out of it. `below` is the path of the entry that is marked while the page is shown, where
    the page's own path does not begin with it. `longest` is how many bytes a form may have.
    """

    path: str
    scope: str | None
    handler: Handler
    method: str = "GET"
    name: str | None = None
    below: str | None = None
    longest: int = _MEBIBYTE

    def is_part_of(self, entry: Page) -> bool:
        """Whether the navigation marks that entry while this page is shown."""
        return entry.path in {self.path, self.below} or self.path.startswith(f"{entry.path}/")

    @property
    def operation_id(self) -> str:
        """What logs and metrics call it; the handler's name is unique among pages."""
        return f"console_{self.handler.__name__}"
