"""JSON out of a file's bytes."""

from __future__ import annotations

import json

from qualmap.errors import TextError


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
