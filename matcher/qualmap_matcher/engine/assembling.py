"""Put items together into drafts of mentions: a name with its acronym, a grade with its body, a place with its licence.

Items join when nothing but a space, a bracket, a comma or a dash stands between them and together they mean something:

    Chartered Engineer (CEng)              two names of one qualification        -> its one meaning
    Fellow of the Institution of ...       a grade and a body, in either order   -> what the grade of that body is
    ACA, ICAEW / PMP - PMI                 a shared name and a body              -> the meaning that this body awards
    CPA (Aust.) / 美国 CPA                  a shared name and a place             -> settled later, by place
    a member of CIOT and ICAEW             one grade before several bodies       -> the grade counts for each
"""

from __future__ import annotations

import attrs

from qualmap_matcher.engine.lexicon import Lexicon
from qualmap_matcher.engine.levels import names_level
from qualmap_matcher.engine.scanning import Item, Scan
from qualmap_matcher.engine.senses import Senses
from qualmap_matcher.engine.units import Gap

_CONJUNCTIONS = frozenset({"and", "or", "und", "et", "y", "e", "oder", "ou", "o", "及", "和", "与", "或", "와", "과"})
_CONJOINING_SIGNS = frozenset("&/、＆／+")
# A grade that a body does not list reads as the nearest one that means the same.
_SAME_GRADE = {"chartered_member": "member", "practising_member": "member", "associate_member": "associate", "chartered": "member"}
_SOCIETIES = ("协会", "学会", "公会", "工会", "협회", "학회")
_STATE_CODE = 2  # letters
_LICENSED_WITHIN = 5  # words between a licence and the state that gave it
_FARTHEST = 30  # tokens
_HIGH_GRADES = frozenset({"fellow", "honorary_fellow", "senior_member", "distinguished_member"})


@attrs.frozen(slots=True)
class Link:
    """What stands between two items.

    The widest gap; the number of words outside brackets (a Chinese, Japanese or Korean character counts as a third); whether they
    are `conjoined` by a slash, an "and" or the like; and whether by an "and" proper (`coordinated`).
    """

    gap: Gap
    words: float
    conjoined: bool
    coordinated: bool = False

    @property
    def joins(self) -> bool:
        """Whether the items can be one name."""
        return self.words == 0 and self.gap <= Gap.COMMA

    @property
    def close(self) -> bool:
        """Whether at most a bracket parts them."""
        return self.words == 0 and self.gap <= Gap.BRACKET and not self.conjoined


@attrs.define(slots=True, eq=False)
class Draft:
    """A mention in the making, from folded offset `start` to `end`, from token `first` to `last`.

    `of_field` is set when the body is known only from the field beside the text.
    """

    items: list[Item]
    candidates: frozenset[str]
    issuers: frozenset[str] = frozenset()
    grade: str | None = None
    grade_first: bool = False
    claim: str | None = None
    countries: frozenset[str] = frozenset()
    rarely: frozenset[str] = frozenset()
    named: int = 0
    composed: bool = False
    only_body: bool = False
    body_agrees: bool = False
    of_field: bool = False

    start: int = attrs.field(init=False)
    end: int = attrs.field(init=False)
    first: int = attrs.field(init=False)
    last: int = attrs.field(init=False)

    def __attrs_post_init__(self) -> None:
        self.start = min(item.start for item in self.items)
        self.end = max(item.end for item in self.items)
        self.first = min(item.first for item in self.items)
        self.last = max(item.last for item in self.items)

    def include(self, item: Item) -> None:
        """Take one more item into the draft."""
        self.items.append(item)
        self.start, self.end = min(self.start, item.start), max(self.end, item.end)
        self.first, self.last = min(self.first, item.first), max(self.last, item.last)


def link_between(scan: Scan, left: int, right: int) -> Link:
    """What stands between token `left` and token `right`; tokens far apart count as separated."""
    if right - left > _FARTHEST:
        return Link(Gap.BREAK, float(right - left), conjoined=False)
    gap, conjoined, coordinated = Gap.TIGHT, False, False
    words = [0.0]  # outside brackets, and in each bracket that is still open
    for index in range(left + 1, right + 1):
        token = scan.tokens[index]
        gap = max(gap, token.gap)
        if token.gap:
            written = scan.units.gaps[token.unit]
            conjoined = conjoined or not _CONJOINING_SIGNS.isdisjoint(written)
            coordinated = coordinated or "&" in written
            for sign in written:
                if sign in _OPENING:
                    words.append(0.0)
                elif sign in _CLOSING and len(words) > 1:
                    words.pop()
        if index < right:
            if token.word in _CONJUNCTIONS:
                conjoined = coordinated = True
            elif token.word not in _DROPPED and not token.word[0].isdigit() and token.word not in _NO_WORDS:
                words[-1] += 1 if token.word.isascii() else _CHARACTER
    return Link(gap, round(sum(words), 2), conjoined, coordinated)


_OPENING, _CLOSING = frozenset("(（[【"), frozenset(")）]】")
_CHARACTER = 0.3  # of a word
_NO_WORDS = frozenset("i ii iii iv v 年 月 日 년 월 일 jan feb mar apr may jun jul aug sep sept oct nov dec year yr".split())
_ONLY_HOLDING = frozenset({"holding"})
_DROPPED = frozenset(
    "of the a an in for and by at to from und der die das des de la le les du et von fur d l del di da do e y en 的 之 の as well both with through its".split()
)


def assemble(scan: Scan, lexicon: Lexicon, issuers: frozenset[str] = frozenset()) -> list[Draft]:
    """The drafts of a text, from left to right; `issuers` are the bodies that a field beside the text names.

    A text that names nothing itself ("Fellow", "Level II candidate") is read as written of the body in that field.
    """
    assembler = Assembler(scan, lexicon)
    drafts = assembler.run()
    return drafts or ([draft] if issuers and (draft := assembler.of_body(issuers)) else [])


@attrs.define(slots=True)
class Assembler:
    """Walks over the items once; `waiting` holds a grade and a place that stand before the name they belong to."""

    scan: Scan
    lexicon: Lexicon
    drafts: list[Draft] = attrs.field(factory=list)
    waiting: list[Item] = attrs.field(factory=list)

    def run(self) -> list[Draft]:
        """Assemble every item."""
        items = self.scan.items
        for index, item in enumerate(items):
            senses = item.senses
            if senses.names_something:
                self._name(item, items[index + 1] if index + 1 < len(items) else None)
            elif senses.grade:
                self._grade(item, items[index + 1] if index + 1 < len(items) else None)
            elif senses.country:
                self._country(item, items[index + 1] if index + 1 < len(items) else None)
        return self.drafts

    def of_body(self, issuers: frozenset[str]) -> Draft | None:
        """The draft of a text that holds only a grade or the state of an examination, for a body known from elsewhere."""
        grades = [item for item in self.scan.items if item.senses.grade]
        said = grades or [item for item in self.scan.items if item.senses.cues]
        if not said and not (self.scan.tokens and names_level(self.scan.text)):
            return None
        alone = frozenset(id_ for issuer in issuers for id_ in self.lexicon.alone.get(issuer, ()))
        examined = frozenset(id_ for id_ in alone if self.lexicon.cards[id_].has_levels)
        draft = Draft(said or [self._whole()], examined or alone, issuers, only_body=True, body_agrees=True, of_field=True)
        for item in grades:
            if item.senses.grade and self._take_grade(draft, item.senses.grade):
                return draft
        return draft if draft.candidates and not grades else None

    def _whole(self) -> Item:
        """The whole text as an item without a meaning of its own."""
        tokens = self.scan.tokens
        return Item("", Senses(), 0, len(tokens) - 1, tokens[0].start, tokens[-1].end, 0)

    def _link(self, draft: Draft, item: Item) -> Link:
        """The link from a draft to an item after it; words that only say "certified" are no words between."""
        link = link_between(self.scan, draft.last, item.first)
        if link.words:
            link = attrs.evolve(link, words=round(max(0.0, link.words - self._plain_words(draft.last, item.first)), 2))
        return link

    def _plain_words(self, left: int, right: int) -> float:
        return sum(
            (1 if self.scan.tokens[index].word.isascii() else _CHARACTER) * (self.scan.tokens[index].word not in _DROPPED)
            for index in range(left + 1, right)
            if (item := self.scan.covering[index]) is not None and not item.senses.names_something and item.senses.signals == _ONLY_HOLDING
        )

    # -- names of qualifications and bodies

    def _name(self, item: Item, following: Item | None) -> None:
        if self.drafts and not self._grade_waits_for(item):
            draft = self.drafts[-1]
            link = self._link(draft, item)
            if link.joins and self._joined(draft, item, link):
                return
        self._begin(item, following)

    def _grade_waits_for(self, item: Item) -> bool:
        return any(one.senses.grade for one in self.waiting) and bool(item.senses.issuers)

    def _joined(self, draft: Draft, item: Item, link: Link) -> bool:
        senses = item.senses
        if not link.conjoined:
            common = draft.candidates & senses.qualifications
            common = common or (draft.candidates | draft.rarely) & (senses.qualifications | senses.rarely)
            if common:
                return self._add(draft, item, common, named=1)
        if senses.issuers and not draft.only_body and not link.conjoined:
            awarded = self._awarded(draft.candidates, senses.issuers) or self._awarded(draft.rarely, senses.issuers)
            if awarded:
                draft.body_agrees = True
                return self._add(draft, item, awarded)
        if senses.qualifications and not senses.issuers and not link.conjoined and self._is_more_exact(draft, senses.qualifications):
            higher = self._is_higher(senses.qualifications) and (link.gap is Gap.BRACKET or all(one.words > 1 for one in draft.items))
            if higher or self._repeats(draft, item):
                return self._add(draft, item, senses.qualifications, named=1)
            if self._says_from(draft, item):
                draft.body_agrees = True
                return self._add(draft, item, draft.candidates)
        if draft.only_body and senses.qualifications and not senses.issuers:
            awarded = self._awarded(senses.qualifications, draft.issuers) or self._awarded(senses.rarely, draft.issuers)
            if awarded and (link.close or len(draft.candidates) != 1):
                draft.only_body, draft.body_agrees = False, True
                return self._add(draft, item, awarded, named=1)
        if draft.only_body and draft.issuers & senses.issuers and not link.conjoined:
            draft.issuers &= senses.issuers
            return self._add(draft, item, draft.candidates)
        return False

    def _is_more_exact(self, draft: Draft, qualifications: frozenset[str]) -> bool:
        """Whether a bracket names another grade of the same body, as FCCA does after "Chartered Certified Accountant"."""
        issuers = {issuer for id_ in draft.candidates for issuer in self.lexicon.cards[id_].issuers}
        return len(qualifications) == 1 and all(issuers & self.lexicon.cards[id_].issuers for id_ in qualifications)

    def _is_higher(self, qualifications: frozenset[str]) -> bool:
        return all(self.lexicon.cards[id_].grade.replace(" ", "_") in _HIGH_GRADES for id_ in qualifications)

    def _repeats(self, draft: Draft, item: Item) -> bool:
        """Whether the item begins with a name that the draft has already: "Chartered Financial Analyst - CFA (Foundations)"."""
        first = self.lexicon.senses(item.key.split(" ")[0])
        return item.words > 1 and first is not None and not first.issuers and first.qualifications == draft.candidates

    def _says_from(self, draft: Draft, item: Item) -> bool:
        """Whether the item is written as the body that the draft's qualification is from: "Certificate in ESG Investing from CFA"."""
        return any(self.scan.tokens[index].word in {"from", "by"} for index in range(draft.last + 1, item.first))

    def _awarded(self, candidates: frozenset[str], issuers: frozenset[str]) -> frozenset[str]:
        return frozenset(id_ for id_ in candidates if self.lexicon.cards[id_].issuers & issuers)

    @staticmethod
    def _add(draft: Draft, item: Item, candidates: frozenset[str], *, named: int = 0) -> bool:
        draft.include(item)
        draft.candidates = candidates
        draft.named += named
        return True

    def _begin(self, item: Item, following: Item | None) -> None:
        senses = item.senses
        if not senses.issuers and self._names_society(item):
            issuers = frozenset(issuer for id_ in senses.qualifications for issuer in self.lexicon.cards[id_].issuers)
            draft = Draft([item], frozenset(), issuers, only_body=True)
        else:
            draft = Draft([item], senses.qualifications, senses.issuers, rarely=senses.rarely, only_body=bool(senses.issuers))
        draft.named = 0 if draft.only_body else 1
        for waiting in self.waiting:
            link = link_between(self.scan, waiting.last, item.first)
            if not link.joins:
                continue
            if waiting.senses.country and link.gap <= Gap.BRACKET and not link.conjoined:
                draft.include(waiting)
                draft.countries |= {waiting.senses.country}
            elif waiting.senses.grade and self._take_grade(draft, waiting.senses.grade):
                draft.include(waiting)
                draft.grade_first = True
        self.waiting.clear()
        if draft.only_body and draft.grade is None:
            self._inherit_grade(draft, item, following)
        self.drafts.append(draft)

    def _names_society(self, item: Item) -> bool:
        """Whether a word for a society follows: the society of chartered builders (建造师学会) is no chartered builder."""
        return self.scan.text.startswith(_SOCIETIES, item.end)

    def _inherit_grade(self, draft: Draft, item: Item, following: Item | None) -> None:
        """In "a member of CPA Australia and CPA Mongolia" the grade before the first body counts for the second too."""
        if not self.drafts or not self.drafts[-1].grade_first:
            return
        before = self.drafts[-1]
        if not self._link(before, item).joins:
            return
        if following is not None and following.senses.grade and link_between(self.scan, item.last, following.first).close:
            return
        if before.grade is not None and self._take_grade(draft, before.grade):
            draft.grade_first = True

    # -- grades

    def _grade(self, item: Item, following: Item | None) -> None:
        grade = item.senses.grade
        assert grade is not None  # noqa: S101 - the caller looked
        before = self.drafts[-1] if self.drafts else None
        link = self._link(before, item) if before else None
        if before and link and link.joins and not link.conjoined and not self._belongs_to_next(item, following, link):
            if self._take_grade(before, grade):
                before.include(item)
                self._spread_grade_back(grade)
                return
            if link.close:
                return
        self.waiting.append(item)

    def _belongs_to_next(self, item: Item, following: Item | None, before: Link) -> bool:
        """Whether a grade between two names goes with the second: "ACCA, Member of the Institute of ..."."""
        if following is None or not following.senses.issuers:
            return False
        link = link_between(self.scan, item.last, following.first)
        if not link.joins:
            return False
        of = any(self.scan.tokens[index].word in {"of", "de", "der", "des", "von"} for index in range(item.last + 1, following.first))
        return of or link.gap < before.gap

    def _take_grade(self, draft: Draft, grade: str) -> bool:
        """Read the grade with the draft's body or name; False where it says nothing there."""
        if draft.grade is not None:
            return False
        issuers = draft.issuers or frozenset(issuer for id_ in draft.candidates for issuer in self.lexicon.cards[id_].issuers)
        meanings = [meaning for issuer in sorted(issuers) if (meaning := self._meaning(issuer, grade))]
        ids = frozenset(id_ for id_, _ in meanings)
        if draft.only_body:
            if not ids and grade == "member" and draft.candidates:
                return True
            draft.candidates, draft.composed = ids, True
        elif ids & draft.candidates:
            draft.candidates &= ids
        elif ids and (grade in _HIGH_GRADES or all(claim != "held" for _, claim in meanings)):
            draft.candidates, draft.composed = ids, True
        else:
            return not draft.only_body and grade in {"member", "chartered_member"}
        draft.grade, draft.only_body = grade, False
        claims = {claim for id_, claim in meanings if id_ in draft.candidates}
        draft.claim = claims.pop() if len(claims) == 1 else None
        return True

    def _meaning(self, issuer: str, grade: str) -> tuple[str, ...] | None:
        grades = self.lexicon.memberships.get(issuer, {})
        return grades.get(grade) or grades.get(_SAME_GRADE.get(grade, ""))

    def _spread_grade_back(self, grade: str) -> None:
        """In "IEEE & ACM Fellow" the grade after the last body counts for the ones joined before it."""
        for earlier, later in zip(self.drafts[-2::-1], self.drafts[:0:-1], strict=False):
            link = link_between(self.scan, earlier.last, later.first)
            if not (earlier.only_body and link.joins and link.conjoined and self._take_grade(earlier, grade)):
                return

    # -- places

    def _country(self, item: Item, following: Item | None) -> None:
        country = item.senses.country
        if country is None or (len(item.key) == _STATE_CODE and not self.scan.raw(item).isupper()):
            return  # "in" and "me" are no states
        if following is not None and following.senses.names_something and link_between(self.scan, item.last, following.first).gap is Gap.TIGHT:
            before = self.drafts[-1] if self.drafts else None
            if before is None or not self._link(before, item).close:
                self.waiting.append(item)
                return
        if self.drafts:
            draft = self.drafts[-1]
            link = self._link(draft, item)
            if link.joins and not link.conjoined:
                draft.include(item)
                draft.countries |= {country}
                return
            if item.senses.licensing and len(draft.candidates) > 1 and link.words <= _LICENSED_WITHIN and link.gap < Gap.BREAK:
                draft.countries |= {country}
                return
        self.waiting.append(item)
