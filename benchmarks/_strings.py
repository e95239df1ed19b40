"""Realistic strings in any number: the labelled cases' texts, and variants of them such as people write."""

from __future__ import annotations

import itertools
import random
from collections.abc import Callable, Iterator, Sequence

from qualmap_matcher.training.cases import load_cases

_SEED = 20230920  # fixed, so that every run times the same strings
_SHORTEST_WITH_TYPO = 5  # letters: who mistypes an acronym writes another acronym
_CITIES = ("London", "Hong Kong", "Singapore", "Sydney", "Toronto", "New York", "München", "上海", "香港", "東京")
_MONTHS = ("Jan", "Mar", "May", "June", "Sept", "Nov")
_TITLES = ("Senior Manager", "Finance Director", "Principal Engineer", "Consultant", "项目经理", "财务总监")


def distinct_strings(count: int) -> list[str]:
    """So many distinct texts in random order: those of all cases first, then variants of them."""
    chance = random.Random(_SEED)
    originals = sorted({case.text for part in ("tune", "measure") for case in load_cases(part)})
    texts = dict.fromkeys(originals[:count])
    while len(texts) < count:
        texts[_variant(chance.choice(originals), chance)] = None
    return chance.sample(list(texts), count)


def typical_variants(count: int) -> list[str]:
    """A few more variants, made with another seed: to have an engine build what it builds on first use."""
    chance = random.Random(_SEED + 1)
    originals = sorted({case.text for case in load_cases("tune")})
    return [_with_typo(text, chance) for text in chance.sample(originals, count)]


def repeated(texts: Sequence[str], count: int) -> Iterator[str]:
    """A batch in which the text of rank n is n times rarer than the first one (Zipf's law), as in real records."""
    chance = random.Random(_SEED + 2)
    shares = list(itertools.accumulate(1 / rank for rank in range(1, len(texts) + 1)))
    return iter(chance.choices(texts, cum_weights=shares, k=count))


def _variant(text: str, chance: random.Random) -> str:
    for change in chance.sample(_CHANGES, chance.randint(1, 2)):
        text = change(text, chance)
    return text


def _with_typo(text: str, chance: random.Random) -> str:
    """Two neighbouring letters swapped, one left out, or one doubled, in a long word."""
    words = text.split(" ")
    long = [index for index, word in enumerate(words) if len(word) >= _SHORTEST_WITH_TYPO and word.isalpha()]
    if not long:
        return text
    index = chance.choice(long)
    word = words[index]
    at = chance.randrange(1, len(word) - 1)
    swapped = word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    words[index] = chance.choice((swapped, word[:at] + word[at + 1 :], word[:at] + word[at] + word[at:]))
    return " ".join(words)


def _in_another_case(text: str, chance: random.Random) -> str:
    return chance.choice((text.upper(), text.lower(), text.title()))


def _with_date(text: str, chance: random.Random) -> str:
    year = chance.randint(1995, 2025)
    month = chance.choice(_MONTHS)
    return chance.choice((f"{text} ({year})", f"{text}, {month} {year}", f"{year} - {text}", f"{text}（{year}年）"))


def _with_city(text: str, chance: random.Random) -> str:
    city = chance.choice(_CITIES)
    return chance.choice((f"{text}, {city}", f"{text} ({city})", f"{city} | {text}"))


def _with_title(text: str, chance: random.Random) -> str:
    title = chance.choice(_TITLES)
    return chance.choice((f"{title} | {text}", f"{title}, {text}", f"{text} - {title}"))


_CHANGES: tuple[Callable[[str, random.Random], str], ...] = (
    _with_typo,
    _in_another_case,
    _with_date,
    _with_city,
    _with_title,
)
