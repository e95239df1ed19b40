"""`/console/reviews`: what waits for a person, one task a page, decided with one key; what was decided, and taking it back."""

from __future__ import annotations

from collections.abc import Callable

import attrs

from qualmap.errors import InputError
from qualmap.models import Json, Qualification
from qualmap.parsing import structured
from qualmap.screening import ScreenedMention
from qualmap_matcher.service.console.marking import cuts
from qualmap_matcher.service.console.page import HOME, Elsewhere, Page, Shown
from qualmap_matcher.service.console.paging import paged
from qualmap_matcher.service.console.visit import Visit
from qualmap_matcher.service.console.waterfall import waterfall
from qualmap_matcher.service.deciding_reviews import CLAIMS, LONGEST_NOTE, decided, verdict_of
from qualmap_matcher.service.problems import Problem, not_found
from qualmap_matcher.service.showing_reviews import Desk
from qualmap_matcher.service.showing_reviews import Shown as Task
from qualmap_matcher.service.store import reviews
from qualmap_matcher.service.store.judgements import Court, Outcome
from qualmap_matcher.service.store.reviews import JUDGED, OPEN
from qualmap_matcher.service.store.scope import Scope

PATH = f"{HOME}/reviews"
ONE = f"{PATH}/{{id}}"
_AT_ONCE = 25  # tasks on a page
_MOST_FOUND = 10  # qualifications that a search shows
_LONGEST = 200  # characters of a search
_OUTCOMES = ("ambiguous", "review")
_JUDGED = "judged"
_AGAIN = "review.decided-already"


@attrs.frozen(kw_only=True)
class Seen:
    """A task as the pages show it."""

    task: Task
    mention: ScreenedMention

    @classmethod
    def of(cls, task: Task) -> Seen:
        """The task with its mention as a model."""
        return cls(task=task, mention=structured(task.mention, ScreenedMention))


async def review_queue(visit: Visit) -> Shown | Elsewhere:
    """What waits, the oldest first; or what was judged, the latest first."""
    state = _JUDGED if visit.query.get("state") == _JUDGED else OPEN
    outcome = found if (found := visit.query.get("outcome", "")) in _OUTCOMES else ""
    cursor = visit.query.get("cursor")

    def find(limit: int, scope: Scope) -> list[reviews.Review]:
        if state == _JUDGED:
            return reviews.judged_page(scope, before=cursor, limit=limit)
        return reviews.page(scope, reviews.Filters(state=OPEN, outcome=outcome or None), after=cursor, limit=limit)

    def work(scope: Scope) -> tuple[list[Seen], str | None, int]:
        page, following = paged(lambda limit: find(limit, scope), at_once=_AT_ONCE)
        desk = _desk(visit, scope)
        return [Seen.of(desk.shown(one)) for one in page], following, reviews.count_open(scope)

    tasks, following, waiting = await visit.reading(work)
    contents = {"tasks": tasks, "next_cursor": following, "waiting": waiting, "state": state, "outcome_wanted": outcome}
    return Shown(template="review/queue.html", contents={**contents, "known": visit.matcher.engine.qualifications})


async def next_review(visit: Visit) -> Shown | Elsewhere:
    """Lead to the task that has waited longest, or to the one after another."""
    after = visit.query.get("after") or None
    following = await visit.reading(lambda scope: reviews.next_open(scope, after=after))
    return Elsewhere(to=_with_keys(visit, f"{PATH}/{following}")) if following else Elsewhere(to=PATH, notice="review.all-done")


async def review_page(visit: Visit) -> Shown | Elsewhere:
    """One task with what helps to decide it; a decided one with its judgement."""
    return await _page(visit)


async def judge_here(visit: Visit) -> Shown | Elsewhere:
    """Decide a task, then show the next; `do=search` looks for other qualifications first."""
    form, id_ = visit.form, visit.path["id"]
    action, _, qualification = form.text("do").partition(":")
    if action == "search":
        return await _page(visit)
    body: dict[str, Json] = {"action": action, "note": form.text("note").strip() or None, "teach": form.text("teach") == "yes"}
    if action != "reject":
        body |= {"qualification": qualification, "claim": form.text("claim") or None}
    try:
        verdict = verdict_of(body, visit.who)
        return await _decided(visit, lambda court: court.judge(id_, verdict), notice=f"review.{action}")
    except InputError as error:
        return await _page(visit, wrong=error)
    except Problem as problem:
        if problem.code != "conflict":
            raise
        return Elsewhere(to=_with_keys(visit, f"{PATH}/{id_}"), notice=_AGAIN)


async def undo_here(visit: Visit) -> Shown | Elsewhere:
    """Take a judgement back: the task is open again."""
    id_ = visit.path["id"]
    try:
        return await _decided(visit, lambda court: court.undo(id_), notice="review.undone", stay=True)
    except Problem as problem:
        if problem.code != "conflict":
            raise
        return Elsewhere(to=_with_keys(visit, f"{PATH}/{id_}"), notice=_AGAIN)


async def _decided(visit: Visit, decide: Callable[[Court], Outcome], *, notice: str, stay: bool = False) -> Elsewhere:
    core, id_ = visit.core, visit.path["id"]

    def work(scope: Scope) -> str | None:
        decided(scope, core, decide, who=visit.who)
        return id_ if stay else reviews.next_open(scope, after=id_)

    following = await visit.writing(work)
    core.own_engines.changed(visit.tenant)
    if following is None:
        return Elsewhere(to=f"{PATH}?state={_JUDGED}", notice="review.all-done")
    return Elsewhere(to=_with_keys(visit, f"{PATH}/{following}"), notice=notice)


async def _page(visit: Visit, *, wrong: InputError | None = None) -> Shown:
    id_ = visit.path["id"]

    def find(scope: Scope) -> tuple[Seen, int, str | None] | None:
        review = reviews.find(scope, id_)
        if review is None:
            return None
        following = reviews.next_open(scope, after=id_)
        return Seen.of(_desk(visit, scope).shown(review)), reviews.count_open(scope), following

    found = await visit.reading(find)
    if found is None:
        raise not_found("review")
    seen, waiting, following = found
    matcher, words = visit.matcher, visit.form.text("words").strip()[:_LONGEST]
    others = matcher.qualifications(words)[:_MOST_FOUND] if words else ()
    engine = matcher.engine
    asked = matcher.asked(seen.task.edition, None, "inferred")
    named = [one.id for one in seen.mention.candidates if one.id in engine.qualifications]
    contents = {
        "seen": seen,
        "task": seen.task,
        "mention": seen.mention,
        "cuts": tuple(cuts(str(seen.task.credential["text"]), ((1, seen.mention),))),
        "candidates": [_choice(engine.qualifications[id_], engine.editions.listing(asked, id_)) for id_ in named],
        "shares": {one.id: one.confidence for one in seen.mention.candidates},
        "others": [_choice(one, engine.editions.listing(asked, one.id)) for one in others],
        "words": words,
        "sources": engine.editions.sources,
        "fall": waterfall(seen.mention.reasons),
        "known": engine.qualifications,
        "waiting": waiting,
        "following": following,
        "is_open": seen.task.state == OPEN,
        "is_judged": seen.task.state in JUDGED,
        "keys": visit.query.get("keys") != "off",
        "claims": CLAIMS,
        "claim": visit.form.text("claim"),
        "note": visit.form.text("note"),
        "teach": visit.page.method == "GET" or visit.form.text("teach") == "yes",
        "longest_note": LONGEST_NOTE,
        "wrong": wrong,
    }
    if visit.partial:
        return Shown(template="review/others.html", contents=contents)
    return Shown(template="review/task.html", contents=contents, status=422 if wrong else 200)


def _choice(known: Qualification, listing: object) -> dict[str, object]:
    return {"known": known, "listing": listing}


def _desk(visit: Visit, scope: Scope) -> Desk:
    return Desk(scope, visit.core.vault, visit.core.matcher.engine.qualifications)


def _with_keys(visit: Visit, address: str) -> str:
    """The address, with the keys off where they were turned off."""
    return f"{address}?keys=off" if visit.query.get("keys") == "off" else address


PAGES = (
    Page(path=PATH, scope="review", handler=review_queue, name="review.nav"),
    Page(path=f"{HOME}/reviews-next", scope="review", handler=next_review),
    Page(path=ONE, scope="review", handler=review_page),
    Page(path=ONE, scope="review", handler=judge_here, method="POST"),
    Page(path=f"{ONE}/undo", scope="review", handler=undo_here, method="POST"),
)
