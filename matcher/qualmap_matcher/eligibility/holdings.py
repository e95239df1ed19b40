"""What a person's mentions give to decide on: the rows of what is held, and what ambiguous names could still be."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import attrs

from qualmap.editions import EVIDENCE, Asked
from qualmap.models import Mention, Qualification
from qualmap.screening import Wording
from qualmap_matcher.editions.listing import Editions

HELD = "held"  # only this claim can carry a benefit


@attrs.frozen(slots=True)
class HeldRow:
    """A row of a qualification that is held, in one category."""

    qualification: str
    name: Wording
    category: str
    evidence: str
    source: str | None


@attrs.frozen(slots=True)
class Unsettled:
    """An ambiguous name that is held: the mention's index, and the rows that it could turn out to stand for."""

    mention: int
    rows: tuple[HeldRow, ...]

    def opens(self, categories: Iterable[str]) -> bool:
        """Whether one of the rows is in one of these categories."""
        return any(row.category in categories for row in self.rows)


@attrs.frozen(slots=True, cache_hash=True)
class Opening:
    """What of a person's holdings opens a clause: the rows, the best first, and whether an ambiguous name could."""

    rows: tuple[HeldRow, ...]
    unsettled: bool


@attrs.frozen(slots=True)
class Holdings:
    """Rows by qualification, and ambiguous names in the order of the mentions."""

    rows: tuple[HeldRow, ...]
    unsettled: tuple[Unsettled, ...]
    _openings: dict[tuple[str, ...], Opening] = attrs.field(init=False, factory=dict, eq=False, repr=False)

    def opening(self, categories: tuple[str, ...]) -> Opening:
        """What opens a clause for rows in these categories; looked for once, for most clauses ask for the same."""
        found = self._openings.get(categories)
        if found is None:
            rows = best_first(row for row in self.rows if row.category in categories)
            found = self._openings[categories] = Opening(rows, bool(self.unsettled_in(categories)))
        return found

    def unsettled_in(self, categories: Iterable[str]) -> tuple[int, ...]:
        """The mentions that could turn out to have a row in one of these categories."""
        return tuple([one.mention for one in self.unsettled if one.opens(categories)])

    def possible_rows_in(self, categories: Iterable[str]) -> tuple[HeldRow, ...]:
        """The rows in one of these categories that an ambiguous name could stand for."""
        return tuple([row for one in self.unsettled for row in one.rows if row.category in categories])


def holdings(mentions: Sequence[Mention], editions: Editions, asked: Asked, cards: Mapping[str, Qualification]) -> Holdings:
    """The holdings of one person; the order of the mentions makes no difference to the rows. `cards` are all qualifications."""
    held = [(index, mention) for index, mention in enumerate(mentions) if mention.claim == HELD]
    known = {
        mention.qualification.id: (mention.qualification, mention.listing)
        for _, mention in held
        if mention.qualification and mention.listing
    }
    return Holdings(
        tuple(
            HeldRow(id_, Wording(one.name_en, one.name_zh), row.category, row.evidence, row.source)
            for id_, (one, listing) in sorted(known.items())
            for row in listing.categories
        ),
        tuple(
            Unsettled(index, rows)
            for index, mention in held
            if mention.outcome == "ambiguous" and (rows := _possible_rows(mention, editions, asked, cards))
        ),
    )


def _possible_rows(mention: Mention, editions: Editions, asked: Asked, cards: Mapping[str, Qualification]) -> tuple[HeldRow, ...]:
    return tuple(
        HeldRow(one.id, Wording(cards[one.id].name_en, cards[one.id].name_zh), row.category, row.evidence, row.source)
        for one in mention.candidates
        for row in editions.listing(asked, one.id).categories
    )


def qualifications(rows: Iterable[HeldRow]) -> tuple[str, ...]:
    """The ids of the rows' qualifications, sorted."""
    return tuple(sorted({row.qualification for row in rows}))


def best_first(rows: Iterable[HeldRow]) -> tuple[HeldRow, ...]:
    """The rows with the strongest evidence first, then by qualification and category."""
    return tuple(sorted(rows, key=lambda row: (-EVIDENCE.index(row.evidence), row.qualification, row.category)))
