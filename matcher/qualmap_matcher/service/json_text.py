"""JSON in and out of requests: msgspec where it can, the standard library for what it refuses: lone surrogates in texts."""

from __future__ import annotations

import json
from typing import NoReturn

import msgspec

from qualmap.models import Json

Written = msgspec.Raw
"""JSON that is written already: it goes into what is encoded around it as it stands."""

_ENCODER = msgspec.json.Encoder()
_MEMBERS = msgspec.json.Decoder(dict[str, Written])


def decode(body: bytes) -> Json:
    """What a body says; raises `ValueError` for what is no JSON."""
    content: Json
    try:
        content = msgspec.json.decode(body)
    except (msgspec.DecodeError, UnicodeDecodeError):
        content = json.loads(body.decode("utf-8"), parse_constant=_refuse)
    return content


def members(written: bytes) -> dict[str, bytes]:
    """The members of an object that `encode` wrote, each as it was written."""
    try:
        return {name: bytes(member) for name, member in _MEMBERS.decode(written).items()}
    except msgspec.DecodeError:  # a lone surrogate in a text
        content = decode(written)
        assert isinstance(content, dict)  # noqa: S101 - it is what was written
        return {name: encode(member) for name, member in content.items()}


def encode(content: object) -> bytes:
    """The content, which may hold `Written`, as JSON in UTF-8; what UTF-8 cannot say is escaped."""
    try:
        return _ENCODER.encode(content)
    except UnicodeEncodeError:
        return json.dumps(content, separators=(",", ":"), default=_plain).encode("ascii")


def _plain(content: object) -> Json:
    if isinstance(content, Written):
        return decode(bytes(content))
    raise TypeError(f"{type(content).__name__} is not JSON")


def _refuse(constant: str) -> NoReturn:
    raise ValueError(f"{constant} is no JSON")
