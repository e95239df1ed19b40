"""The JSON Schemas of files: what of an Open Badge and of a JSON Resume is read, and the files of an overlay."""

from __future__ import annotations

import functools
import posixpath
from collections.abc import Callable

from qualmap.models import Json
from qualmap_lists import load_json
from qualmap_matcher.service.schemas import STRING, Schema, array

_OVERLAY = ("aliases", "edition", "qualifications", "rows", "sources")
_DAY: Schema = {
    "type": "string",
    "description": "a day, or a moment that begins with one, as YYYY-MM-DD",
    "pattern": "^[0-9]{4}(-[0-9]{2}(-[0-9]{2}(T.*)?)?)?$",
}
_NAMED: Schema = {"type": "object", "properties": {"name": STRING, "id": STRING}}
_ISSUER: Schema = {"anyOf": [STRING, _NAMED]}
_TYPES: Schema = {"anyOf": [STRING, array(STRING)]}


def open_badge() -> Schema:
    """What is read of an Open Badges 3.0 credential; it has much more, which is passed over."""
    achievement: Schema = {
        "type": "object",
        "properties": {"name": {**STRING, "pattern": r"\S"}, "creator": _ISSUER},
        "required": ["name"],
    }
    subject: Schema = {
        "type": "object",
        "properties": {"achievement": {"anyOf": [achievement, array(achievement, minItems=1)]}},
        "required": ["achievement"],
    }
    return {
        "type": "object",
        "title": "OpenBadge",
        "properties": {
            "type": {**_TYPES, "description": "OpenBadgeCredential or AchievementCredential among them"},
            "issuer": _ISSUER,
            "validFrom": _DAY,
            "validUntil": _DAY,
            "credentialSubject": {"anyOf": [subject, array(subject, minItems=1)]},
        },
        "required": ["type", "credentialSubject"],
    }


def resume() -> Schema:
    """What is read of a JSON Resume; it has much more, which is passed over."""
    certificate: Schema = {
        "type": "object",
        "properties": {"name": {**STRING, "pattern": r"\S"}, "issuer": {"type": ["string", "null"]}, "date": _DAY},
        "required": ["name"],
    }
    return {
        "type": "object",
        "title": "Resume",
        "properties": {"certificates": {"anyOf": [array(certificate), {"type": "null"}]}},
    }


def _overlay(name: str) -> Schema:
    """The schema of one file of an overlay, with what it refers to written into it."""
    return _whole("overlay", f"{name}.json")


def _whole(folder: str, file: str) -> Schema:
    content = _put_in(load_json("schema", folder, file), folder)
    assert isinstance(content, dict)  # noqa: S101 - every schema of ours is an object
    return {name: value for name, value in content.items() if name != "$schema"}


def _put_in(content: Json, folder: str) -> Json:
    if isinstance(content, list):
        return [_put_in(one, folder) for one in content]
    if not isinstance(content, dict):
        return content
    made: dict[str, Json] = {name: _put_in(value, folder) for name, value in content.items() if name != "$ref"}
    if isinstance(reference := content.get("$ref"), str):
        other, file = posixpath.split(posixpath.normpath(posixpath.join(folder, reference)))
        made = {**_whole(other, file), **made}
    return made


FILES: dict[str, tuple[str, Callable[[], Schema]]] = {
    "open-badge": ("What is read of an Open Badges 3.0 credential.", open_badge),
    "resume": ("What is read of a JSON Resume.", resume),
    **{f"overlay-{name}": ("", functools.partial(_overlay, name)) for name in _OVERLAY},
}
"""By name; the schemas of an overlay describe themselves."""
