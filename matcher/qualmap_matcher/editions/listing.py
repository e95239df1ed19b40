"""Where a qualification stands in an edition of the official list, and how well that is known."""

from __future__ import annotations

import csv
import datetime as dt
import functools
import hashlib
import itertools
import json
from collections.abc import Iterable, Mapping
from importlib.resources.abc import Traversable
from typing import Any, Self

import attrs

from qualmap.catalogue import Attachment
from qualmap.editions import EVIDENCE, Asked
from qualmap.errors import UnknownEditionError
from qualmap.models import CategoryListing, Listing
from qualmap_lists import data_folder, load_json
from qualmap_matcher.editions.sources import Source, bundled_sources

CATEGORIES = ("A", "B", "C", "D")
_NOT_LISTED = Listing("not_listed")
_NOT_IN_COPY = Listing("not_in_copy")
_DIGEST = 16  # hexadecimal digits: as many as the versions of lexicon and model have


_KNOWN_BY = {"confirmed": "confirmed by", "official": "official, read from"}


@attrs.frozen
class Row:
    """One line of an edition: a qualification in a category, with its evidence."""

    category: str
    qualification: str
    evidence: str
    reason: str | None
    source: str | None


@attrs.frozen(kw_only=True)
class Edition:
    """One published version of the list, in force from `in_force_from` up to but not including `in_force_until`.

    `attachment` is the authority's file that its rows were read from; None while none was seen.
    """

    id: str
    name_en: str | None
    name_zh: str
    notice: str | None
    in_force_from: dt.date
    in_force_from_basis: str
    in_force_until: dt.date | None
    declared_rows: dict[str, int] | None
    categories: tuple[str, ...]
    complete: bool
    carries_over: str | None
    sources: tuple[str, ...]
    attachment: Attachment | None = None


@attrs.define
class Editions:
    """All editions, in order of their dates; rows are read when they are first asked for.

    `official` are the rows of editions whose attachment was imported, by edition; `imported` the sources that came with them.
    """

    editions: dict[str, Edition]
    folder: Traversable
    official: Mapping[str, tuple[Row, ...]] = attrs.field(factory=dict)
    imported: Mapping[str, Source] = attrs.field(factory=dict)
    _rows: dict[str, tuple[Row, ...]] = attrs.field(init=False, factory=dict, repr=False)
    _listings: dict[Asked, dict[str, Listing]] = attrs.field(init=False, factory=dict, repr=False)
    _digests: dict[str, str] = attrs.field(init=False, factory=dict, repr=False)

    @classmethod
    def bundled(cls) -> Self:
        """The editions that come with the package."""
        return cls(
            {entry["id"]: edition_of(entry) for entry in load_json("editions", "editions.json")["editions"]},
            data_folder() / "editions",
        )

    def with_imported(
        self, imported: Iterable[Edition], rows: Mapping[str, tuple[Row, ...]], sources: Mapping[str, Source]
    ) -> Self:
        """These editions and the imported ones, which take the place of those of the same id, with their rows.

        Each edition but the last ends where the next one begins, as the bundled ones do.
        """
        known = {**self.editions, **{edition.id: edition for edition in imported}}
        ordered = sorted(known.values(), key=lambda edition: edition.in_force_from)
        for index, (edition, following) in enumerate(itertools.pairwise(ordered)):
            ordered[index] = attrs.evolve(edition, in_force_until=following.in_force_from)
        return type(self)(
            {edition.id: edition for edition in ordered},
            self.folder,
            {**self.official, **rows},
            {**self.imported, **sources},
        )

    @functools.cached_property
    def sources(self) -> Mapping[str, Source]:
        """Every source that may be cited, by id: the bundled ones and the imported ones."""
        return {**bundled_sources(), **self.imported}

    def __getitem__(self, edition: str) -> Edition:
        """The edition of this id; raises `UnknownEditionError`, which names the known ones."""
        try:
            return self.editions[edition]
        except KeyError:
            raise UnknownEditionError.no_such_id(edition, list(self.editions)) from None

    def in_force(self, on: dt.date) -> Edition:
        """The edition in force on a day; raises `UnknownEditionError` for a day before the first one."""
        found = [edition for edition in self.editions.values() if edition.in_force_from <= on]
        if not found:
            first = min(edition.in_force_from for edition in self.editions.values())
            raise UnknownEditionError.before_the_first(on, first)
        return max(found, key=lambda edition: edition.in_force_from)

    def rows(self, edition: str) -> tuple[Row, ...]:
        """The rows of an edition, by category."""
        if edition in self.official:
            return self.official[edition]
        if edition not in self._rows:
            known = self[edition]
            own = tuple(_read_rows(self.folder / edition / "rows.csv"))
            carried = tuple(_carried_over(row, known) for row in self.rows(known.carries_over)) if known.carries_over else ()
            self._rows[edition] = own + carried
        return self._rows[edition]

    def digest(self, edition: str) -> str:
        """The version of an edition: a hash over its entry and rows, by 16 hexadecimal digits; raises `UnknownEditionError`."""
        if edition not in self._digests:
            content = [attrs.asdict(self[edition]), [attrs.astuple(row) for row in self.rows(edition)]]
            encoded = json.dumps(content, ensure_ascii=False, sort_keys=True, default=dt.date.isoformat).encode()
            self._digests[edition] = hashlib.sha256(encoded).hexdigest()[:_DIGEST]
        return self._digests[edition]

    def listing(self, asked: Asked, qualification: str) -> Listing:
        """Where the qualification stands in the edition, by rows of the evidence that is asked for."""
        if asked not in self._listings:
            self._listings[asked] = self._listings_of(asked)
        absent = _NOT_LISTED if self.editions[asked.edition].complete else _NOT_IN_COPY
        return self._listings[asked].get(qualification, absent)

    def _listings_of(self, asked: Asked) -> dict[str, Listing]:
        accepted = EVIDENCE[EVIDENCE.index(asked.minimum_evidence) :]
        categories: dict[str, list[CategoryListing]] = {}
        for row in sorted(self.rows(asked.edition), key=lambda row: (row.qualification, row.category)):
            if row.evidence in accepted:
                listed = CategoryListing(row.category, row.evidence, row.source, row.reason)
                categories.setdefault(row.qualification, []).append(listed)
        return {qualification: Listing("listed", tuple(rows)) for qualification, rows in categories.items()}


def edition_of(entry: Mapping[str, Any]) -> Edition:
    """The edition that an entry of `editions.json`, or an imported `edition.json`, describes."""
    until = entry["in_force_until"]
    return Edition(
        id=entry["id"],
        name_en=entry.get("name_en"),
        name_zh=entry["name_zh"],
        notice=entry["notice"],
        in_force_from=dt.date.fromisoformat(entry["in_force_from"]),
        in_force_from_basis=entry["in_force_from_basis"],
        in_force_until=dt.date.fromisoformat(until) if until else None,
        declared_rows=entry["declared_rows"],
        categories=tuple(entry.get("categories") or CATEGORIES[:3]),
        complete=entry["complete"],
        carries_over=entry.get("carries_over"),
        sources=tuple(entry["sources"]),
        attachment=_attachment(entry["attachment"]) if entry.get("attachment") else None,
    )


def _attachment(entry: Mapping[str, Any]) -> Attachment:
    return Attachment(
        file=entry["file"],
        sha256=entry["sha256"],
        source=entry["source"],
        date=dt.date.fromisoformat(entry["date"]),
        accepted_on=dt.date.fromisoformat(entry["accepted_on"]),
        acknowledged=tuple(entry.get("acknowledged", ())),
    )


def _read_rows(file: Traversable) -> list[Row]:
    if not file.is_file():
        return []
    with file.open(encoding="utf-8") as lines:
        return [
            Row(row["category"], row["qualification"], row["evidence"], row["reason"] or None, row["source"] or None)
            for row in csv.DictReader(lines)
        ]


def _carried_over(row: Row, edition: Edition) -> Row:
    """A row of an earlier edition as it is taken to stand in a later one whose attachment was not seen: inferred."""
    known = f"inferred: {row.reason}" if row.evidence == "inferred" else f"{_KNOWN_BY[row.evidence]} {row.source}"
    unseen = f"the attachment of edition {edition.id} was not seen"
    reason = f"carried over from edition {edition.carries_over}, where it is {known}; {unseen}"
    return Row(row.category, row.qualification, "inferred", reason, None)
