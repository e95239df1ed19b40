"""What to ask next: the questions that settle most, first.

Every decision that still lacks something has one vote, split evenly over what it lacks. What has most votes is asked first;
then it counts as answered, and the votes are split anew. So a fact that alone settles four clauses comes before four facts
that only together settle one.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable, Iterator, Sequence
from fractions import Fraction

import attrs

from qualmap.facts import Fact
from qualmap.screening import Choice, Question, ScreenedMention, Wording
from qualmap_matcher.eligibility.steps import CREDENTIAL

Lacked = str | int  # a fact's name, or the index of a mention whose meaning is open
Names = Sequence[tuple[str, Wording]]  # the ids that an ambiguous mention can mean, with their names


@attrs.frozen(slots=True)
class Ask:
    """Something to ask for, and how many decisions are final once it and all before it are answered."""

    lacked: Lacked
    settles: int


def lacking(missing: tuple[str, ...], mentions: Iterable[int], behind_a_name: Callable[[], Iterable[str]]) -> tuple[Lacked, ...]:
    """What one decision lacks; where that is the meaning of a name, the mentions in question and the facts that come after."""
    return (*mentions, *sorted(behind_a_name())) if missing == (CREDENTIAL,) else missing


@functools.lru_cache(maxsize=4096)
def in_order(open_: tuple[tuple[Lacked, ...], ...], facts: tuple[str, ...]) -> tuple[Ask, ...]:
    """What the decisions lack, in the order in which to ask for it; ties go to names, then to the order of the facts."""
    return tuple(_in_order(open_, {name: place for place, name in enumerate(facts)}))


def _in_order(open_: Sequence[tuple[Lacked, ...]], places: dict[str, int]) -> Iterator[Ask]:
    remaining = [set(one) for one in open_]
    while any(remaining):
        votes: dict[Lacked, Fraction] = {}
        for one in remaining:
            for lacked in one:
                votes[lacked] = votes.get(lacked, Fraction()) + Fraction(1, len(one))
        chosen = min(votes, key=lambda lacked: (-votes[lacked], *_place(lacked, places)))
        for one in remaining:
            one.discard(chosen)
        yield Ask(chosen, sum(not one for one in remaining))


def _place(lacked: Lacked, places: dict[str, int]) -> tuple[int, int]:
    return (0, lacked) if isinstance(lacked, int) else (1, places[lacked])


def about_fact(fact: Fact, settles: int) -> Question:
    """The question for a fact."""
    choices = tuple(Choice(value, words) for value, words in fact.choices.items())
    return Question(fact=fact.name, mention=None, text=fact.ask, choices=choices, settles=settles)


def about_mention(mention: ScreenedMention, index: int, names: Names, settles: int) -> Question:
    """The question which of its candidates an ambiguous mention means."""
    english = mention.question or "Which of these is it?"
    return Question(
        fact=None,
        mention=index,
        text=Wording(f"“{mention.text}”: {english}", f"“{mention.text}”指下列哪一项资格？"),
        choices=tuple(Choice(id_, words) for id_, words in names),
        settles=settles,
    )
