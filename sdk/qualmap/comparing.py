"""What a change of edition gives to a person and takes away, and why."""

from __future__ import annotations

from typing import Literal

import attrs

from qualmap.models import Json
from qualmap.screening import TITLE_LEVELS, Benefit, Screening, Title, Wording

Change = Literal["gained", "lost", "surer", "less_sure", "unchanged"]
_CERTAINTY = {"no_row": 0, "not_eligible": 0, "needs_facts": 1, "unconfirmed": 2, "eligible": 3}  # 0: out of reach
_LEVELS = (None, *TITLE_LEVELS)


@attrs.frozen(slots=True)
class Difference:
    """One clause, or the `title`, in two editions; None where an edition has no such clause.

    `topic` is a clause's id without its edition. What comes within reach (eligible, unconfirmed or needs_facts) is `gained`, what
    goes out of reach `lost`; what stays within reach can become `surer` or `less_sure`. A title counts by its level, too, as far
    as that is certain.
    """

    topic: str
    before: Benefit | Title | None
    after: Benefit | Title | None
    change: str
    why: Wording

    def to_dict(self) -> dict[str, Json]:
        """As JSON."""
        return {
            "topic": self.topic,
            "change": self.change,
            "before": self.before.to_dict() if self.before else None,
            "after": self.after.to_dict() if self.after else None,
            "why": self.why.to_dict(),
        }


@attrs.frozen(slots=True)
class Comparison:
    """One person's screenings in two editions, and how they differ, clause by clause."""

    ref: str
    before: Screening
    after: Screening
    differences: tuple[Difference, ...]

    @property
    def gained(self) -> tuple[Difference, ...]:
        """What comes within reach in the later screening."""
        return tuple(one for one in self.differences if one.change == "gained")

    @property
    def lost(self) -> tuple[Difference, ...]:
        """What goes out of reach in the later screening."""
        return tuple(one for one in self.differences if one.change == "lost")

    def to_dict(self) -> dict[str, Json]:
        """As JSON; the screenings are named by their editions and decision ids."""
        return {
            "ref": self.ref,
            "before": {"edition": self.before.edition, "decision_id": self.before.decision_id},
            "after": {"edition": self.after.edition, "decision_id": self.after.decision_id},
            "differences": [one.to_dict() for one in self.differences],
        }


def compare(before: Screening, after: Screening) -> Comparison:
    """How two screenings of one person differ; clauses are taken together by topic."""
    earlier = {_topic(one, before.edition): one for one in before.benefits}
    later = {_topic(one, after.edition): one for one in after.benefits}
    topics = dict.fromkeys([*earlier, *later])
    editions = (before.edition, after.edition)
    clauses = [_difference(topic, earlier.get(topic), later.get(topic), editions) for topic in topics]
    return Comparison(after.ref, before, after, (*clauses, _difference("title", before.title, after.title, editions)))


def _topic(benefit: Benefit, edition: str) -> str:
    return benefit.clause.removeprefix(f"{edition}-")


def _difference(
    topic: str, before: Benefit | Title | None, after: Benefit | Title | None, editions: tuple[str, str]
) -> Difference:
    first, second = _described(before, editions[0]), _described(after, editions[1])
    why = Wording(f"{first.en} {second.en}", f"{first.zh}{second.zh}")
    return Difference(topic, before, after, _change(before, after), why)


def _change(before: Benefit | Title | None, after: Benefit | Title | None) -> Change:
    earlier, later = _certainty(before), _certainty(after)
    if bool(earlier) != bool(later):
        return "gained" if later else "lost"
    if earlier and (moved := _moved(before, after)):
        return moved
    if earlier == later:
        return "unchanged"
    return "surer" if later > earlier else "less_sure"


def _certainty(decided: Benefit | Title | None) -> int:
    return _CERTAINTY[decided.decision] if decided else 0


def _moved(before: Benefit | Title | None, after: Benefit | Title | None) -> Change | None:
    """Whether a title's level rises or falls whatever is still unknown."""
    if not isinstance(before, Title) or not isinstance(after, Title):
        return None
    if after.level and _place(after.level) < _place(before.level or before.at_least):
        return "lost"
    if before.level and _place(after.level or after.at_least) > _place(before.level):
        return "gained"
    return None


def _place(level: str | None) -> int:
    return _LEVELS.index(level)


def _described(decided: Benefit | Title | None, edition: str) -> Wording:
    if decided is None:
        return Wording(f"Edition {edition} has no such clause.", f"{edition}版没有该条款。")
    return Wording(f"In edition {edition}: {decided.reason.en}", f"{edition}版：{decided.reason.zh}")
