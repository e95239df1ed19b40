"""The console's words in English and Chinese, read from `messages/`, and which language a visitor wants.

A file `messages/NAME.toml` holds a table for each message with its words in both languages; the key is `NAME.message`.
"""

from __future__ import annotations

import functools
import tomllib
from collections.abc import Mapping
from importlib.resources import files
from types import MappingProxyType

from qualmap.files.labels import LANGUAGES, said
from qualmap.screening import Wording
from qualmap_matcher.service.reconciling.cards import language_of

LANGUAGE_COOKIE = "qualmap_language"
TAGS = {"en": "en", "zh": "zh-Hans"}  # as HTML names them


@functools.cache
def messages() -> Mapping[str, Wording]:
    """Every message by its key."""
    found: dict[str, Wording] = {}
    for file in sorted(files(__package__).joinpath("messages").iterdir(), key=lambda one: one.name):
        name, _, kind = file.name.rpartition(".")
        if kind == "toml":
            written = tomllib.loads(file.read_text(encoding="utf-8"))
            found |= {f"{name}.{key}": Wording(words["en"], words["zh"]) for key, words in written.items()}
    return MappingProxyType(found)


def say(key: str, language: str, **values: object) -> str:
    """A message in a language, what stands in braces filled in; raises `KeyError` for one that is not there."""
    words = said(messages()[key], language)
    return words.format(**values) if values else words


def chosen(*, asked: str | None, kept: str | None, accepted: str | None) -> str:
    """The language asked for in the address, else the one kept in the cookie, else the one that the browser would rather have."""
    return next((one for one in (asked, kept) if one in LANGUAGES), None) or language_of(accepted)
