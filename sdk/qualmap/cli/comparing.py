"""What a change of edition does to the people of a file: as JSON Lines, or on the terminal."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator

from qualmap.comparing import Comparison
from qualmap.errors import InputError
from qualmap.files.answering import Tally
from qualmap.files.rows import FailedRow, ReadRow, Row
from qualmap.records import Record


def compared(rows: Iterable[Row], compare: Callable[[Record], Comparison], *, tally: Tally) -> Iterator[Comparison | FailedRow]:
    """The comparisons of rows in their order, as they are asked for; a row without one is a `FailedRow` in its place."""
    for row in rows:
        one = _compared(row, compare)
        if isinstance(one, FailedRow):
            tally.failed += 1
        else:
            tally.answered += 1
        for note in row.notes if isinstance(row, ReadRow) else ():
            tally.note(note, row.place)
        yield one


def _compared(row: Row, compare: Callable[[Record], Comparison]) -> Comparison | FailedRow:
    if isinstance(row, FailedRow):
        return row
    try:
        return compare(row.record)
    except InputError as error:
        return FailedRow(row.row, error.in_record(row.record.ref), row.file)


def comparison_lines(comparisons: Iterable[Comparison | FailedRow]) -> Iterator[str]:
    """One JSON object for each person, in order; a row that has no answer gives its error in its place."""
    for comparison in comparisons:
        text = json.dumps(comparison.to_dict(), ensure_ascii=False)
        # A lone surrogate, which JSON can escape and UTF-8 has no bytes for, stays escaped.
        yield text.encode("utf-8", "backslashreplace").decode("utf-8")


def show_comparisons(comparisons: Iterable[Comparison | FailedRow], *, lang: str = "en") -> None:
    """Print what each person gains and loses, what is more or less sure, and why; then how many people there are of each."""
    from qualmap.cli.changes import draw_comparisons

    draw_comparisons(comparisons, lang=lang)
