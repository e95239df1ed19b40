"""A confidence as a waterfall: each reason a bar that begins where the one before ended."""

from __future__ import annotations

import itertools
from collections.abc import Iterable

import attrs

from qualmap.models import Reason
from qualmap_matcher.eligibility.judging import FEATURE as JUDGED
from qualmap_matcher.engine.deciding import describe
from qualmap_matcher.engine.naming import FEATURE as NAMED_BY_COMPANY

WIDTH = 200  # units of the drawing, whatever its size on the page
_IN_OWN_WORDS = frozenset({JUDGED, NAMED_BY_COMPANY})  # reasons that no feature of the model gave
_THINNEST = 1.5  # a contribution near nothing is still to be seen


@attrs.frozen(kw_only=True)
class Bar:
    """One reason's bar: from `x` over `width`, in units of the drawing; `end` is where the next begins."""

    reason: Reason
    x: float
    width: float
    end: float

    @property
    def direction(self) -> str:
        """Whether the reason speaks `for` or `against`."""
        return "against" if self.reason.contribution < 0 else "for"

    @property
    def told(self) -> str:
        """What the reason says of this text beyond the feature's own description, as the word that it was read from."""
        if self.reason.feature in _IN_OWN_WORDS:
            return self.reason.detail
        return self.reason.detail.removeprefix(describe(self.reason.feature)).strip()


@attrs.frozen
class Waterfall:
    """The bars from first to last; `zero` is where log-odds of 0 stand, `total` the sum."""

    bars: tuple[Bar, ...]
    zero: float
    total: float


def waterfall(reasons: Iterable[Reason]) -> Waterfall:
    """The drawing of a mention's reasons, which add up to its confidence in log-odds."""
    given = tuple(reasons)
    ends = [0.0]
    for reason in given:
        ends.append(ends[-1] + reason.contribution)
    least, most = min(ends), max(ends)
    unit = WIDTH / ((most - least) or 1)
    places = [round((end - least) * unit, 2) for end in ends]
    bars = []
    for reason, (start, end) in zip(given, itertools.pairwise(places), strict=True):
        width = max(_THINNEST, abs(end - start))
        bars.append(Bar(reason=reason, x=min(start, end, WIDTH - width), width=round(width, 2), end=end))
    return Waterfall(tuple(bars), places[0], ends[-1])
