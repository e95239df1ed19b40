"""Open Badges 3.0: what was achieved, who says so, and until when; nothing of whom it was given to.

A badge comes as a JSON document, as a JSON Web Token, or with others in a presentation. Signatures are not checked: that needs
the issuers' keys, and so the network. Every row says so.
"""

from __future__ import annotations

import base64
import binascii
import datetime as dt
import re
from collections.abc import Iterator, Mapping

import attrs

from qualmap.errors import InputError, TextError
from qualmap.files.json_text import parsed
from qualmap.files.rows import ReadRow
from qualmap.files.validity import Validity, day_of
from qualmap.models import Credential
from qualmap.records import Record

KIND = "Open Badges: what was achieved, and nothing of whom; signatures are not checked"
_UNCHECKED = "the signature of the badge was not checked"
_BADGE = {"OpenBadgeCredential", "AchievementCredential"}
_PRESENTATION = "VerifiablePresentation"
_TOKEN = re.compile(r"\s*[A-Za-z0-9_-]+\.([A-Za-z0-9_-]+)\.[A-Za-z0-9_-]*\s*")
_NAME = "name"


@attrs.frozen
class Badge:
    """One badge's achievements as credentials, and its validity."""

    credentials: tuple[Credential, ...]
    validity: Validity


def is_badge(content: object) -> bool:
    """Whether a JSON value is an Open Badge, a presentation of some, or the text of a token."""
    if isinstance(content, str):
        return is_token(content)
    return isinstance(content, Mapping) and bool(_types(content) & {*_BADGE, _PRESENTATION} or _is_payload(content))


def is_token(text: str) -> bool:
    """Whether a text has the form of a JSON Web Token: three parts in Base64 with points between, the first of them an object."""
    return text.lstrip().startswith("eyJ") and _TOKEN.fullmatch(text) is not None


def read_badges(content: object, *, ref: str, day: dt.date, row: int = 1) -> ReadRow:
    """The record of one person's badge or presentation, under this `ref`.

    A badge that is not valid on the day is left out, with a note. Raises `InputError`, which names the record and the member.
    """
    credentials: list[Credential] = []
    notes = [_UNCHECKED]
    try:
        for place, one in _each(content):
            badge = _badge(one, place)
            objection = badge.validity.objection(day)
            if objection is None:
                credentials.extend(badge.credentials)
            else:
                notes.append(f"a badge is not read: {objection}")
    except InputError as error:
        raise error.in_record(ref) from None
    return ReadRow(row, Record(ref, tuple(credentials)), tuple(dict.fromkeys(notes)))


def _each(content: object, place: str = "") -> Iterator[tuple[str, Mapping[str, object]]]:
    """Every badge in a document, with the member that it is."""
    found = _unwrapped(_payload(content, place) if isinstance(content, str) else content, place)
    if _PRESENTATION not in _types(found):
        yield place, found
        return
    shown = found.get("verifiableCredential")
    for index, one in enumerate(shown if isinstance(shown, list) else [shown]):
        inner = f"{place}verifiableCredential[{index}]."
        if isinstance(one, Mapping) and _PRESENTATION in _types(one):
            raise InputError("expected a badge, got a presentation", field=inner.rstrip("."))
        yield from _each(one, inner)


def _badge(content: Mapping[str, object], place: str) -> Badge:
    if not _types(content) & _BADGE:
        raise InputError(f"expected one of {', '.join(sorted(_BADGE))} among the types", field=f"{place}type")
    issuer = _named(content.get("issuer"))
    credentials = []
    for inner, achievement in _achievements(content, place):
        name = achievement.get(_NAME)
        if not isinstance(name, str) or not name.strip():
            raise InputError(f"expected a text, got {name!r}", field=f"{inner}.{_NAME}")
        credentials.append(Credential(name, issuer or _named(achievement.get("creator"))))
    first = _day(content, place, "validFrom", "issuanceDate")
    return Badge(tuple(credentials), Validity(first, _day(content, place, "validUntil", "expirationDate")))


def _achievements(content: Mapping[str, object], place: str) -> Iterator[tuple[str, Mapping[str, object]]]:
    subjects = content.get("credentialSubject")
    for subject_place, subject in _one_or_many(subjects, f"{place}credentialSubject"):
        yield from _one_or_many(subject.get("achievement"), f"{subject_place}.achievement")


def _one_or_many(value: object, place: str) -> Iterator[tuple[str, Mapping[str, object]]]:
    """An object, or a list of such, as JSON-LD has them."""
    many = isinstance(value, list)
    for index, one in enumerate(value if isinstance(value, list) else [value]):
        inner = f"{place}[{index}]" if many else place
        if not isinstance(one, Mapping):
            raise InputError(f"expected an object, got {'nothing' if one is None else type(one).__name__}", field=inner)
        yield inner, one


def _types(content: Mapping[str, object]) -> set[object]:
    types = content.get("type")
    return {one for one in types if isinstance(one, str)} if isinstance(types, list) else {types} & {str(types)}


def _named(profile: object) -> str | None:
    """The name of an issuer; an identifier alone, as a DID or an address, is no name."""
    name = profile.get(_NAME) if isinstance(profile, Mapping) else None
    return name if isinstance(name, str) and name.strip() else None


def _day(content: Mapping[str, object], place: str, *names: str) -> dt.date | None:
    """The day of the first of these members that is there: version 2 of the data model calls them otherwise than version 1."""
    for name in names:
        if content.get(name) is not None:
            return day_of(content[name], f"{place}{name}")
    return None


def _is_payload(content: Mapping[str, object]) -> bool:
    """Whether this is what a token of the data model's first version carries, with the badge or the presentation inside."""
    return any(isinstance(content.get(name), Mapping) for name in ("vc", "vp"))


def _unwrapped(content: object, place: str) -> Mapping[str, object]:
    """The badge or the presentation that a token carries; `exp` is its end where it names none itself."""
    if not isinstance(content, Mapping):
        raise InputError(f"expected an Open Badge or a token, got {type(content).__name__}", field=place.rstrip(".") or None)
    found = next((content[name] for name in ("vc", "vp") if isinstance(content.get(name), Mapping)), content)
    expires = content.get("exp")
    if isinstance(expires, int | float) and not isinstance(expires, bool):
        return {"validUntil": _moment(expires, place), **found}
    return found


def _moment(seconds: float, place: str) -> str:
    try:
        return dt.datetime.fromtimestamp(seconds, dt.UTC).isoformat()
    except (OverflowError, OSError, ValueError):
        raise InputError(f"expected seconds since 1970, got {seconds!r}", field=f"{place}exp") from None


def _payload(token: str, place: str) -> object:
    """What a token carries; its signature is not looked at."""
    found = _TOKEN.fullmatch(token)
    if found is None:
        raise TextError("expected a JSON Web Token: three parts in Base64 with points between", field=place.rstrip(".") or None)
    try:
        content = parsed(base64.urlsafe_b64decode(found[1] + "=" * (-len(found[1]) % 4)))
    except (binascii.Error, InputError) as error:
        raise TextError(f"the token carries no JSON: {error}", field=place.rstrip(".") or None) from None
    return content
