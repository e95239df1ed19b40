"""Read what a text claims about holding each qualification it names.

Cues are data (`words/claims.csv`): a word, the claim it makes, the side of the name it stands on, and how far it reaches.
Levels and parts of an examination ("CFA Level II", "FRM Part 1", "CFA二级", "ACCA F1-F9") are read by their form. Where several
claims meet, the one that says most against holding wins (`ORDER`).
"""

from __future__ import annotations

import bisect
import re

import attrs

from qualmap_matcher.engine.assembling import Link, link_between
from qualmap_matcher.engine.levels import level_beside
from qualmap_matcher.engine.lexicon import Lexicon
from qualmap_matcher.engine.scanning import Item, Scan
from qualmap_matcher.engine.senses import Cue
from qualmap_matcher.engine.settling import Settled
from qualmap_matcher.engine.units import Gap

ORDER = ("negated", "required", "expired", "held", "student", "passed_exam", "in_progress")

_SENTENCE_END = re.compile(r"[;；。\n!！|•●▪■◆★]|\.\s|[?？](?!\s*(?:no|n|yes|否|是|いいえ|아니오)\b)")
_OR = re.compile(r"\b(?:or|oder|ou)\b|或|または")
_WORDS_AHEAD = {"adjacent": 0, "list": 6}
_WORDS_BEHIND = 2
_LONGEST_CHOICE = 60  # characters between two names that an "or" joins


@attrs.frozen(slots=True)
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
    level: str | None = None


def read_claims(scan: Scan, settled: list[Settled], lexicon: Lexicon) -> list[Read]:
    """One claim for every settled draft, in their order."""
    found = [Claims() for _ in settled]
    if settled:
        sentences = _sentences(scan)
        links = [link_between(scan, one.draft.last, after.draft.first) for one, after in zip(settled, settled[1:], strict=False)]
        firsts = [one.draft.first for one in settled]
        lasts = [one.draft.last for one in settled]
        of_sentence: dict[int, list[tuple[Cue, Item]]] = {}
        for item in scan.items:
            if item.senses.cues:
                before = bisect.bisect_left(lasts, item.first) - 1
                after = bisect.bisect_right(firsts, item.last)
                _apply(scan, item, settled, (before, after), links, sentences, found)
                for cue in item.senses.cues:
                    if cue.reach == "sentence":
                        _remember(of_sentence.setdefault(sentences[item.first], []), cue, item)
        for one, claims in zip(settled, found, strict=True):
            for cue, item in of_sentence.get(sentences[one.draft.first], ()):
                if _on_its_side(cue, one, item):
                    claims.own.setdefault(cue.claim, scan.raw(item))
        _alternatives(scan, settled, links, sentences, found)
    for one, claims in zip(settled, found, strict=True):
        for item in one.draft.items if one.draft.of_field else ():
            for cue in item.senses.cues:
                claims.own.setdefault(cue.claim, scan.raw(item))
        if one.draft.claim and one.draft.claim != "held":
            claims.own.setdefault(one.draft.claim, one.draft.grade or "")
        claims.level = level_beside(scan, one.draft, one.candidates, lexicon)
        if claims.level:
            claims.own.setdefault("in_progress", claims.level)
            claims.own.pop("held", None)
    return [_strongest(claims) for claims in found]


def _strongest(claims: Claims) -> Read:
    """The claim that counts: what is said of the name itself before what reaches it through a list."""
    for said in (claims.own, claims.inherited):
        for claim in ORDER:
            if claim in said:
                return Read(claim, (said[claim],), claims.level)
    return Read("held", (), claims.level)


def _sentences(scan: Scan) -> list[int]:
    """The number of the sentence that each token stands in."""
    numbers, number = [], 0
    for token in scan.tokens:
        if token.gap is Gap.BREAK and _SENTENCE_END.search(scan.units.gaps[token.unit]):
            number += 1
        numbers.append(number)
    return numbers


def _remember(cues: list[tuple[Cue, Item]], cue: Cue, item: Item) -> None:
    """Keep what a sentence needs: of equal cues the first that stands before names and the last that stands after them."""
    for index, (known, _) in enumerate(cues):
        if known == cue:
            if cue.stands == "after":
                cues[index] = (cue, item)
            return
    cues.append((cue, item))


def _apply(
    scan: Scan,
    item: Item,
    settled: list[Settled],
    neighbours: tuple[int, int],
    links: list[Link],
    sentences: list[int],
    found: list[Claims],
) -> None:
    here = sentences[item.first]
    before = neighbours[0] if neighbours[0] >= 0 and sentences[settled[neighbours[0]].draft.last] == here else None
    after = neighbours[1] if neighbours[1] < len(settled) and sentences[settled[neighbours[1]].draft.first] == here else None
    if before is None and after is None and neighbours[0] >= 0 and _follows_on(scan, item, settled[neighbours[0]]):
        for cue in item.senses.cues:
            if cue.stands != "before" and cue.reach != "sentence":
                found[neighbours[0]].own.setdefault(cue.claim, scan.raw(item))
        return
    from_before = link_between(scan, settled[before].draft.last, item.first) if before is not None else None
    to_after = link_between(scan, item.last, settled[after].draft.first) if after is not None else None
    prefers_after = to_after is not None and (from_before is None or (to_after.words, to_after.gap) < (from_before.words, from_before.gap))
    evidence = scan.raw(item)
    if _is_number_sign(scan, item):
        return
    cues = [cue for cue in item.senses.cues if cue.reach != "sentence"]
    behind = [cue for cue in cues if before is not None and from_before and _reaches_back(scan, cue, item, from_before, alone=after is None)]
    ahead = [cue for cue in cues if after is not None and to_after and _reaches_ahead(scan, cue, item, to_after)]
    if behind and ahead:
        behind, ahead = ([], ahead) if prefers_after else (behind, [])
    for cue in behind:
        _mark_back(scan, before or 0, cue, evidence, settled, links, found)
    for cue in ahead:
        _mark_ahead(after or 0, cue, evidence, links, found)


def _on_its_side(cue: Cue, one: Settled, item: Item) -> bool:
    if cue.stands == "before":
        return one.draft.first > item.last
    return cue.stands == "around" or one.draft.last < item.first


def _reaches_back(scan: Scan, cue: Cue, item: Item, link: Link, *, alone: bool) -> bool:
    if link.words > (0 if cue.reach == "adjacent" else _WORDS_BEHIND) or link.gap > Gap.COMMA or link.conjoined:
        return False
    if cue.stands != "before" or _in_bracket(scan, item):
        return True
    return alone and cue.reach == "list" and _ends_phrase(scan, item)


def _reaches_ahead(scan: Scan, cue: Cue, item: Item, link: Link) -> bool:
    if cue.stands == "after" or _closes_bracket(scan, item) or link.words > _WORDS_AHEAD[cue.reach]:
        return False
    if cue.stands == "around" and link.gap is Gap.COMMA and not _starts_phrase(scan, item):
        return False
    return cue.reach == "list" or link.gap <= Gap.BRACKET


def _starts_phrase(scan: Scan, item: Item) -> bool:
    return item.first == 0 or scan.tokens[item.first].gap >= Gap.COMMA


def _follows_on(scan: Scan, item: Item, one: Settled) -> bool:
    """Whether the cue opens a sentence of its own right after the name: "PMP. Application in process."."""
    return item.first == one.draft.last + 1 and "." in scan.units.gaps[scan.tokens[item.first].unit]


def _ends_phrase(scan: Scan, item: Item) -> bool:
    return item.last + 1 == len(scan.tokens) or scan.tokens[item.last + 1].gap >= Gap.COMMA


def _is_number_sign(scan: Scan, item: Item) -> bool:
    """Whether "no" is short for number: "member no 7342366", "Licence No. DE.66"."""
    if item.key != "no":
        return False
    following = scan.tokens[item.last + 1].word if item.last + 1 < len(scan.tokens) else ""
    return following[:1].isdigit() or scan.text[item.end : item.end + 1] in {".", ":", "#"}


def _in_bracket(scan: Scan, item: Item) -> bool:
    """Whether the cue stands alone in a bracket, and so speaks of what stands before it."""
    return scan.text[item.start - 1 : item.start] in {"(", "（", "["} and scan.text[item.end : item.end + 1] in {")", "）", "]"}


def _closes_bracket(scan: Scan, item: Item) -> bool:
    """Whether the cue ends a bracket, and so has nothing to say of what comes after it."""
    return scan.text[item.end : item.end + 1] in {")", "）", "]"}


def _mark_back(scan: Scan, index: int, cue: Cue, evidence: str, settled: list[Settled], links: list[Link], found: list[Claims]) -> None:
    found[index].own.setdefault(cue.claim, evidence)
    grouped = scan.text.startswith("等", settled[index].draft.end) or not evidence.isascii()
    while cue.reach == "list" and index > 0 and links[index - 1].joins:
        enumerated = grouped and "、" in scan.text[settled[index - 1].draft.end : settled[index].draft.start]
        if not links[index - 1].coordinated and not enumerated:
            return
        index -= 1
        found[index].inherited.setdefault(cue.claim, evidence)


def _mark_ahead(index: int, cue: Cue, evidence: str, links: list[Link], found: list[Claims]) -> None:
    found[index].own.setdefault(cue.claim, evidence)
    while cue.reach == "list" and index < len(links) and links[index].words <= 1 and _goes_on(links[index]):
        index += 1
        found[index].inherited.setdefault(cue.claim, evidence)


def _goes_on(link: Link) -> bool:
    return link.gap <= Gap.COMMA or link.conjoined


def _alternatives(
    scan: Scan, settled: list[Settled], links: list[Link], sentences: list[int], found: list[Claims]
) -> None:
    """Nobody holds "MRICS or FRICS": who offers a choice demands, and does not claim."""
    for index, (one, after) in enumerate(zip(settled, settled[1:], strict=False)):
        if sentences[one.draft.last] == sentences[after.draft.first]:
            between = scan.text[one.draft.end : after.draft.start]
            if len(between) < _LONGEST_CHOICE and _OR.search(between):
                _mark_alternatives(index, between.strip(), links, found)


def _mark_alternatives(index: int, evidence: str, links: list[Link], found: list[Claims]) -> None:
    if "negated" in found[index].own or "negated" in found[index].inherited:
        found[index + 1].own.setdefault("negated", evidence)
        return
    found[index + 1].own.setdefault("required", evidence)
    found[index].own.setdefault("required", evidence)
    while index > 0 and links[index - 1].joins:
        index -= 1
        found[index].own.setdefault("required", evidence)
