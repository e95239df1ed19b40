"""Which column of a file is read as what: recognised by its header, shown, and changed by whoever sends it.

Columns that name or reach a person (names, e-mails, telephones) are not read, whatever is chosen for them.
"""

from __future__ import annotations

import itertools
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path

import attrs

from qualmap.errors import InputError
from qualmap.facts import Fact
from qualmap.files.columns import PERSONAL, UNPAIRED
from qualmap.files.delimited import opened_text, text_table
from qualmap.files.headers import REPEATED, Recognised, recognised
from qualmap.files.overrides import Overrides
from qualmap.files.reading import HEADER_WITHIN, Options, open_people
from qualmap.files.rows import Cells, FailedRow, ReadRow
from qualmap.files.workbooks import sheet_table

ENDINGS = (".csv", ".tsv", ".txt", ".xlsx")
NOT_READ = "ignore"
_ZIP = b"PK\x03\x04"
_LARGEST_UNPACKED = 512 * 1024 * 1024  # bytes that a workbook may claim to become: some ten times what honest ones do
_SAMPLE = 200  # rows read ahead, to show what goes wrong before anything starts
_SHOWN = 3  # records shown


@attrs.frozen(kw_only=True)
class MappedColumn:
    """A column: what it was recognised as, what was chosen, and whether it can be read at all."""

    place: int
    header: str
    known_as: str
    chosen: str
    personal: bool
    unpaired: bool = False


@attrs.frozen(kw_only=True)
class FileMapping:
    """How a file would be read: its kind, its columns, the first records, what is wrong."""

    kind: str
    columns: tuple[MappedColumn, ...]
    fields: tuple[str, ...]
    records: tuple[ReadRow, ...] = ()
    failed: tuple[FailedRow, ...] = ()
    wrong: InputError | None = None


def checked_file(path: Path) -> None:
    """Raise `InputError` for a file of another kind, and for a workbook that would fill the memory."""
    ending = path.suffix.casefold()
    if ending not in ENDINGS:
        raise InputError(f"expected a file that ends in {', '.join(ENDINGS)}", field="file")
    with path.open("rb") as file:
        is_zip = file.read(len(_ZIP)) == _ZIP
    if is_zip != (ending == ".xlsx"):
        raise InputError(f"the content is not that of a {ending} file", field="file")
    if is_zip:
        try:
            with zipfile.ZipFile(path) as packed:
                size = sum(one.file_size for one in packed.infolist())
        except zipfile.BadZipFile:
            raise InputError("expected a workbook, but it cannot be read as one", field="file") from None
        if size > _LARGEST_UNPACKED:
            raise InputError(f"the workbook would unpack to more than {_LARGEST_UNPACKED:,} bytes", field="file")


def mapped(path: Path, facts: Sequence[Fact], choices: Mapping[int, str]) -> FileMapping:
    """How the file would be read with these choices by the places of columns.

    Raises:
        InputError: it has no header that could be mapped.

    """
    headers = _headers(path)
    columns = tuple(_column(place, header, choices) for place, header in enumerate(headers) if header.strip())
    fields = _fields(headers, facts)
    try:
        with open_people(str(path), facts=facts, options=Options(overrides=overrides(columns))) as people:
            rows = list(itertools.islice(people.rows, _SAMPLE))
            ignored = people.columns.ignored if people.columns else {}
            return FileMapping(
                kind=people.kind,
                columns=tuple(attrs.evolve(one, unpaired=ignored.get(one.place) == UNPAIRED) for one in columns),
                fields=fields,
                records=tuple(itertools.islice((row for row in rows if isinstance(row, ReadRow)), _SHOWN)),
                failed=tuple(row for row in rows if isinstance(row, FailedRow)),
            )
    except InputError as error:
        return FileMapping(kind="", columns=columns, fields=fields, wrong=error)


def overrides(columns: Sequence[MappedColumn]) -> Overrides:
    """What was chosen otherwise than it would be recognised."""
    pairs = []
    for one in columns:
        if one.personal or one.chosen == one.known_as:
            continue
        pairs.append(f"{one.header}={NOT_READ}" if one.chosen == NOT_READ else f"{one.chosen}={one.header}")
    return Overrides.of(pairs)


def _column(place: int, header: str, choices: Mapping[int, str]) -> MappedColumn:
    one = recognised(header)
    personal = one is not None and one.field == PERSONAL
    known_as = NOT_READ if one is None or personal else _written(one)
    chosen = NOT_READ if personal else choices.get(place, known_as)
    return MappedColumn(place=place, header=header, known_as=known_as, chosen=chosen, personal=personal)


def _written(one: Recognised) -> str:
    return f"{one.field}_{one.number}" if one.number else one.field


def _fields(headers: Sequence[str], facts: Sequence[Fact]) -> tuple[str, ...]:
    """What can be chosen: numbered ones as far as the headers have numbers."""
    found = [one for header in headers if (one := recognised(header)) is not None]
    most = max((one.number or 0 for one in found), default=0)
    numbered = [f"{name}_{number}" for number in range(1, most + 1) for name in REPEATED]
    return ("ref", *REPEATED, *numbered, "nationality", *(fact.name for fact in facts))


def _headers(path: Path) -> tuple[str, ...]:
    """The first row that has a column of credentials, or else the first with anything in it: as files are read."""
    with path.open("rb") as file:
        if path.suffix.casefold() == ".xlsx":
            table = sheet_table(file, sheet=None, is_header=_is_header, within=HEADER_WITHIN)
            rows = [cells for _, cells in itertools.islice(table.rows, HEADER_WITHIN)]
        else:
            with opened_text(file) as text:
                found = itertools.islice(text_table(text).rows, HEADER_WITHIN)
                rows = [cells for _, cells in found if not isinstance(cells, InputError)]
    filled = [cells for cells in rows if any(map(str.strip, cells))]
    if not filled:
        raise InputError("there is no header: the table is empty", field="file")
    return tuple(next((cells for cells in filled if _is_header(cells)), filled[0]))


def _is_header(cells: Cells) -> bool:
    return any((one := recognised(cell)) is not None and one.field == "credential" for cell in cells)
