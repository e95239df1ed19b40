"""From the rows of a file to answers, one at a time, and what a person should know of how the file was read."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

import attrs

from qualmap.files.digest import Digest
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
    _notes: dict[str, tuple[int, tuple[str, ...]]] = attrs.field(factory=dict)
    _refs: set[int] = attrs.field(factory=set, repr=False)

    def note(self, words: str, place: str) -> None:
        """Gather one note on the row at this place."""
        if words not in self._notes and len(self._notes) >= _NOTES_KEPT:
            self.more_notes += 1
            return
        count, places = self._notes.get(words, (0, ()))
        self._notes[words] = (count + 1, (*places, place) if count < _ROWS_NAMED else places)

    @property
    def is_full(self) -> bool:
        """Whether no more refs are remembered."""
        return len(self._refs) >= _REFS_REMEMBERED

    def seen(self, ref: str) -> bool:
        """Whether the ref was seen before."""
        key = hash(ref)
        if key in self._refs:
            return True
        if not self.is_full:
            self._refs.add(key)
        return False

    def noted(self, ref: str, place: str, notes: Iterable[str]) -> None:
        """Gather the notes on a row, and that its ref stands twice."""
        for note in notes:
            self.note(note, place)
        if self.seen(ref):
            self.note(_TWICE, place)

    def counted(self, row: ReadRow, outcome: Screening | Failure) -> Screening | FailedRow:
        """Count the answer to a row, and gather the notes on it; gives the answer, or the row that failed."""
        self.noted(row.record.ref, row.place, row.notes)
        answer = told(row, outcome)
        if isinstance(answer, FailedRow):
            self.failed += 1
        else:
            self.answered += 1
        return answer

    def to_json(self) -> dict[str, Any]:
        """As JSON, without the refs, of which there may be many."""
        notes = [[words, count, *places] for words, (count, places) in self._notes.items()]
        return {"answered": self.answered, "failed": self.failed, "more_notes": self.more_notes, "notes": notes}

    def restore(self, content: Mapping[str, Any]) -> None:
        """Take over what `to_json` gave."""
        self.answered, self.failed, self.more_notes = (content[name] for name in ("answered", "failed", "more_notes"))
        self._notes = {words: (count, tuple(places)) for words, count, *places in content["notes"]}

    def notes(self) -> Iterator[str]:
        """The notes in words, each with its first rows."""
        for words, (count, places) in self._notes.items():
            named = ", ".join(places) + (", …" if count > len(places) else "")
            yield f"row{'s' if count > 1 else ''} {named}: {words}"
        if self.more_notes:
            yield f"and {self.more_notes} more"


def told(row: ReadRow, outcome: Screening | Failure) -> Screening | FailedRow:
    """The answer to a row, or the row as one that failed."""
    if isinstance(outcome, Failure):
        return FailedRow(row.row, outcome.error.in_record(row.record.ref), row.file)
    return outcome


ScreenMany = Callable[[Iterable[Record]], Iterator[Screening | Failure]]
"""Screens records in their order, as `Client.screen_many` does; it may take some ahead."""


def answered(
    rows: Iterable[Row], screen_many: ScreenMany, *, tally: Tally, digest: Digest | None = None, skipped: int = 0
) -> Iterator[Screening | FailedRow]:
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
        answer = tally.counted(row, outcome)
        if digest is not None and not isinstance(answer, FailedRow):
            digest.add(row.record, answer)
        yield answer
    yield from _failed(ahead, tally)


def _failed(ahead: deque[Row], tally: Tally) -> Iterator[FailedRow]:
    while ahead and isinstance(row := ahead[0], FailedRow):
        ahead.popleft()
        tally.failed += 1
        yield row
