"""Refs should say nothing about a person; this tells those that do."""

from __future__ import annotations

import re

_PERSONAL = re.compile(
    r"[^@\s]+@[^@\s]+\.[^@\s]+"  # an e-mail address
    r"|(?<!\d)[1-9]\d{5}(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:[0-2]\d|3[01])\d{3}[\dXx](?!\d)"  # a Chinese identity number
    r"|(?<!\d)1[3-9]\d{9}(?!\d)"  # a Chinese mobile number
    r"|\+\d[\d ()-]{7,}\d"  # an international telephone number
    r"|(?<![A-Za-z0-9])[A-Z]{1,2}\d{7,8}(?![A-Za-z0-9])"  # a passport, a Hong Kong or Macao permit
)


def looks_personal(ref: str) -> bool:
    """Whether a ref looks like an address, a telephone number or a number that authorities give."""
    return _PERSONAL.search(ref) is not None
