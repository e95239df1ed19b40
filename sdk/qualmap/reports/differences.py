"""What a report about two editions says: the differences by what changed, and how many there are of each."""

from __future__ import annotations

import attrs

from qualmap.comparing import Comparison, Difference
from qualmap.reports.contents import titled
from qualmap.reports.signs import CHANGES
from qualmap.screening import Benefit, Screening, SourceReference, Title, Wording


@attrs.frozen
class Differences:
    """The differences of one comparison, those that matter most first."""

    by_change: dict[str, tuple[Difference, ...]]
    sources: tuple[SourceReference, ...]

    @classmethod
    def of(cls, comparison: Comparison) -> Differences:
        """Sort the differences of a comparison; kinds of change that do not occur have no entry."""
        found = {change: tuple(one for one in comparison.differences if one.change == change) for change in CHANGES}
        cited = {
            source.id: source
            for difference in comparison.differences
            for side in (difference.before, difference.after)
            for source in (side.sources if side else ())
        }
        return cls({change: ones for change, ones in found.items() if ones}, tuple(cited.values()))


def heading(difference: Difference) -> Wording:
    """What a difference is about: the later clause's text, the earlier one's where there is no later, or the title."""
    text = _about(difference.after) or _about(difference.before)
    assert text is not None  # noqa: S101 - a difference has one side at least
    return text


def _about(side: Benefit | Title | None) -> Wording | None:
    if side is None:
        return None
    return side.text if isinstance(side, Benefit) else titled(side)


def both_sides(comparison: Comparison, difference: Difference) -> tuple[tuple[Screening, Benefit | Title | None], ...]:
    """The two sides with the screenings that they are of."""
    return (comparison.before, difference.before), (comparison.after, difference.after)
