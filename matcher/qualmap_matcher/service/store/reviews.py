"""What a person has to look at: mentions that are ambiguous or not safe, each a task that lasts from version to version."""

from __future__ import annotations

import json
from collections.abc import Sequence

import attrs
from sqlalchemy import Connection, Row, and_, func, or_, select

from qualmap.screening import Screening
from qualmap_matcher.service.store.clock import now
from qualmap_matcher.service.store.ids import new_id
from qualmap_matcher.service.store.schema import REVIEWS
from qualmap_matcher.service.store.scope import Scope

OPEN, VOID = "open", "void"
JUDGED = ("confirmed", "corrected", "rejected")
_FOR_A_PERSON = frozenset({"ambiguous", "review"})

Place = tuple[int, int, int]
"""Where a mention stands in its record: the index of the credential, and from where to where in its text."""


@attrs.frozen
class Task:
    """One mention of a screening, by its index, that a person has to look at."""

    mention: int
    outcome: str
    place: Place

    def row(self, *, screening: str, person: str, version: int) -> dict[str, object]:
        """How it is stored, under a new id."""
        credential, start, end = self.place
        return {
            "id": new_id(),
            "screening": screening,
            "person": person,
            "version": version,
            "mention": self.mention,
            "credential": credential,
            "span_start": start,
            "span_end": end,
            "outcome": self.outcome,
            "state": OPEN,
            "created_at": now(),
        }


@attrs.frozen(kw_only=True)
class Judged:
    """What was decided: by whom, when, and what came of teaching it (`learning.TEACHING`)."""

    action: str
    qualification: str | None
    claim: str | None
    teaching: str
    by: str
    at: str


@attrs.frozen(kw_only=True)
class Review:
    """A task as it is stored; `version` and `mention` say where the mention stands, `sealed_note` is the judge's."""

    id: str
    screening: str
    person: str
    version: int
    mention: int
    place: Place
    outcome: str
    state: str
    created_at: str
    judged: Judged | None
    sealed_note: bytes | None
    teaches: str | None

    @classmethod
    def of_row(cls, row: Row[tuple[object, ...]]) -> Review:
        """The review of a database row."""
        said = json.loads(row.judgement) if row.judgement else None
        return cls(
            id=row.id,
            screening=row.screening,
            person=row.person,
            version=row.version,
            mention=row.mention,
            place=(row.credential, row.span_start, row.span_end),
            outcome=row.outcome,
            state=row.state,
            created_at=row.created_at,
            judged=Judged(**said, by=row.judged_by, at=row.judged_at) if said else None,
            sealed_note=row.sealed_note,
            teaches=row.teaches,
        )


@attrs.frozen(kw_only=True)
class Filters:
    """Which reviews are meant; None for any."""

    state: str | None = None
    outcome: str | None = None
    screening: str | None = None


def open_reviews(screening: Screening) -> list[Task]:
    """The tasks that a screening raises."""
    return [
        Task(index, one.outcome, (one.credential, one.start, one.end))
        for index, one in enumerate(screening.mentions)
        if one.outcome in _FOR_A_PERSON
    ]


def renew(scope: Scope, *, screening: str, person: str, version: int, tasks: Sequence[Task]) -> list[str]:
    """Bring the open tasks of a screening to its newest version; gives the ids of those that are new.

    A task whose mention still asks goes on under its id; one whose mention does not is void.
    """
    columns = REVIEWS.c
    waiting = {review.place: review for review in _all_of(scope, screening) if review.state == OPEN}
    added = []
    for task in tasks:
        known = waiting.pop(task.place, None)
        if known is None:
            added.append(task.row(screening=screening, person=person, version=version))
        else:
            scope.update(REVIEWS, columns.id == known.id, version=version, mention=task.mention, outcome=task.outcome)
    for review in waiting.values():
        scope.update(REVIEWS, columns.id == review.id, state=VOID)
    scope.insert_many(REVIEWS, added)
    return [str(row["id"]) for row in added]


def state_after(scope: Scope, screening: str, tasks: Sequence[Task]) -> str:
    """Where a screening with these open tasks stands: `open`, else `done` where a person judged any mention, else `none`."""
    if tasks:
        return OPEN
    return "done" if judged_in(scope, screening) else "none"


def judged_in(scope: Scope, screening: str) -> list[Review]:
    """The judged reviews of a screening, the oldest first."""
    return [review for review in _all_of(scope, screening) if review.state in JUDGED]


def find(scope: Scope, id_: str) -> Review | None:
    """A review; None for one that is not there."""
    row = scope.one(scope.select(REVIEWS).where(REVIEWS.c.id == id_))
    return Review.of_row(row) if row else None


def page(scope: Scope, filters: Filters, *, after: str | None, limit: int) -> list[Review]:
    """The oldest reviews that the filters admit, younger than the one whose id is `after`: who waits longest comes first."""
    statement = scope.select(REVIEWS).order_by(REVIEWS.c.id).limit(limit)
    if after is not None:
        statement = statement.where(REVIEWS.c.id > after)
    for name, value in attrs.asdict(filters).items():
        if value is not None:
            statement = statement.where(REVIEWS.c[name] == value)
    return [Review.of_row(row) for row in scope.all(statement)]


def judged_page(scope: Scope, *, before: str | None, limit: int) -> list[Review]:
    """The reviews judged last, earlier than the one whose id is `before`."""
    columns = REVIEWS.c
    statement = scope.select(REVIEWS).where(columns.state.in_(JUDGED)).order_by(columns.judged_at.desc(), columns.id.desc())
    known = find(scope, before) if before is not None else None
    if known is not None and known.judged is not None:
        at = known.judged.at
        statement = statement.where(or_(columns.judged_at < at, and_(columns.judged_at == at, columns.id < known.id)))
    return [Review.of_row(row) for row in scope.all(statement.limit(limit))]


def next_open(scope: Scope, *, after: str | None) -> str | None:
    """The id of the open review that has waited longest, of those younger than another where there is one."""
    for start in dict.fromkeys((after, None)):
        found = page(scope, Filters(state=OPEN), after=start, limit=1)
        if found and found[0].id != after:
            return found[0].id
    return None


def count_open(scope: Scope) -> int:
    """How many tasks of this tenant wait for a person."""
    statement = scope.select(REVIEWS, REVIEWS.c.state).where(REVIEWS.c.state == OPEN).group_by(REVIEWS.c.state)
    row = scope.one(statement.add_columns(func.count().label("waiting")))
    return int(row.waiting) if row else 0


def _all_of(scope: Scope, screening: str) -> list[Review]:
    rows = scope.all(scope.select(REVIEWS).where(REVIEWS.c.screening == screening).order_by(REVIEWS.c.id))
    return [Review.of_row(row) for row in rows]


def open_everywhere(connection: Connection) -> int:
    """How many tasks of all tenants wait for a person."""
    statement = select(func.count()).select_from(REVIEWS).where(REVIEWS.c.state == OPEN)
    return connection.execute(statement).scalar_one()
