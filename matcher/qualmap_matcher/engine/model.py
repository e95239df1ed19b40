"""The calibrated model: an intercept, a coefficient for each feature, and the thresholds between outcomes.

Trained by scikit-learn's logistic regression (`scripts/train`); kept as plain numbers in `compiled/model.json`.
"""

from __future__ import annotations

import math
from typing import Any, Self

import attrs

from qualmap_matcher.engine.features import FEATURES, Evidence, Feature

DIGITS = 4  # of contributions and confidences


@attrs.frozen(slots=True, cache_hash=True)
class Contribution:
    """What one feature adds to the log-odds of one candidate."""

    feature: str
    value: float
    amount: float


@attrs.frozen
class Model:
    """Coefficients in log-odds by feature; `matched` and `review` are the least confidences of these outcomes."""

    intercept: float
    coefficients: dict[str, float]
    matched: float
    review: float
    version: str
    _weighed: tuple[tuple[Feature, Contribution], ...] = attrs.field(init=False, repr=False, eq=False)

    @_weighed.default
    def _with_functions(self) -> tuple[tuple[Feature, Contribution], ...]:
        """Each feature with what a value of 1 contributes."""
        return tuple((FEATURES[name], Contribution(name, 1.0, value)) for name, value in self.coefficients.items() if value)

    @classmethod
    def from_compiled(cls, compiled: dict[str, Any]) -> Self:
        """Open the content of `compiled/model.json`."""
        return cls(
            intercept=compiled["intercept"],
            coefficients=compiled["coefficients"],
            matched=compiled["thresholds"]["matched"],
            review=compiled["thresholds"]["review"],
            version=compiled["version"],
        )

    def contributions(self, evidence: Evidence) -> list[Contribution]:
        """The intercept and every feature that says something, in the order of the features."""
        found = [Contribution("intercept", 1.0, self.intercept)]
        for function, whole in self._weighed:
            value = function(evidence)
            if value:
                found.append(whole if value == 1 else Contribution(whole.feature, value, round(whole.amount * value, DIGITS)))
        return found


def confidence(log_odds: float) -> float:
    """The probability that belongs to log-odds, rounded to `DIGITS` places."""
    return round(1 / (1 + math.exp(-max(-30.0, min(30.0, log_odds)))), DIGITS)
