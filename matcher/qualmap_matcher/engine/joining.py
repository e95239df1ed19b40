"""The rules by which an item joins the draft before it: each a function that says whether it did, tried in this order.

On the left a name and an item that joins it, on the right what they mean together:

    Chartered Engineer (CEng)                 one meaning that both names share
    ACA, ICAEW                                the meaning that this body awards
    特许公认会计师（FCCA）                     a higher grade of the same body, named in brackets
    Chartered Financial Analyst - CFA (Foundations)    a longer name that repeats the first
    Certificate in ESG Investing from CFA     letters of a qualification, written for its body
    PMI - PMP                                 a body, then what it awards
    Institution of Civil Engineers (ICE)      a body twice
"""

from __future__ import annotations

from collections.abc import Callable

from qualmap_matcher.engine.drafts import Draft
from qualmap_matcher.engine.grading import HIGH_GRADES, awarded_by, issuers_of
from qualmap_matcher.engine.lexicon import Lexicon
from qualmap_matcher.engine.linking import Link
from qualmap_matcher.engine.scanning import Item, Scan
from qualmap_matcher.engine.units import BRACKET, COMMA

Rule = Callable[[Draft, Item, Link, Scan], bool]


def join(draft: Draft, item: Item, link: Link, scan: Scan) -> bool:
    """Take the item into the draft by the first rule that fits; False where it names something of its own."""
    return any(rule(draft, item, link, scan) for rule in RULES)


def _same_meaning(draft: Draft, item: Item, link: Link, scan: Scan) -> bool:
    del scan
    senses = item.senses
    if link.gap is COMMA and item.words == 1 and all(one.words == 1 and one.key != item.key for one in draft.items):
        return False  # "FCPA, FCA" are two, though one body gives both
    common = draft.candidates & senses.qualifications
    if not common and link.gap is not COMMA:  # "公認会計士・米国公認会計士" are two
        common = (draft.candidates | draft.rarely) & (senses.qualifications | senses.rarely)
    return bool(common) and not link.conjoined and _take(draft, item, common, named=1)


def _body_of_name(draft: Draft, item: Item, link: Link, scan: Scan) -> bool:
    issuers = item.senses.issuers
    if not issuers or draft.only_body or link.conjoined:
        return False
    awarded = awarded_by(draft.candidates, issuers, scan.lexicon) or awarded_by(draft.rarely, issuers, scan.lexicon)
    return bool(awarded) and _take(draft, item, awarded, body_agrees=True)


def _more_exact_name(draft: Draft, item: Item, link: Link, scan: Scan) -> bool:
    exact = _of_same_body(draft, item, scan.lexicon)
    if link.conjoined or len(exact) != 1:
        return False
    in_place = link.gap is BRACKET or all(one.words > 1 for one in draft.items)
    higher = in_place and all(scan.lexicon.cards[id_].grade.replace(" ", "_") in HIGH_GRADES for id_ in exact)
    return (higher or _repeats(draft, item, scan.lexicon)) and _take(draft, item, exact, named=1)


def _letters_for_body(draft: Draft, item: Item, link: Link, scan: Scan) -> bool:
    says_from = any(scan.tokens[index].word in {"from", "by"} for index in range(draft.last + 1, item.first))
    one_meaning = len(item.senses.qualifications) == 1
    if link.conjoined or not says_from or not one_meaning or not _of_same_body(draft, item, scan.lexicon):
        return False
    return _take(draft, item, draft.candidates, body_agrees=True)


def _name_of_body(draft: Draft, item: Item, link: Link, scan: Scan) -> bool:
    senses = item.senses
    if not draft.only_body or draft.named or not senses.qualifications or senses.issuers:
        return False
    awarded = awarded_by(senses.qualifications, draft.issuers, scan.lexicon) or awarded_by(
        senses.rarely, draft.issuers, scan.lexicon
    )
    if not awarded or not (link.close or len(draft.candidates) != 1):
        return False
    draft.only_body = False
    return _take(draft, item, awarded, named=1, body_agrees=True)


def _same_body(draft: Draft, item: Item, link: Link, scan: Scan) -> bool:
    del scan
    common = draft.issuers & item.senses.issuers
    if not draft.only_body or not common or link.conjoined:
        return False
    draft.issuers = common
    return _take(draft, item, draft.candidates)


RULES: tuple[Rule, ...] = (
    _same_meaning,
    _body_of_name,
    _more_exact_name,
    _letters_for_body,
    _name_of_body,
    _same_body,
)


def _take(draft: Draft, item: Item, candidates: frozenset[str], *, named: int = 0, body_agrees: bool = False) -> bool:
    draft.include(item)
    draft.candidates = candidates
    draft.named += named
    draft.body_agrees = draft.body_agrees or body_agrees
    return True


def _of_same_body(draft: Draft, item: Item, lexicon: Lexicon) -> frozenset[str]:
    """What the item can mean of what the draft's bodies award; nothing for the name of a body."""
    senses = item.senses
    return frozenset() if senses.issuers else awarded_by(senses.qualifications, issuers_of(draft.candidates, lexicon), lexicon)


def _repeats(draft: Draft, item: Item, lexicon: Lexicon) -> bool:
    """Whether the item begins with a name that the draft has already."""
    first = lexicon.senses(item.key.split(" ")[0])
    return item.words > 1 and first is not None and not first.issuers and first.qualifications == draft.candidates
