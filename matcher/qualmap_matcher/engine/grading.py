"""What a grade means beside a body or a name: `memberships.csv` says which qualification each grade of a body is."""

from __future__ import annotations

from qualmap_matcher.engine.drafts import Draft
from qualmap_matcher.engine.lexicon import Lexicon

HIGH_GRADES = frozenset({"fellow", "honorary_fellow", "senior_member", "distinguished_member"})
# A grade that a body does not list reads as the nearest one that means the same.
_SAME_GRADE = {
    "full_member": "member",
    "chartered_member": "member",
    "practising_member": "member",
    "associate_member": "associate",
    "chartered": "member",
}
_MEMBER_GRADES = frozenset({"member", "full_member"})
PLAIN_GRADES = _MEMBER_GRADES | {"chartered_member"}


def take_grade(draft: Draft, grade: str, lexicon: Lexicon) -> bool:
    """Read the grade with the draft's body or name; False where it says nothing there."""
    if draft.grade is not None:
        return False
    issuers = draft.issuers or issuers_of(draft.candidates, lexicon)
    meanings = [meaning for issuer in sorted(issuers) if (meaning := _meaning(issuer, grade, lexicon))]
    ids = frozenset(id_ for id_, _ in meanings)
    if draft.only_body:
        if not ids and grade in _MEMBER_GRADES and draft.candidates:
            return True
        draft.candidates, draft.composed = ids, True
    elif ids & draft.candidates:
        draft.candidates &= ids
    elif ids and (grade in HIGH_GRADES or all(claim != "held" for _, claim in meanings)):
        draft.candidates, draft.composed = ids, True
    else:
        return grade in PLAIN_GRADES
    draft.grade, draft.only_body = grade, False
    claims = {claim for id_, claim in meanings if id_ in draft.candidates}
    draft.claim = "student" if grade == "student" else claims.pop() if len(claims) == 1 else None
    return True


def issuers_of(candidates: frozenset[str], lexicon: Lexicon) -> frozenset[str]:
    """Every body that awards one of the candidates."""
    return frozenset(issuer for id_ in candidates for issuer in lexicon.cards[id_].issuers)


def awarded_by(candidates: frozenset[str], issuers: frozenset[str], lexicon: Lexicon) -> frozenset[str]:
    """The candidates that one of these bodies awards."""
    return frozenset(id_ for id_ in candidates if lexicon.cards[id_].issuers & issuers)


def _meaning(issuer: str, grade: str, lexicon: Lexicon) -> tuple[str, str] | None:
    grades = lexicon.memberships.get(issuer, {})
    return grades.get(grade) or grades.get(_SAME_GRADE.get(grade, ""))
