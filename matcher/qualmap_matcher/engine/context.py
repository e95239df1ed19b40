"""What surrounds a mention and says whether it is somebody's credential at all.

"Worked with CPA on tax returns", "APICS CPIM prep course" and "RICS global panel member" hold names of qualifications that
nobody claims. The words that show it are data (`words/signals.csv`, `registry/*/collisions.csv`).
"""

from __future__ import annotations

import difflib
import itertools
import operator
from collections.abc import Iterable

from qualmap_matcher.engine.drafts import Draft
from qualmap_matcher.engine.linking import CHARACTER, link_between
from qualmap_matcher.engine.scanning import Item, Scan
from qualmap_matcher.engine.titles import names_program, says_duty, titles_explained
from qualmap_matcher.engine.units import BRACKET, BREAK, COMMA, TIGHT
from qualmap_matcher.engine.values import value

_NEAR = 4  # words
_NEAR_CHARACTERS = 12  # Chinese, Japanese or Korean characters, each a token of its own
_FULL_NAME = 2  # words
_SHORTEST_ACRONYM = 2
_LONGEST_ACRONYM = 6
_SHARED = 2  # characters that a name ends and a cue begins with
_SLIP = 0.8  # how alike a word is that somebody meant to write


@value
class Whole:
    """What the engine saw of the whole text: `unknown` are the tokens that nothing explains; `capitals` whether it uses any."""

    unknown: frozenset[int]
    unknown_share: float
    words: frozenset[str]
    work_words: int
    begins_with_work: bool
    teaching: bool
    capitals: bool


@value
class Context:
    """What the engine saw around one draft."""

    whole: Whole
    alone: bool
    listed: bool
    holding: bool
    training: bool
    program: bool
    office: bool
    company: bool
    collision: str | None
    glued_before: bool
    glued_after: bool
    lower_case: bool
    small_name: bool
    in_brackets: bool
    other_acronym: bool
    spelled_otherwise: bool
    near_miss: bool
    honorary: bool
    issues_other: bool


def surroundings(scan: Scan, drafts: list[Draft]) -> list[Context]:
    """The context of every draft."""
    if not drafts:
        return []
    whole = _whole(scan)
    beside = [_stand_side_by_side(scan, one, after) for one, after in itertools.pairwise(drafts)]
    listed = map(operator.or_, [False, *beside], [*beside, False])
    return [_around(scan, draft, in_list, whole) for draft, in_list in zip(drafts, listed, strict=True)]


def _whole(scan: Scan) -> Whole:
    dropped = scan.lexicon.wording.dropped
    unknown = frozenset(
        [
            index
            for index, (token, item) in enumerate(zip(scan.tokens, scan.covering, strict=True))
            if item is None and token.word not in dropped and not token.word[0].isdigit()
        ]
    )
    first = scan.items[0] if scan.items else None
    return Whole(
        unknown=unknown,
        unknown_share=_weight(scan, unknown - titles_explained(scan)) / max(1.0, _weight(scan, range(len(scan.tokens)))),
        words=frozenset([token.word for token in scan.tokens]),
        work_words=sum([says_duty(scan, item) for item in scan.items]),
        begins_with_work=first is not None and first.first == 0 and says_duty(scan, first),
        teaching=any("training" in item.senses.signals for item in scan.items),
        capitals=not scan.units.folded.raw.islower() and scan.units.folded.raw != scan.text,
    )


def _weight(scan: Scan, indices: Iterable[int]) -> float:
    """The number of words; a Chinese, Japanese or Korean character is a part of one."""
    tokens = scan.tokens
    return round(sum([1.0 if tokens[index].word.isascii() else CHARACTER for index in indices]), 2)


def _around(scan: Scan, draft: Draft, listed: bool, whole: Whole) -> Context:  # noqa: FBT001 - one of the context's own values
    first, last = draft.first, draft.last
    tokens = scan.tokens
    before_gap = tokens[first].gap if first else BREAK
    after_gap = tokens[last + 1].gap if last + 1 < len(tokens) else BREAK
    signals = _signals_near(scan, draft)
    bracketed = after_gap is BRACKET
    return Context(
        whole=whole,
        alone=before_gap >= COMMA and after_gap >= COMMA,
        listed=listed,
        holding="holding" in signals,
        training="training" in signals,
        program=names_program(scan, first, last),
        office="office" in signals,
        company=_names_company(scan, draft),
        collision=_collision(scan, draft, whole),
        glued_before=before_gap is TIGHT and _is_unknown_capital(scan, first - 1, whole),
        glued_after=after_gap is TIGHT and _is_unknown_capital(scan, last + 1, whole),
        lower_case=whole.capitals and _is_lower(scan, draft),
        small_name=whole.capitals and _is_small_name(scan, draft),
        in_brackets=_in_brackets(scan, draft),
        other_acronym=bracketed and _other_acronym_follows(scan, draft, whole.unknown),
        spelled_otherwise=_is_spelled_otherwise(scan, draft),
        near_miss=bracketed and _is_near_miss(scan, draft),
        honorary=before_gap is TIGHT and first > 0 and tokens[first - 1].word in _HONORARY,
        issues_other=draft.only_body and _is_issuer_of_unknown(scan, draft, whole.unknown),
    )


def _signals_near(scan: Scan, draft: Draft) -> frozenset[str]:
    found: set[str] = set()
    before = _NEAR if draft.first and scan.tokens[draft.first - 1].word.isascii() else _NEAR_CHARACTERS
    after = _NEAR if draft.last + 1 < len(scan.tokens) and scan.tokens[draft.last + 1].word.isascii() else _NEAR_CHARACTERS
    around = [
        *range(max(0, draft.first - before), draft.first),
        *range(draft.last + 1, min(len(scan.tokens), draft.last + 1 + after)),
    ]
    for index in around:
        item = scan.covering[index]
        if item is not None and item.senses.signals and not (item.first <= draft.last and item.last >= draft.first):
            left, right = (item.last, draft.first) if item.last < draft.first else (draft.last, item.first)
            if link_between(scan, left, right).gap <= COMMA:
                found |= item.senses.signals
    return frozenset(found)


def _stand_side_by_side(scan: Scan, one: Draft, other: Draft) -> bool:
    return link_between(scan, min(one.last, other.last), max(one.first, other.first)).words == 0


def _collision(scan: Scan, draft: Draft, whole: Whole) -> str | None:
    """A word in the text that shows another sense of the name; None where a second name says that it is meant after all."""
    found = [_other_sense(scan, item, whole) for item in draft.items if item.senses.names_something]
    return found[0] if found and None not in found else None


def _other_sense(scan: Scan, item: Item, whole: Whole) -> str | None:
    cues = scan.lexicon.collisions.get(item.key, frozenset())
    return min((cue for cue in cues if _shows_other_sense(scan, item, cue, whole)), default=None)


def _shows_other_sense(scan: Scan, item: Item, cue: str, whole: Whole) -> bool:
    """Whether a cue stands in the text: words anywhere, characters in a row, and right there where it begins as the name ends."""
    if not whole.words.issuperset(cue.split(" ")):
        return False
    if cue.isascii() or " " not in cue:
        return True
    characters = cue.replace(" ", "")
    shared = scan.text[item.end - _SHARED : item.end]  # 美国律师 and 律师事务所
    return scan.text.startswith(characters, item.end - _SHARED) if characters.startswith(shared) else characters in scan.text


def _is_unknown_capital(scan: Scan, index: int, whole: Whole) -> bool:
    return index in whole.unknown and scan.units.raw(scan.tokens[index].unit)[:1].isupper()


def _is_lower(scan: Scan, draft: Draft) -> bool:
    """Whether the only name is an acronym in small letters."""
    if draft.named != 1 or draft.composed:
        return False
    item = draft.items[0]
    written = scan.raw(item)
    return item.words == 1 and written.islower()


def _is_small_name(scan: Scan, draft: Draft) -> bool:
    """Whether a full name has no capital after its first letter: "Project management professional with 10 years"."""
    if draft.named != 1 or draft.composed or draft.items[0].words < _FULL_NAME or draft.items[0].senses.small:
        return False
    written = scan.raw(draft.items[0])
    return written.isascii() and written[1:].islower()


def _in_brackets(scan: Scan, draft: Draft) -> bool:
    before = scan.text[draft.start - 1 : draft.start]
    after = scan.text[draft.end : draft.end + 1]
    return before in {"(", "（", "["} and after in {")", "）", "]"}


def _is_issuer_of_unknown(scan: Scan, draft: Draft, unknown: frozenset[int]) -> bool:
    """Whether a body's full name in brackets says who gives what stands before: "Fundamentals Certificate (CAIA Association)"."""
    if not _in_brackets(scan, draft) or draft.items[0].words < _FULL_NAME or draft.first == 0:
        return False
    return any(index in unknown for index in range(max(0, draft.first - _FULL_NAME), draft.first))


def _other_acronym_follows(scan: Scan, draft: Draft, unknown: frozenset[int]) -> bool:
    """Whether "(DISA)" follows "Certified Information Systems Auditor"."""
    after = draft.last + 1
    if after not in unknown or draft.composed:
        return False
    written = scan.units.raw(scan.tokens[after].unit)
    closes = scan.text[scan.tokens[after].end : scan.tokens[after].end + 1] in {")", "）", "]"}
    return closes and written.isupper() and _SHORTEST_ACRONYM < len(written) <= _LONGEST_ACRONYM and draft.items[-1].words > 1


def _is_spelled_otherwise(scan: Scan, draft: Draft) -> bool:
    """Whether the words beside an acronym have its letters as initials: "A.S.A - African Students Association"."""
    if draft.named != 1 or draft.composed or len(draft.items) != 1 or draft.items[0].words != 1:
        return False
    letters = draft.items[0].key
    if not letters.isalpha() or not letters.isascii() or not _SHORTEST_ACRONYM < len(letters) <= _LONGEST_ACRONYM:
        return False
    reach = 2 * len(letters)
    after = _meaningful(scan, range(draft.last + 1, min(len(scan.tokens), draft.last + 1 + reach)))[: len(letters)]
    before = _meaningful(scan, range(draft.first - 1, max(-1, draft.first - 1 - reach), -1))[: len(letters)][::-1]
    return any(_initials(scan, spelled) == letters and _says_otherwise(scan, draft, spelled) for spelled in (after, before))


def _initials(scan: Scan, indices: list[int]) -> str:
    return "".join([scan.tokens[index].word[0] for index in indices])


def _meaningful(scan: Scan, indices: range) -> list[int]:
    return [index for index in indices if scan.tokens[index].word not in _LITTLE_WORDS]


def _says_otherwise(scan: Scan, draft: Draft, spelled: list[int]) -> bool:
    """Whether one of the words is in none of the names of what the acronym means, nor a slip for one that is."""
    covering = scan.covering
    if any(item is not None and item.senses.names_something for item in (covering[index] for index in spelled)):
        return False
    known = frozenset[str]().union(*(scan.lexicon.words_of(id_) for id_ in draft.candidates))
    words = (scan.tokens[index].word for index in spelled)
    return any(word not in known and not difflib.get_close_matches(word, known, n=1, cutoff=_SLIP) for word in words)


_LITTLE_WORDS = frozenset({"of", "the", "a", "and", "for", "in", "to", "de", "des", "du", "la"})


def _is_near_miss(scan: Scan, draft: Draft) -> bool:
    """Whether the acronym in brackets after a full name is another one that differs by a letter: DISA is not CISA."""
    after = draft.last + 1
    if len(draft.candidates) != 1:
        return False
    word = scan.tokens[after].word
    known = scan.lexicon.acronyms_of(next(iter(draft.candidates)))
    return word not in known and any(
        len(one) == len(word) > _SHORTEST_ACRONYM and sum(a != b for a, b in zip(one, word, strict=True)) == 1 for one in known
    )


_HONORARY = frozenset({"hon", "honorary", "honorario", "honorar"})  # before letters: Hon FRICS was elected, not admitted


def _names_company(scan: Scan, draft: Draft) -> bool:
    """Whether a word for a company or school follows directly: "CIA Consulting", "CFA 集团"."""
    after = draft.last + 1
    if after >= len(scan.tokens) or scan.tokens[after].gap is not TIGHT:
        return False
    item = scan.covering[after]
    return item is not None and "company" in item.senses.signals
