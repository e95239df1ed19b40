"""`/console/admin/audit`: who did what, when: listed, written out, verified."""

from __future__ import annotations

import re
from collections.abc import Mapping

from qualmap_matcher.service.auditing import JSON_LINES, lines, verify_trail
from qualmap_matcher.service.console.page import HOME, Answered, Download, Page, Shown
from qualmap_matcher.service.console.visit import Visit
from qualmap_matcher.service.store import accounts
from qualmap_matcher.service.store.audit import Entry, head_of, newest_entries
from qualmap_matcher.service.store.scope import Scope

PATH = f"{HOME}/admin/audit"
_ON_A_PAGE = 50
_WORD = re.compile(r"[A-Za-z0-9._-]{1,64}")  # as the API has it
_CURSOR = re.compile(r"[0-9]{1,9}")
_DIGEST = re.compile(r"[0-9a-f]{64}")
_ACTIONS = 1000  # of the newest entries, whose actions are proposed


async def audit_page(visit: Visit) -> Answered:
    """The newest entries first, as far as the filters admit them."""
    filters = {name: visit.query.get(name, "").strip() for name in ("action", "resource")}
    given = {name: value for name, value in filters.items() if value}
    strange = any(not _WORD.fullmatch(value) for value in given.values())  # nothing was done to such a thing
    cursor = visit.query.get("cursor", "")
    before = int(cursor) if _CURSOR.fullmatch(cursor) else None

    def work(scope: Scope) -> tuple[list[Entry], Mapping[str, str], list[str]]:
        found = [] if strange else newest_entries(scope, before=before, limit=_ON_A_PAGE + 1, filters=given)
        names = {f"key:{one.id}": one.name for one in accounts.keys(scope)}
        lately = newest_entries(scope, before=None, limit=_ACTIONS, filters={})
        return found, names, sorted({one.action for one in lately} | ({filters["action"]} if filters["action"] else set()))

    found, names, actions = await visit.reading(work)
    page = found[:_ON_A_PAGE]
    return Shown(
        template="admin/entries.html" if visit.partial else "admin/audit.html",
        contents={
            "entries": page,
            "next": page[-1].id if len(found) > _ON_A_PAGE else None,
            "names": names,
            "actions": actions,
            "filters": filters,
        },
    )


async def verify_page(visit: Visit) -> Answered:
    """Whether anything in the trail was changed, removed, moved or cut off; with a digest that was noted, whether it is there."""
    noted = visit.query.get("noted", "").strip().casefold()
    wrong = bool(noted) and not _DIGEST.fullmatch(noted)
    found = None if wrong else await visit.reading(lambda scope: verify_trail(scope, noted=noted or None))
    return Shown(
        template="admin/verified.html",
        contents={"found": found, "noted": noted, "wrong": wrong},
        status=422 if wrong else 200,
    )


async def export_audit(visit: Visit) -> Answered:
    """The whole trail from its first entry on, as JSON Lines; the last line names the newest entry."""
    head = await visit.reading(head_of)
    return Download(name="audit.jsonl", media_type=JSON_LINES, content=lines(visit.reading, head))


PAGES = (
    Page(path=PATH, scope="admin", handler=audit_page),
    Page(path=f"{PATH}/verification", scope="admin", handler=verify_page),
    Page(path=f"{PATH}/export", scope="admin", handler=export_audit, method="POST"),
)
