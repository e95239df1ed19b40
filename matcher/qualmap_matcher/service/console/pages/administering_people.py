"""`/console/admin/people`: for how long texts are kept, and what is stored about one person, given out or deleted."""

from __future__ import annotations

import asyncio

import attrs
import msgspec

from qualmap.errors import InputError
from qualmap_matcher.service.administering import MOST_DAYS, checked_days, delete_person, export_person, set_retention
from qualmap_matcher.service.console.page import HOME, Answered, Download, Elsewhere, Page, Shown
from qualmap_matcher.service.console.visit import Visit
from qualmap_matcher.service.store.accounts import retention_of
from qualmap_matcher.service.store.people import person_of, sealer_of
from qualmap_matcher.service.store.scope import Scope

PATH = f"{HOME}/admin/people"
_YES = "yes"
_MOST_DIGITS = 9  # more are no number of days


@attrs.frozen(kw_only=True)
class Asked:
    """What a form asked, to be shown again: `wrong` is the key of a message, `sure` the step in which a person confirms."""

    days: str | None = None
    ref: str = ""
    wrong_days: str | None = None
    wrong_ref: str | None = None
    sure: str | None = None


async def people_page(visit: Visit) -> Answered:
    """Retention, and the forms for one person."""
    return await _page(visit, Asked())


async def change_retention(visit: Visit) -> Answered:
    """Keep texts for so many days; fewer than now only once that is confirmed, for what is blanked does not come back."""
    written = visit.form.text("days").strip()
    try:
        days = checked_days(int(written) if written.isdecimal() and len(written) <= _MOST_DIGITS else None)
    except InputError:
        return await _page(visit, Asked(days=written, wrong_days="admin.days-wrong"))
    if days < await visit.reading(_kept) and visit.form.text("sure") != _YES:
        return await _page(visit, Asked(days=str(days), sure="retention"))
    await visit.writing(lambda scope: set_retention(scope, days, who=visit.who))
    return Elsewhere(to=PATH, notice="admin.retention-changed")


async def give_dossier(visit: Visit) -> Answered:
    """Everything that is stored about one person, as a file."""
    ref = visit.form.text("ref").strip()
    if not ref:
        return await _page(visit, Asked(wrong_ref="admin.ref-missing"))
    found = await visit.writing(lambda scope: export_person(scope, visit.core.vault, ref, who=visit.who))
    if found is None:
        return await _page(visit, Asked(ref=ref, wrong_ref="admin.ref-unknown"))
    content = msgspec.json.format(msgspec.json.encode(found), indent=2)
    return Download(name="person.json", media_type="application/json", content=content)  # not the ref: file names travel


async def forget_person(visit: Visit) -> Answered:
    """Delete everything that is stored about one person, once that is confirmed."""
    ref = visit.form.text("ref").strip()
    if not ref:
        return await _page(visit, Asked(wrong_ref="admin.ref-missing"))
    if visit.form.text("sure") != _YES:
        known = await visit.reading(lambda scope: sealer_of(scope, visit.core.vault, person_of(scope, visit.core.vault, ref)))
        return await _page(visit, Asked(ref=ref, sure="person") if known else Asked(ref=ref, wrong_ref="admin.ref-unknown"))
    erased = await visit.writing(lambda scope: delete_person(scope, visit.core.vault, ref, who=visit.who))
    if erased is None:
        return await _page(visit, Asked(ref=ref, wrong_ref="admin.ref-unknown"))
    await asyncio.to_thread(visit.core.forget_person, visit.tenant)
    return Elsewhere(to=PATH, notice="admin.person-deleted")


def _kept(scope: Scope) -> int:
    return retention_of(scope.connection, scope.tenant)


async def _page(visit: Visit, asked: Asked) -> Shown:
    wrong = asked.wrong_days or asked.wrong_ref
    return Shown(
        template="admin/people.html",
        contents={"kept": await visit.reading(_kept), "most": MOST_DAYS, "asked": asked},
        status=422 if wrong else 200,
    )


PAGES = (
    Page(path=PATH, scope="admin", handler=people_page),
    Page(path=f"{PATH}/retention", scope="admin", handler=change_retention, method="POST"),
    Page(path=f"{PATH}/export", scope="admin", handler=give_dossier, method="POST"),
    Page(path=f"{PATH}/delete", scope="admin", handler=forget_person, method="POST"),
)
