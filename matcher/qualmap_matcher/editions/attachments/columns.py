"""Recognise the header of a table: which column holds what, in whatever order and wording."""

from __future__ import annotations

import re
from collections.abc import Sequence

import attrs

from qualmap_matcher.editions.attachments.spaces import folded

# What a header cell may say, without blanks, in lower case, its brackets taken off. Whole cells are compared, never parts:
# a row of the list is full of the same words ("…会计师资格证书", "…认证机构").
_WORDINGS = {
    "number": r"序号|编号|序列|no\.?|number|#|s/?n",
    "name": r"(境外|国外|国\(境\)外|国际|职业|专业|技术|技能|执业|资格|资质|证书|证照|认可|中文|的|及|和|或|、|/)*"
    r"(名称|中文名称|证书|资格|资质|证书名称)|中文名|名称及简称"
    r"|(nameof|overseas|occupational|professional|the)*(certificates?|qualifications?|credentials?)(names?|titles?)?"
    r"|(chinese)?names?(ofthe(certificate|qualification|credential))?",
    "english": r"(境外|职业|证书|资格)*(英文|外文|原文)(证书|资格)?(名称|名|全称)?"
    r"|(境外|职业|证书|资格)*(名称)?\((英文|外文|原文)\)|(english|original)(names?|titles?)",
    "acronym": r"(英文|证书)?(简称|缩写|英文缩写|英文简称)|abbreviations?|acronyms?",
    "issuer": r"(证书|资格|境外|国外|主要|认可)*(颁发|发证|颁证|认证|授予|授证|发放|核发|考试|主管|签发)(证书)?"
    r"(机构|单位|组织|机关|部门|协会)((全称|中文)?名称)?|机构(名称)?"
    r"|(issuing|awarding|certifying)?(issuer|body|bodies|authority|organi[sz]ation|institution)(name)?|issuedby|awardedby",
    "country": r"(所属|所在|颁发|发证|颁证|来源|机构|所在)*(国家|国别|地区|国家[/、和及或与]?地区)(名称)?"
    r"|countr(y|ies)((/|or|and)regions?)?|regions?|places?|jurisdictions?",
    "category": r"(清单|认可|证书|所属|资格)*(类别|分类|类型|类)|categor(y|ies)|class",
    "field": r"(所属|专业|行业|产业|职业|适用|重点)*(行业|领域|专业|产业)(领域|类别|分类)?"
    r"|fields?|industr(y|ies)|sectors?|domains?",
    "level": r"(会员|证书|资格)*(等级|级别|层级)|grades?|levels?",
    "note": r"备注|说明|备考|remarks?|notes?|comments?",
}
_ROLES = {role: re.compile(wording) for role, wording in _WORDINGS.items()}
_TICKED = re.compile(r"([a-z])类|category([a-z])")
_BRACKETED = re.compile(r"\((?!英文|外文|原文)[^()]*\)")  # a bracket may explain, unless it says which language
_LONGEST = 40  # characters of a header cell, its brackets included
_BESIDE_A_NAME = {"issuer", "country", "category", "number", "field", "english", "note"}


@attrs.frozen
class Columns:
    """What the columns of a table hold: `roles` by column, None for what no part of an answer needs; `ticked` are categories."""

    titles: tuple[str, ...]
    roles: tuple[str | None, ...]
    ticked: tuple[str | None, ...]

    def text(self, role: str, cells: Sequence[str]) -> str:
        """The text of a line in the column of this role; empty where there is none."""
        return next((cell for cell, known in zip(cells, self.roles, strict=True) if known == role), "")

    def has(self, role: str) -> bool:
        """Whether one of the columns has this role."""
        return role in self.roles

    def without_titles(self, cells: Sequence[str]) -> tuple[str, ...]:
        """The cells without titles before their texts, where a page repeats the header without a rule below it."""
        known = list(zip(cells, self.titles, strict=True))
        if cells != self.titles and all(cell.startswith(title) for cell, title in known):
            return tuple(cell.removeprefix(title).strip() for cell, title in known)
        return tuple(cells)

    def others(self, cells: Sequence[str]) -> list[str]:
        """What stands in columns that have no role, each with its title."""
        known = zip(cells, self.titles, self.roles, self.ticked, strict=True)
        return [f"{title}: {cell}" for cell, title, role, tick in known if role is None and tick is None and cell]


def header(cells: Sequence[str]) -> Columns | None:
    """The columns that a line names, or None if it is no header: one names the certificate, and at least one more is known.

    Raises:
        ValueError: two columns say that they hold the same; the message names them.

    """
    roles = [_role(cell) for cell in cells]
    if "name" not in roles and "english" in roles:
        roles = ["name" if role == "english" else role for role in roles]
    for index, role in enumerate(roles):
        first = roles.index(role)
        if role and first < index:
            if cells[first] != cells[index]:
                raise ValueError(f"expected one column for the {role}, got {cells[first]} and {cells[index]}")
            # One title merged over two columns: of a name in two languages, or of something and more of it.
            roles[index] = "english" if role == "name" and "english" not in roles else None
    ticked = tuple(_category(cell) for cell in cells)
    if "name" not in roles or not (_BESIDE_A_NAME & set(roles) or any(ticked)):
        return None
    return Columns(tuple(cells), tuple(roles), ticked)


def _role(cell: str) -> str | None:
    plain = folded(cell)
    if len(plain) > _LONGEST:
        return None
    for text in (plain, _BRACKETED.sub("", plain)):
        for role, wording in _ROLES.items():
            if wording.fullmatch(text.strip(":*")):
                return role
    return None


def _category(cell: str) -> str | None:
    found = _TICKED.fullmatch(folded(cell))
    return (found[1] or found[2]).upper() if found else None
