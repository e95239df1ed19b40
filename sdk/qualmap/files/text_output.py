"""Answers as a text table: one row a person, or one a mention."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from typing import Self, TextIO

import attrs

from qualmap.files.escaping import harmless
from qualmap.files.rows import FailedRow
from qualmap.files.summaries import next_question, question_in_words, rows_in_words, summary_of
from qualmap.screening import ScreenedMention, Screening

_MENTION = (
    "ref",
    "credential",
    "text",
    "outcome",
    "claim",
    "confidence",
    "qualification",
    "name_en",
    "name_zh",
    "issuer",
    "candidates",
    "status",
    "categories",
    "question",
    "decision_id",
    "error",
)


@attrs.frozen
class TextOutput:
    """A table in CSV; cells that a spreadsheet would take for formulas begin with an apostrophe."""

    _table: csv.DictWriter[str]
    _rows: str

    @classmethod
    def at(cls, text: TextIO, *, like: Screening, rows: str) -> Self:
        """A table whose rows go to `text`."""
        fields = _MENTION if rows == "mention" else tuple(_person_fields(like))
        return cls(csv.DictWriter(text, fields), rows)

    def header(self) -> None:
        """Write the header."""
        self._table.writeheader()

    def write(self, answer: Screening | FailedRow) -> None:
        """Write the rows of one answer; an error is a row with the ref and the error."""
        if isinstance(answer, FailedRow):
            self._write({"ref": answer.ref or answer.place, "error": str(answer.error)})
        elif self._rows == "mention":
            for mention in answer.mentions:
                self._write(_mention(answer, mention))
        else:
            self._write(_person(answer))

    def _write(self, cells: dict[str, str]) -> None:
        self._table.writerow({name: harmless(text) for name, text in cells.items()})


def _person_fields(like: Screening) -> Iterator[str]:
    yield from ("ref", "edition", "as_of", "held", "best_category", "best_evidence")
    yield from (benefit.clause for benefit in like.benefits)
    yield from ("title", "title_level", "title_at_least", "premium", "next_question", "questions", "decision_id", "error")


def _person(answer: Screening) -> dict[str, str]:
    summary = summary_of(answer)
    return {
        "ref": answer.ref,
        "edition": answer.edition,
        "as_of": answer.as_of or "",
        "held": "; ".join(one.name_en for one in summary.held),
        "best_category": " ".join(summary.categories),
        "best_evidence": summary.evidence or "",
        **{benefit.clause: benefit.decision for benefit in answer.benefits},
        "title": answer.title.decision,
        "title_level": answer.title.level or "",
        "title_at_least": answer.title.at_least or "",
        "premium": answer.premium.decision,
        "next_question": question_in_words(next_question(answer), "en"),
        "questions": str(len(answer.next_questions)),
        "decision_id": answer.decision_id,
    }


def _mention(answer: Screening, mention: ScreenedMention) -> dict[str, str]:
    known = mention.qualification
    return {
        "ref": answer.ref,
        "credential": str(mention.credential),
        "text": mention.text,
        "outcome": mention.outcome,
        "claim": mention.claim,
        "confidence": str(mention.confidence),
        "qualification": known.id if known else "",
        "name_en": known.name_en if known else "",
        "name_zh": known.name_zh if known else "",
        "issuer": known.issuer if known else "",
        "candidates": "" if known else " | ".join(one.id for one in mention.candidates),
        "status": mention.listing.status if mention.listing else "",
        "categories": rows_in_words(mention.listing.categories) if mention.listing else "",
        "question": mention.question or "",
        "decision_id": answer.decision_id,
    }
