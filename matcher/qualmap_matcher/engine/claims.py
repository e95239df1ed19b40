"""Read what a text claims about holding each qualification it names.

Cues are data (`words/claims.csv`): a word, the claim it makes, the side of the name it stands on, and how far it reaches
(`reaching`). Levels and parts of an examination are read by their form (`levels`). Where several claims meet, what is said of the
name itself counts before what reaches it through a list, and then the claim that says most against holding (`ORDER`).
"""

from __future__ import annotations

import re

import attrs

from qualmap_matcher.engine.levels import is_final, level_beside
from qualmap_matcher.engine.reaching import Reaching
from qualmap_matcher.engine.scanning import Scan
from qualmap_matcher.engine.settling import Settled
from qualmap_matcher.engine.values import value

_CERTIFIED = re.compile("认证|资格认定")
ORDER = ("negated", "required", "expired", "held", "student", "passed_exam", "in_progress")


@value
class Read:
    """The claim about one mention and the words that made it; no words where nothing speaks against holding."""

    claim: str
    evidence: tuple[str, ...]
    level: str | None = None


@attrs.define(slots=True)
class Claims:
    """What was found about one mention: by cues of its own, and through a list that it stands in; each claim with its words."""

    own: dict[str, str] = attrs.field(factory=dict)
    inherited: dict[str, str] = attrs.field(factory=dict)

    def strongest(self, level: str | None) -> Read:
        """The claim that counts."""
        for said in (self.own, self.inherited):
            for claim in ORDER:
                if claim in said:
                    return Read(claim, (said[claim],), level)
        return Read("held", (), level)


def read_claims(scan: Scan, settled: list[Settled]) -> list[Read]:
    """One claim for every settled draft, in their order."""
    if not settled:
        return []
    found = [Claims() for _ in settled]
    if len(settled) > 1 or any(item.senses.cues for item in scan.items):
        _mark(scan, settled, found)
    return [_read(scan, one, claims) for one, claims in zip(settled, found, strict=True)]


def _mark(scan: Scan, settled: list[Settled], found: list[Claims]) -> None:
    for mark in Reaching.over(scan, [one.draft for one in settled]).marks():
        claims = found[mark.draft].inherited if mark.inherited else found[mark.draft].own
        claims.setdefault(mark.claim, mark.evidence)


def _read(scan: Scan, one: Settled, claims: Claims) -> Read:
    draft = one.draft
    for item in draft.items:
        if draft.of_field or item.senses.names_something:  # "PE exam" is a name that says how it is held
            for cue in item.senses.cues:
                claims.own.setdefault(cue.claim, scan.raw(item))
    if draft.claim and draft.claim != "held":
        claims.own.setdefault(draft.claim, draft.grade or "")
    if claims.own.get("passed_exam", "").endswith("通过") and _CERTIFIED.search(scan.text[draft.start : draft.end + 2]):
        claims.own["held"] = claims.own.pop("passed_exam")  # 通过 PMP 认证 is to hold it, 通过 CFA 考试 is not
    level = level_beside(scan, draft, one.candidates)
    if level:
        claims.own.setdefault("in_progress", level)
        claims.own.pop("held", None)
        if not is_final(level, one.candidates, scan.lexicon):
            claims.own.pop("passed_exam", None)  # a passed Level I is a step, not the examination
    return claims.strongest(level)
