"""Records as JSON: a line each, one document of records, or a JSON Resume, of which only the certificates are read."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping

from qualmap.errors import InputError, TextError
from qualmap.files.rows import FailedRow, ReadRow, Row
from qualmap.models import Credential
from qualmap.records import Record

_RESUME = {"basics", "certificates", "work", "education"}  # parts of a JSON Resume that a record has not
_CERTIFICATE = ("name", "issuer")


def read_lines(lines: Iterable[bytes]) -> Iterator[Row]:
    """The records of JSON Lines in UTF-8; empty lines are passed over."""
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            yield ReadRow(number, Record.of(_object(parsed(line, first=number == 1))))
        except InputError as error:
            yield FailedRow(number, error)


def read_document(content: object, *, ref: str) -> Iterator[Row]:
    """The records of a JSON document: a JSON Resume under this `ref`, one record, or a list of records."""
    for number, one in enumerate(content if isinstance(content, list) else [content], 1):
        try:
            fields = _object(one)
            own = f"{ref}-{number}" if isinstance(content, list) else ref
            yield ReadRow(number, resume(fields, ref=own) if is_resume(fields) else Record.of(fields))
        except InputError as error:
            yield FailedRow(number, error)


def parsed(text: bytes, *, first: bool = True) -> object:
    """The value that JSON in UTF-8 has; raises `TextError`."""
    try:
        return json.loads(text.decode("utf-8-sig" if first else "utf-8"))
    except UnicodeDecodeError as error:
        raise TextError(f"expected UTF-8, but byte {error.start} is none") from None
    except json.JSONDecodeError as error:
        raise TextError(f"expected JSON: {error.msg} at character {error.pos}") from None
    except (ValueError, RecursionError):
        raise TextError("expected JSON, but it nests too deep or has too long a number") from None


def is_resume(content: object) -> bool:
    """Whether a JSON value is a JSON Resume."""
    return isinstance(content, Mapping) and "ref" not in content and bool(_RESUME & set(content))


def resume(content: Mapping[str, object], *, ref: str) -> Record:
    """The certificates of a JSON Resume, with their issuers; nothing else of it is read. Raises `InputError`."""
    certificates = content.get("certificates") or []
    if not isinstance(certificates, list):
        raise InputError(f"expected a list, got {type(certificates).__name__}", record=ref, field="certificates")
    return Record(ref, tuple(_certificate(one, f"certificates[{index}]", ref) for index, one in enumerate(certificates)))


def _certificate(value: object, place: str, ref: str) -> Credential:
    if not isinstance(value, Mapping):
        raise InputError(f"expected an object, got {type(value).__name__}", record=ref, field=place)
    name, issuer = (value.get(field) for field in _CERTIFICATE)
    if not isinstance(name, str) or not name.strip():
        raise InputError(f"expected a text, got {name!r}", record=ref, field=f"{place}.name")
    if issuer is not None and not isinstance(issuer, str):
        raise InputError(f"expected a text, got {type(issuer).__name__}", record=ref, field=f"{place}.issuer")
    return Credential(name, issuer or None)


def _object(value: object) -> Mapping[str, object]:
    if not isinstance(value, Mapping):
        raise InputError(f"expected an object with ref, credentials and facts, got {type(value).__name__}")
    return value
