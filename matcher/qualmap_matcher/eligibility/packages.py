"""Decide the premium package, which asks for no listed qualification."""

from __future__ import annotations

import attrs

from qualmap.screening import Premium
from qualmap_matcher.eligibility.benefits import prospects_of
from qualmap_matcher.eligibility.conditions import Known
from qualmap_matcher.eligibility.facts import Facts
from qualmap_matcher.eligibility.possibilities import Prospects
from qualmap_matcher.eligibility.rules import Package
from qualmap_matcher.eligibility.steps import with_row
from qualmap_matcher.eligibility.wording import Reasons

_NO_CATEGORY = ""


@attrs.define
class DecidedPackage:
    """The package, ready to be decided for many people."""

    package: Package
    prospects: Prospects[bool]
    reasons: Reasons

    @classmethod
    def of(cls, package: Package, facts: Facts) -> DecidedPackage:
        """Prepare the package."""
        return cls(package, prospects_of(package.requires, facts), Reasons(facts))

    def decide(self, known: Known) -> Premium:
        """The decision for a person with these facts."""
        package = self.package
        step = with_row(None, package.seen, package.requires, known, self.prospects.given(known))
        return Premium(
            decision=step.decision,
            missing=step.missing,
            because=step.because,
            seen=package.seen,
            sources=package.sources,
            text=package.text,
            reason=self.reasons.of(step, package.requires, known, _NO_CATEGORY, ()),
        )
