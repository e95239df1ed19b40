"""The features that the confidence is made of: one function each, whose docstring is its public description.

A feature looks at the evidence for one candidate and answers a number, mostly 0 or 1. The model multiplies it by a coefficient
(`compiled/model.json`); the products are the contributions, in log-odds, that `reasons` lists and that add up to the confidence.
"""

from __future__ import annotations

from collections.abc import Callable

from qualmap_matcher.engine.context import Context
from qualmap_matcher.engine.settling import Settled
from qualmap_matcher.engine.values import value


@value
class Evidence:
    """Everything known about one candidate for one mention."""

    settled: Settled
    context: Context
    full_name: bool
    acronym: bool
    short: bool
    weak: bool
    corrections: int
    claim_said: str
    level: bool
    similarity: float = 0.0
    missing: float = 0.0
    extra: float = 0.0


Feature = Callable[[Evidence], float]
FEATURES: dict[str, Feature] = {}


def feature(function: Feature) -> Feature:
    """Register a feature under its function's name."""
    FEATURES[function.__name__] = function
    return function


@feature
def full_name(evidence: Evidence) -> float:
    """The text has a full name of the qualification, word for word."""
    return float(evidence.full_name)


@feature
def acronym(evidence: Evidence) -> float:
    """The text has an acronym or post-nominal letters and no full name."""
    return float(evidence.acronym)


@feature
def short_acronym(evidence: Evidence) -> float:
    """The acronym has only one or two letters."""
    return float(evidence.short)


@feature
def named_twice(evidence: Evidence) -> float:
    """Two names of the same qualification stand side by side, as a name and its acronym do."""
    return float(evidence.settled.draft.named > 1)


@feature
def grade_of_body(evidence: Evidence) -> float:
    """A grade and the body that awards it are named ("Fellow of ...")."""
    return float(evidence.settled.draft.composed)


@feature
def bare_body(evidence: Evidence) -> float:
    """Only the awarding body is named, and its name is taken for its qualification."""
    return float(evidence.settled.draft.only_body)


@feature
def body_agrees(evidence: Evidence) -> float:
    """The awarding body is named beside the qualification."""
    return float(evidence.settled.draft.body_agrees)


@feature
def place_agrees(evidence: Evidence) -> float:
    """A place in the text is where the qualification belongs."""
    return float(evidence.settled.place_agrees)


@feature
def place_contradicts(evidence: Evidence) -> float:
    """A place in the text is not where the qualification belongs."""
    return float(evidence.settled.place_contradicts)


@feature
def field_agrees(evidence: Evidence) -> float:
    """The issuer or country given beside the text is that of the qualification."""
    return float(evidence.settled.field_agrees)


@feature
def field_contradicts(evidence: Evidence) -> float:
    """The issuer or country given beside the text is another one."""
    return float(evidence.settled.field_contradicts)


@feature
def neighbour_agrees(evidence: Evidence) -> float:
    """Another credential of the same country settles which one is meant."""
    return float(evidence.settled.neighbour_agrees)


@feature
def stands_alone(evidence: Evidence) -> float:
    """Nothing but separators stands beside it."""
    return float(evidence.context.alone)


@feature
def in_a_list(evidence: Evidence) -> float:
    """It stands beside other credentials."""
    return float(evidence.context.listed)


@feature
def in_brackets(evidence: Evidence) -> float:
    """It stands in brackets of its own."""
    return float(evidence.context.in_brackets)


@feature
def holding_word(evidence: Evidence) -> float:
    """A word nearby says that something is held or certified."""
    return float(evidence.context.holding)


@feature
def claim_word(evidence: Evidence) -> float:
    """A word nearby says how it is held: candidate, passed, former, required."""
    return float(bool(evidence.claim_said))


@feature
def everyday_word(evidence: Evidence) -> float:
    """The name is also an everyday word, a job title or a common abbreviation."""
    return float(evidence.weak)


@feature
def unsupported_everyday_word(evidence: Evidence) -> float:
    """It is an everyday word with nothing beside it that supports it."""
    context = evidence.context
    supported = context.holding or context.listed or context.in_brackets or evidence.settled.draft.named > 1
    supported = supported or evidence.settled.field_agrees or evidence.settled.draft.body_agrees
    return float(evidence.weak and not supported)


@feature
def work_word(evidence: Evidence) -> float:
    """A word of a job's duties stands in the text."""
    return float(evidence.context.whole.work_words > 0)


@feature
def more_work_words(evidence: Evidence) -> float:
    """Two or more words of a job's duties stand in the text."""
    return float(evidence.context.whole.work_words > 1)


@feature
def begins_with_work(evidence: Evidence) -> float:
    """The text begins with a word of a job's duties, as a line of a job description does."""
    return float(evidence.context.whole.begins_with_work)


@feature
def training_word(evidence: Evidence) -> float:
    """A word nearby says course, training or lecturer, or the name is that of a program that nobody says they are in."""
    return float(evidence.context.training or (evidence.context.program and not evidence.claim_said))


@feature
def training_anywhere(evidence: Evidence) -> float:
    """The text says course, training or lecturer somewhere."""
    return float(evidence.context.whole.teaching)


@feature
def office_word(evidence: Evidence) -> float:
    """A word nearby says council, award, event or another tie to the body that is no qualification."""
    return float(evidence.context.office)


@feature
def office_word_beside_bare_body(evidence: Evidence) -> float:
    """Only a body is named, and a word nearby says council, award or another tie that is no qualification."""
    return float(evidence.settled.draft.only_body and evidence.context.office)


@feature
def company_word(evidence: Evidence) -> float:
    """A word for a company or a school follows directly, as in a company's name."""
    return float(evidence.context.company)


@feature
def other_sense(evidence: Evidence) -> float:
    """Words in the text show another sense of the same letters."""
    return float(evidence.context.collision is not None)


@feature
def prose_around_acronym(evidence: Evidence) -> float:
    """The share of unknown words in the text (0 to 1), for an acronym."""
    return evidence.context.whole.unknown_share if evidence.acronym else 0.0


@feature
def prose_around_name(evidence: Evidence) -> float:
    """The share of unknown words in the text (0 to 1), for a full name."""
    return 0.0 if evidence.acronym else evidence.context.whole.unknown_share


@feature
def capital_word_before(evidence: Evidence) -> float:
    """An unknown capitalised word stands directly before it, as in a longer name."""
    return float(evidence.context.glued_before)


@feature
def capital_word_after(evidence: Evidence) -> float:
    """An unknown capitalised word stands directly after it, as in a longer name."""
    return float(evidence.context.glued_after)


@feature
def small_letters(evidence: Evidence) -> float:
    """The acronym is written in small letters in a text that uses capitals."""
    return float(evidence.context.lower_case)


@feature
def name_in_small_letters(evidence: Evidence) -> float:
    """The full name is written in small letters, as a job is, in a text that uses capitals."""
    return float(evidence.context.small_name)


@feature
def corrected_words(evidence: Evidence) -> float:
    """How many words were read through a slip of the hand."""
    return float(min(evidence.corrections, 2))


@feature
def similar_name(evidence: Evidence) -> float:
    """How similar the wording is to the nearest known name (0 to 1); 0 where a name is met exactly."""
    return evidence.similarity


@feature
def missing_words(evidence: Evidence) -> float:
    """The weight of the nearest name's words that the text lacks (0 to 1)."""
    return evidence.missing


@feature
def extra_words(evidence: Evidence) -> float:
    """The weight of the text's words that the nearest name lacks (0 to 1)."""
    return evidence.extra


@feature
def other_acronym(evidence: Evidence) -> float:
    """An unknown acronym in brackets follows the name, as where the letters of another qualification do."""
    return float(evidence.context.other_acronym)


@feature
def other_words_spelled(evidence: Evidence) -> float:
    """Words beside the acronym spell it out as something else."""
    return float(evidence.context.spelled_otherwise)


@feature
def near_miss(evidence: Evidence) -> float:
    """The acronym in brackets differs by one letter from that of the name: it is another qualification."""
    return float(evidence.context.near_miss)


@feature
def level_said(evidence: Evidence) -> float:
    """A level or part of its examination is named."""
    return float(evidence.level)
