"""The words of tables: what stands over a column and in a cell, told apart without case, blanks, punctuation or script."""

from __future__ import annotations

import csv
import functools
import unicodedata
from collections.abc import Iterator, Mapping

_SHORT = 60  # characters: what is longer is no answer to a question, and would fill the memory


def folded(text: str) -> str:
    """The letters and digits of a text, in small letters and simplified characters; a sign that stands alone stays."""
    return _folded_again(text) if len(text) <= _SHORT else _folded(text)


def _folded(text: str) -> str:
    from qualmap_lists import load_characters

    simplified = load_characters()
    small = unicodedata.normalize("NFKC", text).casefold()
    return "".join(simplified.get(one, one) for one in small if one.isalnum()) or small.strip()


_folded_again = functools.lru_cache(maxsize=10_000)(_folded)  # cells of facts say the same few things row after row


@functools.cache
def fields_by_header() -> Mapping[str, str]:
    """The field that each header means, by the folded header: those of `words/columns.csv`, and facts by id and meaning."""
    from qualmap_lists import load_json

    facts = load_json("facts.json")["facts"]
    own = {folded(words): name for name, fact in facts.items() for words in (name, fact["en"], fact["zh"])}
    return own | {folded(row["header"]): row["field"] for row in _rows("columns.csv")}


@functools.cache
def answers_to(question: str) -> Mapping[str, str]:
    """The value that each known word means as an answer, by the folded word (`words/answers.csv`).

    `question` is the name of a fact, `boolean`, `number` (for units) or `unknown`.
    """
    return {folded(row["answer"]): row["value"] for row in _rows("answers.csv") if row["to"] == question}


@functools.cache
def places() -> Mapping[str, str]:
    """The two-letter code of each word for a country and its people, by the folded word, and of each code itself."""
    rows = [row for row in _rows("countries.csv") if not row["licensing"]]  # states and provinces name no nationality
    return {folded(row["country"]): row["country"] for row in rows} | {folded(row["word"]): row["country"] for row in rows}


def _rows(name: str) -> Iterator[dict[str, str]]:
    from qualmap_lists import data_folder

    with data_folder().joinpath("words", name).open(encoding="utf-8") as lines:
        yield from csv.DictReader(lines)
