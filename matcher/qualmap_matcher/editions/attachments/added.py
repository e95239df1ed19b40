"""The qualifications that an attachment names and the registry does not know, as an overlay's `qualifications.csv` has them."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from pathlib import Path

from qualmap.errors import AttachmentError
from qualmap_matcher.editions.attachments.naming import FIELDS, country_code, field_named, two_names
from qualmap_matcher.editions.attachments.proposing import ReviewLine
from qualmap_matcher.editions.attachments.spaces import folded, tidy

ADDED = "qualifications.csv"
_COLUMNS = ("id", "name_en", "name_zh", "name_zh_hant", "issuer", "issuers", "country", "field", "grade")


def known_in(folder: Path) -> set[str]:
    """The ids that the folder's own file has so far."""
    return {row["id"] for row in _rows(folder)}


def added_qualifications(folder: Path, lines: Sequence[ReviewLine]) -> tuple[tuple[str, ...], str]:
    """The ids that the lines add to the folder's file, and its text with them.

    Raises:
        AttachmentError: a line does not say enough, or two lines give one id to two names.

    """
    there = known_in(folder)
    new: dict[str, tuple[ReviewLine, dict[str, str]]] = {}
    for line in lines:
        first = new.setdefault(line.qualification, (line, _described(line)))[0]
        if folded(first.name) != folded(line.name):
            message = f"line {line.line}: id {line.qualification!r} is that of {first.name!r} in line {first.line}"
            raise AttachmentError(f"{message}; expected one name for each new id")
    added = tuple(id_ for id_ in new if id_ not in there)
    output = io.StringIO(newline="")
    writer = csv.DictWriter(output, _COLUMNS, lineterminator="\n", restval="", extrasaction="ignore")
    writer.writeheader()
    writer.writerows(_rows(folder))
    writer.writerows(new[id_][1] for id_ in added)
    return added, output.getvalue()


def _described(line: ReviewLine) -> dict[str, str]:
    country, field = country_code(line.country), field_named(line.field)
    for name, there, expected in (
        ("name", tidy(line.name), "the certificate's name"),
        ("issuer", tidy(line.issuer), "who awards it"),
        ("country", country is not None, "a country or region, or 国际 for the whole world"),
        ("field", field, f"one of {', '.join(FIELDS)}"),
    ):
        if not there:
            raise AttachmentError(f"line {line.line}: {name} is {getattr(line, name)!r}; a new qualification needs {expected}")
    english, chinese = two_names(tidy(line.name))
    return {
        "id": line.qualification,
        "name_en": english,
        "name_zh": chinese,
        "name_zh_hant": chinese,
        "issuer": tidy(line.issuer),
        "country": country or "",
        "field": field or "",
    }


def _rows(folder: Path) -> Iterator[dict[str, str]]:
    file = folder / ADDED
    if file.exists():
        with file.open(encoding="utf-8-sig", newline="") as lines:
            yield from csv.DictReader(lines)
