"""Count an edition's rows by category and evidence, beside the totals that its notice published."""

from __future__ import annotations

from collections import Counter

from qualmap.catalogue import CategoryCoverage, EditionSummary
from qualmap_matcher.editions.listing import CATEGORIES, Editions


def summarise(editions: Editions, edition: str) -> EditionSummary:
    """The summary of one edition; raises `UnknownEditionError`."""
    known = editions[edition]
    counts = Counter((row.category, row.evidence) for row in editions.rows(edition))
    published = known.declared_rows or {}
    return EditionSummary(
        id=known.id,
        name_en=known.name_en,
        name_zh=known.name_zh,
        notice=known.notice,
        in_force_from=known.in_force_from,
        in_force_from_basis=known.in_force_from_basis,
        in_force_until=known.in_force_until,
        complete=known.complete,
        categories=tuple(
            CategoryCoverage(
                category,
                official=counts[category, "official"],
                confirmed=counts[category, "confirmed"],
                inferred=counts[category, "inferred"],
                published=published.get(category),
            )
            for category in CATEGORIES
            if category in known.categories
        ),
        sources=known.sources,
        attachment=known.attachment,
    )
