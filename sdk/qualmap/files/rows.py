"""From the rows of a table to records: what a row says of one person, or why it cannot be read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

import attrs

from qualmap.errors import InputError
from qualmap.facts import Fact
from qualmap.files.answers import is_blank, origin_of, read_answer
from qualmap.files.columns import Columns
from qualmap.files.pairing import CredentialColumns
from qualmap.models import Credential, Json
from qualmap.records import FactValue, Record

Cells = Sequence[str]


@attrs.frozen
class ReadRow:
    """A record with its row in the file (from 1, headers counted), and what a person should know of how it was read."""

    row: int
    record: Record
    notes: tuple[str, ...] = ()


@attrs.frozen
class FailedRow:
    """A row that gives no answer, and why."""

    row: int
    error: InputError

    @property
    def ref(self) -> str | None:
        """The record's ref, where it could be read."""
        return self.error.record

    def to_dict(self) -> dict[str, Json]:
        """As JSON: what stands in the place of the answer, as a `Failure` has it, with the row."""
        return {"ref": self.error.record, "error": {**self.error.to_dict(), "row": self.row}}


Row = ReadRow | FailedRow


def read_rows(rows: Iterable[tuple[int, Cells | InputError]], columns: Columns, facts: Mapping[str, Fact]) -> Iterator[Row]:
    """The records of numbered rows; rows without anything in them are passed over."""
    for number, cells in rows:
        if isinstance(cells, InputError):
            yield FailedRow(number, cells)
        elif any(cell.strip() for cell in cells):
            try:
                yield _read(number, cells, columns, facts)
            except InputError as error:
                yield FailedRow(number, error)


def _read(number: int, cells: Cells, columns: Columns, facts: Mapping[str, Fact]) -> ReadRow:
    ref = _cell(cells, columns.ref).strip()
    notes = [] if ref or columns.ref is None else ["no ref, so its row stands for it"]
    ref = ref or f"row {number}"
    if len(cells) > len(columns.headers) and any(cell.strip() for cell in cells[len(columns.headers) :]):
        raise InputError(
            f"expected {len(columns.headers)} cells as in the header, got {len(cells)}: is a separator inside a text?", record=ref
        )
    credentials: list[Credential] = []
    for one in columns.credentials:
        found, note = _credentials(cells, one, columns)
        credentials.extend(found)
        notes.extend(note)
    values: dict[str, FactValue] = {}
    for name, place in columns.facts.items():
        value = _answer(facts[name], _cell(cells, place), columns.headers[place], ref)
        if value is not None:
            values[name] = value
    if "origin" not in values and columns.nationality is not None:
        origin = origin_of(_cell(cells, columns.nationality))
        if origin.value:
            values["origin"] = origin.value
        if origin.note:
            notes.append(origin.note)
    return ReadRow(number, Record(ref, tuple(credentials), values), tuple(notes))


def _cell(cells: Cells, place: int | None) -> str:
    return cells[place] if place is not None and place < len(cells) else ""


def _answer(fact: Fact, text: str, header: str, ref: str) -> FactValue | None:
    field = f"facts.{fact.name}"
    try:
        value = read_answer(fact, text)
        return None if value is None else fact.checked(value, ref)
    except InputError as error:
        raise InputError(f"{error.message} in column “{header}”", record=ref, field=field) from None


def _credentials(cells: Cells, columns: CredentialColumns, names: Columns) -> tuple[list[Credential], list[str]]:
    """The credentials of one cell, a line each, with the issuers and countries beside them line by line."""
    texts = [line.strip() for line in _cell(cells, columns.text).splitlines() if not is_blank(line)]
    notes = []
    beside = {}
    for field, place in (("issuer", columns.issuer), ("country", columns.country)):
        cell = _cell(cells, place)
        lines = [] if is_blank(cell) else [line.strip() for line in cell.strip().splitlines()]
        if len(texts) == 1 and lines:
            lines = [" ".join(line for line in lines if line)]
        if lines and texts and len(lines) != len(texts):
            notes.append(f"{names.called(place)} has {len(lines)} lines for {len(texts)} credentials, so it is not read")
            lines = []
        beside[field] = [None if is_blank(line) else line for line in lines] or [None] * len(texts)
    if not texts:
        return [], notes
    return [Credential(*one) for one in zip(texts, beside["issuer"], beside["country"], strict=True)], notes
