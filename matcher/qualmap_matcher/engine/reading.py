"""From a text to its evidence: scan, assemble, settle, read the claims, look around. No decision is taken here."""

from __future__ import annotations

import attrs

from qualmap_matcher.engine.approximating import approximate
from qualmap_matcher.engine.assembling import assemble
from qualmap_matcher.engine.claims import Read, read_claims
from qualmap_matcher.engine.context import Context, surroundings
from qualmap_matcher.engine.features import Evidence
from qualmap_matcher.engine.lexicon import Lexicon
from qualmap_matcher.engine.nearest import NearestNames
from qualmap_matcher.engine.scanning import Item, Scan, scan
from qualmap_matcher.engine.settling import Beside, Settled, settle, settle_by_neighbours, settle_unfinished
from qualmap_matcher.engine.spelling import Speller
from qualmap_matcher.engine.values import value

_UNFINISHED = frozenset({"in_progress", "passed_exam", "student"})
_SHORT = 2  # letters
_CJK_NAME = 3  # characters that make a full name in Chinese, Japanese or Korean


@value
class Found:
    """One draft with its claim and its evidence."""

    settled: Settled
    claim: Read
    evidence: Evidence


@value
class Reading:
    """A text as the engine read it."""

    scan: Scan
    found: list[Found]


@attrs.frozen(slots=True)
class Reader:
    """Reads texts against one lexicon."""

    lexicon: Lexicon
    speller: Speller = attrs.field()
    names: NearestNames = attrs.field()

    @speller.default
    def _speller(self) -> Speller:
        return Speller(self.lexicon)

    @names.default
    def _names(self) -> NearestNames:
        return NearestNames(self.lexicon)

    def read(self, text: str, beside: Beside) -> Reading:
        """Everything the text names, with its evidence, from left to right."""
        scanned = approximate(scan(text, self.lexicon, self.speller), self.names)
        drafts = [draft for draft in assemble(scanned, beside.issuers) if draft.candidates or draft.composed]
        settled = settle(drafts, beside, self.lexicon)
        claims = read_claims(scanned, settled)
        settled = [
            settle_unfinished(one, self.lexicon) if claim.claim in _UNFINISHED else one
            for one, claim in zip(settled, claims, strict=True)
        ]
        settled = settle_by_neighbours(settled, [claim.claim for claim in claims], self.lexicon)
        contexts = surroundings(scanned, [one.draft for one in settled])
        return Reading(
            scanned,
            [
                Found(one, claim, _evidence(one, claim, context))
                for one, claim, context in zip(settled, claims, contexts, strict=True)
            ],
        )

    def beside(self, issuer: str | None, country: str | None) -> Beside:
        """What the fields beside a text say, as far as the lexicon knows them."""
        if not issuer and not country:
            return Beside()
        issuers: set[str] = set()
        countries: set[str] = set()
        for item in scan(issuer, self.lexicon, self.speller).items if issuer else ():
            senses = item.senses
            issuers |= senses.issuers
            if not senses.issuers and len(senses.qualifications) == 1:
                issuers.update(*(self.lexicon.cards[id_].issuers for id_ in senses.qualifications))
            if senses.country:
                countries.add(senses.country)
        if country:
            countries.add(country.strip().upper())
            countries |= {item.senses.country for item in scan(country, self.lexicon, self.speller).items if item.senses.country}
        return Beside(frozenset(issuers), frozenset(countries))


def _evidence(one: Settled, claim: Read, context: Context) -> Evidence:
    names = [item for item in one.draft.items if item.senses.names_something]
    near = next((item.near for item in names if item.near), None)
    full = any(_is_full_name(item) for item in names if item.senses.qualifications and not item.near) and not one.draft.only_body
    acronym = not full and all(item.words == 1 for item in names) and near is None
    return Evidence(
        settled=one,
        context=context,
        full_name=full,
        acronym=acronym,
        short=acronym and all(len(item.key) <= _SHORT for item in names),
        weak=all(item.senses.weak for item in names),
        corrections=sum(item.corrections for item in one.draft.items),
        claim_said=" ".join(claim.evidence),
        level=claim.level is not None,
        similarity=near.similarity if near else 0.0,
        missing=near.missing if near else 0.0,
        extra=near.extra if near else 0.0,
    )


def _is_full_name(item: Item) -> bool:
    words = item.words
    return words >= _CJK_NAME or (words == _SHORT and len(item.key) > len("pmi pmp"))
