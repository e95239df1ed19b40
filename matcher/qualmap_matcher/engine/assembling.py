"""Put items together into drafts of mentions: a name with its acronym, a grade with its body, a place with its licence.

Items join when nothing but a space, a bracket, a comma or a dash stands between them and together they mean something:

    Chartered Engineer (CEng)              names join by the rules of `joining`
    Fellow of the Institution of ...       a grade and a body, in either order
    CPA (Aust.) / 美国 CPA                  a shared name and a place, which settles it later
    a member of CIOT and ICAEW             one grade before several bodies counts for each
    Fellow  (issuer field: IEEE)           a text that is only a grade, of the body in the field beside it
"""

from __future__ import annotations

import itertools

import attrs

from qualmap_matcher.engine.drafts import Draft
from qualmap_matcher.engine.grading import PLAIN_GRADES, issuers_of, take_grade
from qualmap_matcher.engine.joining import join
from qualmap_matcher.engine.levels import names_level
from qualmap_matcher.engine.linking import Link, link_between
from qualmap_matcher.engine.scanning import Item, Scan
from qualmap_matcher.engine.senses import Senses
from qualmap_matcher.engine.titles import is_rank
from qualmap_matcher.engine.units import BRACKET, BREAK, COMMA, TIGHT

_SOCIETIES = ("协会", "学会", "公会", "工会", "협회", "학회")
_OF = frozenset({"of", "de", "der", "des", "von"})
_STATE_CODE = 2  # letters
_TOLD_GRADES = PLAIN_GRADES | {"fellow"}
_WORDS_TO_GRADE = 4
_OTHER_TIES = frozenset({"office", "training", "company"})
_LICENSED_WITHIN = 5  # words between a licence and the state that gave it


def assemble(scan: Scan, issuers: frozenset[str] = frozenset()) -> list[Draft]:
    """The drafts of a text, from left to right; `issuers` are the bodies that a field beside the text names.

    A text that names nothing itself ("Fellow", "Level II candidate") is read as written of the body in that field.
    """
    drafts = Assembler(scan).run()
    return drafts or ([draft] if issuers and (draft := _of_body(scan, issuers)) else [])


@attrs.define(slots=True)
class Assembler:
    """Walks over the items once; `waiting` holds a grade and a place that stand before the name they belong to."""

    scan: Scan
    drafts: list[Draft] = attrs.field(factory=list)
    waiting: list[Item] = attrs.field(factory=list)

    def run(self) -> list[Draft]:
        """Assemble every item."""
        items = self.scan.items
        for item, following in itertools.zip_longest(items, items[1:]):
            senses = item.senses
            if senses.names_something:
                self._name(item, following)
            elif senses.grade and not is_rank(self.scan, item):
                self._grade(item, senses.grade, following)
            elif senses.country:
                self._country(item, senses.country, following)
        return self.drafts

    def _link(self, draft: Draft, item: Item) -> Link:
        return link_between(self.scan, draft.last, item.first, over_plain_words=True)

    # -- names of qualifications and bodies

    def _name(self, item: Item, following: Item | None) -> None:
        grade_waits = bool(item.senses.issuers) and any(one.senses.grade for one in self.waiting)
        if self.drafts and not grade_waits:
            link = self._link(self.drafts[-1], item)
            if link.gap is COMMA and self._has_grade_of_its_own(item, following, self.drafts[-1]):
                self._begin(item, following)
                return
            if link.joins and join(self.drafts[-1], item, link, self.scan):
                return
        self._begin(item, following)

    def _has_grade_of_its_own(self, item: Item, following: Item | None, before: Draft) -> bool:
        """Whether a body's grade follows it, of which the name before is none: "CEng，英国土木工程师学会资深会员"."""
        if not item.senses.issuers or following is None or not following.senses.grade:
            return False
        if not link_between(self.scan, item.last, following.first).close:
            return False
        grades = (grade for issuer in item.senses.issuers for grade in self.scan.lexicon.memberships.get(issuer, {}).values())
        return before.candidates.isdisjoint(id_ for id_, _ in grades)

    def _begin(self, item: Item, following: Item | None) -> None:
        draft = self._draft(item)
        for waiting in self.waiting:
            link = link_between(self.scan, waiting.last, item.first)
            if not link.joins:
                continue
            if waiting.senses.country and link.gap <= BRACKET and not link.conjoined:
                draft.include(waiting)
                draft.countries |= {waiting.senses.country}
            elif waiting.senses.grade and take_grade(draft, waiting.senses.grade, self.scan.lexicon):
                draft.include(waiting)
                draft.grade_first = True
        self.waiting.clear()
        if draft.only_body and draft.grade is None:
            self._inherit_grade(draft, item, following)
        self.drafts.append(draft)

    def _draft(self, item: Item) -> Draft:
        senses = item.senses
        if senses.issuers:
            return Draft([item], senses.qualifications, senses.issuers, senses.rarely, only_body=True)
        if self.scan.text.startswith(_SOCIETIES, item.end) and not item.key[0].isascii():  # 建造师学会 is no builder
            return Draft([item], frozenset(), issuers_of(senses.qualifications, self.scan.lexicon), only_body=True)
        return Draft([item], senses.qualifications, rarely=senses.rarely, named=1)

    def _inherit_grade(self, draft: Draft, item: Item, following: Item | None) -> None:
        """In "a member of CPA Australia and CPA Mongolia" the grade before the first body counts for the second too."""
        before = self.drafts[-1] if self.drafts else None
        if before is None or before.grade is None or not before.grade_first or not self._link(before, item).joins:
            return
        if following is not None and following.senses.grade and link_between(self.scan, item.last, following.first).close:
            return
        draft.grade_first = take_grade(draft, before.grade, self.scan.lexicon)

    # -- grades

    def _grade(self, item: Item, grade: str, following: Item | None) -> None:
        before = self.drafts[-1] if self.drafts else None
        link = self._link(before, item) if before else None
        if before and link and link.joins and not link.conjoined and not self._belongs_to_next(item, following, link):
            if take_grade(before, grade, self.scan.lexicon):
                before.include(item)
                self._spread_grade_back(grade)
                return
            if link.close:
                return
        if before and link and self._is_said_of(before, grade, item, link) and take_grade(before, grade, self.scan.lexicon):
            before.include(item)
            return
        self.waiting.append(item)

    def _is_said_of(self, before: Draft, grade: str, item: Item, link: Link) -> bool:
        """Whether a few words lead from a bare body to a grade: "Royal Aeronautical Society: became a Fellow in 2017"."""
        if not before.only_body or grade not in _TOLD_GRADES or link.words > _WORDS_TO_GRADE or link.gap is BREAK:
            return False
        between = (self.scan.covering[index] for index in range(before.last + 1, item.first))
        return not any(one is not None and one.senses.signals & _OTHER_TIES for one in between)  # "RICS panel member"

    def _belongs_to_next(self, item: Item, following: Item | None, before: Link) -> bool:
        """Whether a grade between two names goes with the second: "ACCA, Member of the Institute of ..."."""
        if following is None or not following.senses.issuers:
            return False
        link = link_between(self.scan, item.last, following.first)
        says_of = any(self.scan.tokens[index].word in _OF for index in range(item.last + 1, following.first))
        return link.joins and (says_of or link.gap < before.gap)

    def _spread_grade_back(self, grade: str) -> None:
        """In "IEEE & ACM Fellow" the grade after the last body counts for the ones joined before it."""
        for earlier, later in zip(self.drafts[-2::-1], self.drafts[:0:-1], strict=False):
            link = link_between(self.scan, earlier.last, later.first)
            joined = earlier.only_body and link.joins and link.conjoined
            if not (joined and take_grade(earlier, grade, self.scan.lexicon)):
                return

    # -- places

    def _country(self, item: Item, country: str, following: Item | None) -> None:
        if len(item.key) == _STATE_CODE and not self.scan.raw(item).isupper():
            return  # "in" and "me" are no states
        before = self.drafts[-1] if self.drafts else None
        link = self._link(before, item) if before else None
        if following is not None and following.senses.names_something and not (link and link.close):
            to_next = link_between(self.scan, item.last, following.first)
            if to_next.gap is TIGHT:
                self.waiting.append(item)
                return
        if before and link and link.joins and not link.conjoined:
            before.include(item)
            before.countries |= {country}
        elif before and link and item.senses.licensing and _can_be_licensed_there(before, link):
            before.countries |= {country}
        else:
            self.waiting.append(item)


def _can_be_licensed_there(draft: Draft, link: Link) -> bool:
    return len(draft.candidates) > 1 and link.words <= _LICENSED_WITHIN and link.gap < BREAK


def _of_body(scan: Scan, issuers: frozenset[str]) -> Draft | None:
    """The draft of a text that holds only a grade or the state of an examination, for bodies known from elsewhere."""
    grades = [item for item in scan.items if item.senses.grade]
    said = grades or [item for item in scan.items if item.senses.cues]
    if not said and not (scan.tokens and names_level(scan.text)):
        return None
    alone = frozenset(id_ for issuer in issuers for id_ in scan.lexicon.alone.get(issuer, ()))
    examined = frozenset(id_ for id_ in alone if scan.lexicon.cards[id_].has_levels)
    draft = Draft(said or [_whole(scan)], examined or alone, issuers, only_body=True, body_agrees=True, of_field=True)
    if any(item.senses.grade and take_grade(draft, item.senses.grade, scan.lexicon) for item in grades):
        return draft
    return draft if draft.candidates and not grades else None


def _whole(scan: Scan) -> Item:
    """The whole text as an item without a meaning of its own."""
    return Item("", Senses(), 0, len(scan.tokens) - 1, scan.tokens[0].start, scan.tokens[-1].end, 0)
