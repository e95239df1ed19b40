"""What stands between two items of a text, and so whether they can belong together."""

from __future__ import annotations

from qualmap_matcher.engine.scanning import Scan
from qualmap_matcher.engine.units import BRACKET, BREAK, COMMA, TIGHT, Gap
from qualmap_matcher.engine.values import value

ONLY_HOLDING = frozenset({"holding"})  # the signals of a phrase that says no more than that something is held
CHARACTER = 0.3  # of a word: what a Chinese, Japanese or Korean character counts
_CONJOINING_SIGNS = frozenset("&/、＆／+")
_OPENING, _CLOSING = frozenset("(（[【"), frozenset(")）]】")
_FARTHEST = 30  # tokens


@value
class Link:
    """What stands between two items.

    The widest gap; the number of words, without brackets that were closed again, little words, numbers and dates; whether the
    items are `conjoined` by a slash, an "and" or the like; and whether by an "and" proper (`coordinated`).
    """

    gap: Gap
    words: float
    conjoined: bool
    coordinated: bool = False

    @property
    def joins(self) -> bool:
        """Whether the items can be one name."""
        return self.words == 0 and self.gap <= COMMA

    @property
    def close(self) -> bool:
        """Whether at most a bracket parts them."""
        return self.words == 0 and self.gap <= BRACKET and not self.conjoined


def link_between(scan: Scan, left: int, right: int, *, over_plain_words: bool = False) -> Link:
    """The link between token `left` and token `right`; tokens far apart count as separated.

    With `over_plain_words`, words that only say "certified" are no words between.
    """
    if right - left > _FARTHEST:
        return Link(BREAK, float(right - left), conjoined=False)
    linking = scan.lexicon.linking
    gap, conjoined, coordinated = TIGHT, False, False
    words = [0.0]  # outside brackets, and in each bracket that is still open
    for index in range(left + 1, right + 1):
        token = scan.tokens[index]
        if token.gap:
            gap = max(gap, token.gap)
            written = scan.units.gaps[token.unit]
            conjoined = conjoined or not _CONJOINING_SIGNS.isdisjoint(written)
            coordinated = coordinated or "&" in written
            for sign in written:
                if sign in _OPENING:
                    words.append(0.0)
                elif sign in _CLOSING and len(words) > 1:
                    words.pop()
        if index == right:
            break
        kind = linking.get(token.word)
        if kind == "and":
            conjoined = coordinated = True
        elif kind is None and not token.word[0].isdigit() and not (over_plain_words and _is_plain(scan, index)):
            words[-1] += 1 if token.word.isascii() else CHARACTER
    return Link(gap, round(sum(words), 2), conjoined, coordinated)


def _is_plain(scan: Scan, index: int) -> bool:
    item = scan.covering[index]
    return item is not None and not item.senses.names_something and item.senses.signals == ONLY_HOLDING
