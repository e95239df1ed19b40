"""Chunks answered by the function that processes and Spark call too: records in as one Arrow batch, answers out as one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Self

import attrs

from qualmap.errors import InputError
from qualmap.files.answer_tables import TableForm, has_surrogate
from qualmap.files.answering import ScreenMany, told
from qualmap.files.digest import Digest
from qualmap.files.forms import Answer
from qualmap.files.outlining import outlines
from qualmap.files.rows import FailedRow, ReadRow
from qualmap.files.working import Chunk, Done, Job
from qualmap.local import local_matcher
from qualmap.records import FactValue, Record

if TYPE_CHECKING:
    import pyarrow as pa

    from qualmap_matcher.batch.screening import Screens
    from qualmap_matcher.eligibility.facts import Facts

_PARTS = ("text", "issuer", "country")


@attrs.frozen
class InBatches:
    """Answers chunks as batches; a record that no batch can hold, or that has an error, is answered by itself.

    A text with half a surrogate pair is such a record, and one with a fact of the wrong type: a column has one type. `outlined`
    gives the full answers of which the digest is made, beside summaries, which do not have all of that.
    """

    form: TableForm
    facts: Facts
    screens: Screens
    outlined: Screens | None
    screen_many: ScreenMany

    @classmethod
    def of(cls, job: Job, form: TableForm, screen_many: ScreenMany) -> Self:
        """What answers, opened in this process."""
        from qualmap_matcher.batch import Columns
        from qualmap_matcher.batch.asking import Asking
        from qualmap_matcher.batch.screening import Screens

        matcher = local_matcher()

        def screens(detail: str, *, decision_ids: bool) -> Screens:
            asking = Asking.of(
                matcher=matcher,
                columns=Columns(text="credentials", ref="ref", facts="facts"),
                edition=job.edition,
                as_of=job.as_of,
                minimum_evidence=job.minimum_evidence,
                detail=detail,
                keep=(),
                decision_ids=decision_ids,
                dictionaries=False,
            )
            return Screens(asking)

        detail = form.shape.detail
        return cls(
            form,
            matcher.screener.rules.facts,
            screens(detail, decision_ids=True),
            screens("full", decision_ids=False) if detail != "full" else None,
            screen_many,
        )

    def work(self, chunk: Chunk) -> Done:
        """Answer the rows of a chunk."""
        rows = list(chunk.rows())
        fitting = [
            (place, row.record, facts)
            for place, row in enumerate(rows)
            if isinstance(row, ReadRow) and (facts := self._fitting(row.record)) is not None
        ]
        asked = _batch([record for _, record, _ in fitting], [facts for *_, facts in fitting], self.facts)
        batch = self.screens.answer(asked)
        errors = batch.column("error").is_valid().to_pylist()
        together = {place: index for index, (place, *_) in enumerate(fitting) if not errors[index]}
        digest = Digest()
        full = batch if self.outlined is None else self.outlined.answer(asked)
        for (_, record, _), outline, has_error in zip(fitting, outlines(full), errors, strict=True):
            if not has_error:
                digest.take(record, outline)
        alone = self._alone([(place, row) for place, row in enumerate(rows) if place not in together], digest)
        return Done(
            rows=len(rows),
            block=self.form.piece(_in_order(batch, together, self.form.shape.batch([*alone.values()]), list(alone))),
            failed=tuple(answer for answer in alone.values() if isinstance(answer, FailedRow)),
            refs=tuple((row.record.ref, row.place, row.notes) for row in rows if isinstance(row, ReadRow)),
            digest=digest,
        )

    def _fitting(self, record: Record) -> dict[str, FactValue] | None:
        """The facts as they are checked; None for a record that a batch cannot hold, or that will have an error."""
        texts = [record.ref, *(text for one in record.credentials for text in (one.text, one.issuer, one.country) if text)]
        if any(map(has_surrogate, texts)):
            return None
        try:
            return self.facts.checked(record.facts, record.ref)
        except InputError:
            return None

    def _alone(self, rows: Sequence[tuple[int, ReadRow | FailedRow]], digest: Digest) -> dict[int, Answer]:
        """The answers to single rows, by their places."""
        outcomes = self.screen_many(row.record for _, row in rows if isinstance(row, ReadRow))
        found: dict[int, Answer] = {}
        for place, row in rows:
            answer = found[place] = told(row, next(outcomes)) if isinstance(row, ReadRow) else row
            if isinstance(row, ReadRow) and not isinstance(answer, FailedRow):
                digest.add(row.record, answer)
        return found


def _batch(records: Sequence[Record], facts: Sequence[dict[str, FactValue]], known: Facts) -> pa.RecordBatch:
    """The records with their checked facts; all chunks have the same columns."""
    import pyarrow as pa

    kinds = {"boolean": pa.bool_(), "choice": pa.string(), "number": pa.float64()}  # 66.0 is 66 as a fact
    written = [one for record in records for one in record.credentials]
    parts = [pa.array([getattr(one, name) for one in written], pa.string()) for name in _PARTS]
    ends = [0]
    for record in records:
        ends.append(ends[-1] + len(record.credentials))
    credentials = pa.ListArray.from_arrays(pa.array(ends, pa.int32()), pa.StructArray.from_arrays(parts, names=_PARTS))
    values = [
        pa.array([None if (value := one.get(name)) is None else value for one in facts], kinds[fact.kind])
        for name, fact in known.by_name.items()
    ]
    structs = pa.StructArray.from_arrays(values, names=list(known.by_name))
    refs = pa.array([record.ref for record in records], pa.string())
    return pa.record_batch([refs, credentials, structs], names=["ref", "credentials", "facts"])


def _in_order(batch: pa.RecordBatch, together: dict[int, int], alone: pa.RecordBatch, places: Sequence[int]) -> pa.RecordBatch:
    """One batch of the rows that were answered together, by their places, and those that were answered alone."""
    import pyarrow as pa

    if not places:
        return batch
    found = together | {place: len(batch) + index for index, place in enumerate(places)}
    order = pa.array([found[place] for place in sorted(found)], pa.int64())
    columns = [pa.concat_arrays(pair).take(order) for pair in zip(batch.columns, alone.columns, strict=True)]
    return pa.record_batch(columns, schema=batch.schema)
