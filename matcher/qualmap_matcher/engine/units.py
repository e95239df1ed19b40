"""Cut a folded text into units: words, numbers, and single Chinese, Japanese or Korean characters.

Between two units stands a gap, and what the gap holds says whether they can belong to one name: `Gap.TIGHT` (a space, a
hyphen), `Gap.BRACKET`, `Gap.COMMA` (a comma, a dash, a slash, a colon) or `Gap.BREAK` (a semicolon, a bullet, the end of a
line or sentence).
"""

from __future__ import annotations

import enum
import functools
import re

from qualmap_matcher.engine.folding import Folded, fold
from qualmap_matcher.engine.values import value

_UNIT = re.compile(
    r"(?<![a-z0-9])(?:[a-z]\.){1,5}[a-z]{1,5}(?![a-z0-9])\.?"  # p.eng, a.s.a., ph.d.
    r"|(?<![a-z0-9])[pc]\. ?eng(?![a-z])\.?"
    r"|(?<![a-z0-9])[a-z]\s?&\s?[a-z](?![a-z0-9])"  # a&p, r&s
    r"|(?:[ldnsj]|qu|dell|nell|all|sull)(?='[a-z])"  # l'ACCA, dell'Ordine
    r"|[a-z]+(?:'[a-z]+)?(?:\d+[a-z]*)*(?:\+(?![a-z0-9]))?"  # words, int'l, isc2, as400, a+
    r"|\d+(?:\.\d+)*"
    r"|[぀-ゟ゠-ヺー-ヿㇰ-ㇿ㐀-䶿一-鿿豈-﫿가-힣々〇]"
    r"|[^\W\d_]+"
)
_TIGHT_GAPS = frozenset({"", " ", "-"})
_LETTER_DOTS = str.maketrans("", "", ". \t\n")
# After these a full stop ends no sentence.
_ABBREVIATIONS = frozenset(
    [
        "cert",
        "inst",
        "assoc",
        "aust",
        "austr",
        "int",
        "intl",
        "dipl",
        "prof",
        "dr",
        "st",
        "eng",
        "mgmt",
        "mgt",
        "dept",
        "univ",
        "hon",
        "lic",
        "reg",
        "nat",
        "natl",
        "sr",
        "jr",
        "mr",
        "ms",
        "mrs",
        "exp",
        "lvl",
        "pt",
        "vol",
        "approx",
        "incl",
        "gepr",
        "staatl",
        "beeid",
        "öff",
        "vereid",
        "akad",
        "zert",
        "fr",
        "mme",
        "lic",
        "corp",
        "dist",
        "chart",
        "acct",
        "mem",
    ]
)
_NUMBER_SIGNS = frozenset({"no", "nr"})  # the same, before a number: "No. 123"; "PMP: no." is an answer
_BREAKING = re.compile(r"[;|•·●▪■◆★☆※→\n\r\t。；！!?？⇒»«]|\.\s|\s{3,}")
_COMMA = re.compile(r"[,，、:：/／\\*=&+~<>]|\s[-–—‐―]|[-–—‐―]\s|[–—―]")
_BRACKET = re.compile(r"[()（）\[\]【】「」『』〔〕《》{}\"“”]")


class Gap(enum.IntEnum):
    """How much stands between two neighbouring units."""

    TIGHT = 0
    BRACKET = 1
    COMMA = 2
    BREAK = 3


TIGHT, BRACKET, COMMA, BREAK = Gap  # by their own names: Python 3.11 takes longer to find one in its class than to compare two


@value
class Units:
    """The units of a text as parallel lists.

    `gaps[i]` is the text before unit `i`, its last entry what follows them all; `kinds[i]` says what kind of gap stands there.
    """

    folded: Folded
    words: list[str]
    starts: list[int]
    ends: list[int]
    gaps: list[str]
    kinds: list[Gap]

    def __len__(self) -> int:
        return len(self.words)

    def raw(self, index: int) -> str:
        """The unit as it was written."""
        return self.folded.raw_text(self.starts[index], self.ends[index])


def cut(raw: str) -> Units:
    """Fold `raw` and cut it; linear in its length."""
    folded = fold(raw)
    text = folded.text
    words: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    gaps: list[str] = []
    kinds: list[Gap] = []
    position = 0
    before = ""
    for match in _UNIT.finditer(text):
        start, end = match.span()
        word = match.group()
        if not word.isalnum():
            word = _without_signs(word)
        gap = text[position:start]
        if gap == ". " and (before in _ABBREVIATIONS or (before in _NUMBER_SIGNS and text[start].isdigit())):
            gap = " "
        gaps.append(gap)
        kinds.append(TIGHT if gap in _TIGHT_GAPS else kind_of_gap(gap))
        before = word
        words.append(word)
        starts.append(start)
        ends.append(end)
        position = end
    gaps.append(text[position:])
    return Units(folded, words, starts, ends, gaps, kinds)


def _without_signs(word: str) -> str:
    """P.Eng. and A & P as one word each; numbers and apostrophes stay."""
    if word[0].isdigit() or not ("." in word or "&" in word):
        return word
    return word.translate(_LETTER_DOTS)


@functools.lru_cache(maxsize=8192)
def kind_of_gap(gap: str) -> Gap:
    """Classify the text between two units."""
    if gap in _TIGHT_GAPS:
        return TIGHT
    if _BREAKING.search(gap):
        return BREAK
    if _COMMA.search(gap):
        return COMMA
    return BRACKET if _BRACKET.search(gap) else TIGHT
