"""Which worker gets which rows: each distinct text goes to one worker only, so that it is read once and not once by each."""

from __future__ import annotations

from collections.abc import Iterator

import attrs
import pyarrow as pa
import pyarrow.compute as pc

from qualmap_matcher.batch.combining import Value, coded, numbers

_MOST_TEXTS = 500_000  # whose worker is remembered: some 60 MB; then all are dealt anew, which costs time and no answer
_COST_OF_A_NEW_TEXT = 100  # rows that can be answered while one new text is read


@attrs.frozen
class Share:
    """Rows for one worker; `rows` are their places in the batch, None for all of them."""

    worker: int
    batch: pa.RecordBatch
    rows: pa.Array | None


@attrs.define
class Dealer:
    """Deals the rows of batches to workers, the next new text to the one with least to do."""

    workers: int
    _load: list[int] = attrs.field(init=False, repr=False)
    _worker_of: dict[Value, int] = attrs.field(init=False, factory=dict, repr=False)

    def __attrs_post_init__(self) -> None:
        self._load = [0] * self.workers

    def whole(self, batch: pa.RecordBatch) -> list[Share]:
        """The batch for the worker with least to do."""
        worker = self._freest()
        self._load[worker] += max(len(batch), 1)
        return [Share(worker, batch, None)]

    def by_text(self, batch: pa.RecordBatch, texts: pa.Array) -> list[Share]:
        """The rows of the batch by their texts."""
        if len(self._worker_of) > _MOST_TEXTS:
            self._worker_of.clear()
        codes, values = coded(texts)
        counts = {one["values"]: one["counts"] for one in pc.value_counts(codes).to_pylist()}
        dealt = numbers([self._dealt(value, counts.get(code, 0)) for code, value in enumerate(values)]).take(codes)
        return list(self._shares(batch, dealt)) or self.whole(batch)

    def _shares(self, batch: pa.RecordBatch, dealt: pa.Array) -> Iterator[Share]:
        for worker in range(self.workers):
            rows = pc.indices_nonzero(pc.equal(dealt, worker))
            if len(rows):
                yield Share(worker, batch.take(rows), rows)

    def _dealt(self, text: Value, rows: int) -> int:
        worker = self._worker_of.get(text)
        if worker is None:
            worker = self._freest()
            if rows:
                self._worker_of[text] = worker
                self._load[worker] += _COST_OF_A_NEW_TEXT
        self._load[worker] += rows
        return worker

    def _freest(self) -> int:
        return min(range(self.workers), key=self._load.__getitem__)


def put_together(answers: list[tuple[Share, pa.RecordBatch]]) -> pa.RecordBatch:
    """The answers to the shares of one batch, with the rows in the batch's order again."""
    if len(answers) == 1:
        return answers[0][1]
    rows = pa.concat_arrays([share.rows for share, _ in answers])
    order = pc.sort_indices(rows)
    schema = answers[0][1].schema
    columns = [pa.concat_arrays([answer.column(place) for _, answer in answers]) for place in range(len(schema))]
    return pa.record_batch([column.take(order) for column in columns], schema=schema)
