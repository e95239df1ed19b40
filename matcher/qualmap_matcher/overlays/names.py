"""Read the names of an overlay: a company's own aliases, and qualifications that the registry does not know."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping

import attrs

from qualmap_matcher.engine.lexicon import Lexicon
from qualmap_matcher.overlays import forms
from qualmap_matcher.overlays.folder import ALIASES, QUALIFICATIONS
from qualmap_matcher.overlays.mistakes import Mistakes
from qualmap_matcher.overlays.tables import Line, read_lines
from qualmap_matcher.registry.records import Alias, Qualification

WEAK, OVERRIDE = "weak", "override"
_ALIAS_COLUMNS = {
    "qualification": forms.ID,
    "lang": forms.LANGUAGE,
    "alias": forms.TEXT,
    "strength": forms.one_of(("", WEAK, OVERRIDE)),
    "note": forms.TEXT.or_blank(),
}
_QUALIFICATION_COLUMNS = {
    "id": forms.ID,
    "name_en": forms.TEXT,
    "name_zh": forms.TEXT,
    "name_zh_hant": forms.TEXT,
    "issuer": forms.TEXT,
    "issuers": forms.IDS.or_blank(),
    "country": forms.COUNTRY.or_blank(),
    "field": forms.FIELD,
    "grade": forms.GRADE.or_blank(),
}
_LANGUAGES = {"name_en": "en", "name_zh": "zh-Hans", "name_zh_hant": "zh-Hant"}
_BRACKET_AT_END = re.compile(r"(?P<name>.*\S)\s*[(（](?P<letters>[^()（）]+)[)）]")
_LETTERS = re.compile(r"(?=.*[A-Z].*[A-Z])[A-Za-z][A-Za-z0-9.&-]*")  # two capitals or more: CEng, M.D., but no "Level"
_SEPARATORS = re.compile(r"[,，、/;；]")
Claimed = Callable[[str, str], str | None]


@attrs.frozen
class KnownNames:
    """What the names of an overlay are checked against.

    `issuers` are the ids of bodies that are known; `claimed` says how a text claims a qualification that the registry reads in
    it already, and None where it is held or not read at all.
    """

    lexicon: Lexicon
    key: Callable[[str], str]
    issuers: Collection[str]
    claimed: Claimed

    def why_no_name(self, text: str) -> str | None:
        """Why a text cannot name anything by itself: "Fellow", "passed", "Shanghai" and "2019" stand in too many texts."""
        key = self.key(text)
        little = self.lexicon.wording.dropped | self.lexicon.linking.keys()
        if len(key) == 1 or not any(character.isalpha() for character in key):
            return f"a name of two or more characters, letters among them, got {text!r}"
        if all(word in little or word.isdigit() for word in key.split(" ")):
            return f"a name; {text!r} has only little words"
        senses = self.lexicon.senses(key)
        if senses and (senses.grade or senses.country or senses.cues or senses.signals or senses.licensing):
            return f"a name; {text!r} is a word for a grade, a place, or how or why something is held"
        return None


def read_qualifications(content: bytes, known: KnownNames, mistakes: Mistakes) -> dict[str, Qualification]:
    """The qualifications of `qualifications.csv` by id; each name of theirs is one that can be found in a text."""
    found: dict[str, Qualification] = {}
    for line in read_lines(QUALIFICATIONS, content, _QUALIFICATION_COLUMNS, mistakes=mistakes):
        if line["id"] in known.lexicon.cards:
            line.expected("id", f"an id that the registry does not have; it has {line['id']!r}")
        elif line["id"] in found:
            line.expected("id", f"an id that no line above has, got {line['id']!r} again")
        for issuer in line["issuers"].split():
            if issuer not in known.issuers:
                line.expected("issuers", f"bodies of the registry, or nothing; there is no {issuer!r}")
        for column in _LANGUAGES:
            _check_name(line, column, known)
        found[line["id"]] = Qualification(
            **{column: line[column] for column in line.values if column != "issuers"}, issuers=tuple(line["issuers"].split())
        )
    return found


def names_of(qualification: Qualification, known: KnownNames) -> Iterator[Alias]:
    """The names that a qualification says of itself: as written, and where letters end it in brackets, without and as these.

    Other brackets stay, because they say which one it is: "Registered Architect (UK)", "会员（二级）".
    """
    names: dict[str, str] = {}
    for column, language in _LANGUAGES.items():
        text: str = getattr(qualification, column)
        names.setdefault(text, language)
        bracket = _BRACKET_AT_END.fullmatch(text)
        letters = [part.strip() for part in _SEPARATORS.split(bracket["letters"])] if bracket else []
        if bracket and all(_LETTERS.fullmatch(part) and known.why_no_name(part) is None for part in letters):
            names.setdefault(bracket["name"], language)
            names.update(dict.fromkeys(letters, "und"))
    return (Alias(qualification.id, language, text) for text, language in names.items() if known.why_no_name(text) is None)


def read_aliases(content: bytes, known: KnownNames, added: Mapping[str, Qualification], mistakes: Mistakes) -> tuple[Alias, ...]:
    """The company's own names of `aliases.csv`, each of a qualification of the registry or of `added`."""
    found: dict[tuple[str, str], Alias] = {}
    for line in read_lines(ALIASES, content, _ALIAS_COLUMNS, optional=frozenset({"note"}), mistakes=mistakes):
        id_, text = line["qualification"], line["alias"]
        if id_ not in known.lexicon.cards and id_ not in added:
            line.expected("qualification", f"the id of a qualification that is known; there is no {id_!r}")
        elif claim := known.claimed(text, id_):
            line.expected("alias", f"a name of what is held; {text!r} says by itself that it is not ({claim})")
        if (id_, text) in found:
            line.expected("alias", f"a name that no line above gives to {id_!r}, got {text!r} again")
        _check_name(line, "alias", known)
        found[id_, text] = Alias(
            id_, line["lang"], text, line["strength"] == WEAK, own=True, overrides=line["strength"] == OVERRIDE
        )
    return tuple(found.values())


def _check_name(line: Line, column: str, known: KnownNames) -> None:
    why = known.why_no_name(line[column])
    if why is not None:
        line.expected(column, why)
