"""The schemas of the answers: the contract's names and nothing else, as nested Arrow.

They are stable: a field is added at the end of its struct or not at all. Every field can be null; a record that could not be
answered has null everywhere but in `ref`, the kept columns and `error`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Literal

import pyarrow as pa

from qualmap.errors import InputError

Detail = Literal["full", "summary"]
DETAILS: tuple[Detail, ...] = ("full", "summary")

_TEXTS = pa.list_(pa.string())
WORDING = pa.struct([("en", pa.string()), ("zh", pa.string())])
SOURCE = pa.struct([("id", pa.string()), ("title", pa.string()), ("url", pa.string())])
QUALIFICATION = pa.struct([(name, pa.string()) for name in ("id", "name_en", "name_zh", "issuer", "country", "grade")])
CANDIDATE = pa.struct([("id", pa.string()), ("confidence", pa.float64())])
CATEGORY = pa.struct([(name, pa.string()) for name in ("category", "evidence", "source", "reason")])
LISTING = pa.struct([("status", pa.string()), ("categories", pa.list_(CATEGORY))])
REASON = pa.struct([("feature", pa.string()), ("contribution", pa.float64()), ("detail", pa.string())])
MENTION = pa.struct(
    [
        ("text", pa.string()),
        ("start", pa.int32()),
        ("end", pa.int32()),
        ("outcome", pa.string()),
        ("claim", pa.string()),
        ("confidence", pa.float64()),
        ("qualification", QUALIFICATION),
        ("candidates", pa.list_(CANDIDATE)),
        ("listing", LISTING),
        ("reasons", pa.list_(REASON)),
        ("question", pa.string()),
        ("named_by", pa.string()),
    ]
)
SCREENED_MENTION = pa.struct([pa.field("credential", pa.int32()), *MENTION])
BENEFIT = pa.struct(
    [
        ("clause", pa.string()),
        ("category", pa.string()),
        ("decision", pa.string()),
        ("missing", _TEXTS),
        ("because", _TEXTS),
        ("seen", pa.string()),
        ("sources", pa.list_(SOURCE)),
        ("qualifications", _TEXTS),
        ("evidence", pa.string()),
        ("text", WORDING),
        ("reason", WORDING),
    ]
)
TITLE = pa.struct(
    [
        ("clause", pa.string()),
        ("decision", pa.string()),
        ("level", pa.string()),
        ("at_least", pa.string()),
        ("missing", _TEXTS),
        ("because", _TEXTS),
        ("seen", pa.string()),
        ("sources", pa.list_(SOURCE)),
        ("qualifications", _TEXTS),
        ("evidence", pa.string()),
        ("reason", WORDING),
    ]
)
PREMIUM = pa.struct(
    [
        ("decision", pa.string()),
        ("missing", _TEXTS),
        ("because", _TEXTS),
        ("seen", pa.string()),
        ("sources", pa.list_(SOURCE)),
        ("text", WORDING),
        ("reason", WORDING),
    ]
)
QUESTION = pa.struct(
    [
        ("fact", pa.string()),
        ("mention", pa.int32()),
        ("text", WORDING),
        ("choices", pa.list_(pa.struct([("value", pa.string()), ("text", WORDING)]))),
        ("settles", pa.int32()),
    ]
)
VERSIONS = pa.struct([(name, pa.string()) for name in ("qualmap", "engine", "registry", "edition", "rules")])
ERROR = pa.struct([("code", pa.string()), ("message", pa.string()), ("field", pa.string())])

MATCHED = pa.schema(
    [("text", pa.string()), ("edition", pa.string()), ("mentions", pa.list_(MENTION)), ("error", ERROR)],
)
"""A match in full: a row without `error` is `MatchResult.to_dict()`."""

SCREENED = pa.schema(
    [
        ("ref", pa.string()),
        ("edition", pa.string()),
        ("as_of", pa.string()),
        ("mentions", pa.list_(SCREENED_MENTION)),
        ("benefits", pa.list_(BENEFIT)),
        ("title", TITLE),
        ("premium", PREMIUM),
        ("next_questions", pa.list_(QUESTION)),
        ("versions", VERSIONS),
        ("decision_id", pa.string()),
        ("error", ERROR),
    ]
)
"""A screening in full: a row without `error` is `Screening.to_dict()`."""

HELD_SUMMARY: tuple[tuple[str, pa.DataType], ...] = (
    ("held", pa.string()),
    ("best_category", pa.string()),
    ("best_evidence", pa.string()),
    ("mentions", pa.int32()),
    ("unsettled", pa.int32()),
)
"""What a summary tells of the credentials alone."""

DECIDED_SUMMARY: tuple[tuple[str, pa.DataType], ...] = (
    ("title", pa.string()),
    ("title_level", pa.string()),
    ("title_at_least", pa.string()),
    ("premium", pa.string()),
    ("questions", pa.string()),
)
"""What a summary tells of the decisions, beside one column for each clause."""

MATCHED_SUMMARY = pa.schema([("text", pa.string()), ("edition", pa.string()), *HELD_SUMMARY, ("error", ERROR)])


def summary_schema(clauses: Iterable[str]) -> pa.Schema:
    """The schema of summaries of screenings in an edition with these clauses; a clause's column has its id and decision."""
    return pa.schema(
        [
            ("ref", pa.string()),
            ("edition", pa.string()),
            ("as_of", pa.string()),
            *HELD_SUMMARY,
            *((clause, pa.string()) for clause in clauses),
            *DECIDED_SUMMARY,
            ("decision_id", pa.string()),
            ("error", ERROR),
        ]
    )


_ENCODED = pa.dictionary(pa.int32(), pa.string())
_ALWAYS_PLAIN = frozenset({"ref", "decision_id", "error"})  # a row's own: a dictionary would be as long as the column


def answer_schema(schema: pa.Schema, *, dictionaries: bool, keep: Sequence[pa.Field] = ()) -> pa.Schema:
    """The schema of answers as they come: the kept columns first, repeated texts as dictionaries where that is asked for.

    Raises:
        InputError: a kept column has the name of a column of the answers.

    """
    for field in keep:
        if field.name in schema.names:
            raise InputError(f"the answers have a column {field.name!r} of their own; rename the kept one", field="keep")
    own = [field if field.name in _ALWAYS_PLAIN or not dictionaries else encoded_field(field) for field in schema]
    return pa.schema([*keep, *own])


def encoded_field(field: pa.Field) -> pa.Field:
    """The field with its texts as dictionaries."""
    return field.with_type(encoded_type(field.type))


def encoded_type(plain: pa.DataType) -> pa.DataType:
    """The type with its texts as dictionaries."""
    if pa.types.is_string(plain):
        return _ENCODED
    if pa.types.is_list(plain):
        return pa.list_(encoded_field(plain.value_field))
    if pa.types.is_struct(plain):
        return pa.struct([encoded_field(field) for field in plain])
    return plain


def checked_detail(detail: str) -> Detail:
    """The detail, if there is one of that name; raises `InputError`."""
    for known in DETAILS:
        if detail == known:
            return known
    raise InputError(f"expected one of {', '.join(DETAILS)}, got {detail!r}", field="detail")
