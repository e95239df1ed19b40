"""What a digest takes of full answers in an Arrow batch, without making an answer of each row."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from qualmap.editions import EVIDENCE
from qualmap.files.digest import Outline, question_key

if TYPE_CHECKING:
    import pyarrow as pa


def outlines(batch: pa.RecordBatch) -> Iterator[Outline]:
    """The outline of each row; an empty one for a row with an error."""
    known, rows_held = _mentioned(batch.column("mentions"))
    asked = _asked(batch)
    for row in range(len(batch)):
        held = rows_held[row]
        strongest = max((EVIDENCE.index(evidence) for _, evidence in held), default=-1)
        evidence = EVIDENCE[strongest] if held else ""
        yield Outline(
            categories=" ".join(sorted({category for category, its in held if its == evidence})),
            evidence=evidence,
            known=frozenset(known[row]),
            asked=tuple(asked[row]),
        )


def _mentioned(
    mentions: pa.Array,
) -> tuple[defaultdict[int, set[int]], defaultdict[int, list[tuple[str, str]]]]:
    """By row: the places of credentials that name something known, and the categories with their evidence of what is held."""
    known: defaultdict[int, set[int]] = defaultdict(set)
    held: defaultdict[int, list[tuple[str, str]]] = defaultdict(list)
    rows, flat = _flat(mentions)
    columns = [_field(flat, name) for name in ("credential", "outcome", "claim")]
    is_held = []
    for row, credential, outcome, claim in zip(rows, *columns, strict=True):
        if outcome != "unrecognised":
            known[row].add(credential)
        is_held.append(outcome == "matched" and claim == "held")
    places, listed = _flat(_part(flat, "listing", "categories"))
    for place, category, evidence in zip(places, _field(listed, "category"), _field(listed, "evidence"), strict=True):
        if is_held[place]:
            held[rows[place]].append((category, evidence))
    return known, held


def _asked(batch: pa.RecordBatch) -> defaultdict[int, list[tuple[tuple[str, str, str], int]]]:
    """By row: the questions with what they settle, where a benefit or the title needs facts."""
    rows, benefits = _flat(batch.column("benefits"))
    decisions = zip(rows, _field(benefits, "decision"), strict=True)
    titles = enumerate(_field(batch.column("title"), "decision"))
    lacking = {row for some in (decisions, titles) for row, decision in some if decision == "needs_facts"}
    asked: defaultdict[int, list[tuple[tuple[str, str, str], int]]] = defaultdict(list)
    rows, questions = _flat(batch.column("next_questions"))
    columns = [_field(questions, *name) for name in (("fact",), ("text", "en"), ("text", "zh"), ("settles",))]
    for row, fact, en, zh, settles in zip(rows, *columns, strict=True):
        if row in lacking:
            asked[row].append((question_key(fact, en, zh), settles))
    return asked


def _flat(column: pa.ListArray) -> tuple[list[int], pa.Array]:
    """What stands in lists, and in the list of which row it stands."""
    return column.value_parent_indices().to_pylist(), column.flatten()


def _part(column: pa.Array, *names: str) -> pa.Array:
    """The field of structs, and the field of that, null where the struct is."""
    for name in names:
        column = column.flatten()[column.type.get_field_index(name)]
    return column


def _field(column: pa.Array, *names: str) -> list[Any]:
    return list(_part(column, *names).to_pylist())
