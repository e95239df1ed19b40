"""Screen record batches: credentials and facts in, mentions, decisions and ids out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

import attrs
import pyarrow as pa
import pyarrow.compute as pc

from qualmap_matcher.batch.asking import Asking
from qualmap_matcher.batch.columns import Bound, Columns, kept
from qualmap_matcher.batch.combining import numbers
from qualmap_matcher.batch.credentials import Holders
from qualmap_matcher.batch.days import Day
from qualmap_matcher.batch.deciding import Deciding, People
from qualmap_matcher.batch.facts import FactColumns
from qualmap_matcher.batch.full import FullAnswers
from qualmap_matcher.batch.identifying import Identifying
from qualmap_matcher.batch.mistakes import Mistakes, first_of
from qualmap_matcher.batch.refs import Refs
from qualmap_matcher.batch.remembering import MOST_HOLDERS, give_back, pieces
from qualmap_matcher.batch.schemas import SCREENED, answer_schema, summary_schema
from qualmap_matcher.batch.short import ShortAnswers

if TYPE_CHECKING:
    from qualmap.local import LocalMatcher


def screen_batches(
    batches: Iterable[pa.RecordBatch],
    *,
    columns: Columns | None = None,
    matcher: LocalMatcher | None = None,
    edition: str | None = None,
    as_of: Day = None,
    minimum_evidence: str = "inferred",
    detail: str = "full",
    keep: Sequence[str] = (),
    decision_ids: bool = True,
    dictionaries: bool = False,
) -> Iterator[pa.RecordBatch]:
    """The answers to record batches, row by row in their order; memory does not grow with the number of rows.

    Args:
        batches: record batches of one schema, such as a `RecordBatchReader` or `ParquetFile.iter_batches()` gives.
        columns: where credentials, refs and facts are; by default `text`, the facts by their names, and rows are numbered.
        matcher: what answers, as `local_matcher(folder)` opens it over an overlay; the bundled data by default.
        edition: as in `Client.screen`.
        as_of: as in `Client.screen`; today is settled once, before the first batch.
        minimum_evidence: as in `Client.screen`.
        detail: `full` for `SCREENED`, `summary` for one small column for each clause.
        keep: columns of the batches to put in front of the answers, as they are.
        decision_ids: whether to work out `decision_id`, about half of the time of a summary; null without.
        dictionaries: whether repeated texts come as dictionaries, which is smaller and quicker to write as Parquet.

    Raises:
        InputError: a column is not there or of a kind that cannot be read. What is wrong with one record stands in its `error`.
        UnknownEditionError: as in `Client.screen`.

    """
    asking = Asking.of(
        matcher=matcher,
        columns=columns or Columns(),
        edition=edition,
        as_of=as_of,
        minimum_evidence=minimum_evidence,
        detail=detail,
        keep=keep,
        decision_ids=decision_ids,
        dictionaries=dictionaries,
    )
    return Screens(asking).answers(batches)


@attrs.define
class Screens:
    """Screens batch after batch."""

    asking: Asking
    _generation: Generation | None = attrs.field(init=False, default=None, repr=False)
    _rows: int = attrs.field(init=False, default=0)

    def schema(self, written: pa.Schema) -> pa.Schema:
        """The schema of the answers to batches of this schema; raises `InputError`."""
        asking, screener = self.asking, self.asking.matcher.screener
        self._bound(written)
        clauses = screener.edition(asking.asked.edition).clauses
        answers = SCREENED if asking.detail == "full" else summary_schema(one.clause.id for one in clauses)
        return answer_schema(answers, dictionaries=asking.dictionaries, keep=kept(written, asking.keep))

    def needed(self, written: pa.Schema) -> list[str]:
        """The columns of such batches that are read or kept; raises `InputError`."""
        kept(written, self.asking.keep)
        return list(dict.fromkeys([*self.asking.keep, *self._bound(written).names]))

    def _bound(self, written: pa.Schema) -> Bound:
        return self.asking.columns.bound(written, self.asking.matcher.screener.rules.facts.by_name)

    def answers(self, batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        """The answers to batches, in pieces of a bounded size."""
        return map(self.answer, pieces(batches, self.asking.detail))

    def answer(self, batch: pa.RecordBatch) -> pa.RecordBatch:
        """The answers to one batch."""
        give_back()
        schema = self.schema(batch.schema)
        if self._generation is None or self._generation.is_full:
            self._generation = Generation(self.asking)
        made = self._generation.answered(batch, self._bound(batch.schema), self._rows + 1)
        self._rows += len(batch)
        return pa.record_batch([*(batch.column(name) for name in self.asking.keep), *made], schema=schema)


@attrs.define
class Generation:
    """What is remembered from batch to batch, until there is too much of it."""

    asking: Asking
    mistakes: Mistakes = attrs.field(init=False, repr=False)
    holders: Holders = attrs.field(init=False, repr=False)
    facts: FactColumns = attrs.field(init=False, repr=False)
    identifying: Identifying = attrs.field(init=False, repr=False)
    form: FullAnswers | ShortAnswers = attrs.field(init=False, repr=False)
    _places_of_holders: dict[str, list[int | None]] = attrs.field(init=False, repr=False)

    def __attrs_post_init__(self) -> None:
        asking, screener = self.asking, self.asking.matcher.screener
        self._places_of_holders = {"malformed": [], "unread": []}
        self.mistakes = Mistakes.none()
        self.holders = Holders(screener.engine, asking.asked)
        cells = screener.edition(asking.asked.edition).cells(screener.rules.facts)
        self.facts = FactColumns(screener.rules.facts, cells, self.mistakes)
        deciding = Deciding(screener, asking.asked, self.holders, self.facts)
        self.identifying = Identifying(screener.ids(asking.asked), self.holders, self.facts)
        self.form = FullAnswers(asking, deciding) if asking.detail == "full" else ShortAnswers(asking, deciding)

    @property
    def is_full(self) -> bool:
        """Whether to begin anew."""
        return max(len(self.holders), len(self.facts)) > MOST_HOLDERS or self.identifying.is_full or self.form.is_full

    def answered(self, batch: pa.RecordBatch, bound: Bound, first: int) -> list[pa.Array]:
        """The columns of the answers."""
        refs = Refs.of(bound.refs(batch, first), self.mistakes)
        holders = self.holders.places(bound.credentials(batch))
        facts = self.facts.codes(bound.facts_of(batch))
        people = People(holders, numbers(self.holders.meanings).take(holders), facts)
        errors = first_of(
            [
                *([] if refs.errors is None else [refs.errors]),
                self._of_holders("malformed", holders),
                *self.facts.errors(facts),
                self._of_holders("unread", holders),
            ]
        )
        ids = self._ids(people, refs)
        made = [refs.told, self.asking.constant(self.asking.asked.edition, len(batch))]
        made += [self.asking.constant(self.asking.day, len(batch)), *self.form.columns(people), ids]
        if errors is None:
            return [*made, self.mistakes.pool.take(pa.nulls(len(batch), pa.int64()))]
        fine = errors.is_null()
        places = pc.if_else(fine, numbers(list(range(len(batch)))), None) if len(batch) else errors
        told = [made[0], *(column.take(places) for column in made[1:])]
        return [*told, self.mistakes.pool.take(errors)]

    def _of_holders(self, kind: str, holders: pa.Array) -> pa.Array:
        places = self._places_of_holders[kind]
        places.extend(self.mistakes.place(getattr(one, kind)) for one in self.holders.found[len(places) :])
        return numbers(places).take(holders)

    def _ids(self, people: People, refs: Refs) -> pa.Array:
        if not self.asking.decision_ids:
            return pa.nulls(len(people.holders), pa.string())
        return self.identifying.of(people, refs.told)
