"""Which names a cue reaches: the one it touches, the list it opens or closes, or all of its sentence.

On the left what is written, on the right how far its cue reaches:

    working towards ACCA and CIMA          ahead, through the list
    CFA and CAIA candidate                 back, through what an "and" joins
    CPA、ACCA、FRM 全科通过                 back, through what 、 enumerates
    PMP (expired), CSM                     back from a bracket, and not ahead out of it
    CPA (inactive) - Ohio                  the name that it stands in
    持有 CFA 证书者优先                     the sentence
    Requirements: a degree; CPA; Excel     all that a heading of demands stands over
    MRICS or FRICS                         a choice, which is a demand
    PMP. Application in process.           a sentence without names speaks of the name before it
"""

from __future__ import annotations

import bisect
import itertools
import re
from collections.abc import Iterator
from typing import Self

from qualmap_matcher.engine.drafts import Draft
from qualmap_matcher.engine.linking import Link, link_between
from qualmap_matcher.engine.scanning import Item, Scan
from qualmap_matcher.engine.senses import Cue
from qualmap_matcher.engine.titles import begins_title
from qualmap_matcher.engine.units import BRACKET, BREAK, COMMA, TIGHT
from qualmap_matcher.engine.values import value

_SENTENCE_END = re.compile(r"[;；。\n!！|•●▪■◆★]|\.\s|[?？](?!\s*(?:no|n|yes|否|是|いいえ|아니오)\b)")
_OR = re.compile(r"\b(?:or|oder|ou)\b|或|または")
_WORDS_AHEAD = {"adjacent": 0, "list": 6}
_WORDS_BEHIND = {"adjacent": 0, "list": 2}
_WORDS_IN_LIST = 1
_GAP_DISTANCE = {TIGHT: 0.0, BRACKET: 0.5, COMMA: 2.0, BREAK: 9.0}
_LITTLE_WORD = 0.1
_WORDS_IN_HEADING = 2  # before the one that says it: "key job requirements"
_AFTER_HEADING = re.compile(r"\s*(?:[:：】\n•]|[-–—]\s)")
_ARTICLES = frozenset({"the", "a", "an", "my", "his", "her", "their"})
_LONGEST_LIST = 25  # names that one cue reaches: no list that a person writes is longer
_LONGEST_CHOICE = 60  # characters between two names that an "or" joins
_OPENING, _CLOSING = frozenset("(（["), frozenset(")）]")


@value
class Mark:
    """A claim about one draft, with the words that make it; `inherited` where it came through a list."""

    draft: int
    claim: str
    evidence: str
    inherited: bool = False


@value
class Reaching:
    """The drafts of a text with what stands between them."""

    scan: Scan
    drafts: list[Draft]
    links: list[Link]
    sentences: list[int]

    @classmethod
    def over(cls, scan: Scan, drafts: list[Draft]) -> Self:
        """Measure the links between the drafts once."""
        links = [link_between(scan, one.last, after.first) for one, after in itertools.pairwise(drafts)]
        return cls(scan, drafts, links, _sentences(scan))

    def marks(self) -> Iterator[Mark]:
        """Every claim that a cue makes about a draft, in the order of the cues; whole sentences and choices come last."""
        firsts = [draft.first for draft in self.drafts]
        lasts = [draft.last for draft in self.drafts]
        cues = [item for item in self.scan.items if _is_cue(self.scan, item)]
        negated: set[int] = set()
        for item in cues:
            neighbours = bisect.bisect_left(lasts, item.first) - 1, bisect.bisect_right(firsts, item.last)
            for mark in self._of_item(item, *neighbours):
                if mark.claim == "negated":
                    negated.add(mark.draft)
                yield mark
        yield from self._of_sentences(cues)
        yield from self._choices(negated)

    # -- cues that reach a sentence, or all that a heading stands over

    def _of_sentences(self, items: list[Item]) -> Iterator[Mark]:
        of_sentence: dict[int, list[tuple[Cue, Item]]] = {}
        headings: list[tuple[Cue, Item]] = []
        for item in items:
            for cue in item.senses.cues:
                if cue.reach == "sentence":
                    is_heading = cue.claim == "required" and self._is_heading(item)
                    _remember(headings if is_heading else of_sentence.setdefault(self.sentences[item.first], []), cue, item)
        for index, draft in enumerate(self.drafts):
            for cue, item in of_sentence.get(self.sentences[draft.first], ()):
                if _on_its_side(cue, draft, item):
                    yield Mark(index, cue.claim, self.scan.raw(item))
            for cue, item in headings:
                if draft.first > item.last:
                    yield Mark(index, cue.claim, self.scan.raw(item))

    # -- cues that reach a name or a list

    def _of_item(self, item: Item, before: int, after: int) -> Iterator[Mark]:
        around = before + 1
        if around < after and self.drafts[around].first < item.first and item not in self.drafts[around].items:
            cues = [cue for cue in item.senses.cues if cue.reach != "sentence"]  # "Licensed CPA (inactive) - Ohio"
            yield from (Mark(around, cue.claim, self.scan.raw(item)) for cue in cues)
            return
        here = self.sentences[item.first]
        behind = before if before >= 0 and self.sentences[self.drafts[before].last] == here else None
        ahead = after if after < len(self.drafts) and self.sentences[self.drafts[after].first] == here else None
        cues = [cue for cue in item.senses.cues if cue.reach != "sentence"]
        if behind is None and ahead is None:
            if before >= 0 and self._follows_on(item, before):
                yield from (Mark(before, cue.claim, self.scan.raw(item)) for cue in cues if cue.stands != "before")
            return
        back = link_between(self.scan, self.drafts[behind].last, item.first) if behind is not None else None
        forth = link_between(self.scan, item.last, self.drafts[ahead].first) if ahead is not None else None
        reaching_back = [cue for cue in cues if back and self._reaches_back(cue, item, back, alone=ahead is None)]
        reaching_forth = [cue for cue in cues if forth and self._reaches_ahead(cue, item, forth, self.drafts[ahead or 0])]
        if back and forth and reaching_back and reaching_forth:
            if self._distance(forth, item.last, self.drafts[ahead or 0].first) < self._distance(
                back, self.drafts[behind or 0].last, item.first
            ):
                reaching_back = []
            else:
                reaching_forth = []
        alone = self._fills_bracket(item)  # a cue in a bracket of its own speaks of one name
        for cue in reaching_back:
            yield from self._mark_back(behind or 0, cue, self.scan.raw(item), alone=alone)
        for cue in reaching_forth:
            yield from self._mark_ahead(ahead or 0, cue, self.scan.raw(item))

    @staticmethod
    def _distance(link: Link, left: int, right: int) -> float:
        """How far a cue is from a name, in words; a comma is as far as two, and a little word keeps a little apart."""
        return link.words + _GAP_DISTANCE[link.gap] + _LITTLE_WORD * (right - left - 1)

    def _reaches_back(self, cue: Cue, item: Item, link: Link, *, alone: bool) -> bool:
        if link.words > _WORDS_BEHIND[cue.reach] or link.gap > COMMA or link.conjoined or self._is_prefix(item):
            return False
        if cue.claim == "expired" and begins_title(self.scan, item) and not self._closes_bracket(item):
            return False  # "CEng, FIET – retired principal engineer", but not "FRICS (retired) director"
        if item.key == "no" and (link.gap is TIGHT or not self._ends_phrase(item)):
            return False  # "CFA: no", but no "licence no"
        if cue.stands == "around" and self._has_object(item):
            return False
        if cue.stands != "before" or self._fills_bracket(item):
            return True
        return alone and cue.reach == "list" and self._ends_phrase(item)

    def _reaches_ahead(self, cue: Cue, item: Item, link: Link, name: Draft) -> bool:
        if cue.stands == "after" or self._closes_bracket(item) or link.words > _WORDS_AHEAD[cue.reach]:
            return False
        if link.words and (self._is_prefix(item) or (cue.claim == "expired" and link.gap is COMMA)):
            return False  # "non-executive director, FCA", "former auditor, CPA", "left the firm in 2021, ACCA"
        if cue.stands == "around" and link.gap is COMMA and not self._starts_phrase(item):
            return False
        return (cue.reach == "list" or link.gap <= BRACKET) and not self._leaves_bracket(item, name)

    def _mark_back(self, index: int, cue: Cue, evidence: str, *, alone: bool) -> Iterator[Mark]:
        yield Mark(index, cue.claim, evidence)
        if alone:
            return
        enumerates = self.scan.text.startswith("等", self.drafts[index].end) or _is_chinese(evidence)
        farthest = max(0, index - _LONGEST_LIST)
        while cue.reach == "list" and index > farthest and self.links[index - 1].joins:
            between = self.scan.text[self.drafts[index - 1].end : self.drafts[index].start]
            letters = self.scan.text[self.drafts[index - 1].start : self.drafts[index - 1].end].isascii()
            if not self.links[index - 1].coordinated and not (enumerates and letters and "、" in between):
                return
            index -= 1
            yield Mark(index, cue.claim, evidence, inherited=True)

    def _mark_ahead(self, index: int, cue: Cue, evidence: str) -> Iterator[Mark]:
        yield Mark(index, cue.claim, evidence)
        farthest = min(len(self.links), index + _LONGEST_LIST)
        while index < farthest and (cue.reach == "list" or (cue.claim == "negated" and self._is_slash_after(index))):
            link = self.links[index]
            if link.words > _WORDS_IN_LIST or not (link.gap <= COMMA or link.conjoined):
                return
            index += 1
            yield Mark(index, cue.claim, evidence, inherited=True)

    # -- choices

    def _choices(self, negated: set[int]) -> Iterator[Mark]:
        """Nobody holds "MRICS or FRICS": who offers a choice demands, and does not claim; "no CPA, CIA or CFE" denies all."""
        for index, (one, after) in enumerate(itertools.pairwise(self.drafts)):
            between = self.scan.text[one.end : min(after.start, one.end + _LONGEST_CHOICE)]
            if self.sentences[one.last] != self.sentences[after.first] or not _OR.search(between):
                continue
            first = index
            while first > max(0, index - _LONGEST_LIST) and self.links[first - 1].joins:
                first -= 1
            claim = "required" if negated.isdisjoint(range(first, index + 1)) else "negated"
            for place in range(index + 1, first - 1, -1):
                yield Mark(place, claim, between.strip())

    # -- where a cue stands

    def _follows_on(self, item: Item, before: int) -> bool:
        """Whether the cue opens a sentence of its own right after the name; "Non-executive director" is no cue."""
        if self._is_prefix(item):
            return False
        gap = self.scan.units.gaps[self.scan.tokens[item.first].unit]
        return item.first == self.drafts[before].last + 1 and "." in gap

    def _is_heading(self, item: Item) -> bool:
        """Whether the text begins with the item, of at most two words more, and a colon or the like follows it."""
        return item.first <= _WORDS_IN_HEADING and _AFTER_HEADING.match(self.scan.text, item.end) is not None

    def _is_slash_after(self, index: int) -> bool:
        """Whether nothing but a slash parts two names: "no SHRM-CP/PHR"."""
        return self.scan.text[self.drafts[index].end : self.drafts[index + 1].start].strip() == "/"

    def _has_object(self, item: Item) -> bool:
        """Whether an article follows: who "passed the bar exam" passed that, and nothing named before."""
        tokens = self.scan.tokens
        return item.last + 1 < len(tokens) and tokens[item.last + 1].word in _ARTICLES and tokens[item.last + 1].gap is TIGHT

    def _is_prefix(self, item: Item) -> bool:
        """Whether a hyphen ties the cue to what follows: who is a "non-executive director" is no less what stands before."""
        return self.scan.text.startswith("-", item.end) and self.scan.text[item.end + 1 : item.end + 2].isalpha()

    def _leaves_bracket(self, item: Item, name: Draft) -> bool:
        """Whether the bracket that the cue stands in ends before the name: "Solicitor (not practising), FCIArb"."""
        depth = 0
        for sign in self.scan.text[item.end : name.start]:
            depth += (sign in _OPENING) - (sign in _CLOSING)
            if depth < 0:
                return True
        return False

    def _fills_bracket(self, item: Item) -> bool:
        return self.scan.text[item.start - 1 : item.start] in _OPENING and self._closes_bracket(item)

    def _closes_bracket(self, item: Item) -> bool:
        return self.scan.text[item.end : item.end + 1] in _CLOSING

    def _ends_phrase(self, item: Item) -> bool:
        return item.last + 1 == len(self.scan.tokens) or self.scan.tokens[item.last + 1].gap >= COMMA

    def _starts_phrase(self, item: Item) -> bool:
        return item.first == 0 or self.scan.tokens[item.first].gap >= COMMA


def _sentences(scan: Scan) -> list[int]:
    """The number of the sentence that each token stands in."""
    numbers, number = [], 0
    for token in scan.tokens:
        if token.gap is BREAK and _SENTENCE_END.search(scan.units.gaps[token.unit]):
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


def _on_its_side(cue: Cue, draft: Draft, item: Item) -> bool:
    if cue.stands == "before":
        return draft.first > item.last
    return cue.stands == "around" or draft.last < item.first


def _is_chinese(text: str) -> bool:
    return all("一" <= character <= "鿿" for character in text)


def _is_cue(scan: Scan, item: Item) -> bool:
    """Whether an item speaks of names beside it; a name that says how it is held speaks of itself."""
    return bool(item.senses.cues) and not item.senses.names_something and not _is_number_sign(scan, item)


def _is_number_sign(scan: Scan, item: Item) -> bool:
    """Whether "no" is short for number: "member no 7342366", "Licence No. DE.66"."""
    if item.key != "no":
        return False
    after = item.last + 1
    if after == len(scan.tokens):
        return False
    named = scan.covering[after]
    if named is not None and named.senses.names_something:
        return False  # "PMP: no. PRINCE2: yes"
    has_digit = any(sign.isdigit() for sign in scan.units.words[scan.tokens[after].unit])
    return has_digit or (scan.text[item.end : item.end + 1] in {".", ":", "#"} and scan.tokens[after].gap is not BREAK)
