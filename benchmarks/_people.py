"""Invented people in any number: credentials as people write them, and facts in every mixture."""

from __future__ import annotations

import random
from collections.abc import Sequence

from _strings import distinct_strings

from qualmap.models import Json

_SEED = 20251101
_FACTS: dict[str, Sequence[Json]] = {
    "works_in_shanghai": (True, False),
    "origin": ("foreign", "hk_mo_tw", "mainland"),
    "age": tuple(range(22, 70)),
    "work_permit": (True, False),
    "degree": ("none", "bachelor", "master", "doctorate"),
    "years_experience": tuple(range(0, 40, 2)),
}
_KNOWN = 0.7  # the share of facts that a record has


def people(count: int, *, distinct: int, name: str = "P") -> list[dict[str, Json]]:
    """So many records whose credentials are drawn from so many distinct texts, the frequent ones often (Zipf's law).

    Each has one to three credentials and a mixture of facts; refs are the name and a number.
    """
    chance = random.Random(f"{_SEED}{name}")
    texts = distinct_strings(distinct)
    weights = [1 / rank for rank in range(1, len(texts) + 1)]
    drawn = chance.choices(texts, weights, k=2 * count)
    return [
        {
            "ref": f"{name}-{index:07}",
            "credentials": [{"text": text} for text in drawn[2 * index : 2 * index + chance.choice((1, 1, 2))]],
            "facts": {fact: chance.choice(values) for fact, values in _FACTS.items() if chance.random() < _KNOWN},
        }
        for index in range(count)
    ]
