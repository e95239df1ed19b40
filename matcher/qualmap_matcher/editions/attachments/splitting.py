"""Tell several certificates in one cell from one certificate with a long or bilingual name."""

from __future__ import annotations

import re

from qualmap_matcher.editions.attachments.spaces import tidy

_ITEM = re.compile(r"(?<![0-9A-Za-z.])(\d{1,2})[.．、)）](?!\d)|[（(](\d{1,2})[)）]|([①-⑳])")
_LONE_NUMBER = re.compile(r"^(?:\d{1,3}[.．、)）](?!\d)|[（(]\d{1,3}[)）])\s*(?=\S)")
_ENDING = re.compile(r"(?:师|员|士|家|人|证书|资格|执照|认证|证照|证|[)）])$")  # how a Chinese name ends
_HAN = re.compile(r"[\u4e00-\u9fff]")
_ACRONYM = re.compile(r"[A-Z][A-Z0-9.&+/-]{1,9}$")
_STOPS = "、;；"
_SHORTEST = 4  # characters of a Chinese name that may stand between 、 and 、: shorter ones share a word ("电气、电子工程师")
_OPENING, _CLOSING = "(（[【《“", ")）]】》”"
_FIRST_CIRCLED = ord("①") - 1


def split(cell: str) -> tuple[str, ...]:
    """The certificates that a cell names: items of an enumeration, lines, or parts between separators where that is safe."""
    items = _enumerated(cell)
    if items:
        return items
    cell = _LONE_NUMBER.sub("", cell)
    lines = [tidy(line) for line in cell.split("\n") if line.strip()]
    if len(lines) > 1:
        if not _are_names(lines):
            return (_joined(lines),)
        return tuple(part for line in lines for part in split(line))
    return _between_stops(lines[0]) if lines else ()


def seems_several(name: str) -> bool:
    """Whether a name that was not split still has a separator outside of its brackets."""
    return len(_outside(name, _STOPS)) > 1


def _enumerated(cell: str) -> tuple[str, ...]:
    """The items of an enumeration that counts from 1 and begins the cell; nothing where there is none."""
    found = list(_ITEM.finditer(cell))
    numbers = [int(one[1] or one[2] or ord(one[3]) - _FIRST_CIRCLED) for one in found]
    if not found or numbers != list(range(1, len(found) + 1)) or found[0].start() != 0:
        return ()
    ends = [*[one.start() for one in found[1:]], len(cell)]
    items = (tidy(cell[one.end() : end]).strip(f"{_STOPS},，。 ") for one, end in zip(found, ends, strict=True))
    return tuple(item for item in items if item)


def _are_names(lines: list[str]) -> bool:
    """Whether each line is a name of its own, and not a part of one, nor the same name in another language."""
    if len({bool(_HAN.search(line)) for line in lines}) > 1 or not all(_is_balanced(line) for line in lines):
        return False
    if any(line[0] in _OPENING for line in lines):
        return False
    if _HAN.search(lines[0]):
        return all(_ENDING.search(line) and len(line) >= _SHORTEST for line in lines)
    return all(line.endswith(")") or _ACRONYM.fullmatch(line) for line in lines)


def _joined(lines: list[str]) -> str:
    """One name from its lines; another language in a line of its own goes into brackets."""
    chinese = [line for line in lines if _HAN.search(line)]
    other = [line for line in lines if not _HAN.search(line)]
    one_each = chinese and other and lines[: len(chinese)] == chinese and all(map(_is_balanced, lines))
    if one_each and other[0][0] not in _OPENING:
        return f"{tidy(' '.join(chinese))}（{tidy(' '.join(other))}）"
    return tidy(" ".join(lines))


def _between_stops(name: str) -> tuple[str, ...]:
    """The parts of a name between separators, if all are acronyms, or Chinese names that end alike.

    "飞行机械员、领航员执照" is one licence of two kinds: its parts end differently because they share the last word.
    """
    parts = [tidy(part) for part in _outside(name, _STOPS)]
    ends = {found[0] for part in parts if (found := _ENDING.search(part)) and _HAN.search(part) and len(part) >= _SHORTEST}
    whole = all(_ENDING.search(part) and len(part) >= _SHORTEST for part in parts) and len(ends) == 1
    return tuple(parts) if len(parts) > 1 and (whole or all(map(_ACRONYM.fullmatch, parts))) else (name,)


def _outside(text: str, signs: str) -> list[str]:
    """The parts of a text between the signs that stand outside of brackets."""
    parts, depth = [""], 0
    for character in text:
        depth += (character in _OPENING) - (character in _CLOSING)
        if character in signs and depth <= 0:
            parts.append("")
        else:
            parts[-1] += character
    return [part for part in parts if part.strip()]


def _is_balanced(text: str) -> bool:
    return sum(text.count(sign) for sign in _OPENING) == sum(text.count(sign) for sign in _CLOSING)
