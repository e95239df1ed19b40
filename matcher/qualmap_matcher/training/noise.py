"""Write known names as hurried people do, for the model to learn from: every way keeps or breaks what is named, and says which.

Choices are made by a generator seeded with the name, so that the same registry gives the same examples.
"""

from __future__ import annotations

import functools
import random
from collections.abc import Callable, Iterator

from qualmap_lists import load_characters
from qualmap_matcher.registry.records import Registry
from qualmap_matcher.training.cases import Case, scope

_NAMES_EACH = 10  # of one qualification
_VOWELS = frozenset("aeiou")
_SHORTEST_SPOILT = 8  # letters of a word that is misspelt: nobody can read an acronym with a letter missing
_FULL_WIDTH = {code: code + 0xFEE0 for code in range(0x21, 0x7F)}

Writing = Callable[[str, random.Random], str]


def _typo(text: str, chance: random.Random) -> str:
    """Two neighbouring letters swapped inside a long word."""
    words = text.split(" ")
    long = [index for index, word in enumerate(words) if len(word) >= _SHORTEST_SPOILT and word.isascii()]
    if not long:
        return text
    index = chance.choice(long)
    place = chance.randrange(1, len(words[index]) - 2)
    word = words[index]
    words[index] = word[:place] + word[place + 1] + word[place] + word[place + 2 :]
    return " ".join(words)


def _dropped_vowel(text: str, chance: random.Random) -> str:
    words = text.split(" ")
    long = [index for index, word in enumerate(words) if len(word) >= _SHORTEST_SPOILT and word.isascii()]
    places = [(index, place) for index in long for place in range(1, len(words[index]) - 1) if words[index][place] in _VOWELS]
    if not places:
        return text
    index, place = chance.choice(places)
    words[index] = words[index][:place] + words[index][place + 1 :]
    return " ".join(words)


def _upper(text: str, chance: random.Random) -> str:
    del chance
    return text.upper()


def _full_width(text: str, chance: random.Random) -> str:
    del chance
    return text.translate(_FULL_WIDTH)


def _traditional(text: str, chance: random.Random) -> str:
    """Simplified characters as the traditional ones that simplify to them."""
    del chance
    return text.translate(_traditional_forms())


@functools.cache
def _traditional_forms() -> dict[int, str]:
    return {ord(simplified): traditional for traditional, simplified in reversed(load_characters().items())}


def _marked(text: str, chance: random.Random) -> str:
    return text + chance.choice("®™")


def _mojibake(text: str, chance: random.Random) -> str:
    return f"{text} â€“ {chance.randrange(1998, 2025)}"


def _glued(text: str, chance: random.Random) -> str:
    return text + chance.choice(["/MBA", " | PhD", ";BSc", "，MSc", " · MSc"])


def _swapped(text: str, chance: random.Random) -> str:
    words = text.split(" ")
    if len(words) < 3:  # noqa: PLR2004 - two words swapped are another name
        return text
    place = chance.randrange(len(words) - 1)
    words[place], words[place + 1] = words[place + 1], words[place]
    return " ".join(words)


def _dated(text: str, chance: random.Random) -> str:
    return f"{text}, {chance.choice(['since', 'in', ''])} {chance.randrange(1998, 2025)}".replace("  ", " ")


WRITINGS: tuple[Writing, ...] = (
    _typo,
    _dropped_vowel,
    _upper,
    _full_width,
    _traditional,
    _marked,
    _mojibake,
    _glued,
    _swapped,
    _dated,
)


def noisy_cases(registry: Registry) -> Iterator[Case]:
    """Names of every qualification that could stand on a list, each written in one noisy way."""
    counted = scope()
    names: dict[str, list[str]] = {}
    meanings: dict[str, set[str]] = {}
    for alias in registry.aliases:
        meanings.setdefault(alias.text, set()).add(alias.qualification)
        if alias.qualification in counted and not alias.weak:
            names.setdefault(alias.qualification, []).append(alias.text)
    for qualification, texts in sorted(names.items()):
        chance = random.Random(qualification)  # noqa: S311 - no secrets
        for number, text in enumerate(chance.sample(texts, min(_NAMES_EACH, len(texts)))):
            written = WRITINGS[number % len(WRITINGS)](text, chance)
            yield _case(f"{qualification}-{number}", written, frozenset(meanings[text]))


def _case(id_: str, text: str, right: frozenset[str]) -> Case:
    return Case(
        id=f"noise-{id_}",
        family="noise",
        kind="with_noise",
        language="und",
        text=text,
        issuer=None,
        expect=(right,),
        ambiguous=len(right) > 1,
        possible=right,
        claim="held",
        claim_of={},
    )
