"""What changed between two editions of the list: rows that came, that went, and that stand in another category."""

from __future__ import annotations

from qualmap.differences import DifferingQualification, EditionDifferences
from qualmap.models import CategoryListing, Qualification
from qualmap_matcher.editions.listing import Editions, Row


def differ(editions: Editions, before: str, after: str, cards: dict[str, Qualification]) -> EditionDifferences:
    """The differences from one edition to another; `cards` describe the qualifications. Raises `UnknownEditionError`."""
    rows = {edition: _by_qualification(editions.rows(edition)) for edition in (before, after)}
    added, removed, moved = [], [], []
    for id_ in sorted({*rows[before], *rows[after]}):
        one = DifferingQualification(cards[id_], rows[before].get(id_, ()), rows[after].get(id_, ()))
        if not one.before:
            added.append(one)
        elif not one.after:
            removed.append(one)
        elif {row.category for row in one.before} != {row.category for row in one.after}:
            moved.append(one)
    return EditionDifferences(
        before=before,
        after=after,
        before_complete=editions[before].complete,
        after_complete=editions[after].complete,
        added=tuple(added),
        removed=tuple(removed),
        moved=tuple(moved),
    )


def _by_qualification(rows: tuple[Row, ...]) -> dict[str, tuple[CategoryListing, ...]]:
    found: dict[str, tuple[CategoryListing, ...]] = {}
    for row in sorted(rows, key=lambda row: (row.qualification, row.category)):
        listed = CategoryListing(row.category, row.evidence, row.source, row.reason)
        found[row.qualification] = (*found.get(row.qualification, ()), listed)
    return found
