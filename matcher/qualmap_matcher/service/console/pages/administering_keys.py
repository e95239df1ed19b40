"""`/console/admin`: the keys of a company: seen, made, revoked."""

from __future__ import annotations

import datetime as dt
from typing import cast

from qualmap.errors import InputError
from qualmap.models import Json
from qualmap_matcher.service.administering import LONGEST_NAME, create_key, revoke_key
from qualmap_matcher.service.console.page import HOME, Elsewhere, Page, Shown
from qualmap_matcher.service.console.repeating import mark, writing_once
from qualmap_matcher.service.console.visit import Visit
from qualmap_matcher.service.problems import not_found
from qualmap_matcher.service.store import accounts
from qualmap_matcher.service.store.accounts import SCOPES
from qualmap_matcher.service.store.clock import now
from qualmap_matcher.service.store.scope import Scope

PATH = f"{HOME}/admin"


async def keys_page(visit: Visit) -> Shown | Elsewhere:
    """Every key that was made, those that are open first; never a key's text."""
    return await _page(visit)


async def make_key(visit: Visit) -> Shown | Elsewhere:
    """Make a key; this answer alone has its text."""
    name, scopes, day = visit.form.text("name"), visit.form.texts("scopes"), visit.form.text("expires")

    def work(scope: Scope) -> Json:
        key, text = create_key(scope, visit.core.vault, who=visit.who, name=name, scopes=scopes, expires=_end(day))
        return {"name": key.name, "key": text}

    try:
        made = cast("dict[str, str]", await writing_once(visit, work, name, *scopes, day))
    except InputError as error:
        return await _page(visit, name=name, scopes=scopes, day=day, wrong=error)
    visit.core.forget_keys()
    return await _page(visit, made=made)


async def close_key(visit: Visit) -> Shown | Elsewhere:
    """Close a key for good."""

    def work(scope: Scope) -> bool:
        if accounts.key_by_id(scope, visit.path["id"]) is None:
            raise not_found("key")
        return revoke_key(scope, visit.path["id"], who=visit.who)

    revoked = await visit.writing(work)
    visit.core.forget_keys()
    return Elsewhere(to=PATH, notice="admin.key-revoked" if revoked else "admin.key-was-revoked")


async def _page(
    visit: Visit,
    *,
    name: str = "",
    scopes: tuple[str, ...] = ("match",),
    day: str = "",
    wrong: InputError | None = None,
    made: dict[str, str] | None = None,
) -> Shown:
    moment = now()
    known = await visit.reading(accounts.keys)
    opening = [one for one in known if one.is_live(moment)]
    return Shown(
        template="admin/keys.html",
        contents={
            "opening": tuple(reversed(opening)),
            "closed": tuple(one for one in reversed(known) if not one.is_live(moment)),
            "administrators": sum("admin" in one.scopes for one in opening),
            "scopes": SCOPES,
            "longest": LONGEST_NAME,
            "tomorrow": (dt.datetime.now(dt.UTC).date() + dt.timedelta(days=1)).isoformat(),
            "mark": mark(),
            "form": {"name": name, "scopes": scopes, "expires": day},
            "wrong": wrong,
            "made": made,
        },
        status=422 if wrong else 200,
    )


def _end(day: str) -> dt.datetime | None:
    """The moment at which a day begins, by UTC; None for no day."""
    if not day:
        return None
    try:
        return dt.datetime.combine(dt.date.fromisoformat(day), dt.time(), dt.UTC)
    except ValueError:
        raise InputError("expected a day as YYYY-MM-DD", field="expires_at") from None


PAGES = (
    Page(path=PATH, scope="admin", handler=keys_page, name="admin.nav"),
    Page(path=f"{PATH}/keys", scope="admin", handler=make_key, method="POST"),
    Page(path=f"{PATH}/keys/{{id}}/revoke", scope="admin", handler=close_key, method="POST"),
)
