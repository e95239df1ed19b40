"""A program in the place of a browser: what the console answers to whoever writes requests of their own."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterator

import httpx
from company import Company


@contextlib.contextmanager
def asking(company: Company, key: str | None = None) -> Iterator[httpx.Client]:
    """A client of a company's console, signed in with a key."""
    with httpx.Client(base_url=company.url) as client:
        page = client.get("/console/sign-in")
        if key is not None:
            sent = {"key": key, "csrf": token(page.text)}
            assert client.post("/console/sign-in", data=sent).status_code == 303
        yield client


def token(page: str) -> str:
    """What a form on a page has to carry."""
    found = re.search(r'name="csrf" value="(\w+)"', page)
    assert found
    return found[1]
