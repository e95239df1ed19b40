"""Stored screenings: the newest version of each, its history, and the ways to find them."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Self, cast

import attrs
from sqlalchemy import Row, Select

from qualmap.models import Json
from qualmap.records import Record
from qualmap.screening import Screening
from qualmap_matcher.service.json_text import Written, decode, encode, members
from qualmap_matcher.service.store.clock import now
from qualmap_matcher.service.store.ids import new_id
from qualmap_matcher.service.store.packing import pack
from qualmap_matcher.service.store.people import known_sealers, person_of, sealers_of
from qualmap_matcher.service.store.reviews import open_reviews, renew, state_after
from qualmap_matcher.service.store.schema import REVIEWS, SCREENING_VERSIONS, SCREENINGS
from qualmap_matcher.service.store.scope import Scope
from qualmap_matcher.service.store.sealing import Sealer, Vault
from qualmap_matcher.service.store.writing_down import written_down

Options = Mapping[str, Json]  # edition, as_of, minimum_evidence, as they were asked for


@attrs.frozen(kw_only=True)
class StoredScreening:
    """A screening with what the service knows of it; `record` is what was asked, `answer` the screening as JSON.

    The answer is written once and kept as it was written: whoever reads it later gets it byte for byte.
    """

    id: str
    version: int
    cause: str
    review: str
    created_at: str
    updated_at: str
    batch: str | None
    record: dict[str, Json]
    options: dict[str, Json]
    answer: bytes = attrs.field(repr=False)
    new_reviews: tuple[str, ...] = ()  # that this version opened; none where it was read from the database

    @property
    def screening(self) -> dict[str, Json]:
        """The answer, read; a new copy each time."""
        return cast("dict[str, Json]", decode(self.answer))

    @classmethod
    def opened(cls, stored: Row[tuple[object, ...]], version: Row[tuple[object, ...]], sealer: Sealer) -> StoredScreening:
        """The screening of a row of `screenings` in the version of a row of `screening_versions`."""
        content = members(sealer.text(version.sealed))
        return cls(
            id=stored.id,
            version=version.version,
            cause=version.cause,
            review=stored.review,
            created_at=stored.created_at,
            updated_at=version.created_at,
            batch=stored.batch,
            record=cast("dict[str, Json]", decode(content["record"])),
            options=cast("dict[str, Json]", decode(content["options"])),
            answer=content["screening"],
        )

    def to_dict(self) -> dict[str, object]:
        """As the service answers; the record's texts stand in the screening already."""
        return {
            "id": self.id,
            "version": self.version,
            "cause": self.cause,
            "review": self.review,
            "created_at": self.created_at,
            "updated_at": self.updated_at,
            "batch": self.batch,
            "screening": Written(self.answer),
        }


@attrs.frozen
class Draft:
    """An answer that is not stored yet, written down and packed: what needs no database is done before others have to wait."""

    record: Record
    screening: Screening
    options: Options
    answer: bytes = attrs.field(repr=False)
    packed: bytes = attrs.field(repr=False)

    @classmethod
    def of(cls, record: Record, screening: Screening, options: Options) -> Self:
        """The draft of an answer to a record, which was asked for with options."""
        answer = written_down(screening)
        return cls(record, screening, options, answer, _packed(record.to_dict(), options, answer))


@attrs.frozen(kw_only=True)
class Filters:
    """Which screenings are meant; None for any. `person` is a digest, `since` a moment as the store writes it."""

    decision: str | None = None
    category: str | None = None
    edition: str | None = None
    review: str | None = None
    since: str | None = None
    person: str | None = None
    batch: str | None = None


def add_many(
    scope: Scope, vault: Vault, drafts: Sequence[Draft], *, cause: str, batch: str | None = None
) -> list[StoredScreening]:
    """Store new screenings of records, a thousand at most, with what they ask a person to review."""
    persons = [person_of(scope, vault, one.record.ref) for one in drafts]
    sealers = known_sealers(scope, vault, set(persons))
    moment = now()
    found = [
        StoredScreening(
            id=new_id(),
            version=1,
            cause=cause,
            review="open" if open_reviews(one.screening) else "none",
            created_at=moment,
            updated_at=moment,
            batch=batch,
            record=one.record.to_dict(),
            options=dict(one.options),
            answer=one.answer,
        )
        for one in drafts
    ]
    all_of_it = list(zip(persons, found, drafts, strict=True))
    scope.insert_many(SCREENINGS, [_screening_row(person, stored, draft.screening) for person, stored, draft in all_of_it])
    versions = [_version_row(person, stored, sealers[person].seal_packed(draft.packed)) for person, stored, draft in all_of_it]
    scope.insert_many(SCREENING_VERSIONS, versions)
    tasks = [(stored.id, person, task) for person, stored, draft in all_of_it for task in open_reviews(draft.screening)]
    rows = [task.row(screening=id_, person=person, version=1) for id_, person, task in tasks]
    scope.insert_many(REVIEWS, rows)
    opened: dict[object, list[str]] = {}
    for row in rows:
        opened.setdefault(row["screening"], []).append(str(row["id"]))
    return [attrs.evolve(one, new_reviews=tuple(opened[one.id])) if one.id in opened else one for one in found]


def revise(
    scope: Scope, vault: Vault, earlier: StoredScreening, screening: Screening, options: Options, *, cause: str
) -> StoredScreening | None:
    """Store a newer version of a screening; None where another came first.

    What it asks a person to review follows: tasks that still stand go on under their ids. Who screens a stored record again takes
    the judgements along (`judgements.judgements_of`).
    """
    person, moment, review = person_of(scope, vault, screening.ref), now(), open_reviews(screening)
    stored = attrs.evolve(
        earlier,
        version=earlier.version + 1,
        cause=cause,
        review=state_after(scope, earlier.id, review),
        updated_at=moment,
        options=dict(options),
        answer=written_down(screening),
    )
    values = {name: value for name, value in _screening_row(person, stored, screening).items() if name != "id"}
    columns = SCREENINGS.c
    if not scope.update(SCREENINGS, columns.id == stored.id, columns.version == earlier.version, **values):
        return None
    sealer = known_sealers(scope, vault, (person,))[person]
    sealed = sealer.seal_packed(_packed(stored.record, stored.options, stored.answer))
    scope.insert(SCREENING_VERSIONS, **_version_row(person, stored, sealed))
    opened = renew(scope, screening=stored.id, person=person, version=stored.version, tasks=review)
    return attrs.evolve(stored, new_reviews=tuple(opened))


def _screening_row(person: str, stored: StoredScreening, screening: Screening) -> dict[str, object]:
    return {
        "id": stored.id,
        "person": person,
        "version": stored.version,
        "edition": screening.edition,
        "decision_id": screening.decision_id,
        "decisions": summary(screening),
        "review": stored.review,
        "created_at": stored.created_at,
        "updated_at": stored.updated_at,
        "batch": stored.batch,
    }


def _packed(record: Mapping[str, Json], options: Options, answer: bytes) -> bytes:
    """What is sealed of a version; `StoredScreening.opened` reads it."""
    return pack(encode({"record": record, "options": options, "screening": Written(answer)}))


def _version_row(person: str, stored: StoredScreening, sealed: bytes) -> dict[str, object]:
    return {
        "screening": stored.id,
        "version": stored.version,
        "person": person,
        "cause": stored.cause,
        "created_at": stored.updated_at,
        "sealed": sealed,
        "blanked": 0,
    }


def summary(screening: Screening) -> str:
    """The category and decision of every clause, each once, in a form that a filter can look into."""
    found = sorted({f"{one.category}:{one.decision}" for one in screening.benefits})
    return f";{';'.join(found)};"


def find(scope: Scope, vault: Vault, id_: str, *, version: int | None = None) -> StoredScreening | None:
    """A screening in its newest version or in another one; None for one that is not there."""
    row = scope.one(scope.select(SCREENINGS).where(SCREENINGS.c.id == id_))
    return next(iter(_opened(scope, vault, [row], version=version)), None) if row else None


@attrs.frozen
class Version:
    """One version of a screening, without its texts."""

    version: int
    cause: str
    created_at: str


def history(scope: Scope, id_: str) -> list[Version]:
    """The versions of a screening, the newest first."""
    columns = SCREENING_VERSIONS.c
    statement = scope.select(SCREENING_VERSIONS, columns.version, columns.cause, columns.created_at)
    rows = scope.all(statement.where(columns.screening == id_).order_by(columns.version.desc()))
    return [Version(row.version, row.cause, row.created_at) for row in rows]


def page(scope: Scope, vault: Vault, filters: Filters, *, before: str | None, limit: int) -> Sequence[StoredScreening]:
    """The newest screenings that the filters admit, older than the one whose id is `before`."""
    statement = _admitted(scope.select(SCREENINGS), filters).order_by(SCREENINGS.c.id.desc()).limit(limit)
    if before is not None:
        statement = statement.where(SCREENINGS.c.id < before)
    return _opened(scope, vault, scope.all(statement))


def matching(scope: Scope, filters: Filters) -> Select[tuple[object, ...]]:
    """A selection of the ids that the filters admit, for a condition of another statement."""
    return _admitted(scope.select(SCREENINGS, SCREENINGS.c.id), filters)


def _admitted(statement: Select[tuple[object, ...]], filters: Filters) -> Select[tuple[object, ...]]:
    for name in ("edition", "review", "person", "batch"):
        if (value := getattr(filters, name)) is not None:
            statement = statement.where(SCREENINGS.c[name] == value)
    if filters.since is not None:
        statement = statement.where(SCREENINGS.c.created_at >= filters.since)
    if filters.decision or filters.category:
        statement = statement.where(SCREENINGS.c.decisions.like(_pattern(filters), escape="\\"))
    return statement


def of_ids(scope: Scope, vault: Vault, ids: Collection[str]) -> list[StoredScreening]:
    """The screenings with these ids, in their newest versions; those that are gone are passed over."""
    return _opened(scope, vault, scope.all(scope.select(SCREENINGS).where(SCREENINGS.c.id.in_(ids))))


def _pattern(filters: Filters) -> str:
    """What a summary looks like that has this category and this decision in one clause."""
    category = filters.category or ""
    decision = (filters.decision or "").replace("_", "\\_")
    return f"%;{category}:{decision}{';' if decision else ''}%" if category else f"%:{decision};%"


def _opened(
    scope: Scope, vault: Vault, rows: Collection[Row[tuple[object, ...]]], *, version: int | None = None
) -> list[StoredScreening]:
    """The screenings of rows, in their newest version or in another one; those whose person was deleted are passed over."""
    wanted = {row.id: row.version if version is None else version for row in rows}
    columns = SCREENING_VERSIONS.c
    statement = scope.select(SCREENING_VERSIONS).where(columns.screening.in_(wanted), columns.version.in_(set(wanted.values())))
    versions = {(one.screening, one.version): one for one in scope.all(statement)}
    sealers = sealers_of(scope, vault, {row.person for row in rows})
    return [
        StoredScreening.opened(row, versions[row.id, wanted[row.id]], sealers[row.person])
        for row in rows
        if (row.id, wanted[row.id]) in versions and row.person in sealers
    ]
