"""`/console/list/import`: the authority's attachment, uploaded, reviewed line by line, and made an edition."""

from __future__ import annotations

import asyncio
import datetime as dt
import shlex
from collections.abc import Mapping

import attrs

from qualmap.errors import InputError, InstallationError
from qualmap.models import Json
from qualmap_matcher.editions.attachments.findings import rows_by_category
from qualmap_matcher.editions.attachments.naming import FIELDS
from qualmap_matcher.editions.attachments.proposing import STATUSES, WAITING, ReviewLine
from qualmap_matcher.editions.listing import CATEGORIES
from qualmap_matcher.service.console import attachments, vocabulary
from qualmap_matcher.service.console.attachments import Import
from qualmap_matcher.service.console.page import HOME, Answered, Download, Elsewhere, Page, Shown
from qualmap_matcher.service.console.visit import Visit
from qualmap_matcher.service.store.accounts import tenants
from qualmap_matcher.service.store.audit import append
from qualmap_matcher.service.store.scope import Scope

PATH = f"{HOME}/list/import"
_FORM = 2**20  # bytes of an upload's form beside the file
_LONGEST = 500  # characters of a field
_EDITED = ("status", "qualification", "category", "name", "issuer", "country", "field")


async def import_page(visit: Visit) -> Answered:
    """The imports that wait, and the form for another."""
    return await _start(visit, {})


async def begin_import(visit: Visit) -> Answered:
    """Read an attachment and propose what its lines are."""
    names = ("edition", "in_force_from", "source", "date")
    sent = {name: visit.form.text(name).strip()[:_LONGEST] for name in names}
    file = visit.form.file("file")
    if file is None:
        return await _start(visit, sent, no_file=True)
    content = await file.read()
    try:
        found = await asyncio.to_thread(attachments.begin, visit.core, visit.tenant, file.filename, content, **sent)
    except (InputError, InstallationError) as error:
        return await _start(visit, sent, wrong=error)
    origin = found.review.origin
    details: dict[str, Json] = {"edition": origin.edition, "sha256": origin.sha256, "lines": origin.lines}
    await visit.writing(lambda scope: append(scope, who=visit.who, action="import.begun", resource=found.id, details=details))
    return Elsewhere(to=f"{PATH}/{found.id}")


async def import_review_page(visit: Visit) -> Answered:
    """The review of an attachment: the lines that wait for a person, or all."""
    found = await asyncio.to_thread(attachments.find, visit.core, visit.tenant, visit.path["id"])
    return await _review(visit, found)


async def decide_line(visit: Visit) -> Answered:
    """Decide what a line is: a candidate, another qualification, a new one, or nothing."""
    id_, written = visit.path["id"], visit.path["line"]
    place = int(written) - 1 if written.isdecimal() and len(written) <= len("999999") else -1
    changes = _changes(visit)
    wrong: InputError | None = None
    try:
        found, line = await asyncio.to_thread(attachments.decide, visit.core, visit.tenant, id_, place, changes)
    except InputError as error:
        found, wrong = await asyncio.to_thread(attachments.find, visit.core, visit.tenant, id_), error
        line = attachments.changed(found.review.lines[place], {**changes, "status": found.review.lines[place].status})
    if not visit.partial and wrong is None:
        return Elsewhere(to=f"{PATH}/{id_}?show=all#line-{place + 1}")
    if not visit.partial:
        return await _review(visit, found, edited={place: line}, wrong=wrong)
    shown = {"place": place, "line": line, "wrong": wrong, "opened": wrong is not None}
    return Shown(template="list/decided.html", contents={**await _about(visit, found), **shown})


async def give_review(visit: Visit) -> Answered:
    """The review as a file, for a spreadsheet or for the command line."""
    found = await asyncio.to_thread(attachments.find, visit.core, visit.tenant, visit.path["id"])
    return Download(name="review.csv", media_type="text/csv", content=found.review.to_text().encode("utf-8-sig"))


async def accept_import(visit: Visit) -> Answered:
    """Make the reviewed attachment an edition, in the overlay that the service has."""
    found = await asyncio.to_thread(attachments.find, visit.core, visit.tenant, visit.path["id"])
    codes = visit.form.texts("acknowledge")
    source, date = (visit.form.text(name).strip()[:_LONGEST] for name in ("source", "date"))
    origin = found.review.origin
    said = attrs.evolve(found, review=attrs.evolve(found.review, origin=attrs.evolve(origin, source=source, date=date)))
    if await _hindrance(visit):
        return await _review(visit, said)
    try:
        accepted = await asyncio.to_thread(
            attachments.accept_here, visit.core, found, source=source, date=date, acknowledged=codes
        )
    except InputError as error:
        return await _review(visit, said, codes=codes, refused=error)
    edition = origin.edition
    about: dict[str, Json] = {
        "sha256": origin.sha256,
        "rows": dict(accepted.rows),
        "acknowledged": [*codes],
        "added": [*accepted.added],
    }
    await visit.writing(lambda scope: append(scope, who=visit.who, action="edition.accepted", resource=edition, details=about))
    return Elsewhere(to=PATH, notice="import.accepted")


async def discard_import(visit: Visit) -> Answered:
    """Remove an import with its upload and what was decided."""
    found = await asyncio.to_thread(attachments.find, visit.core, visit.tenant, visit.path["id"])
    await asyncio.to_thread(attachments.discard, found)
    await visit.writing(lambda scope: append(scope, who=visit.who, action="import.discarded", resource=found.id))
    return Elsewhere(to=PATH, notice="import.discarded")


def _changes(visit: Visit) -> dict[str, str]:
    """What a form changes of a line: a button that names a candidate or leaves the line out goes before the fields."""
    if use := visit.form.text("use"):
        return {"status": "mapped", "qualification": use[:_LONGEST]}
    if visit.form.text("do") == "drop":
        return {"status": "dropped"}
    sent = {name: " ".join(visit.form.text(name).split())[:_LONGEST] for name in _EDITED}
    if sent["status"] not in STATUSES:
        raise InputError(f"expected {', '.join(STATUSES)}", field="status")
    return sent


async def _hindrance(visit: Visit) -> str | None:
    """Why an edition cannot be accepted here: no overlay is named, or it would be other companies' edition too."""
    if visit.core.settings.data is None:
        return "no-data"
    return "several" if await visit.reading(_companies) > 1 else None


def _companies(scope: Scope) -> int:
    return len(tenants(scope.connection))


async def _start(
    visit: Visit, sent: Mapping[str, str], *, no_file: bool = False, wrong: InputError | InstallationError | None = None
) -> Shown:
    fields = ("edition", "in_force_from", "source", "date")
    return Shown(
        template="list/import.html",
        contents={
            "imports": await asyncio.to_thread(attachments.imports, visit.core, visit.tenant),
            "most": attachments.MOST,
            "largest": attachments.LARGEST // 2**20,
            "editions": visit.matcher.editions(),
            "form": {name: sent.get(name, "") for name in fields},
            "no_file": no_file,
            "wrong": wrong,
            "hindrance": await _hindrance(visit),
            "restart": await asyncio.to_thread(attachments.waits_for_restart, visit.core),
            "today": dt.datetime.now(dt.UTC).date().isoformat(),
        },
        status=422 if wrong or no_file else 200,
    )


async def _review(
    visit: Visit,
    found: Import,
    *,
    edited: Mapping[int, ReviewLine] | None = None,
    wrong: InputError | None = None,
    codes: tuple[str, ...] = (),
    refused: InputError | None = None,
) -> Shown:
    changed, lines = edited or {}, found.review.lines
    show = visit.query.get("show") or ("open" if found.waiting else "all")
    shown = [
        (place, changed.get(place, line))
        for place, line in enumerate(lines)
        if place in changed or (line.status in WAITING if show == "open" else show in {"all", line.category})
    ]
    contents = {"lines": shown, "wrong": wrong, "edited": {*changed}, "show": show, "codes": codes, "refused": refused}
    return Shown(
        template="list/review.html", contents={**await _about(visit, found), **contents}, status=422 if wrong or refused else 200
    )


async def _about(visit: Visit, found: Import) -> dict[str, object]:
    """What both the page and a line of it are filled with."""
    engine = visit.core.matcher.engine
    lines, findings = found.review.lines, await asyncio.to_thread(lambda: found.findings)
    return {
        "found": found,
        "origin": found.review.origin,
        "counts": {status: sum(line.status == status for line in lines) for status in STATUSES},
        "rows": rows_by_category(lines),
        "findings": findings,
        "hindrance": await _hindrance(visit),
        "command": _command(visit, found, [one.code for one in findings]),
        "qualifications": engine.qualifications,
        "categories": CATEGORIES,
        "statuses": STATUSES,
        "fields": {one: vocabulary.named(vocabulary.FIELDS, one) for one in FIELDS},
        "codes": (),
        "refused": None,
        "overlay": visit.core.settings.data,
    }


def _command(visit: Visit, found: Import, codes: list[str]) -> str:
    """What accepts the review on the command line, with every finding acknowledged."""
    origin = found.review.origin
    folder = str(visit.core.settings.data or "FOLDER")
    words = [
        "qualmap",
        "editions",
        "import",
        origin.file,
        "--edition",
        origin.edition,
        "--accept",
        "review.csv",
        "--data",
        folder,
    ]
    words += [] if origin.source else ["--source", "WHERE IT IS FROM"]
    words += [] if origin.date else ["--date", "YYYY-MM-DD"]
    words += [word for code in codes for word in ("--acknowledge", code)]
    return shlex.join(words)


PAGES = (
    Page(path=PATH, scope="admin", handler=import_page),
    Page(path=PATH, scope="admin", handler=begin_import, method="POST", longest=attachments.LARGEST + _FORM),
    Page(path=f"{PATH}/{{id}}", scope="admin", handler=import_review_page),
    Page(path=f"{PATH}/{{id}}/lines/{{line}}", scope="admin", handler=decide_line, method="POST"),
    Page(path=f"{PATH}/{{id}}/review", scope="admin", handler=give_review, method="POST"),
    Page(path=f"{PATH}/{{id}}/accept", scope="admin", handler=accept_import, method="POST"),
    Page(path=f"{PATH}/{{id}}/discard", scope="admin", handler=discard_import, method="POST"),
)
