"""From the rows of a file to answers, one at a time, and what a person should know of how the file was read."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator

import attrs

from qualmap.files.rows import FailedRow, ReadRow, Row
from qualmap.records import Record
from qualmap.screening import Failure, Screening

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

    def counted(self, row: ReadRow, outcome: Screening | Failure) -> Screening | FailedRow:
        """Count the answer to a row, and gather the notes on it; gives the answer, or the row that failed."""
        for note in row.notes:
            self.note(note, row.row)
        if self.seen(row.record.ref):
            self.note(_TWICE, row.row)
        if isinstance(outcome, Failure):
            self.failed += 1
            return FailedRow(row.row, outcome.error.in_record(row.record.ref))
        self.answered += 1
        return outcome

    def notes(self) -> Iterator[str]:
        """The notes in words, each with its first rows."""
        for words, (count, *rows) in self._notes.items():
            named = ", ".join(map(str, rows)) + (", …" if count > len(rows) else "")
            yield f"row{'s' if count > 1 else ''} {named}: {words}"
        if self.more_notes:
            yield f"and {self.more_notes} more"


ScreenMany = Callable[[Iterable[Record]], Iterator[Screening | Failure]]
"""Screens records in their order, as `Client.screen_many` does; it may take some ahead."""


def answered(rows: Iterable[Row], screen_many: ScreenMany, *, tally: Tally, skipped: int = 0) -> Iterator[Screening | FailedRow]:
    """The answers to rows in their order, as they are asked for; a row without an answer is a `FailedRow` in its place.

    `skipped` is how many records `screen_many` passes over, as those that an earlier run answered; so are rows before them.
    """
    ahead: deque[Row] = deque()  # rows that were read and not told of yet

    def records() -> Iterator[Record]:
        left = skipped
        for row in rows:
            if left:
                left -= isinstance(row, ReadRow)
            else:
                ahead.append(row)
            if isinstance(row, ReadRow):
                yield row.record

    for outcome in screen_many(records()):
        yield from _failed(ahead, tally)
        row = ahead.popleft()
        assert isinstance(row, ReadRow)  # noqa: S101 - those that are none are passed over just above
        yield tally.counted(row, outcome)
    yield from _failed(ahead, tally)


def _failed(ahead: deque[Row], tally: Tally) -> Iterator[FailedRow]:
    while ahead and isinstance(row := ahead[0], FailedRow):
        ahead.popleft()
        tally.failed += 1
        yield row
