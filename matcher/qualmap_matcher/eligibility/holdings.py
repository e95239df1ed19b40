"""What a person's mentions give to decide on: the rows of what is held, and what ambiguous names could still be."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import attrs

from qualmap.editions import EVIDENCE, Asked
from qualmap.models import Mention
from qualmap.screening import Wording
from qualmap_matcher.editions.listing import Editions

_HELD = "held"  # only this claim can carry a benefit


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
    """An ambiguous name that is held: the mention's index, and the categories that a candidate has a row in."""

    mention: int
    categories: frozenset[str]


@attrs.frozen(slots=True)
class Holdings:
    """Rows by qualification, and ambiguous names in the order of the mentions."""

    rows: tuple[HeldRow, ...]
    unsettled: tuple[Unsettled, ...]

    def rows_in(self, categories: Iterable[str]) -> tuple[HeldRow, ...]:
        """The rows in one of these categories."""
        return tuple([row for row in self.rows if row.category in categories])

    def unsettled_in(self, categories: Iterable[str]) -> tuple[int, ...]:
        """The mentions that could turn out to have a row in one of these categories."""
        return tuple([one.mention for one in self.unsettled if not one.categories.isdisjoint(categories)])


def holdings(mentions: Sequence[Mention], editions: Editions, asked: Asked) -> Holdings:
    """The holdings of one person; the order of the mentions makes no difference to the rows."""
    held = [(index, mention) for index, mention in enumerate(mentions) if mention.claim == _HELD]
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
            Unsettled(index, categories)
            for index, mention in held
            if mention.outcome == "ambiguous" and (categories := _categories(mention, editions, asked))
        ),
    )


def _categories(mention: Mention, editions: Editions, asked: Asked) -> frozenset[str]:
    listings = (editions.listing(asked, candidate.id) for candidate in mention.candidates)
    return frozenset(row.category for listing in listings for row in listing.categories)


def qualifications(rows: Iterable[HeldRow]) -> tuple[str, ...]:
    """The ids of the rows' qualifications, sorted."""
    return tuple(sorted({row.qualification for row in rows}))


def best_first(rows: Iterable[HeldRow]) -> tuple[HeldRow, ...]:
    """The rows with the strongest evidence first, then by qualification and category."""
    return tuple(sorted(rows, key=lambda row: (-EVIDENCE.index(row.evidence), row.qualification, row.category)))
