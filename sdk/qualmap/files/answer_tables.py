"""Answers as Arrow, in the columns of `qualmap_matcher.batch`: in full, or one flat row a person."""

from __future__ import annotations

import importlib.util
from abc import abstractmethod
from collections.abc import Sequence
from typing import TYPE_CHECKING, Literal

import attrs

from qualmap.errors import InstallationError
from qualmap.files.escaping import writable
from qualmap.files.forms import Answer, Form
from qualmap.files.rows import FailedRow
from qualmap.files.summaries import summary_of
from qualmap.models import Json
from qualmap.screening import Question, Screening

if TYPE_CHECKING:
    import pyarrow as pa

BATCH = 2000
"""How many rows are answered together: some 20 MB of full answers; from there on a batch costs little beside its rows."""

_CREDENTIAL = "credential"  # what a summary asks for where a name is to be settled


@attrs.frozen
class Shape:
    """Which columns answers have: `SCREENED` in full, or the summary of an edition with these clauses."""

    detail: Literal["full", "summary"]
    clauses: tuple[str, ...]

    @classmethod
    def of(cls, like: Screening, *, rows: str) -> Shape:
        """The shape of answers in the edition of `like`; raises `InstallationError` without pyarrow."""
        if importlib.util.find_spec("pyarrow") is None:
            raise InstallationError("Parquet and summaries need pyarrow: pip install 'qualmap[batch]'")
        return cls("summary" if rows == "summary" else "full", tuple(one.clause for one in like.benefits))

    def schema(self) -> pa.Schema:
        """The columns."""
        from qualmap_matcher.batch import SCREENED, summary_schema

        return SCREENED if self.detail == "full" else summary_schema(self.clauses)

    def batch(self, answers: Sequence[Answer]) -> pa.RecordBatch:
        """Answers that were made one by one; a row that could not be answered has its `error` and no answer."""
        import pyarrow as pa

        return pa.RecordBatch.from_pylist([_row_of(self, one) for one in answers], schema=self.schema())


def _row_of(shape: Shape, answer: Answer) -> Json:
    if isinstance(answer, FailedRow):
        return _storable({"ref": answer.ref or answer.place, "error": {**answer.error.to_dict()}})
    return _storable(answer.to_dict() if shape.detail == "full" else _flat(answer))


class TableForm(Form):
    """A form whose pieces are made of Arrow batches, which many answers come as."""

    @property
    @abstractmethod
    def shape(self) -> Shape:
        """The columns."""

    @abstractmethod
    def piece(self, batch: pa.RecordBatch) -> bytes:
        """The answers of a batch as a piece."""

    def block(self, answers: Sequence[Answer], *, first: bool) -> bytes:
        """Answers that were made one by one as a piece."""
        del first
        return self.piece(self.shape.batch(answers))


def _flat(answer: Screening) -> dict[str, Json]:
    """One flat row; the same that the batch function makes of many."""
    summary = summary_of(answer)
    return {
        "ref": answer.ref,
        "edition": answer.edition,
        "as_of": answer.as_of,
        "held": " ".join(one.id for one in summary.held) or None,
        "best_category": " ".join(summary.categories) or None,
        "best_evidence": summary.evidence,
        "mentions": len(answer.mentions),
        "unsettled": sum(one.outcome != "matched" for one in answer.mentions),
        **{benefit.clause: benefit.decision for benefit in answer.benefits},
        "title": answer.title.decision,
        "title_level": answer.title.level,
        "title_at_least": answer.title.at_least,
        "premium": answer.premium.decision,
        "questions": " ".join(map(_asked, answer.next_questions)) or None,
        "decision_id": answer.decision_id,
    }


def _asked(question: Question) -> str:
    return _CREDENTIAL if question.fact is None else question.fact


def _storable(value: Json) -> Json:
    """The value with texts that UTF-8 can hold: lone surrogates, which JSON can escape, it has not."""
    if isinstance(value, str):
        return writable(value) if has_surrogate(value) else value
    if isinstance(value, list):
        return [_storable(one) for one in value]
    if isinstance(value, dict):
        return {name: _storable(one) for name, one in value.items()}
    return value


def has_surrogate(text: str) -> bool:
    """Whether UTF-8 cannot say the text."""
    return not text.isascii() and any("\ud800" <= one <= "\udfff" for one in text)
