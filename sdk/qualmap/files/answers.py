"""What a cell says about a fact: yes and no, choices, numbers with their units, in English and Chinese."""

from __future__ import annotations

import re

import attrs

from qualmap.errors import InputError
from qualmap.facts import Fact
from qualmap.files.words import answers_to, folded, places
from qualmap.records import FactValue

_NUMBER = re.compile(r"^\s*(?P<number>-?\d+(?:[.,]\d{1,2})?|-?\d+\.\d+)\s*(?P<unit>\D*)$")
_ROUND_CHINA = {"HK", "MO", "TW"}


@attrs.frozen
class Origin:
    """Where a nationality says a person is from; where it leaves that open, `note` says why."""

    value: str | None
    note: str | None = None


def is_blank(text: str) -> bool:
    """Whether a cell says nothing: it is empty, or has a word for that."""
    return not text.strip() or folded(text) in answers_to("unknown")


def read_answer(fact: Fact, text: str) -> FactValue | None:
    """The value that a cell gives to a fact, None for a cell that says nothing; raises `InputError` without a place."""
    key = folded(text)
    if not text.strip():
        return None
    own = {folded(value): value for value in fact.choices} | {
        folded(words): value for value, wording in fact.choices.items() for words in (wording.en, wording.zh)
    }
    value = own.get(key) or answers_to(fact.name).get(key)
    if fact.kind == "boolean":
        value = value or answers_to("boolean").get(key)
    if value:
        return value == "yes" if fact.kind == "boolean" else value
    if is_blank(text):
        return None
    if fact.kind == "number" and (number := _number(text)) is not None:
        return number
    raise InputError(f"expected {_expected(fact)}, got {shortened(text)!r}")


def origin_of(nationality: str) -> Origin:
    """Where a person of a nationality is from, as the conditions ask: China alone does not say from where in it."""
    if not nationality.strip() or is_blank(nationality):
        return Origin(None)
    key = folded(nationality)
    said = answers_to("origin").get(key)
    if said:
        return Origin(said)
    country = places().get(key) or places().get(key.removesuffix("籍").removesuffix("国")) or places().get(key.removesuffix("籍"))
    if country is None:
        return Origin(None, f"{shortened(nationality)!r} is no nationality known here, so origin stays unknown")
    if country == "CN":
        return Origin(
            None, f"{shortened(nationality)!r} may be the mainland, Hong Kong, Macao or Taiwan, so origin stays unknown"
        )
    return Origin("hk_mo_tw" if country in _ROUND_CHINA else "foreign")


def shortened(text: str) -> str:
    """A cell's text for a message, cut where it is long."""
    longest = 60  # characters: enough to find the cell again
    return text if len(text) <= longest else f"{text[:longest]}…"


def _number(text: str) -> int | float | None:
    from unicodedata import normalize

    found = _NUMBER.match(normalize("NFKC", text))
    if not found or (found["unit"].strip() and folded(found["unit"]) not in answers_to("number")):
        return None
    number = float(found["number"].replace(",", "."))
    return int(number) if number.is_integer() else number


def _expected(fact: Fact) -> str:
    if fact.kind == "boolean":
        return "yes or no (是 or 否)"
    if fact.kind == "choice":
        return " or ".join(f"{value} ({wording.zh})" for value, wording in fact.choices.items())
    return f"{fact.expected}, in years"
