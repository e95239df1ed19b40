"""How a file is read, in words: its kind, which column is what, and which are not read at all."""

from __future__ import annotations

from collections.abc import Iterator

from qualmap.files.columns import DROPPED, PERSONAL, UNKNOWN, UNPAIRED, Columns
from qualmap.files.pairing import CredentialColumns
from qualmap.files.reading import People

_WIDTH = 32  # characters, of the names of fields, the longest of which is degree_in_science_or_engineering
_IGNORED = {
    PERSONAL: "not read, personal",
    UNPAIRED: "not read, of which credential?",
    DROPPED: "not read, by --map",
    UNKNOWN: "not read",
}


def described_reading(file: str, people: People) -> Iterator[str]:
    """The lines that say how a file is read."""
    columns = people.columns
    if columns is None:
        yield f"{file}: {people.kind}"
        return
    yield f"{file}: {people.kind}; header in row {people.header_row}"
    for field, words in _fields(columns):
        yield f"  {field:<{_WIDTH}} {words}"
    for why, field in _IGNORED.items():
        places = [columns.called(place) for place, reason in columns.ignored.items() if reason == why]
        if places:
            yield f"  {field:<{_WIDTH}} {', '.join(places)}"


def _fields(columns: Columns) -> Iterator[tuple[str, str]]:
    yield "ref", columns.called(columns.ref) or "the number of the row, as no column has one"
    several = len(columns.credentials) > 1
    for number, one in enumerate(columns.credentials, 1):
        yield f"credential {number}" if several else "credential", _credential(columns, one)
    for name, place in columns.facts.items():
        yield name, columns.called(place)
    if columns.nationality is not None:
        first = "where origin is blank, " if "origin" in columns.facts else ""
        yield "origin, by nationality", f"{columns.called(columns.nationality)}: {first}as far as it is not China"


def _credential(columns: Columns, one: CredentialColumns) -> str:
    beside = {"issuer": one.issuer, "country": one.country}
    parts = [f"{field} {columns.called(place)}" for field, place in beside.items() if place is not None]
    return ", ".join([columns.called(one.text), *parts])
