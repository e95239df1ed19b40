"""Job and professional titles, which take their meaning from words that would say something else.

On the left what is written, on the right what it does not say:

    Software Engineer, PMP                  no duty: a title follows the word of a trade
    公認情報システム監査士（CISA）              no prose: the letters explain a title that is not in the lexicon
"""

from __future__ import annotations

from qualmap_matcher.engine.scanning import Item, Scan
from qualmap_matcher.engine.units import Gap

_LONGEST_TITLE = 4  # words after the first
_SHORTEST_TITLE = 4  # characters
_TITLES_END = frozenset("师師士사")  # accountant, analyst, auditor, engineer: 会计师, 監査士, 분석사


def says_duty(scan: Scan, item: Item) -> bool:
    """Whether a word tells what somebody does at work; that of a trade does, unless a job title follows: "Software Engineer"."""
    signals = item.senses.signals
    return "duty" in signals or ("trade" in signals and not _begins_title(scan, item))


def _begins_title(scan: Scan, item: Item) -> bool:
    """Whether a title in the singular follows a word, with nothing between but words of its own: "Client Portfolio Manager"."""
    for token in scan.tokens[item.last + 1 : item.last + 1 + _LONGEST_TITLE]:
        if token.gap >= Gap.COMMA or token.word in scan.lexicon.wording.dropped or token.word in scan.lexicon.linking:
            return False
        if token.word in scan.lexicon.titles:
            return scan.units.words[token.unit] == token.word
    return False


def titles_explained(scan: Scan) -> frozenset[int]:
    """The tokens of professional titles that an acronym right behind them explains: "公認情報システム監査士（CISA）"."""
    found: set[int] = set()
    for item in scan.items:
        if item.first == 0 or item.words > 1 or not item.senses.qualifications or not item.key.isascii():
            continue
        last = first = item.first - 1
        while first >= 0 and scan.covering[first] is None and _is_of_phrase(scan, first, last):
            first -= 1
        if (
            last - first >= _SHORTEST_TITLE
            and scan.tokens[last].word in _TITLES_END
            and scan.tokens[item.first].gap <= Gap.BRACKET
        ):
            found.update(range(first + 1, last + 1))
    return frozenset(found)


def _is_of_phrase(scan: Scan, index: int, last: int) -> bool:
    """Whether a token is written together with the one after it, and no Latin word."""
    return not scan.tokens[index].word.isascii() and (index == last or scan.tokens[index + 1].gap is Gap.TIGHT)
