"""From the rows of a table to records: what a row says of one person, or why it cannot be read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Protocol

import attrs

from qualmap.errors import InputError
from qualmap.facts import Fact
from qualmap.files.answers import is_blank, origin_of, read_answer
from qualmap.files.columns import Columns
from qualmap.files.pairing import CredentialColumns
from qualmap.models import Credential, Json
from qualmap.records import FactValue, Record

Cells = Sequence[str]


def place_of(row: int, file: str | None) -> str:
    """Where a row stands, for people: `row 5`, and `people.csv:5` among several files."""
    if file is None:
        return f"row {row}"
    return f"{file}:{row}" if row else file


@attrs.frozen
class ReadRow:
    """A record with its row in the file (from 1, headers counted), and what a person should know of how it was read.

    `file` is named where several are read.
    """

    row: int
    record: Record
    notes: tuple[str, ...] = ()
    file: str | None = None

    @property
    def place(self) -> str:
        """Where it stands, for a list of such places: `5`, and `people.csv:5` among several files."""
        return str(self.row) if self.file is None else f"{self.file}:{self.row}"


@attrs.frozen
class FailedRow:
    """A row that gives no answer, and why; row 0 is the whole of a file that cannot be read, which then is named."""

    row: int
    error: InputError
    file: str | None = None

    @property
    def ref(self) -> str | None:
        """The record's ref, where it could be read."""
        return self.error.record

    @property
    def place(self) -> str:
        """Where it stands, for people: `row 5`, and `people.csv:5` among several files."""
        return place_of(self.row, self.file)

    def to_dict(self) -> dict[str, Json]:
        """As JSON: what stands in the place of the answer, as a `Failure` has it, with the row and among several the file."""
        error: dict[str, Json] = {**self.error.to_dict()}
        if self.row:
            error["row"] = self.row
        if self.file is not None:
            error["file"] = self.file
        return {"ref": self.error.record, "error": error}


Row = ReadRow | FailedRow

Raw = tuple[int, object]
"""What stands in a file under a number, as it was found there: cells, a line, an error."""


class Reader(Protocol):
    """Makes a row of what stands in a file; it can be sent to another process. `file` is named where several are read."""

    @property
    def file(self) -> str | None:
        """What the file is called among several."""

    def __call__(self, number: int, content: object) -> Row:
        """The row, or why there is none."""
        raise NotImplementedError


@attrs.frozen
class RowReader:
    """The reader of what is a row already, or an error."""

    file: str | None = None

    def __call__(self, number: int, content: object) -> Row:
        """The row as it is, with its file."""
        if isinstance(content, InputError):
            return FailedRow(number, content, self.file)
        assert isinstance(content, ReadRow | FailedRow)  # noqa: S101 - nothing else is given to this reader
        return attrs.evolve(content, file=self.file)


@attrs.frozen
class TableReader:
    """The reader of a table's rows; `file` stands before the number of a row that has no ref, and so among several files."""

    columns: Columns
    facts: Mapping[str, Fact]
    file: str | None = None

    def __call__(self, number: int, content: object) -> Row:
        """The record of a row's cells."""
        if isinstance(content, InputError):
            return FailedRow(number, content, self.file)
        assert isinstance(content, Sequence)  # noqa: S101 - cells are all that a table has beside errors
        try:
            return _read(number, content, self)
        except InputError as error:
            return FailedRow(number, error, self.file)


def filled(rows: Iterable[tuple[int, Cells | InputError]]) -> Iterator[tuple[int, Cells | InputError]]:
    """The rows with anything in them; the others are passed over."""
    for number, cells in rows:
        if isinstance(cells, InputError) or any(cell.strip() for cell in cells):
            yield number, cells


def read_rows(rows: Iterable[tuple[int, Cells | InputError]], columns: Columns, facts: Mapping[str, Fact]) -> Iterator[Row]:
    """The records of numbered rows; rows without anything in them are passed over."""
    reader = TableReader(columns, facts)
    return (reader(number, cells) for number, cells in filled(rows))


def _read(number: int, cells: Cells, reader: TableReader) -> ReadRow:
    columns, facts = reader.columns, reader.facts
    ref = _cell(cells, columns.ref).strip()
    notes = [] if ref or columns.ref is None else ["no ref, so its row stands for it"]
    ref = ref or place_of(number, reader.file)
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
    return ReadRow(number, Record(ref, tuple(credentials), values), tuple(notes), reader.file)


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
