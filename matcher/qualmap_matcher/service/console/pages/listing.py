"""`/console/list`: the editions side by side, what they hold, and everything that is known of one qualification."""

from __future__ import annotations

import asyncio
import datetime as dt
from collections.abc import Iterator, Mapping
from operator import attrgetter

from qualmap.catalogue import EditionSummary, KnownName, QualificationDetail
from qualmap.editions import EVIDENCE, today
from qualmap.models import Qualification
from qualmap.screening import Wording
from qualmap_matcher.editions.listing import CATEGORIES
from qualmap_matcher.service.console.coverage import bars
from qualmap_matcher.service.console.page import HOME, Elsewhere, Page, Shown
from qualmap_matcher.service.console.visit import Visit
from qualmap_matcher.service.console.vocabulary import FIELDS, GRADES, LANGUAGES, named
from qualmap_matcher.service.problems import not_found

PATH = f"{HOME}/list"
_LONGEST = 200  # characters of a search: more names nothing
_MOST = 20  # qualifications that a search shows: who sees twenty types on


async def list_page(visit: Visit) -> Shown | Elsewhere:
    """The editions side by side, and the qualifications that have every one of the words."""
    words = visit.query.get("words", "").strip()[:_LONGEST]
    matcher = visit.matcher
    found = await asyncio.to_thread(matcher.qualifications, words) if words else ()  # the first search folds every name
    contents = {
        "words": words,
        "found": found[:_MOST],
        "count": len(found),
        "places": {one.id: _place(visit, one) for one in found[:_MOST]},
        "known": len(matcher.engine.qualifications),
    }
    if visit.partial:
        return Shown(template="list/found.html", contents=contents)
    editions = matcher.editions()
    return Shown(
        template="list/page.html",
        contents={
            **contents,
            "editions": tuple(reversed(editions)),
            "bars": bars(editions),
            "in_force": matcher.engine.editions.in_force(today()).id,
            "last_day": last_day,
            "sources": matcher.engine.editions.sources,
            "longest": _LONGEST,
        },
    )


async def edition_page(visit: Visit) -> Shown | Elsewhere:
    """The rows of one edition, those of some category or evidence alone where it is asked for."""
    edition = _edition(visit, visit.path["edition"])
    category = _one_of(visit.query.get("category"), CATEGORIES)
    evidence = _one_of(visit.query.get("evidence"), EVIDENCE)
    rows = visit.matcher.rows(edition.id)
    contents = {
        "edition": edition,
        "rows": tuple(one for one in rows if category in {"", one.category} and evidence in {"", one.evidence}),
        "count": len(rows),
        "category": category,
        "evidence": evidence,
        "categories": tuple(one.category for one in edition.categories),
        "sources": visit.matcher.engine.editions.sources,
        "last_day": last_day,
    }
    return Shown(template="list/rows.html" if visit.partial else "list/edition.html", contents=contents)


async def differences_page(visit: Visit) -> Shown | Elsewhere:
    """Which rows came, went and moved from one edition to another; from the first to the last where none is named."""
    editions = visit.matcher.editions()
    before = _edition(visit, visit.query.get("before") or editions[0].id)
    after = _edition(visit, visit.query.get("after") or editions[-1].id)
    return Shown(
        template="list/differences.html",
        contents={
            "editions": editions,
            "differences": visit.matcher.differences(before.id, after.id),
            "incomplete": tuple(one.id for one in dict.fromkeys((before, after)) if not one.complete),
        },
    )


async def qualification_page(visit: Visit) -> Shown | Elsewhere:
    """Everything known of one qualification: names, rows in every edition, look-alikes, sources."""
    matcher = visit.matcher
    detail = matcher.qualification(visit.path["id"])
    known = detail.qualification
    return Shown(
        template="list/qualification.html",
        contents={
            "detail": detail,
            "known": known,
            "field": named(FIELDS, detail.field),
            "grade": named(GRADES, known.grade) if known.grade else None,
            "names": _by_language(detail),
            "listings": tuple(reversed(detail.listings.items())),
            "editions": {one.id: one for one in matcher.editions()},
            "in_force": matcher.engine.editions.in_force(today()).id,
            "last_day": last_day,
            "look_alikes": tuple((one, matcher.engine.qualifications[one.id]) for one in detail.look_alikes),
            "sources": matcher.engine.editions.sources,
            "cited": tuple(dict.fromkeys(_cited(detail))),
        },
    )


def last_day(edition: EditionSummary) -> dt.date | None:
    """The last day on which an edition is in force; None while the end is not known."""
    return edition.in_force_until - dt.timedelta(days=1) if edition.in_force_until else None


def _edition(visit: Visit, id_: str) -> EditionSummary:
    found = next((one for one in visit.matcher.editions() if one.id == id_), None)
    if found is None:
        raise not_found("edition")
    return found


def _one_of(given: str | None, known: tuple[str, ...]) -> str:
    return given if given in known else ""


def _place(visit: Visit, known: Qualification) -> Mapping[str, tuple[str, ...]]:
    """The rows of the edition in force today, by evidence, for a line of the search's answer."""
    matcher = visit.matcher
    listing = matcher.engine.editions.listing(matcher.asked(None, None, EVIDENCE[0]), known.id)
    found = {
        evidence: tuple(one.category for one in listing.categories if one.evidence == evidence) for evidence in EVIDENCE[::-1]
    }
    return {evidence: letters for evidence, letters in found.items() if letters}


def _by_language(detail: QualificationDetail) -> tuple[tuple[str, Wording, tuple[KnownName, ...]], ...]:
    """The names that people write, with their language's tag and name, in the order of `LANGUAGES`."""
    order = {tag: number for number, tag in enumerate(LANGUAGES)}
    tags = sorted({one.language for one in detail.names}, key=lambda tag: (order.get(tag, len(order)), tag))
    return tuple(
        (tag, named(LANGUAGES, tag), tuple(sorted((one for one in detail.names if one.language == tag), key=attrgetter("weak"))))
        for tag in tags
    )


def _cited(detail: QualificationDetail) -> Iterator[str]:
    for listing in detail.listings.values():
        yield from (row.source for row in listing.categories if row.source)


PAGES = (
    Page(path=PATH, scope="match", handler=list_page, name="list.nav"),
    Page(path=f"{PATH}/differences", scope="match", handler=differences_page),
    Page(path=f"{PATH}/editions/{{edition}}", scope="match", handler=edition_page),
    Page(path=f"{PATH}/{{id}}", scope="match", handler=qualification_page),
)
