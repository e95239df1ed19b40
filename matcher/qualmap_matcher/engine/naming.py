"""Whose name made a mention: the registry's or, where an overlay brought it, a company's own."""

from __future__ import annotations

from qualmap.models import Reason
from qualmap_matcher.engine.drafts import Draft
from qualmap_matcher.engine.lexicon import Lexicon
from qualmap_matcher.engine.scanning import Item
from qualmap_matcher.engine.settling import Settled

FEATURE = "company_name"


def own_name(settled: Settled, lexicon: Lexicon) -> Reason | None:
    """The reason that names the company's own name; None where the registry's names alone lead to the same candidates."""
    draft = settled.draft
    own = [item for item in draft.items if item.key in lexicon.own]
    if not own or settled.candidates <= _known_without(draft, lexicon):
        return None
    if draft.composed and any(item.senses.issuers for item in draft.items):
        return None  # "Fellow of ACCA (FIN-07)": grade and body say it all
    names = [text for item in own for text in _written(item, settled.candidates, lexicon)]
    detail = f"The name is the company's own: {', '.join(dict.fromkeys(names))}"
    if any(lexicon.own[item.key].overrides for item in own):
        detail += " (in place of what the registry knows by it)"
    return Reason(FEATURE, 0.0, detail)


def _known_without(draft: Draft, lexicon: Lexicon) -> frozenset[str]:
    """What the draft's names mean without the company's word."""
    known: set[str] = set()
    for item in draft.items:
        own = lexicon.own.get(item.key)
        known |= (item.senses.qualifications | item.senses.rarely) - (own.texts.keys() if own else set())
    return frozenset(known)


def _written(item: Item, candidates: frozenset[str], lexicon: Lexicon) -> list[str]:
    """The company's names for these candidates; all of them where a grade made something else of the name."""
    texts = lexicon.own[item.key].texts
    return [f'"{text}"' for id_, text in sorted(texts.items()) if id_ in candidates] or [f'"{text}"' for text in texts.values()]
