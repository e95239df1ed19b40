"""Decide what a reading means: matched, ambiguous or review, or nothing worth a mention.

several candidates                      ambiguous   (with the question that would settle it)
one candidate, sure enough              matched
one candidate, plausible                review
a contradiction of place, field or kind at most review, however sure the rest is
a known body at an unknown grade        unrecognised
less than plausible                     no mention
an everyday word in small letters       no mention, inside a phrase
"""

from __future__ import annotations

import functools
import inspect
import math

from qualmap.models import Candidate, Reason
from qualmap_matcher.engine.features import FEATURES, Evidence
from qualmap_matcher.engine.model import DIGITS, Contribution, Model, confidence
from qualmap_matcher.engine.reading import Found
from qualmap_matcher.engine.values import value

_LITTLE = 4  # letters
_SEVERAL = 2
_BELOW = 0.02  # how far under the threshold of `matched` a contradiction caps the confidence
INTERCEPT = "What speaks for or against any name before anything else is known."
CAP = "A contradiction caps the confidence below what counts as matched."


@value
class Decided:
    """The outcome for one draft: candidates by confidence, and the reasons that add up to it."""

    outcome: str
    confidence: float
    candidates: tuple[Candidate, ...]
    reasons: tuple[Reason, ...]


def decide(found: Found, model: Model) -> Decided | None:
    """The decision for one draft; None for what is no credential."""
    ids = sorted(found.settled.candidates)
    draft = found.settled.draft
    if not ids and not draft.composed:
        return None
    if _is_little_word(found):
        return None
    contributions = _capped(model.contributions(found.evidence), found.evidence, model)
    total = sum([one.amount for one in contributions])
    sure = confidence(total)
    if sure < model.review:
        return None
    if not ids:
        outcome = "unrecognised"
    elif len(ids) > 1:
        outcome = "ambiguous"
    else:
        outcome = "matched" if sure >= model.matched else "review"
    share = sure if len(ids) < _SEVERAL else math.floor(sure / len(ids) * 10**DIGITS) / 10**DIGITS  # never more than the whole
    return Decided(
        outcome,
        sure,
        tuple([Candidate(id_, share) for id_ in ids]),
        tuple([_reason(one, found.evidence) for one in contributions]),
    )


def _is_little_word(found: Found) -> bool:
    """Whether the name is an everyday word of a few small letters inside a phrase: PER is a skipper's licence, "per" is not."""
    evidence, items = found.evidence, found.settled.draft.items
    inside = evidence.context.lower_case and not evidence.context.alone
    return evidence.weak and inside and all(len(item.key) <= _LITTLE for item in items)


def _capped(contributions: list[Contribution], evidence: Evidence, model: Model) -> list[Contribution]:
    settled = evidence.settled
    context = evidence.context
    contradicted = settled.place_contradicts or settled.field_contradicts or context.near_miss or context.honorary
    if not (contradicted or context.spelled_otherwise or context.issues_other):
        return contributions
    most = model.matched - _BELOW
    excess = round(sum(one.amount for one in contributions) - math.log(most / (1 - most)), DIGITS)
    return [*contributions, Contribution("contradiction_cap", 1.0, -excess)] if excess > 0 else contributions


def _reason(contribution: Contribution, evidence: Evidence) -> Reason:
    if contribution.feature == "claim_word":
        detail = f"{describe(contribution.feature)} ({evidence.claim_said})"
    elif contribution.feature == "other_sense":
        detail = f"{describe(contribution.feature)} ({evidence.context.collision})"
    else:
        return _plain_reason(contribution)
    return Reason(contribution.feature, contribution.amount, detail)


@functools.lru_cache(maxsize=4096)
def _plain_reason(contribution: Contribution) -> Reason:
    """A reason that is the same for every text."""
    return Reason(contribution.feature, contribution.amount, describe(contribution.feature))


@functools.cache
def describe(feature: str) -> str:
    """The first sentence of a feature's docstring."""
    if feature in _BESIDE_FEATURES:
        return _BESIDE_FEATURES[feature]
    return (inspect.getdoc(FEATURES[feature]) or "").split("\n")[0]


_BESIDE_FEATURES = {"intercept": INTERCEPT, "contradiction_cap": CAP}
