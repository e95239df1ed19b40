"""An engine that knows many times as many names: each name again and again, with one of its words put in another's place."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping

from qualmap.local import bundled_engine
from qualmap_lists import load_json
from qualmap_matcher.engine.engine import Engine
from qualmap_matcher.engine.extending import extend_lexicon
from qualmap_matcher.engine.lexicon import Lexicon
from qualmap_matcher.engine.senses import decode_senses
from qualmap_matcher.registry.records import Alias

_SEED = 20251101


def engine_with(times: int) -> Engine:
    """The bundled engine, with so many times its names of qualifications."""
    engine = bundled_engine()
    if times == 1:
        return engine
    compiled = load_json("compiled", "lexicon.json")
    more = Lexicon.from_compiled(extend_lexicon(compiled, list(_names(compiled["phrases"], times)), []))
    return Engine(lexicon=more, model=engine.model, editions=engine.editions, qualifications=engine.qualifications)


def _names(phrases: Mapping[str, str], times: int) -> Iterator[Alias]:
    """Names that share words with those that are known, so that every table grows where it is looked at."""
    chance = random.Random(_SEED)
    known = {phrase: sorted(found) for phrase, senses in phrases.items() if (found := decode_senses(senses).qualifications)}
    words = sorted({word for phrase in known for word in phrase.split(" ")})
    made = set(phrases)
    for phrase, qualifications in known.items():
        count = 1
        while count < times:
            parts = phrase.split(" ")
            place = chance.randrange(len(parts) + 1)
            parts[place : place + (len(parts) > 1)] = [chance.choice(words)]
            name = " ".join(parts)
            if name not in made:
                made.add(name)
                count += 1
                yield Alias(chance.choice(qualifications), "und", name)
