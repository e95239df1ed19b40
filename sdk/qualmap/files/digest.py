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
        self.people += 1
        summary = summary_of(answer)
        self._best[" ".join(summary.categories), summary.evidence or ""] += 1
        known = {mention.credential for mention in answer.mentions if mention.outcome != "unrecognised"}
        for index, credential in enumerate(record.credentials):
            text = " ".join(credential.text.split())
            if text and index not in known:
                self.unrecognised.add((text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…",))
        if next_question(answer) is None:
            return
        before = 0
        for question in answer.next_questions:
            key = (_NAME if question.fact is None else _FACT, question.text.en, question.text.zh)
            if question.settles > before:
                self._settled.add(key, question.settles - before)
            self._asked.add(key)
            before = question.settles

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
