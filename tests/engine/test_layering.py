"""A company's own names laid over an engine: equal to an engine that was made with them, and small."""

from __future__ import annotations

import tracemalloc

import pytest

from qualmap.editions import Asked
from qualmap.local import bundled_engine
from qualmap.models import Credential
from qualmap_lists import load_json
from qualmap_matcher.engine.engine import Engine
from qualmap_matcher.engine.extending import extend_lexicon
from qualmap_matcher.engine.layering import with_names
from qualmap_matcher.engine.lexicon import Lexicon
from qualmap_matcher.registry.records import Alias
from qualmap_matcher.training.cases import load_cases

NAMES = [
    Alias("acca-member", "und", "FIN-07", own=True),
    Alias("cpa-australia-cpa", "und", "CPA", own=True, overrides=True),
    Alias("facility-management", "und", "FRM", own=True),
    Alias("ima-cma", "und", "Certified Management Accountant", own=True, overrides=True),
]
ASKED = Asked("1.0")
OF_OWN = [
    "FIN-07",
    "fin07",
    "内部代码 FIN-07，2019年取得",
    "FCCA/FIN-07",
    "FIN-08",
    "CPA",
    "CPAs",
    "FRM",
    "Certified Managment Accountant",
]


@pytest.fixture(scope="module")
def layered() -> Engine:
    return with_names(bundled_engine(), NAMES)


@pytest.fixture(scope="module")
def extended() -> Engine:
    engine = bundled_engine()
    lexicon = Lexicon.from_compiled(extend_lexicon(load_json("compiled", "lexicon.json"), NAMES, []))
    return Engine(lexicon=lexicon, model=engine.model, editions=engine.editions, qualifications=engine.qualifications)


@pytest.mark.parametrize("text", OF_OWN)
def test_it_answers_as_an_engine_that_was_made_with_the_names(layered: Engine, extended: Engine, text: str) -> None:
    assert layered.match(Credential(text), ASKED) == extended.match(Credential(text), ASKED)


def test_other_texts_are_answered_as_before() -> None:
    engine, layered = bundled_engine(), with_names(bundled_engine(), NAMES[:1])
    credentials = [Credential(case.text, case.issuer) for case in load_cases("tune")[::5]]

    assert len(credentials) > 500
    assert [one for one in credentials if layered.match(one, ASKED) != engine.match(one, ASKED)] == []


def test_a_layer_takes_kilobytes() -> None:
    engine = bundled_engine()
    with_names(engine, NAMES)  # whatever is made once and shared
    tracemalloc.start()
    try:
        kept = with_names(engine, NAMES)
        size, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()

    assert kept.lexicon.own
    assert size < 64 * 1024


def test_the_version_follows_from_the_names_and_not_from_their_order(layered: Engine) -> None:
    engine = bundled_engine()

    assert with_names(engine, [*reversed(NAMES), NAMES[0]]).version == layered.version != engine.version
    assert with_names(engine, NAMES[:1]).version != layered.version


def test_a_layer_over_a_layer_knows_both(layered: Engine) -> None:
    both = with_names(layered, [Alias("acca-fellow", "und", "FIN-07", own=True)])
    mention = both.match(Credential("FIN-07"), ASKED).mentions[0]

    assert (mention.outcome, [one.id for one in mention.candidates]) == ("ambiguous", ["acca-fellow", "acca-member"])
    assert both.match(Credential("CPA"), ASKED).mentions[0].named_by == "company"


def test_looking_through_gives_every_phrase_and_word_once(layered: Engine) -> None:
    below, over = bundled_engine().lexicon, layered.lexicon

    assert set(over.phrases) == {*below.phrases, "fin 07"}
    assert len(over.phrases) == len(list(over.phrases)) == len(below.phrases) + 1
    assert set(over.words) == {*below.words, "fin", "07"}
    assert len(over.words) == len(set(over.words))
