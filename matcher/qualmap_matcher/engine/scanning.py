"""Find every phrase of the lexicon in a text: the longest one at each place, from left to right.

A name runs over units that nothing breaks apart; words without meaning (of, the, und, 的) may stand in it or be missing.
What no phrase covers stays as unknown units between the items.
"""

from __future__ import annotations

import attrs

from qualmap_matcher.engine.lexicon import Lexicon
from qualmap_matcher.engine.nearest import Near
from qualmap_matcher.engine.senses import Senses
from qualmap_matcher.engine.spelling import Speller
from qualmap_matcher.engine.units import BREAK, COMMA, TIGHT, Gap, Units, cut
from qualmap_matcher.engine.values import value
from qualmap_matcher.engine.wording import is_plural

_MOST_DROPPED = 4  # little words in a row inside a name: "of the"
_TWO = 2
_LONG_NAME = 3  # a name of so many words may have a comma or a slash inside


@value
class Token:
    """A canonical word at its place; several tokens share a unit when glued words were taken apart."""

    word: str
    unit: int
    gap: Gap
    start: int
    end: int
    corrections: int = 0


@value
class Item:
    """A phrase of the lexicon at its place: tokens `first` to `last` (inclusive), folded offsets `start` to `end`.

    `near` is set where the text does not have the phrase itself but a wording near to it; `words` counts its canonical words.
    """

    key: str
    senses: Senses
    first: int
    last: int
    start: int
    end: int
    corrections: int
    near: Near | None = None
    words: int = attrs.field(init=False, eq=False)

    @words.default
    def _words(self) -> int:
        return self.key.count(" ") + 1


@value
class Scan:
    """A folded `text` with the items found in it; `covering[i]` is the item that token `i` belongs to."""

    units: Units
    tokens: list[Token]
    items: list[Item]
    covering: list[Item | None]
    lexicon: Lexicon
    text: str = attrs.field(init=False, eq=False)

    @text.default
    def _text(self) -> str:
        return self.units.folded.text

    def raw(self, item: Item) -> str:
        """The item as it was written."""
        return self.units.folded.raw_text(item.start, item.end)


def scan(text: str, lexicon: Lexicon, speller: Speller) -> Scan:
    """Cut `text` and find the lexicon's phrases in it; linear in its length."""
    units = cut(text)
    tokens = _tokens(units, lexicon, speller)
    items: list[Item] = []
    covering: list[Item | None] = []
    longest = lexicon.longest
    while (place := len(covering)) < len(tokens):
        most = longest.get(tokens[place].word)
        item = _longest_phrase(tokens, place, most, lexicon) if most else None
        if item is None:
            covering.append(None)
        else:
            items.append(item)
            covering.extend([item] * (item.last - item.first + 1))
    return Scan(units, tokens, items, covering, lexicon)


def _tokens(units: Units, lexicon: Lexicon, speller: Speller) -> list[Token]:
    canonical = lexicon.wording.canonical
    known, dropped = lexicon.words, lexicon.wording.dropped
    tokens: list[Token] = []
    for index, written in enumerate(units.words):
        word = canonical(written)
        if word[-1] == "s" and word[:-1] in known and is_plural(units.raw(index)):
            word = word[:-1]
        gap, start, end = units.kinds[index], units.starts[index], units.ends[index]
        if word in known or word in dropped or len(word) == 1:
            tokens.append(Token(word, index, gap, start, end))
            continue
        reading = speller.read(word, units.raw(index))
        if len(reading.words) == 1:
            tokens.append(Token(reading.words[0], index, gap, start, end, reading.corrections))
            continue
        place = start
        for part in reading.words:
            after = end if part is reading.words[-1] else min(place + len(part), end)
            tokens.append(Token(part, index, gap if place == start else TIGHT, place, after))
            place = after
    return tokens


def _longest_phrase(tokens: list[Token], first: int, longest: int, lexicon: Lexicon) -> Item | None:
    """The longest phrase, of so many words at most, that begins at a token.

    Words without meaning may stand in it, or end it where they are part of it.
    """
    start = tokens[first]
    phrases, dropped, count = lexicon.phrases, lexicon.wording.dropped, len(tokens)
    key, words, last, widest = start.word, 1, first, TIGHT
    found: tuple[str, int] | None = (key, first) if key in phrases else None
    while words < longest:
        last += 1
        most = last + _MOST_DROPPED
        while last < most and last < count and (token := tokens[last]).gap is not BREAK and token.word in dropped:
            widest = max(widest, token.gap)
            ending = f"{key} {token.word}"
            if widest < COMMA and ending in phrases:
                found = ending, last
            last += 1
        if last >= count or (token := tokens[last]).gap is BREAK:
            break
        widest = max(widest, token.gap)
        key = f"{key} {token.word}"
        words += 1
        if words == _TWO and key not in lexicon.openings:
            break
        if key in phrases and (widest < COMMA or words >= _LONG_NAME):
            found = key, last
    if found is None:
        return None
    key, last = found
    corrections = sum([token.corrections for token in tokens[first : last + 1]])
    return Item(key, lexicon.senses_of(key), first, last, start.start, tokens[last].end, corrections)
