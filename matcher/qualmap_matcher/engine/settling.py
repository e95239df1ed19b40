"""Settle what a shared name means: by the place or body written with it, by the fields beside the text, or by its neighbours.

Evidence narrows the candidates. What narrows them to nothing is a contradiction, which lowers the match instead.
"""

from __future__ import annotations

from collections.abc import Iterator

import attrs

from qualmap_matcher.engine.drafts import Draft
from qualmap_matcher.engine.grading import awarded_by, issuers_of
from qualmap_matcher.engine.lexicon import Lexicon
from qualmap_matcher.engine.values import value

_LONGEST_PLACE = 4  # words of the name of a place or a body inside a name
_LATER_GRADES = frozenset({"fellow", "senior member", "distinguished member"})


@value
class Beside:
    """What the issuer and country fields beside a text say, as far as they are known."""

    issuers: frozenset[str] = frozenset()
    countries: frozenset[str] = frozenset()

    @property
    def says_something(self) -> bool:
        """Whether either field was understood."""
        return bool(self.issuers or self.countries)


@value
class Settled:
    """A draft with its candidates narrowed, and which evidence agreed or contradicted."""

    draft: Draft
    candidates: frozenset[str]
    place_agrees: bool = False
    place_contradicts: bool = False
    field_agrees: bool = False
    field_contradicts: bool = False
    neighbour_agrees: bool = False


def settle(drafts: list[Draft], beside: Beside, lexicon: Lexicon) -> list[Settled]:
    """Narrow every draft's candidates by what is written with it and beside the text."""
    return [_settle_alone(draft, beside, lexicon) for draft in drafts]


def settle_by_neighbours(settled: list[Settled], claims: list[str], lexicon: Lexicon) -> list[Settled]:
    """Narrow shared names by other credentials that belong with one meaning and by bodies named elsewhere in the text."""
    belonging: set[str] = set()
    for one, claim in zip(settled, claims, strict=True):
        if claim != "negated" and one.candidates:
            belonging |= frozenset.intersection(*(lexicon.neighbours.get(id_, frozenset()) for id_ in one.candidates))
    bodies = frozenset(issuer for one in settled if one.draft.only_body for issuer in one.draft.issuers)
    if not belonging and not bodies:
        return settled
    return [_by_neighbours(one, belonging, bodies, lexicon) for one in settled]


def settle_unfinished(one: Settled, lexicon: Lexicon) -> Settled:
    """Read what is not finished as what a body examines for, at the entry grade.

    An exam of the Society of Actuaries leads to its associateship first; one of the AICPA is for the licence, not for the CGMA.
    """
    cards = [lexicon.cards[id_] for id_ in one.candidates]
    if len(cards) > 1 and one.draft.only_body and len(licences := [card for card in cards if card.grade == "licence"]) == 1:
        return attrs.evolve(one, candidates=frozenset({licences[0].id}))
    entry = frozenset(card.id for card in cards if card.grade not in _LATER_GRADES)
    if len(cards) > 1 and len({card.issuers for card in cards}) == 1 and len(entry) == 1:
        return attrs.evolve(one, candidates=entry)
    return one


def _settle_alone(draft: Draft, beside: Beside, lexicon: Lexicon) -> Settled:
    candidates = draft.candidates
    if not draft.countries and not beside.says_something:
        return Settled(draft, candidates)
    place_agrees = place_contradicts = field_agrees = field_contradicts = False
    if draft.countries:
        narrowed = by_place(candidates, draft.countries, lexicon) or by_place(draft.rarely, draft.countries, lexicon)
        place_agrees = bool(narrowed)
        place_contradicts = not narrowed and _is_of_one_place(candidates, lexicon) and not _says_of_where(draft, lexicon)
        candidates = narrowed or candidates
    if beside.issuers and candidates:
        narrowed = awarded_by(candidates, beside.issuers, lexicon) or awarded_by(draft.rarely, beside.issuers, lexicon)
        field_agrees = bool(narrowed)
        field_contradicts = not narrowed and all(lexicon.cards[id_].issuers for id_ in candidates)
        candidates = narrowed or candidates
    if beside.countries and candidates:
        narrowed = by_place(candidates, beside.countries, lexicon)
        field_agrees = field_agrees or bool(narrowed)
        field_contradicts = field_contradicts or (not narrowed and _is_of_one_place(candidates, lexicon))
        candidates = narrowed or candidates
    return Settled(draft, candidates, place_agrees, place_contradicts, field_agrees, field_contradicts)


def by_place(candidates: frozenset[str], countries: frozenset[str], lexicon: Lexicon) -> frozenset[str]:
    """The candidates of these places; failing that, those of "another country", if they are among them."""
    here = frozenset(id_ for id_ in candidates if lexicon.cards[id_].countries & countries)
    return here or frozenset(id_ for id_ in candidates if not lexicon.cards[id_].countries and len(candidates) > 1)


def _is_of_one_place(candidates: frozenset[str], lexicon: Lexicon) -> bool:
    """Whether the place is part of what the candidates are: licences, and titles that several countries have."""
    cards = [lexicon.cards[id_] for id_ in candidates]
    return len(cards) > 1 or any(
        bool(card.countries) and (card.grade == "licence" or lexicon.is_national(card.id)) for card in cards
    )


def _says_of_where(draft: Draft, lexicon: Lexicon) -> bool:
    """Whether the body or the country is named already, so that another place only tells where somebody lives or works.

    "ACA (ICAEW), Dubai" and "US CPA, Hong Kong", but not "P.Eng, Nigeria".
    """
    if draft.body_agrees or draft.composed:
        return True
    issuers = issuers_of(draft.candidates, lexicon)
    countries = frozenset(country for id_ in draft.candidates for country in lexicon.cards[id_].countries)
    said = (lexicon.senses(part) for item in draft.items if item.senses.names_something for part in _parts(item.key))
    return any(senses is not None and (senses.issuers & issuers or senses.country in countries) for senses in said)


def _parts(key: str) -> Iterator[str]:
    """The phrases of up to four words that a longer one has inside, and itself."""
    words = key.split(" ")
    for first in range(len(words)):
        for last in range(first + 1, min(len(words), first + _LONGEST_PLACE) + 1):
            yield " ".join(words[first:last])


def _by_neighbours(one: Settled, belonging: set[str], bodies: frozenset[str], lexicon: Lexicon) -> Settled:
    if len(one.candidates) == 1 or (one.draft.only_body and len(one.draft.issuers) == 1):
        return one  # a body's own grades are no neighbour's to settle; which of two bodies is meant, is: "RA, AIA, LEED AP"
    for narrowed in (one.candidates & belonging, awarded_by(one.candidates, bodies, lexicon)):
        if len(narrowed) == 1:
            return attrs.evolve(one, candidates=narrowed, neighbour_agrees=True)
    return one
