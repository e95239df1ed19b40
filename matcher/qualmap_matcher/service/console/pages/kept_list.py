"""`/console/screenings`: every answer that was kept, the newest first, by what was decided and by whom it is about."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from typing import Self

import attrs

from qualmap.files.summaries import Summary, summary_of
from qualmap.parsing import structured
from qualmap.reports.signs import DECISIONS
from qualmap.screening import Screening
from qualmap_matcher.editions.listing import CATEGORIES
from qualmap_matcher.service.console.page import HOME, Elsewhere, Page, Shown
from qualmap_matcher.service.console.pages.screening import LONGEST_REF
from qualmap_matcher.service.console.pages.screening import PATH as SCREEN
from qualmap_matcher.service.console.paging import paged
from qualmap_matcher.service.console.visit import Visit
from qualmap_matcher.service.store import screenings
from qualmap_matcher.service.store.people import person_of
from qualmap_matcher.service.store.screenings import Filters, StoredScreening

PATH = f"{HOME}/screenings"
_AT_ONCE = 25  # answers of one page, each opened and read: some 20 KB
_REVIEWS = ("open", "done", "none")
_ID = re.compile(r"[0-9a-f-]{36}")
_DIGEST = re.compile(r"[0-9a-f]{64}")


@attrs.frozen(kw_only=True)
class Kept:
    """A kept answer in a line of the list."""

    stored: StoredScreening
    answer: Screening
    summary: Summary

    @classmethod
    def of(cls, stored: StoredScreening) -> Self:
        """The line of a stored answer."""
        answer = structured(stored.screening, Screening)
        return cls(stored=stored, answer=answer, summary=summary_of(answer))


async def screenings_page(visit: Visit) -> Shown | Elsewhere:
    """The kept answers that the filters in the address admit."""
    editions = tuple(one.id for one in visit.matcher.editions())
    filters = _filters(visit.query, editions)
    cursor = found if _ID.fullmatch(found := visit.query.get("cursor", "")) else None
    vault = visit.core.vault
    page, following = await visit.reading(
        lambda scope: paged(
            lambda limit: screenings.page(scope, vault, filters, before=cursor, limit=limit),
            at_once=_AT_ONCE,
        )
    )
    return Shown(
        template="screen/kept-rows.html" if visit.partial else "screen/kept-list.html",
        contents={
            "rows": [Kept.of(one) for one in page],
            "next_cursor": following,
            "filters": filters,
            "filtered": filters != Filters(),
            "categories": CATEGORIES,
            "editions": editions,
            "longest_ref": LONGEST_REF,
        },
    )


async def seek_screenings(visit: Visit) -> Shown | Elsewhere:
    """Lead to the answers about one ref; the address has the digest that stands for it, for a ref may be a person's name."""
    ref = visit.form.text("ref").strip()[:LONGEST_REF]
    if not ref:
        return Elsewhere(to=PATH)
    person = await visit.reading(lambda scope: person_of(scope, visit.core.vault, ref))
    return Elsewhere(to=f"{PATH}?person={person}")


def _filters(given: Mapping[str, str], editions: Sequence[str]) -> Filters:
    """What an address asks for; what is no choice counts as none."""
    choices: dict[str, Sequence[str]] = {
        "decision": tuple(DECISIONS),
        "category": CATEGORIES,
        "edition": editions,
        "review": _REVIEWS,
    }
    chosen = {name: one if (one := given.get(name)) in known else None for name, known in choices.items()}
    person = given.get("person", "")
    return Filters(**chosen, since=_day(given.get("since", "")), person=person if _DIGEST.fullmatch(person) else None)


def _day(written: str) -> str | None:
    try:
        return dt.date.fromisoformat(written).isoformat()
    except ValueError:
        return None


PAGES = (
    Page(path=PATH, scope="screen", handler=screenings_page, below=SCREEN),
    Page(path=PATH, scope="screen", handler=seek_screenings, method="POST", below=SCREEN),
)
