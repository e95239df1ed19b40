"""What many answers come to: how people stand, which credentials are not known, and what asking would settle."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

import attrs

from qualmap.files.frequent import Frequent
from qualmap.files.labels import EVIDENCE
from qualmap.files.summaries import next_question, summary_of
from qualmap.records import Record
from qualmap.screening import Screening

_LONGEST = 80  # characters of a credential that is not known: more is no name
_FACT, _NAME = "fact", "name"


@attrs.frozen
class Standing:
    """How many people have this as the best of what they hold; `categories` is empty where nothing held has a row."""

    categories: str
    evidence: str
    people: int


@attrs.frozen
class Settling:
    """A question in both languages, for how many people it is open, and how many decisions it settles in all."""

    en: str
    zh: str
    is_fact: bool
    people: int
    settles: int


@attrs.frozen(kw_only=True)
class Outline:
    """What a digest takes of an answer: the best that is held, the places of credentials that are known, and the questions.

    Each question is a key with how many decisions are settled once it is answered; none where there is nothing to ask first.
    """

    categories: str
    evidence: str
    known: frozenset[int]
    asked: tuple[tuple[tuple[str, str, str], int], ...]


def question_key(fact: str | None, en: str, zh: str) -> tuple[str, str, str]:
    """What tells a question from others: whether it is about a fact or a name, and its words."""
    return (_NAME if fact is None else _FACT, en, zh)


@attrs.define
class Digest:
    """Gathers answers in memory that does not grow with them; digests of pieces can be put together.

    A question settles, for each person, what is final once it is answered and was not before, when questions are answered in that
    person's order.
    """

    people: int = 0
    _best: Counter[tuple[str, str]] = attrs.field(factory=Counter, repr=False)
    unrecognised: Frequent = attrs.field(factory=Frequent, repr=False)
    _settled: Frequent = attrs.field(factory=Frequent, repr=False)
    _asked: Frequent = attrs.field(factory=Frequent, repr=False)

    def add(self, record: Record, answer: Screening) -> None:
        """Take in one answer; a credential is not recognised where its text names nothing that is known."""
        summary = summary_of(answer)
        asked = () if next_question(answer) is None else answer.next_questions
        self.take(
            record,
            Outline(
                categories=" ".join(summary.categories),
                evidence=summary.evidence or "",
                known=frozenset(one.credential for one in answer.mentions if one.outcome != "unrecognised"),
                asked=tuple((question_key(one.fact, one.text.en, one.text.zh), one.settles) for one in asked),
            ),
        )

    def take(self, record: Record, outline: Outline) -> None:
        """Take in what matters here of one answer."""
        self.people += 1
        self._best[outline.categories, outline.evidence] += 1
        for index, credential in enumerate(record.credentials):
            text = " ".join(credential.text.split())
            if text and index not in outline.known:
                self.unrecognised.add((text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…",))
        before = 0
        for key, settles in outline.asked:
            if settles > before:
                self._settled.add(key, settles - before)
            self._asked.add(key)
            before = settles

    def merge(self, other: Digest) -> None:
        """Take in what another one has gathered."""
        self.people += other.people
        self._best.update(other._best)
        self.unrecognised.merge(other.unrecognised)
        self._settled.merge(other._settled)
        self._asked.merge(other._asked)

    def standings(self) -> tuple[Standing, ...]:
        """How people stand: the strongest evidence first, then the categories in their order, those without a row last."""
        order = [*EVIDENCE, ""]
        found = sorted(self._best.items(), key=lambda one: (order.index(one[0][1]), one[0][0]))
        return tuple(Standing(categories, evidence, count) for (categories, evidence), count in found)

    def questions(self, number: int | None) -> tuple[Settling, ...]:
        """The questions that settle most decisions; None for all that are counted."""
        return tuple(
            Settling(en, zh, kind == _FACT, self._asked.counts[kind, en, zh], settles)
            for (kind, en, zh), settles in self._settled.most(len(self._settled.counts) if number is None else number)
        )

    def to_json(self) -> dict[str, Any]:
        """As JSON."""
        return {
            "people": self.people,
            "best": [[*key, count] for key, count in self._best.items()],
            "unrecognised": self.unrecognised.to_json(),
            "settled": self._settled.to_json(),
            "asked": self._asked.to_json(),
        }

    def restore(self, content: Mapping[str, Any]) -> None:
        """Take over what `to_json` gave."""
        self.people = content["people"]
        self._best = Counter({(categories, evidence): count for categories, evidence, count in content["best"]})
        self.unrecognised.restore(content["unrecognised"])
        self._settled.restore(content["settled"])
        self._asked.restore(content["asked"])
