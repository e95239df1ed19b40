"""Match record batches: texts in, mentions out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

import attrs
import pyarrow as pa
import pyarrow.compute as pc

from qualmap.errors import InputError, TextError
from qualmap_matcher.batch.asking import Asking
from qualmap_matcher.batch.columns import Bound, Columns, kept
from qualmap_matcher.batch.combining import numbers
from qualmap_matcher.batch.credentials import Holder, Holders
from qualmap_matcher.batch.days import Day
from qualmap_matcher.batch.holding import HeldSummaries, MentionLists
from qualmap_matcher.batch.mistakes import Mistakes
from qualmap_matcher.batch.remembering import MOST_BYTES, MOST_HOLDERS, give_back, pieces
from qualmap_matcher.batch.schemas import MATCHED, MATCHED_SUMMARY, answer_schema

if TYPE_CHECKING:
    from qualmap.local import LocalMatcher

_NOTHING = TextError("expected a text, got NoneType", field="text")


def match_batches(
    batches: Iterable[pa.RecordBatch],
    *,
    columns: Columns | None = None,
    matcher: LocalMatcher | None = None,
    edition: str | None = None,
    as_of: Day = None,
    minimum_evidence: str = "inferred",
    detail: str = "full",
    keep: Sequence[str] = (),
    dictionaries: bool = False,
) -> Iterator[pa.RecordBatch]:
    """What the credentials of record batches name, one text a row, in their order; the arguments are those of `screen_batches`.

    `detail` is `full` for `MATCHED` and `summary` for `MATCHED_SUMMARY`. Columns of refs and facts are not looked at.
    """
    asking = Asking.of(
        matcher=matcher,
        columns=columns or Columns(),
        edition=edition,
        as_of=as_of,
        minimum_evidence=minimum_evidence,
        detail=detail,
        keep=keep,
        decision_ids=False,
        dictionaries=dictionaries,
    )
    return Matches(asking).answers(batches)


@attrs.define
class Matches:
    """Matches batch after batch."""

    asking: Asking
    _generation: Generation | None = attrs.field(init=False, default=None, repr=False)

    def schema(self, written: pa.Schema) -> pa.Schema:
        """The schema of the answers to batches of this schema; raises `InputError`."""
        self._bound(written)
        answers = MATCHED if self.asking.detail == "full" else MATCHED_SUMMARY
        return answer_schema(answers, dictionaries=self.asking.dictionaries, keep=kept(written, self.asking.keep))

    def needed(self, written: pa.Schema) -> list[str]:
        """The columns of such batches that are read or kept; raises `InputError`."""
        kept(written, self.asking.keep)
        return list(dict.fromkeys([*self.asking.keep, *self._bound(written).names]))

    def answers(self, batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        """The answers to batches, in pieces of a bounded size."""
        return map(self.answer, pieces(batches, self.asking.detail))

    def answer(self, batch: pa.RecordBatch) -> pa.RecordBatch:
        """The answers to one batch."""
        give_back()
        schema = self.schema(batch.schema)
        if self._generation is None or self._generation.is_full:
            self._generation = Generation(self.asking)
        made = self._generation.answered(batch, self._bound(batch.schema))
        return pa.record_batch([*(batch.column(name) for name in self.asking.keep), *made], schema=schema)

    def _bound(self, written: pa.Schema) -> Bound:
        bound = attrs.evolve(self.asking.columns, ref=None, facts={}).bound(written, ())
        if bound.several:
            raise InputError("expected one text a row; take lists apart first, or screen them", field="text")
        return bound


@attrs.define
class Generation:
    """What is remembered from batch to batch, until there is too much of it."""

    asking: Asking
    mistakes: Mistakes = attrs.field(init=False, repr=False)
    holders: Holders = attrs.field(init=False, repr=False)
    form: MentionLists | HeldSummaries = attrs.field(init=False, repr=False)

    def __attrs_post_init__(self) -> None:
        dictionaries = self.asking.dictionaries
        self.mistakes = Mistakes.none()
        self.holders = Holders(self.asking.matcher.engine, self.asking.asked)
        if self.asking.detail == "full":
            self.form = MentionLists(self.holders, dictionaries=dictionaries, screened=False)
        else:
            self.form = HeldSummaries.of(self.holders, dictionaries=dictionaries)

    @property
    def is_full(self) -> bool:
        """Whether to begin anew."""
        return len(self.holders) > MOST_HOLDERS or self.form.size > MOST_BYTES

    def answered(self, batch: pa.RecordBatch, bound: Bound) -> list[pa.Array]:
        """The columns of the answers."""
        rows = len(batch)
        holders = self.holders.places(bound.credentials(batch))
        errors = numbers([self._mistake(one) for one in self.holders.found]).take(holders)
        texts = batch.column(self.asking.columns.text)
        edition = self.asking.constant(self.asking.asked.edition, rows)
        made = self.form.take(holders)
        answered = [edition, *([made] if isinstance(self.form, MentionLists) else made.flatten())]
        if errors.null_count < rows:
            places = pc.if_else(errors.is_null(), numbers(range(rows)), None)
            texts, *answered = (column.take(places) for column in (texts, *answered))
        return [self._text(texts), *answered, self.mistakes.pool.take(errors)]

    def _mistake(self, holder: Holder) -> int | None:
        if not holder.credentials and holder.malformed is None:
            return self.mistakes.place(_NOTHING)
        error = holder.malformed or holder.unread
        if error is None:
            return None
        return self.mistakes.place(type(error)(error.message, field=(error.field or "").partition(".")[2]))

    def _text(self, texts: pa.Array) -> pa.Array:
        plain = texts.cast(pa.string())
        return plain.dictionary_encode() if self.asking.dictionaries else plain
