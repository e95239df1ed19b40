"""Records as JSON: a line each, or one document of records, Open Badges, or a JSON Resume with its certificates alone."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping

import attrs

from qualmap.errors import InputError
from qualmap.files.badges import is_badge, read_badges
from qualmap.files.json_text import parsed
from qualmap.files.rows import FailedRow, ReadRow, Row
from qualmap.files.validity import Validity, day_of
from qualmap.models import Credential
from qualmap.records import Record

_RESUME = {"basics", "certificates", "work", "education"}  # parts of a JSON Resume that a record has not
_CERTIFICATE = ("name", "issuer")


@attrs.frozen
class LineReader:
    """The reader of a line of JSON Lines in UTF-8."""

    file: str | None = None

    def __call__(self, number: int, content: object) -> Row:
        """The record of a line."""
        try:
            if isinstance(content, InputError):
                raise content
            assert isinstance(content, bytes)  # noqa: S101 - lines are all that there is beside errors
            return ReadRow(number, Record.of(_object(parsed(content, first=number == 1))), file=self.file)
        except InputError as error:
            return FailedRow(number, error, self.file)


def raw_lines(lines: Iterable[bytes]) -> Iterator[tuple[int, bytes | InputError]]:
    """The lines with their numbers; empty ones are passed over, and what breaks the file off is an error in its place."""
    number = 0
    try:
        for number, line in enumerate(lines, 1):
            if line.strip():
                yield number, line
    except InputError as error:
        yield number + 1, error


def read_lines(lines: Iterable[bytes]) -> Iterator[Row]:
    """The records of JSON Lines in UTF-8; empty lines are passed over."""
    reader = LineReader()
    return (reader(number, line) for number, line in raw_lines(lines))


def read_document(content: object, *, ref: str, day: dt.date) -> Iterator[Row]:
    """The records of a JSON document: a JSON Resume or an Open Badge under this `ref`, one record, or a list of such.

    Certificates and badges that are not valid on the `day` are left out, with a note.
    """
    for number, one in enumerate(content if isinstance(content, list) else [content], 1):
        try:
            own = f"{ref}-{number}" if isinstance(content, list) else ref
            if is_badge(one):
                yield read_badges(one, ref=own, day=day, row=number)
                continue
            fields = _object(one)
            yield resume(fields, ref=own, day=day, row=number) if is_resume(fields) else ReadRow(number, Record.of(fields))
        except InputError as error:
            yield FailedRow(number, error)


def is_resume(content: object) -> bool:
    """Whether a JSON value is a JSON Resume."""
    return isinstance(content, Mapping) and "ref" not in content and bool(_RESUME & set(content))


def resume(content: Mapping[str, object], *, ref: str, day: dt.date, row: int = 1) -> ReadRow:
    """The certificates of a JSON Resume, with their issuers; nothing else of it is read.

    One whose date lies after the day is not awarded yet: it is left out, with a note. Raises `InputError`.
    """
    certificates = content.get("certificates") or []
    if not isinstance(certificates, list):
        raise InputError(f"expected a list, got {type(certificates).__name__}", record=ref, field="certificates")
    credentials, notes = [], []
    for index, one in enumerate(certificates):
        place = f"certificates[{index}]"
        credential, written = _certificate(one, place, ref)
        try:
            objection = Validity(first=day_of(written, f"{place}.date")).objection(day)
        except InputError as error:  # people write what they like; the certificate is one all the same
            notes.append(str(error))
            objection = None
        if objection is None:
            credentials.append(credential)
        else:
            notes.append(f"{place} is not read: {objection}")
    return ReadRow(row, Record(ref, tuple(credentials)), tuple(notes))


def _certificate(value: object, place: str, ref: str) -> tuple[Credential, object]:
    """The credential, and what stands for the day on which it was awarded."""
    if not isinstance(value, Mapping):
        raise InputError(f"expected an object, got {type(value).__name__}", record=ref, field=place)
    name, issuer = (value.get(field) for field in _CERTIFICATE)
    if not isinstance(name, str) or not name.strip():
        raise InputError(f"expected a text, got {name!r}", record=ref, field=f"{place}.name")
    if issuer is not None and not isinstance(issuer, str):
        raise InputError(f"expected a text, got {type(issuer).__name__}", record=ref, field=f"{place}.issuer")
    return Credential(name, issuer or None), value.get("date")


def _object(value: object) -> Mapping[str, object]:
    if not isinstance(value, Mapping):
        raise InputError(f"expected an object with ref, credentials and facts, got {type(value).__name__}")
    return value
