"""How much of an edition is known, as stacked bars: one for each category, a stretch of it for each kind of evidence."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import attrs

from qualmap.catalogue import CategoryCoverage, EditionSummary
from qualmap.editions import EVIDENCE

WIDTH = 200  # of the longest bar, in units of its drawing


@attrs.frozen
class Stretch:
    """The rows of one evidence within a bar: where it begins and how long it is, in the drawing's units."""

    evidence: str
    rows: int
    x: float
    width: float


@attrs.frozen
class Bar:
    """A category with its stretches, the surest first; `declared` is where the published total ends, None where none was said."""

    coverage: CategoryCoverage
    stretches: tuple[Stretch, ...]
    declared: float | None


def bars(editions: Sequence[EditionSummary]) -> Mapping[str, tuple[Bar, ...]]:
    """The bars of each edition by its id, all on one scale."""
    longest = max((max(one.rows, one.published or 0) for edition in editions for one in edition.categories), default=0)
    unit = WIDTH / max(longest, 1)
    return {edition.id: tuple(_bar(one, unit) for one in edition.categories) for edition in editions}


def _bar(coverage: CategoryCoverage, unit: float) -> Bar:
    stretches, x = [], 0.0
    for evidence in reversed(EVIDENCE):
        rows = int(getattr(coverage, evidence))
        if rows:
            stretches.append(Stretch(evidence, rows, round(x, 2), round(rows * unit, 2)))
        x += rows * unit
    return Bar(coverage, tuple(stretches), None if coverage.published is None else round(coverage.published * unit, 2))
