"""The candidates of a query, with scores, features and the decision whether one may be taken without a look.

The score is the engine's calibrated confidence in percent: of the candidates with a score of 90, nine in ten should be right.
What carries several qualifications' name shares one confidence out among them. `match` is true for the one qualification of a
text that is matched (safe to act on), that claims to hold it, and that names nothing else: taking it over is then what the rest
of the service would do. Whatever else may be right waits for a person.
"""

from __future__ import annotations

from collections.abc import Sequence

import attrs

from qualmap.editions import EVIDENCE, Asked
from qualmap.errors import InputError
from qualmap.local import LocalMatcher
from qualmap.models import Json, Mention
from qualmap_matcher.service.reconciling.entities import TYPES, best_evidence, described
from qualmap_matcher.service.reconciling.queries import Query

_PERCENT = 100
_DIGITS = 2  # of a score: confidences have four
_HELD = "held"


@attrs.frozen
class _Found:
    """A qualification that a text may mean, with the mention that may mean it; None where the text is its id."""

    id: str
    confidence: float
    mention: Mention | None


def answer(query: Query, matcher: LocalMatcher) -> dict[str, Json]:
    """The result of one query; what is wrong with a value of it stands beside an empty result."""
    try:
        asked = matcher.asked(query.edition, query.as_of, EVIDENCE[0])
        return {"result": [*_candidates(query, asked, matcher)]}
    except InputError as error:
        return {"result": [], "error": {"code": error.code, "message": error.message, "field": error.field}}


def _candidates(query: Query, asked: Asked, matcher: LocalMatcher) -> list[Json]:
    if query.credential is None or not query.of_our_type:
        return []
    id_ = query.credential.text.strip()
    if id_ in matcher.engine.qualifications:
        return [_candidate(_Found(id_, 1.0, None), asked, matcher, sure=True)]
    mentions = matcher.match(query.credential, asked).mentions
    found: dict[str, _Found] = {}
    for mention in mentions:
        for one in mention.candidates:
            if one.id not in found or found[one.id].confidence < one.confidence:
                found[one.id] = _Found(one.id, one.confidence, mention)
    sure = _sure(mentions)
    ordered = sorted(found.values(), key=lambda one: -one.confidence)[: query.limit]
    return [_candidate(one, asked, matcher, sure=one.id == sure) for one in ordered]


def _sure(mentions: Sequence[Mention]) -> str | None:
    """The one qualification that a text names and claims, if it can be acted on and nothing else is named."""
    ids = {one.qualification.id for one in mentions if one.qualification}
    safe = all(one.outcome == "matched" and one.claim == _HELD for one in mentions)
    return ids.pop() if safe and len(ids) == 1 else None


def _candidate(found: _Found, asked: Asked, matcher: LocalMatcher, *, sure: bool) -> Json:
    known = matcher.engine.qualifications[found.id]
    listing = matcher.engine.editions.listing(asked, found.id)
    mention = found.mention
    features: dict[str, Json] = {
        "confidence": found.confidence,
        "outcome_matched": mention is None or mention.outcome == "matched",
        "claim_held": mention is None or mention.claim == _HELD,
        "listed": listing.status == "listed",
        "row_confirmed": best_evidence(listing) in EVIDENCE[1:],
    }
    for reason in mention.reasons if mention else ():
        earlier = features.get(reason.feature, 0.0)
        features[reason.feature] = reason.contribution + (earlier if isinstance(earlier, float) else 0.0)
    return {
        "id": found.id,
        "name": known.name_en,
        "description": described(
            known,
            listing,
            edition=asked.edition,
            claim=mention.claim if mention else None,
            company=mention is not None and mention.named_by == "company",
        ),
        "type": TYPES,
        "score": round(found.confidence * _PERCENT, _DIGITS),
        "match": sure,
        "features": [{"id": name, "value": value} for name, value in features.items()],
    }
