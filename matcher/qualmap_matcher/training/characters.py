"""Make `words/characters.csv`: every Han character that simplifies to another one, by OpenCC's tables."""

from __future__ import annotations

from collections.abc import Iterator

import opencc

_HAN = [*range(0x3400, 0x4DC0), *range(0x4E00, 0xA000), *range(0xF900, 0xFB00)]


def simplified_characters() -> Iterator[tuple[str, str]]:
    """Pairs of a character and its simplified form; Japanese characters by way of their traditional ones."""
    simplify = opencc.OpenCC("t2s").convert
    traditional = opencc.OpenCC("jp2t").convert
    for code_point in _HAN:
        character = chr(code_point)
        simple = simplify(character)
        if simple == character:
            simple = simplify(traditional(character))
        if simple != character and len(simple) == 1:
            yield character, simple
