"""One request as a page sees it: who visits, what they sent, in which language, and what the service has to answer with."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from typing import TypeVar
from urllib.parse import urlencode

import attrs
from litestar.datastructures import UploadFile

from qualmap.local import LocalMatcher
from qualmap_matcher.service.console.languages import say
from qualmap_matcher.service.console.page import Page, Session
from qualmap_matcher.service.console.sessions import token_of
from qualmap_matcher.service.core import Core
from qualmap_matcher.service.store.accounts import Key
from qualmap_matcher.service.store.scope import Scope

Value = TypeVar("Value")


@attrs.frozen
class Form:
    """What a form sent: texts and files, several of one name in their order."""

    _sent: Sequence[tuple[str, str | UploadFile]] = ()

    def text(self, name: str) -> str:
        """The first text of that name, its line ends as Unix writes them; empty where there is none."""
        return next(iter(self.texts(name)), "")

    def texts(self, name: str) -> tuple[str, ...]:
        """Every text of that name, as of check boxes."""
        return tuple(one.replace("\r\n", "\n") for key, one in self._sent if key == name and isinstance(one, str))

    def file(self, name: str) -> UploadFile | None:
        """The uploaded file of that name; browsers send one without a name where nothing was chosen."""
        found = (one for key, one in self._sent if key == name and isinstance(one, UploadFile) and one.filename)
        return next(found, None)


@attrs.frozen(kw_only=True)
class Visit:
    """A request that was let in.

    `key` is None on pages that need none and for visitors who have none; `navigation` are the pages that the key may open;
    `partial` tells a request of HTMX, whose answer is a piece of a page; `theme` is `light`, `dark` or `auto`.
    """

    core: Core
    page: Page
    request_id: str
    session: Session
    key: Key | None
    language: str
    theme: str
    path: Mapping[str, str]
    query: Mapping[str, str]
    form: Form
    navigation: Sequence[Page]
    partial: bool

    @property
    def tenant(self) -> str:
        """The company that asks."""
        assert self.key is not None  # noqa: S101 - only pages with a scope ask, and those have a key
        return self.key.tenant

    @property
    def who(self) -> str:
        """Who asks, for the audit trail: the key, as when a program asks with it."""
        return f"key:{self.key.id}" if self.key else "system"

    @property
    def matcher(self) -> LocalMatcher:
        """What answers this company."""
        return self.core.matcher_for(self.tenant)

    @property
    def csrf(self) -> str:
        """The token that forms carry."""
        return token_of(self.session, self.core.vault)

    def address(self, **changes: object) -> str:
        """This page with these members of its query changed, those that are None left out: a link to another page of a list."""
        query = {**self.query, **changes}
        return "?" + urlencode({name: value for name, value in query.items() if value is not None})

    def may(self, scope: str) -> bool:
        """Whether the key opens what needs that scope."""
        return self.key is not None and opens(self.key, scope)

    def say(self, message: str, **values: object) -> str:
        """A message in the visitor's language."""
        return say(message, self.language, **values)

    async def reading(self, work: Callable[[Scope], Value]) -> Value:
        """Read from the company's part of the database, in a thread."""

        def read() -> Value:
            with self.core.database.reading() as connection:
                return work(Scope(connection, self.tenant))

        return await asyncio.to_thread(read)

    async def writing(self, work: Callable[[Scope], Value]) -> Value:
        """Write to the company's part of the database, in a thread and in one transaction."""

        def write() -> Value:
            with self.core.database.writing() as connection:
                return work(Scope(connection, self.tenant))

        return await asyncio.to_thread(write)


def opens(key: Key, scope: str) -> bool:
    """Whether a key has a scope, itself or by being an administrator's."""
    return scope in key.scopes or "admin" in key.scopes
