"""What is promised of the speed: ratios, for they travel between machines and times do not."""

from __future__ import annotations

import attrs


@attrs.frozen
class Promise:
    """A ratio, and what it must at least (`more`) or at most (not `more`) be."""

    what: str
    ratio: float
    limit: float
    more: bool

    def __str__(self) -> str:
        short = (1 - self.ratio / self.limit) if self.more else (self.ratio / self.limit - 1)
        verdict = "met" if short <= 0 else f"missed by {short:.0%}"
        return f"  {self.what:<58}{self.ratio:>10,.2f} ×   {'≥' if self.more else '≤'} {self.limit:<5g}{verdict}"
