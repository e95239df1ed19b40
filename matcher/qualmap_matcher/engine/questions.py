"""The question that would settle an ambiguous mention, asked in the words of what its candidates differ in."""

from __future__ import annotations

from collections.abc import Sequence

from qualmap.models import Qualification

_VARIOUS = "various"  # the issuer of qualifications that stand for "some other body"


def question(candidates: Sequence[Qualification]) -> str:
    """One English question with the choices; `candidates` are two or more."""
    known = dict.fromkeys(one.issuer for one in candidates if one.issuer and one.issuer != _VARIOUS)
    issuers = [*known, *(["another body"] if any(one.issuer == _VARIOUS for one in candidates) else [])]
    if len(issuers) > 1:
        return f"Which body awarded it: {_choices(issuers)}?"
    grades = list(dict.fromkeys(one.grade for one in candidates if one.grade))
    if len(grades) == len(candidates):
        return f"Which grade of {candidates[0].issuer} is it: {_choices(grades)}?"
    return f"Which of these is it: {_choices([one.name_en for one in candidates])}?"


def _choices(values: Sequence[str]) -> str:
    return ", ".join(values[:-1]) + f" or {values[-1]}"
