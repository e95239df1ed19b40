"""The slow, obvious way to answer record batches: row by row, with the local matcher; the fast way is held against it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

import pyarrow as pa

from qualmap.editions import Asked
from qualmap.errors import InputError
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
