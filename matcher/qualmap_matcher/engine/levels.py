"""Read levels and parts of an examination by their form: "CFA Level II", "FRM Part 1", "CFA二级", "ACCA F1-F9", "7/13"."""

from __future__ import annotations

import re

from qualmap_matcher.engine.drafts import Draft
from qualmap_matcher.engine.lexicon import Lexicon
from qualmap_matcher.engine.scanning import Scan

_NUMBER = r"(?:[1-9]|i{1,3}|iv|v|one|two|three|final|[一二三四])(?![a-z0-9])"
_LEVEL_WORD = (
    r"(?:level|lvl|part|pt\.?|stage|step|paper|section|niveaux?|stufe|teil|partie|nivel|livello|レベル|パート|레벨|단계|파트)s?"
)
_LEVEL_AFTER = re.compile(
    r"[\s\-–—:,，(（\[/_]*(?:(?:charter|program(?:me)?|exam(?:ination|en|ens|es)?s?|pr(?:u|ue)fung(?:en)?|examen|exame|esame|institute|certification|professional|考试|试验|시험)\s*)*"
    r"[\s\-–—:,，(（\[]*(?:at\s+)?"
    rf"(?:{_LEVEL_WORD}\s*[.:#-]?\s*{_NUMBER}|[lpf][\s.-]?(?:[1-9]|i{{1,3}})(?![a-z0-9])"
    r"|(?<=\s)(?:[123]|i{1,3})(?![a-z0-9./])|exp\.?\s"
    r"|第?[一二三四1-4i]{1,3}\s*(?:级|阶|段)|[1-3]\s*차|\d+\s*(?:/|of)\s*\d+|(?:已过|通过|过了?)?\s*\d+\s*(?:门|科|papers?|과목))"
)
_LEVEL_BEFORE = re.compile(
    rf"(?:{_LEVEL_WORD}\s*{_NUMBER}(?:\s*(?:and|&|,|-)\s*{_NUMBER})*\s*(?:exams?\s*)?(?:of|in|for|de|du|der)?\s*(?:the)?\s*|第?[一二三]级\s*)$"
)
_LOOK_AROUND = 60  # characters beside a name in which a level is looked for


def names_level(text: str) -> bool:
    """Whether a folded text begins with a level or part of an examination, as a form beside an issuer's field may hold."""
    return _LEVEL_AFTER.match(text) is not None


def level_beside(scan: Scan, draft: Draft, candidates: frozenset[str]) -> str | None:
    """The level or part written beside a name whose examination has several."""
    if not any(scan.lexicon.cards[id_].has_levels for id_ in candidates):
        return None
    if draft.of_field:
        return scan.text.strip() if names_level(scan.text) else None
    start, end = draft.start, draft.end
    after = _LEVEL_AFTER.match(scan.text, end, end + _LOOK_AROUND)
    if after:
        return after.group().strip(" -–—:,，(（[/")
    before = _LEVEL_BEFORE.search(scan.text[max(0, start - _LOOK_AROUND) : start])
    return before.group().strip() if before else None


def is_final(level: str, candidates: frozenset[str], lexicon: Lexicon) -> bool:
    """Whether the level is the last one of its examination, or the last one is not known by a number."""
    number = next((value for name, value in _VALUES.items() if re.search(rf"(?<![a-z0-9]){name}(?![a-z0-9])", level)), None)
    finals = {lexicon.cards[id_].final_level for id_ in candidates}
    return number is None or any(not final or number >= final for final in finals)


_VALUES = {
    "iii": 3,
    "ii": 2,
    "iv": 4,
    "v": 5,
    "i": 1,
    "3": 3,
    "2": 2,
    "1": 1,
    "4": 4,
    "5": 5,
    "three": 3,
    "two": 2,
    "one": 1,
    "三": 3,
    "二": 2,
    "一": 1,
}
