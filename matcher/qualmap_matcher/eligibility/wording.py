"""Decisions in words, English and Chinese: what decided, with the values that were given."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import attrs

from qualmap.facts import Fact
from qualmap.records import FactValue
from qualmap.screening import Wording
from qualmap_matcher.eligibility.conditions import Condition, Known, Test, grounds
from qualmap_matcher.eligibility.facts import Facts
from qualmap_matcher.eligibility.holdings import HeldRow
from qualmap_matcher.eligibility.steps import CREDENTIAL, CRITERIA_NOT_SEEN, NOT_LISTED, ROW_INFERRED, TEXT_NOT_SEEN, Step

_DOUBTS = {
    ROW_INFERRED: Wording("the row is inferred, a reconstruction that no source confirms", "该条目为推断所得，没有来源可以证实"),
    TEXT_NOT_SEEN: Wording("the text of the clause was not seen", "未见该条款原文"),
    CRITERIA_NOT_SEEN: Wording("the criteria for a level were not seen", "未见级别的认定条件"),
}


@attrs.frozen
class Reasons:
    """Words for steps, on the names of these facts."""

    facts: Facts

    def of(self, step: Step, requires: Condition, known: Known, category: str, rows: Sequence[HeldRow]) -> Wording:
        """Why a clause of this category was decided so; `rows` are those that open it, the best first."""
        if step.decision == "no_row" or NOT_LISTED in step.because:
            return _no_row(category, complete=NOT_LISTED in step.because)
        if CREDENTIAL in step.missing:
            return Wording(
                f"Open: a name can mean several qualifications, and one of them has a row in Category {category}.",
                f"待定：所写名称可指多项资格，其中有的列入{category}类。",
            )
        if step.decision == "needs_facts":
            return self.missing(step.missing)
        if step.decision == "not_eligible":
            return self.failed(requires, known)
        sentences = [_row(rows[0])] if rows else []
        if conditions := self._met(requires, known):
            sentences.append(conditions)
        if step.decision == "unconfirmed":
            sentences.append(_doubted(step.because))
        return _together(sentences)

    def missing(self, names: Iterable[str]) -> Wording:
        """Which facts are asked for."""
        facts = [self.facts.by_name[name].meaning for name in names]
        return Wording(
            f"Open until this is known: {'; '.join(fact.en for fact in facts)}.",
            f"待定，尚需了解：{'；'.join(fact.zh for fact in facts)}。",
        )

    def failed(self, asked: Condition, known: Known) -> Wording:
        """Which conditions are false."""
        failing = []
        for test in dict.fromkeys(grounds(asked, known)):
            fact = self.facts.by_name[test.fact]
            needed, given = wanted(fact, test), _value(fact, known[test.fact])
            failing.append(
                Wording(f"{fact.meaning.en}: {given.en}, asked is {needed.en}", f"{fact.meaning.zh}：{given.zh}，要求{needed.zh}")
            )
        return Wording(
            f"Conditions not met: {'; '.join(one.en for one in failing)}.",
            f"不符合条件：{'；'.join(one.zh for one in failing)}。",
        )

    def _met(self, asked: Condition, known: Known) -> Wording | None:
        facts = [self.facts.by_name[name] for name in dict.fromkeys(test.fact for test in grounds(asked, known))]
        if not facts:
            return None
        values = [(fact.meaning, _value(fact, known[fact.name])) for fact in facts]
        return Wording(
            f"Conditions met: {'; '.join(f'{meaning.en}: {value.en}' for meaning, value in values)}.",
            f"符合条件：{'；'.join(f'{meaning.zh}：{value.zh}' for meaning, value in values)}。",
        )


def _no_row(category: str, *, complete: bool) -> Wording:
    if complete:
        return Wording(
            f"Nothing that is held stands in Category {category}, and this copy of the list is complete.",
            f"所持资格均未列入{category}类，且本清单副本完整。",
        )
    return Wording(
        f"Nothing that is held has a row in Category {category} of this copy of the list, which is incomplete.",
        f"所持资格在本清单副本的{category}类中没有条目；该副本并不完整。",
    )


def _row(row: HeldRow) -> Wording:
    en = {
        "official": f"stands in Category {row.category} ({row.source}, official)",
        "confirmed": f"has a confirmed row in Category {row.category} ({row.source})",
        "inferred": f"has an inferred row in Category {row.category}",
    }
    zh = {
        "official": f"列入{row.category}类（{row.source}，官方）",
        "confirmed": f"在{row.category}类中有已证实条目（{row.source}）",
        "inferred": f"在{row.category}类中有推断条目",
    }
    return Wording(f"{row.name.en} {en[row.evidence]}.", f"{row.name.zh}{zh[row.evidence]}。")


def _doubted(doubts: Sequence[str]) -> Wording:
    words = [_DOUBTS[doubt] for doubt in doubts]
    return Wording(f"But {', and '.join(one.en for one in words)}.", f"但{'，且'.join(one.zh for one in words)}。")


def _together(sentences: Sequence[Wording]) -> Wording:
    return Wording(" ".join(one.en for one in sentences), "".join(one.zh for one in sentences))


def wanted(fact: Fact, test: Test) -> Wording:
    """What a test asks of a fact: its values, or its bounds."""
    if test.values:
        words = [_value(fact, value) for value in test.values]
        return Wording(" or ".join(one.en for one in words), "或".join(one.zh for one in words))
    bounds = []
    if test.at_least is not None:
        bounds.append(Wording(f"at least {test.at_least}", f"不少于{test.at_least}"))
    if test.at_most is not None:
        bounds.append(Wording(f"at most {test.at_most}", f"不超过{test.at_most}"))
    return Wording(" and ".join(one.en for one in bounds), "且".join(one.zh for one in bounds))


def _value(fact: Fact, value: FactValue) -> Wording:
    if fact.kind == "boolean":
        return Wording("yes", "是") if value else Wording("no", "否")
    if fact.kind == "choice":
        return fact.choices[str(value)]
    return Wording(str(value), str(value))
