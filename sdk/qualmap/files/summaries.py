"""One person's answer in a line: what is held, the best row, how many clauses are decided how, what to ask first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

import attrs

from qualmap.editions import EVIDENCE
from qualmap.files.labels import said
from qualmap.models import CategoryListing, Mention, Qualification
from qualmap.screening import Benefit, Question, Screening


@attrs.frozen
class Summary:
    """What a person needs to see first; the rows are those of matched qualifications that are held, strongest evidence first."""

    held: tuple[Qualification, ...]
    rows: tuple[CategoryListing, ...]
    decisions: Counter[str]

    @property
    def evidence(self) -> str | None:
        """The strongest evidence that any row has."""
        return self.rows[0].evidence if self.rows else None

    @property
    def categories(self) -> tuple[str, ...]:
        """The categories of the rows with the strongest evidence."""
        return tuple(dict.fromkeys(row.category for row in self.rows if row.evidence == self.evidence))


def summary_of(screening: Screening) -> Summary:
    """The summary of one answer."""
    return summarised(screening.mentions, screening.benefits)


def summarised(mentions: Iterable[Mention], benefits: Iterable[Benefit] = ()) -> Summary:
    """The summary of mentions and of what was decided on them."""
    held = [one for one in mentions if is_held(one)]
    rows = sorted(
        (row for one in held if one.listing for row in one.listing.categories),
        key=lambda row: (-EVIDENCE.index(row.evidence), row.category),
    )
    return Summary(
        held=tuple({one.qualification.id: one.qualification for one in held if one.qualification}.values()),
        rows=tuple(rows),
        decisions=Counter(benefit.decision for benefit in benefits),
    )


def next_question(screening: Screening) -> Question | None:
    """What to ask first for a benefit or the title.

    None where only the premium package is open, which asks everybody for achievements that few have.
    """
    decisions = [*(benefit.decision for benefit in screening.benefits), screening.title.decision]
    return screening.next_questions[0] if "needs_facts" in decisions and screening.next_questions else None


def question_in_words(question: Question | None, lang: str) -> str:
    """The question in one language; what a name can mean stands in it."""
    if question is None:
        return ""
    # In English the bodies are part of the question; the Chinese one says "which of the following".
    names = "；".join(choice.text.zh for choice in question.choices) if lang == "zh" and question.mention is not None else ""
    return f"{said(question.text, lang)}{names}"


def is_held(mention: Mention) -> bool:
    """Whether a mention says safely that its qualification is held: only such a one can carry a benefit."""
    return mention.outcome == "matched" and mention.claim == "held"


def rows_in_words(rows: Iterable[CategoryListing]) -> str:
    """Each category with its evidence: `A confirmed, C inferred`."""
    return ", ".join(dict.fromkeys(f"{row.category} {row.evidence}" for row in rows))
