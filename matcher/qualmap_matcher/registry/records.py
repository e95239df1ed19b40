"""What the registry's files say, as values: qualifications, their names, their issuers and what a grade of a body means."""

from __future__ import annotations

import functools

import attrs

from qualmap_matcher.engine.folding import fold


@attrs.frozen(kw_only=True)
class Qualification:
    """One occupational qualification at one grade, as `registry/*/qualifications.csv` describes it."""

    id: str
    name_en: str
    name_zh: str
    name_zh_hant: str
    issuer: str
    issuers: tuple[str, ...]
    country: str
    field: str
    grade: str

    @property
    def countries(self) -> tuple[str, ...]:
        """ISO 3166 codes of the places it belongs to; empty for qualifications of no one place."""
        return tuple(self.country.split("/")) if self.country else ()


@attrs.frozen
class Alias:
    """One way of writing a qualification; a `weak` one is also an ordinary word or another acronym and needs support.

    An `own` alias is a company's and not the registry's; one that `overrides` takes the place of what the registry knows by
    the same name.
    """

    qualification: str
    language: str
    text: str
    weak: bool = False
    own: bool = False
    overrides: bool = False


@attrs.frozen(kw_only=True)
class Issuer:
    """A body that awards qualifications; `alone` is what its bare name means when it stands as somebody's credential."""

    id: str
    name_en: str
    name_zh: str
    country: str
    alone: tuple[str, ...]


@attrs.frozen
class IssuerName:
    """One way of writing a body's name."""

    issuer: str
    language: str
    text: str


@attrs.frozen
class Membership:
    """What a grade of a body is: a qualification and what it claims about it (`held` unless the grade stands below)."""

    issuer: str
    grade: str
    qualification: str
    claim: str


@attrs.frozen
class LookAlike:
    """Two qualifications that are taken for each other, and why they must not be."""

    qualification: str
    looks_like: str
    why: str


@attrs.frozen
class Collision:
    """Another sense of the same letters, with the words that show it nearby."""

    alias: str
    sense: str
    language: str
    cues: tuple[str, ...]


@attrs.frozen(kw_only=True)
class Registry:
    """Everything the registry's folders say, in the order of the files."""

    qualifications: dict[str, Qualification]
    aliases: tuple[Alias, ...]
    issuers: dict[str, Issuer]
    issuer_names: tuple[IssuerName, ...]
    memberships: tuple[Membership, ...]
    look_alikes: tuple[LookAlike, ...]
    collisions: tuple[Collision, ...]

    @functools.cached_property
    def searched(self) -> dict[str, str]:
        """What a search looks into, by id: the id, the names, the issuer and every alias, folded once."""
        texts: dict[str, list[str]] = {
            id_: [id_, one.name_en, one.name_zh, one.name_zh_hant, one.issuer] for id_, one in self.qualifications.items()
        }
        for alias in self.aliases:
            texts[alias.qualification].append(alias.text)
        return {id_: fold("\n".join(found)).text for id_, found in texts.items()}
