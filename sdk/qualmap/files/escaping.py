"""Texts made harmless for spreadsheets, which take some for formulas, and for files, which cannot hold every character."""

from __future__ import annotations

import re

FORMULA_STARTS = frozenset("=+-@\t\r\n＝＋－＠")
"""What makes a spreadsheet take a text for a formula, also after blanks: OWASP's list (CSV injection) and full-width forms."""

_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


def writable(text: str) -> str:
    """The text with U+FFFD for each character that XML or UTF-8 has not, and line feeds alone for line ends."""
    return _UNWRITABLE.sub("\ufffd", text.replace("\r\n", "\n").replace("\r", "\n"))


def harmless(text: str) -> str:
    """The text for a cell of a text table: an apostrophe goes before one that a spreadsheet would take for a formula."""
    start = text[:1]
    risky = start in FORMULA_STARTS or text.lstrip()[:1] in FORMULA_STARTS
    return f"'{writable(text)}" if start and risky else writable(text)
