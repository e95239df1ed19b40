"""`/console` and `/console/sign-in`: in with a key, and out again."""

from __future__ import annotations

import asyncio
import re

from qualmap_matcher.service.console.page import HOME, SIGN_IN, Elsewhere, Page, Shown
from qualmap_matcher.service.console.sessions import new_session
from qualmap_matcher.service.console.visit import Visit

_WITHIN = re.compile(rf"{HOME}(?:/[\w./-]*)?")  # where signing in may lead: nowhere but here
_LONGEST_KEY = 200  # characters; ours have 43


async def home(visit: Visit) -> Shown | Elsewhere:
    """Lead to the first page that the key opens."""
    if visit.key is None:
        return Elsewhere(to=SIGN_IN)
    if not visit.navigation:
        return Shown(template="forbidden.html", contents={"needed": "match"}, status=403)
    return Elsewhere(to=visit.navigation[0].path)


async def sign_in(visit: Visit) -> Shown | Elsewhere:
    """Ask for a key."""
    then = _then(visit.query.get("then", ""))
    return Elsewhere(to=then) if visit.key else _asking(then)


async def open_session(visit: Visit) -> Shown | Elsewhere:
    """Sign in with a key: a new session, whatever there was before."""
    text, then = visit.form.text("key").strip(), _then(visit.form.text("then"))
    if not text:
        return _asking(then, wrong="sign-in.missing")
    key = await asyncio.to_thread(visit.core.key_of, text) if len(text) <= _LONGEST_KEY else None
    if key is None:
        return _asking(then, wrong="sign-in.unknown")
    return Elsewhere(to=then, session=new_session(key))


async def sign_out(_visit: Visit) -> Shown | Elsewhere:
    """Forget who visited."""
    return Elsewhere(to=SIGN_IN, notice="sign-in.out", session=new_session())


def _asking(then: str, *, wrong: str | None = None) -> Shown:
    return Shown(template="sign-in.html", contents={"then": then, "wrong": wrong}, status=401 if wrong else 200)


def _then(written: str) -> str:
    return written if _WITHIN.fullmatch(written) and ".." not in written else HOME


PAGES = (
    Page(path=HOME, scope=None, handler=home),
    Page(path=SIGN_IN, scope=None, handler=sign_in),
    Page(path=SIGN_IN, scope=None, handler=open_session, method="POST", longest=8192),
    Page(path=f"{HOME}/sign-out", scope=None, handler=sign_out, method="POST", longest=8192),
)
