"""Job and professional titles, which take their meaning from words that would say something else.

On the left what is written, on the right what it does not say:

    Software Engineer, PMP                  no duty: a title follows the word of a trade
    公認情報システム監査士（CISA）              no prose: the letters explain a title that is not in the lexicon
    Senior Surveyor MRICS, FRAeS Chief Pilot   no prose: somebody's post stands beside the letters
"""

from __future__ import annotations

from qualmap_matcher.engine.scanning import Item, Scan
from qualmap_matcher.engine.units import BRACKET, COMMA, TIGHT

_LONGEST_TITLE = 4  # words after the first
_SHORTEST_TITLE = 4  # characters
_TITLES_END = frozenset("师師士사")  # accountant, analyst, auditor, engineer: 会计师, 監査士, 분석사
_LONGEST_POST = 4  # words
_RANKS = frozenset({"senior", "sr", "junior", "principal", "managing", "executive", "lead"})
_PROGRAMS_BEFORE = frozenset({"programme", "programma", "programa"})  # French, Italian and Dutch, Spanish and Portuguese
_PROGRAMS = frozenset({"program", "programm", *_PROGRAMS_BEFORE})


def says_duty(scan: Scan, item: Item) -> bool:
    """Whether a word tells what somebody does at work; that of a trade does, unless a job title follows: "Software Engineer"."""
    signals = item.senses.signals
    return "duty" in signals or ("trade" in signals and not begins_title(scan, item))


def is_rank(scan: Scan, item: Item) -> bool:
    """Whether a grade is one of a firm's own: "Senior Associate, AIA", "Associate Director, RICS"."""
    before = scan.tokens[item.first - 1].word if item.first and scan.tokens[item.first].gap is TIGHT else ""
    return item.senses.grade == "associate" and (before in _RANKS or begins_title(scan, item))


def begins_title(scan: Scan, item: Item) -> bool:
    """Whether a title in the singular follows a word, with nothing between but words of its own: "Client Portfolio Manager".

    Words of a name are none: "former certified internal auditor".
    """
    for index in range(item.last + 1, min(len(scan.tokens), item.last + 1 + _LONGEST_TITLE)):
        token, named = scan.tokens[index], scan.covering[index]
        if named is not None and named.senses.names_something:
            return False
        if token.gap >= COMMA or token.word in scan.lexicon.wording.dropped or token.word in scan.lexicon.linking:
            return False
        if token.word in scan.lexicon.titles:
            return scan.units.words[token.unit] == token.word
    return False


def titles_explained(scan: Scan) -> frozenset[int]:
    """The tokens of titles and posts that stand right beside an acronym: they say of the same person who it is."""
    found: set[int] = set()
    for item in scan.items:
        if item.words == 1 and item.senses.qualifications and item.key.isascii():
            found |= _title_that_letters_explain(scan, item)
            if not names_program(scan, item.first, item.last):
                found |= _post_before(scan, item) | _post_after(scan, item)
    return frozenset(found)


def names_program(scan: Scan, first: int, last: int) -> bool:
    """Whether a name says of which program something is told: "CFA programme manager", "responsable du programme PMP"."""
    tokens = scan.tokens
    follows = last + 1 < len(tokens) and tokens[last + 1].gap is TIGHT and tokens[last + 1].word in _PROGRAMS
    return follows or (first > 0 and tokens[first].gap is TIGHT and tokens[first - 1].word in _PROGRAMS_BEFORE)


def _title_that_letters_explain(scan: Scan, item: Item) -> set[int]:
    """A title or a post in Chinese, Japanese or Korean before an acronym: "公認情報システム監査士（CISA）", "副董事 MRICS"."""
    last = first = item.first - 1
    if last < 0 or scan.tokens[item.first].gap > BRACKET:
        return set()
    is_post = scan.text.endswith(scan.lexicon.posts, 0, scan.tokens[last].end)
    if not is_post and scan.tokens[last].word not in _TITLES_END:
        return set()
    while first >= 0 and scan.covering[first] is None and _is_of_phrase(scan, first, last):
        first -= 1
    return set(range(first + 1, last + 1)) if is_post or last - first >= _SHORTEST_TITLE else set()


def _post_before(scan: Scan, item: Item) -> set[int]:
    """A post in Latin letters that ends where an acronym begins: "Senior Surveyor MRICS", "Director of Audit CIA"."""
    run: set[int] = set()
    if item.first and _is_little(scan, item.first - 1):  # "director of the PMP"
        return run
    for index in range(item.first - 1, max(-1, item.first - 1 - _LONGEST_POST), -1):
        if scan.tokens[index + 1].gap is not TIGHT or not _is_of_post(scan, index):
            break
        run.add(index)
    return run if any(_is_title(scan, index) for index in run) else set()


def _post_after(scan: Scan, item: Item) -> set[int]:
    """A post in Latin letters that begins where an acronym ends: "FRAeS Chief Pilot"."""
    run: set[int] = set()
    for index in range(item.last + 1, min(len(scan.tokens), item.last + 1 + _LONGEST_POST)):
        if scan.tokens[index].gap is not TIGHT or not _is_of_post(scan, index):
            break
        run.add(index)
    return run if any(_is_title(scan, index) for index in run) else set()


def _is_title(scan: Scan, index: int) -> bool:
    """Whether a token is the word for a post, of one person."""
    token = scan.tokens[index]
    return token.word in scan.lexicon.titles and scan.units.words[token.unit] == token.word


def _is_of_post(scan: Scan, index: int) -> bool:
    """Whether a token can be a word of a post: one that the lexicon does not know, or an "of", but no "and"."""
    word = scan.tokens[index].word
    return scan.covering[index] is None and word.isascii() and scan.lexicon.linking.get(word) != "and"


def _is_little(scan: Scan, index: int) -> bool:
    word = scan.tokens[index].word
    return word in scan.lexicon.wording.dropped or word in scan.lexicon.linking


def _is_of_phrase(scan: Scan, index: int, last: int) -> bool:
    """Whether a token is written together with the one after it, and no Latin word."""
    return not scan.tokens[index].word.isascii() and (index == last or scan.tokens[index + 1].gap is TIGHT)
