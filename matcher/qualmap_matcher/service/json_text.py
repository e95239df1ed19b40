"""JSON in and out of requests: msgspec where it can, the standard library for what it refuses: lone surrogates in texts."""

from __future__ import annotations

import json
from typing import NoReturn

import msgspec

from qualmap.models import Json

_ENCODER = msgspec.json.Encoder()


def decode(body: bytes) -> Json:
    """What a body says; raises `ValueError` for what is no JSON."""
    content: Json
    try:
        content = msgspec.json.decode(body)
    except (msgspec.DecodeError, UnicodeDecodeError):
        content = json.loads(body.decode("utf-8"), parse_constant=_refuse)
    return content


def encode(content: Json) -> bytes:
    """The content as JSON in UTF-8; what UTF-8 cannot say is escaped."""
    try:
        return _ENCODER.encode(content)
    except UnicodeEncodeError:
        return json.dumps(content, separators=(",", ":")).encode("ascii")


def _refuse(constant: str) -> NoReturn:
    raise ValueError(f"{constant} is no JSON")
