"""From the rows of a file to answers, one at a time, and what a person should know of how the file was read."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

import attrs

from qualmap.errors import InputError
from qualmap.files.rows import FailedRow, ReadRow, Row
from qualmap.records import Record
from qualmap.screening import Screening

_REFS_REMEMBERED = 200_000  # some 20 MB; of a larger file only these are compared, so that memory stays flat
_NOTES_KEPT = 20  # different ones; who mends these sees the others at the next try
_ROWS_NAMED = 5
_TWICE = "the ref stands in an earlier row too"


@attrs.define
class Tally:
    """How many rows were answered and how many failed, and the notes on those that were read, gathered by their words."""

    answered: int = 0
    failed: int = 0
    more_notes: int = 0
    _notes: dict[str, list[int]] = attrs.field(factory=dict)
    _refs: set[int] = attrs.field(factory=set, repr=False)

    def note(self, words: str, row: int) -> None:
        """Gather one note."""
        if words not in self._notes and len(self._notes) >= _NOTES_KEPT:
            self.more_notes += 1
            return
        rows = self._notes.setdefault(words, [0])
        rows[0] += 1
        if len(rows) <= _ROWS_NAMED:
            rows.append(row)

    def seen(self, ref: str) -> bool:
        """Whether the ref was seen before."""
        key = hash(ref)
        if key in self._refs:
            return True
        if len(self._refs) < _REFS_REMEMBERED:
            self._refs.add(key)
        return False

    def notes(self) -> Iterator[str]:
        """The notes in words, each with its first rows."""
        for words, (count, *rows) in self._notes.items():
            named = ", ".join(map(str, rows)) + (", …" if count > len(rows) else "")
            yield f"row{'s' if count > 1 else ''} {named}: {words}"
        if self.more_notes:
            yield f"and {self.more_notes} more"


def answered(rows: Iterable[Row], screen: Callable[[Record], Screening], *, tally: Tally) -> Iterator[Screening | FailedRow]:
    """The answers to rows in their order, as they are asked for; a row without an answer is a `FailedRow` in its place."""
    for row in rows:
        one = _answer(row, screen)
        if isinstance(one, FailedRow):
            tally.failed += 1
        else:
            tally.answered += 1
        if isinstance(row, ReadRow):
            for note in row.notes:
                tally.note(note, row.row)
            if tally.seen(row.record.ref):
                tally.note(_TWICE, row.row)
        yield one


def _answer(row: Row, screen: Callable[[Record], Screening]) -> Screening | FailedRow:
    if isinstance(row, FailedRow):
        return row
    try:
        return screen(row.record)
    except InputError as error:
        return FailedRow(row.row, error.in_record(row.record.ref))
