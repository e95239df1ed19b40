"""Blanks and line ends: what typesetting put into a text, taken out, so that all formats give the same text."""

from __future__ import annotations

import re
import unicodedata

_HAN = r"\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\u3000-\u303f"  # letters and punctuation that no blank belongs beside
_BESIDE_HAN = re.compile(rf"(?<=[{_HAN}]) +| +(?=[{_HAN}])")
_BLANKS = re.compile(r"[^\S\n]+")
_UNSEEN = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u00ad\u200b-\u200f\u202a-\u202e\u2060\ufeff]")
_RADICALS = re.compile(r"[\u2e80-\u2fdf]")  # PDF writes some characters as the radicals that look like them


def tidy(text: str) -> str:
    """One line: single blanks between words, none beside a Chinese character, nothing unseen."""
    return _BESIDE_HAN.sub("", " ".join(_plain(text).split()))


def tidy_lines(text: str) -> str:
    """The same line by line, without empty ones."""
    return "\n".join(line for line in (tidy(line) for line in _plain(text).split("\n")) if line)


def _plain(text: str) -> str:
    """The text with every kind of blank as a blank and every line end as a line feed."""
    text = _RADICALS.sub(lambda found: unicodedata.normalize("NFKC", found.group()), _UNSEEN.sub("", text))
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\v", "\n")
    return _BLANKS.sub(" ", text)


def folded(text: str) -> str:
    """The text for comparing: compatibility forms and case made one, no blanks."""
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())
