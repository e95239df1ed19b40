"""`/console/screenings/{id}`: an answer that was kept, with its versions, to read, print and share inside the company."""

from __future__ import annotations

from qualmap.parsing import structured
from qualmap.records import Record
from qualmap.screening import Screening
from qualmap_matcher.service.console.page import HOME, Elsewhere, Page, Shown
from qualmap_matcher.service.console.pages.screening import PATH as SCREEN
from qualmap_matcher.service.console.showing import screening_contents
from qualmap_matcher.service.console.visit import Visit
from qualmap_matcher.service.problems import not_found
from qualmap_matcher.service.store import reviews, screenings
from qualmap_matcher.service.store.reviews import Review
from qualmap_matcher.service.store.scope import Scope
from qualmap_matcher.service.store.screenings import StoredScreening, Version

PATH = f"{HOME}/screenings/{{id}}"
_MOST_REVIEWS = 200  # of one screening: nobody has so many mentions
_LONGEST_NUMBER = 9  # digits of a version


async def screening_page(visit: Visit) -> Shown | Elsewhere:
    """One kept answer, in its newest version or in the one that the address names."""
    number = visit.query.get("version", "")
    version = int(number) if number.isascii() and number.isdecimal() and len(number) <= _LONGEST_NUMBER else None

    def find(scope: Scope) -> tuple[StoredScreening | None, list[Version], list[Review]]:
        id_ = visit.path["id"]
        kept = screenings.find(scope, visit.core.vault, id_, version=version)
        waiting = reviews.page(scope, reviews.Filters(state=reviews.OPEN, screening=id_), after=None, limit=_MOST_REVIEWS)
        return kept, screenings.history(scope, id_), waiting

    kept, history, waiting = await visit.reading(find)
    if kept is None:
        raise not_found("screening")
    answer = structured(kept.screening, Screening)
    return Shown(
        template="screen/kept.html",
        contents={
            "kept": kept,
            "history": history,
            "newest": history[0].version,
            "waiting": waiting if visit.may("review") else [],
            **screening_contents(visit, answer, Record.of(kept.record)),
        },
    )


PAGES = (Page(path=PATH, scope="screen", handler=screening_page, below=SCREEN),)
