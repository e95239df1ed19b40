"""Refs should say nothing about a person; this tells those that do, by the forms in which authorities number people.

It is a help and no wall: it cannot know a name, and an applicant's number of one letter and seven digits looks like a passport's.
"""

from __future__ import annotations

import re

_DAY = r"(?:0[1-9]|1[0-2])(?:[0-2]\d|3[01])"
_FORMS = (
    r"[^@\s]+@[^@\s]+\.[^@\s]+",  # an e-mail address
    rf"[1-9]\d{{5}} ?(?:19|20)\d{{2}}{_DAY} ?\d{{3}}[\dXx]",  # a Chinese identity number
    r"(?:\+?86[ -]?)?1[3-9]\d[ -]?\d{4}[ -]?\d{4}",  # a Chinese mobile number
    r"\+\d[\d ()-]{7,}\d",  # a telephone number with its country,
    r"00[1-9]\d{0,2}[ -][\d ()-]{6,}\d",  # written the other way
    r"[A-Z]{1,2}\d{7,8}",  # a passport of China, Japan, Korea and others; a permit for Hong Kong or Macao,
    r"[HM]\d{10}",  # with its holder's number of renewals
    r"[A-Za-z]{1,2}\d{6}\([0-9Aa]\)",  # a Hong Kong identity card
    r"[STFGM]\d{7}[A-Z]",  # a Singapore identity card
    r"[A-Z][1289]\d{8}",  # a Taiwan identity number
    r"[A-Z]{2} ?\d{2} ?\d{2} ?\d{2} ?[A-D]",  # a British insurance number
    r"\d{3}-\d{2}-\d{4}",  # a United States social security number
    r"[2-9]\d{3} \d{4} \d{4}",  # an Indian Aadhaar number
    r"[A-Z]{3}P[A-Z]\d{4}[A-Z]",  # an Indian tax number of a person
    rf"\d{{2}}{_DAY}-[1-8]\d{{6}}",  # a Korean registration number
    r"\d{3}\.\d{3}\.\d{3}-\d{2}",  # a Brazilian tax number
)
_PERSONAL = re.compile(rf"(?<![A-Za-z0-9])(?:{'|'.join(_FORMS)})(?![A-Za-z0-9])")


def looks_personal(ref: str) -> bool:
    """Whether a ref looks like an address, a telephone number or a number that authorities give."""
    return _PERSONAL.search(ref) is not None
