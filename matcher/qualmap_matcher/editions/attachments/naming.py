"""What a new qualification is called: its names in two languages, its country's code, its field, an id of its own."""

from __future__ import annotations

import csv
import functools
import hashlib
import re

from qualmap import catalogue
from qualmap_lists import data_folder
from qualmap_matcher.editions.attachments.spaces import folded, tidy

ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
FIELDS = tuple(field for field in catalogue.FIELDS if field not in catalogue.FIELDS_OF_NO_LIST)
"""The registry's fields that a listed qualification may have."""

_FIELD_WORDS = {
    "accounting": "会计|审计|税务|财会",
    "actuarial": "精算",
    "architecture": "建筑设计|建筑师",
    "aviation": "航空|民航",
    "biomedicine": "医药|医疗|医学|生物|卫生|临床",
    "construction": "建筑|建设|工程造价|测量|建造",
    "human resources": "人力资源",
    "information technology": "信息|计算机|软件|网络|数据|人工智能",
    "supply chain": "供应链|物流|采购|航运",
    "legal": "法律|律师|知识产权",
    "languages": "翻译|语言",
    "governance": "治理|合规",
    "finance": "金融|财务|投资|保险|银行|证券",
    "manufacturing": "制造",
    "engineering": "工程",
    "management": "管理",
}
_WORLD = {"国际", "国际组织", "国际通用", "全球", "international", "global", "worldwide"}
_HAN = re.compile(r"[\u4e00-\u9fff]")
_IN_BRACKETS = re.compile(r"[（(]([^（()）]*(?:\([^()]*\)[^（()）]*)*)[)）]")
_WORDS = re.compile(r"[A-Za-z0-9]+")
_ACRONYM = re.compile(r"\b[A-Z][A-Z0-9&]{1,9}\b")
_SMALL = {"of", "the", "and", "for", "in", "on", "a", "an"}
_LONGEST_PART = 4  # words of an id that a name without an acronym gives
_HASH = 8  # hexadecimal digits: enough to tell a few hundred names apart


def two_names(name: str) -> tuple[str, str]:
    """The English and the Chinese name that a name is; the whole for a language that it does not have."""
    latin = [found[1] for found in _IN_BRACKETS.finditer(name) if found[1].strip() and not _HAN.search(found[1])]
    if latin and _HAN.search(name):
        english = max(latin, key=len)
        chinese = tidy(_IN_BRACKETS.sub(lambda found: "" if found[1] in latin else found[0], name))
        return tidy(english), chinese or name
    return name, name


def country_code(words: str) -> str | None:
    """The ISO 3166 code of a place ("美国", "UK", "中国香港"), empty for the whole world; None if no place is understood."""
    plain = folded(words)
    if plain in _WORLD:
        return ""
    codes = _codes()
    parts = [part for part in re.split(r"[/、,，;；和与]", plain) if part]
    found = [codes.get(part) or codes.get(part.removeprefix("中国")) for part in parts]
    return "/".join(dict.fromkeys(code for code in found if code)) if found and all(found) else None


def field_named(words: str) -> str | None:
    """The registry's field that words mean: one of its own, or by a Chinese word; None if none is understood."""
    plain = tidy(words).casefold()
    if plain in FIELDS:
        return plain
    return next((field for field, known in _FIELD_WORDS.items() if re.search(known, plain)), None)


def proposed_id(name: str, issuer: str, country: str) -> str:
    """An id made of the issuer's letters and the name's; of the country and a hash where there are no letters."""
    english = two_names(name)[0]
    letters = _letters(english)
    if not letters:
        digest = hashlib.sha256(folded(f"{name}\n{issuer}").encode()).hexdigest()[:_HASH]
        return "-".join([*_WORDS.findall(country.casefold())[:1], digest])
    return "-".join(dict.fromkeys([*_letters(two_names(issuer)[0]), *letters]))


def _letters(name: str) -> list[str]:
    """The acronym of a name, or its first words; nothing for a name in Chinese alone."""
    acronyms = _ACRONYM.findall(name)
    if acronyms:
        return [_plain(acronyms[-1])]
    words = [_plain(word) for word in _WORDS.findall(name) if word.casefold() not in _SMALL]
    return words[:_LONGEST_PART]


def _plain(word: str) -> str:
    return "".join(_WORDS.findall(word)).casefold()


@functools.cache
def _codes() -> dict[str, str]:
    with data_folder().joinpath("words", "countries.csv").open(encoding="utf-8") as lines:
        rows = list(csv.DictReader(lines))
    by_word = {folded(row["word"]): row["country"] for row in rows if not row["licensing"]}
    return {**{code.casefold(): code for code in by_word.values()}, **by_word}
