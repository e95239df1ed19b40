"""How a confidence comes about, described by the features themselves."""

from __future__ import annotations

import attrs

__all__ = ["FeatureDescription", "algorithm"]


@attrs.frozen
class FeatureDescription:
    """One feature of the model: its name, what it looks at, and what a value of 1 adds to the log-odds."""

    name: str
    description: str
    coefficient: float


def algorithm() -> tuple[FeatureDescription, ...]:
    """Every feature that the bundled engine weighs, in its order, with its description and coefficient.

    A mention's confidence is the logistic function of the sum of its contributions (`Mention.reasons`).
    """
    from qualmap.local import bundled_engine
    from qualmap_matcher.engine.deciding import INTERCEPT, describe

    model = bundled_engine().model
    return (
        FeatureDescription("intercept", INTERCEPT, model.intercept),
        *(FeatureDescription(name, describe(name), value) for name, value in model.coefficients.items()),
    )
