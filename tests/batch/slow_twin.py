"""The slow, obvious way to answer record batches: row by row, with the local matcher; the fast way is held against it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

import pyarrow as pa

from qualmap.editions import Asked
from qualmap.errors import InputError
from qualmap.files.summaries import summary_of
from qualmap.local import LocalMatcher
from qualmap.models import Credential, Json
from qualmap.records import Record
from qualmap.screening import Failure, Screening
from qualmap_matcher.batch.columns import Columns

Row = dict[str, Json]


def screened(
    batches: Iterable[pa.RecordBatch], columns: Columns, matcher: LocalMatcher, asked: Asked, day: str | None
) -> Iterator[Screening | Failure]:
    """The answer to each row of the batches."""
    names = list(matcher.screener.rules.facts.by_name)
    rows = (row for batch in batches for row in batch.to_pylist())
    for number, row in enumerate(rows):
        try:
            yield matcher.screen(Record.of(record(row, columns, names, number + 1)), asked, day)
        except InputError as error:
            yield Failure(number, error)


def record(row: Mapping[str, object], columns: Columns, names: Sequence[str], number: int) -> dict[str, object]:
    """The record that a row is."""
    ref = row[columns.ref] if columns.ref else str(number)
    return {
        "ref": str(ref) if isinstance(ref, int) else ref,
        "credentials": list(credentials(row, columns)),
        "facts": facts(row, columns, names),
    }


def credentials(row: Mapping[str, object], columns: Columns) -> Iterator[object]:
    written = row[columns.text]
    if isinstance(written, list):
        yield from written
    elif written is not None:
        beside = {name: row[column] for name in ("issuer", "country") if (column := getattr(columns, name))}
        yield {"text": written, **beside}


def facts(row: Mapping[str, object], columns: Columns, names: Sequence[str]) -> dict[str, object]:
    if isinstance(columns.facts, Mapping):
        return {fact: row[column] for fact, column in columns.facts.items()}
    if columns.facts is not None:
        return dict(row[columns.facts] or {})
    return {**(row.get("facts") or {}), **{name: row[name] for name in names if name in row}}


def matched(batches: Iterable[pa.RecordBatch], columns: Columns, matcher: LocalMatcher, asked: Asked) -> Iterator[Row]:
    """The match of each row's text, or its error."""
    for batch in batches:
        for row in batch.to_pylist():
            text, issuer, country = (row[name] if name else None for name in (columns.text, columns.issuer, columns.country))
            try:
                yield matcher.match(Credential(text, issuer, country), asked).to_dict()
            except InputError as error:
                yield {"error": {"code": error.code, "message": error.message, "field": error.field}}


def full(answer: Screening | Failure) -> Row:
    """An answer as a full batch has it in a row."""
    return {**answer.to_dict(), **({} if isinstance(answer, Failure) else {"error": None})}


def short(answer: Screening | Failure) -> Row:
    """An answer as a summary has it in a row."""
    if isinstance(answer, Failure):
        return full(answer)
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
        **{one.clause: one.decision for one in answer.benefits},
        "title": answer.title.decision,
        "title_level": answer.title.level,
        "title_at_least": answer.title.at_least,
        "premium": answer.premium.decision,
        "questions": " ".join(one.fact or "credential" for one in answer.next_questions) or None,
        "decision_id": answer.decision_id,
        "error": None,
    }
