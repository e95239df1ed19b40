"""The marks beside decisions, evidence and outcomes, so that nothing is told by colour alone, and what they mean.

Their names are those that the answers of files have (`qualmap.files.labels`): one thing is called the same everywhere.
"""

from __future__ import annotations

from collections.abc import Mapping

import attrs

from qualmap.files.labels import CLAIMS, DECISION_MEANINGS, EVIDENCE_MEANINGS, LEVELS, LISTINGS, OUTCOME_MEANINGS, SEEN
from qualmap.files.labels import DECISIONS as DECISION_NAMES
from qualmap.files.labels import EVIDENCE as EVIDENCE_NAMES
from qualmap.files.labels import OUTCOMES as OUTCOME_NAMES
from qualmap.screening import Wording

__all__ = ["CHANGES", "CLAIMS", "DECISIONS", "EVIDENCE", "LEVELS", "LISTINGS", "OUTCOMES", "SEEN", "Sign"]


@attrs.frozen(slots=True)
class Sign:
    """A mark to see, a name to read, and what it means."""

    mark: str
    name: Wording
    meaning: Wording


def _signs(marks: Mapping[str, str], names: Mapping[str, Wording], meanings: Mapping[str, Wording]) -> dict[str, Sign]:
    return {key: Sign(mark, names[key], meanings[key]) for key, mark in marks.items()}


DECISIONS = _signs(
    {"eligible": "●", "unconfirmed": "◐", "needs_facts": "?", "not_eligible": "✗", "no_row": "○"},
    DECISION_NAMES,
    DECISION_MEANINGS,
)
"""From what is surest to what is out of reach: the order in which a report shows them."""

EVIDENCE = _signs({"official": "■", "confirmed": "◆", "inferred": "◇"}, EVIDENCE_NAMES, EVIDENCE_MEANINGS)
OUTCOMES = _signs({"matched": "●", "ambiguous": "?", "review": "~", "unrecognised": "○"}, OUTCOME_NAMES, OUTCOME_MEANINGS)

CHANGES = {
    "gained": Sign("+", Wording("gained", "新增"), Wording("It comes within reach.", "变为可及。")),
    "lost": Sign("−", Wording("lost", "失去"), Wording("It goes out of reach.", "不再可及。")),
    "surer": Sign(
        "↑",
        Wording("surer", "更确定"),
        Wording(
            "Within reach in both, surer in the later.",
            "两版均可及，后一版更确定。",
        ),
    ),
    "less_sure": Sign(
        "↓",
        Wording("less sure", "较不确定"),
        Wording(
            "Within reach in both, less sure in the later.",
            "两版均可及，后一版较不确定。",
        ),
    ),
    "unchanged": Sign("=", Wording("unchanged", "不变"), Wording("As far within reach in both.", "两版的可及程度相同。")),
}
