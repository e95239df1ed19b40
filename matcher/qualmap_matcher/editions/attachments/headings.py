"""What stands around the rows: headings of categories and fields, the title with its edition, footnotes."""

from __future__ import annotations

import re

from qualmap_matcher.editions.attachments.spaces import folded

_NUMBER = r"[0-9一二三四五六七八九十]+"
_NUMBERING = rf"(?:\({_NUMBER}\)|(?:附件|附表|附|表|第)?{_NUMBER}(?:部分)?[、.:]*|(?:附件|附表)[、.:]*|[ivx]+\.)*"
_AT_START = re.compile(rf"^{_NUMBERING}(?:category|(?:类别)?[:\"“(]*)(?:([a-z])[”\")]?类|([a-z])(?![a-z]))")
_AT_END = re.compile(r"[(\-—:]?(?<![a-z])([a-z])类(?:证书|职业资格|境外职业资格证书|清单|目录)?(?:清单|目录)?\)?$")
_NAMED = re.compile(r"(?<![a-z])([a-z])类|category([a-z])(?![a-z])")
_LETTERS = re.compile(r"[a-z]类?(?:[、,/;和及&+]+[a-z]类?|(?<=类)[a-z]类)*")
_EXPLAINED = re.compile(r"\([^()]{3,}(?:\)|$)")  # a bracket that says what a category is for, perhaps cut by the line's end
_LONGEST_HEADING = 120  # characters; a heading may say in brackets what its category is for
_LONGEST_TITLE = 80  # characters; an edition named in a longer text is talked about, not this list's own
_EDITION = re.compile(r"(\d+\.\d+)版|edition(\d+\.\d+)|version(\d+\.\d+)")
_FOOTNOTE = re.compile(
    r"^[\[(【]?(?:注|备注|说明|附注|notes?|remarks?)[0-9一二三四五六]*[\])】]?[:.、]|^[*※†]|^\[\d+\]"
    r"|^第?\d+页|^[-—–]*\d+[-—–]*$"  # a page's number
)
_FIELD = re.compile(rf"^{_NUMBERING}(.{{2,15}}?)(?:领域|行业|产业|类)(?:\(.*\))?$")
_MARKS = re.compile(r"(?:[*※†‡]+|\[\d+\]|[(【\[]注\d*[)】\]]|（注\d*）|[¹²³⁴-⁹]+)+$")


def category_of(heading: str) -> str | None:
    """The letter of the category that a heading, a row across the table or a sheet's name opens; None if it opens none."""
    text = folded(heading)
    said = _EXPLAINED.sub("", text)
    if len(text) > _LONGEST_HEADING or any(sign in said for sign in ",。;") or is_footnote(heading):
        return None
    named = {one or other for one, other in _NAMED.findall(text)}
    found = _AT_START.match(text) or _AT_END.search(text)
    if not found or len(named) > 1:
        return None
    letter = next(group for group in found.groups() if group)
    alone = text.strip('"“”()') == letter
    return letter.upper() if named == {letter} or alone else None


def categories_in(cell: str) -> tuple[str, ...] | None:
    """The letters that a cell of a category column names ("A", "A类、B类"); None if it names something else."""
    text = folded(cell).replace("category", "")
    return tuple(dict.fromkeys(re.findall(r"[A-Z]", text.upper()))) if _LETTERS.fullmatch(text) else None


def edition_of(title: str) -> str | None:
    """The edition that a title names ("…清单（3.0版）"); None for texts that are no title."""
    text = folded(title)
    found = _EDITION.search(text)
    if not found or len(text) > _LONGEST_TITLE or text.endswith("。") or not re.search(r"清单|目录|list|^.{0,6}$", text):
        return None
    return found[1] or found[2] or found[3]


def is_footnote(text: str) -> bool:
    """Whether a text is a note, or a page's number, and no row."""
    return bool(_FOOTNOTE.match(folded(text)))


def field_of(heading: str) -> str | None:
    """The field that a heading between rows opens ("（一）金融领域"), in the attachment's words."""
    found = _FIELD.match(folded(heading))
    return found[1] if found else None


def without_marks(name: str) -> str:
    """A name without the signs that lead to a footnote."""
    return _MARKS.sub("", name).strip() or name
