"""The shapes of a screening: one person's credentials and facts, and what the list opens to them.

Every class is a frozen attrs class; `to_dict()` gives the JSON of the contract, with keys in a fixed order.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import attrs

from qualmap.errors import InputError
from qualmap.models import Json, Mention

Decision = Literal["eligible", "unconfirmed", "needs_facts", "not_eligible", "no_row"]
Seen = Literal["full", "part", "summary", "none"]
TitleLevel = Literal["junior", "intermediate", "associate_senior"]
TITLE_LEVELS: tuple[TitleLevel, ...] = ("junior", "intermediate", "associate_senior")  # from the lowest to the highest


@attrs.frozen(slots=True)
class Wording:
    """One sentence, in plain English and in Chinese."""

    en: str
    zh: str

    def to_dict(self) -> dict[str, Json]:
        """As JSON."""
        return {"en": self.en, "zh": self.zh}


@attrs.frozen(slots=True)
class SourceReference:
    """A source with what is needed to find it; `url` is None where a link would not be right."""

    id: str
    title: str
    url: str | None

    def to_dict(self) -> dict[str, Json]:
        """As JSON."""
        return {"id": self.id, "title": self.title, "url": self.url}


_OF_A_MENTION = tuple(field.name for field in attrs.fields(Mention))


@attrs.frozen(slots=True, kw_only=True)
class ScreenedMention(Mention):
    """A mention, with the index of the credential that it stands in."""

    credential: int

    @classmethod
    def of(cls, mention: Mention, credential: int) -> ScreenedMention:
        """The mention as it stands in the credential with this index."""
        return cls(**{name: getattr(mention, name) for name in _OF_A_MENTION}, credential=credential)

    def to_dict(self) -> dict[str, Json]:
        """The JSON of the contract."""
        # Named in full: the class that `slots` makes is not the one that `super()` would look for.
        return {"credential": self.credential, **Mention.to_dict(self)}


@attrs.frozen(slots=True, kw_only=True, cache_hash=True)
class Benefit:
    """The decision for one clause of the edition.

    `missing` names the facts that could still change the decision, or `credential` where a name has to be settled first;
    `because` names what decided: facts, `row_inferred`, `text_not_seen`, `not_listed`. `qualifications` are those held whose
    rows open the clause, `evidence` is that of the best of these rows, `seen` how much of the clause's text was seen.
    """

    clause: str
    category: str
    decision: str
    missing: tuple[str, ...]
    because: tuple[str, ...]
    seen: str
    sources: tuple[SourceReference, ...]
    qualifications: tuple[str, ...]
    evidence: str | None
    text: Wording
    reason: Wording

    def to_dict(self) -> dict[str, Json]:
        """The JSON of the contract."""
        return {
            "clause": self.clause,
            "category": self.category,
            "decision": self.decision,
            "missing": list(self.missing),
            "because": list(self.because),
            "seen": self.seen,
            "sources": _listed(self.sources),
            "qualifications": list(self.qualifications),
            "evidence": self.evidence,
            "text": self.text.to_dict(),
            "reason": self.reason.to_dict(),
        }


@attrs.frozen(slots=True, kw_only=True, cache_hash=True)
class Title:
    """The Chinese professional title that the edition's Category C opens.

    `level` is the highest that holds (None where none does, or where no criteria were seen), `at_least` a level that holds
    whatever the missing facts turn out to be. `clause` is None in an edition that has no such clause.
    """

    clause: str | None
    decision: str
    level: str | None
    at_least: str | None
    missing: tuple[str, ...]
    because: tuple[str, ...]
    seen: str
    sources: tuple[SourceReference, ...]
    qualifications: tuple[str, ...]
    evidence: str | None
    reason: Wording

    def to_dict(self) -> dict[str, Json]:
        """The JSON of the contract."""
        return {
            "clause": self.clause,
            "decision": self.decision,
            "level": self.level,
            "at_least": self.at_least,
            "missing": list(self.missing),
            "because": list(self.because),
            "seen": self.seen,
            "sources": _listed(self.sources),
            "qualifications": list(self.qualifications),
            "evidence": self.evidence,
            "reason": self.reason.to_dict(),
        }


@attrs.frozen(slots=True, kw_only=True, cache_hash=True)
class Premium:
    """The decision on the package for outstanding talent, which needs no listed qualification."""

    decision: str
    missing: tuple[str, ...]
    because: tuple[str, ...]
    seen: str
    sources: tuple[SourceReference, ...]
    text: Wording
    reason: Wording

    def to_dict(self) -> dict[str, Json]:
        """The JSON of the contract."""
        return {
            "decision": self.decision,
            "missing": list(self.missing),
            "because": list(self.because),
            "seen": self.seen,
            "sources": _listed(self.sources),
            "text": self.text.to_dict(),
            "reason": self.reason.to_dict(),
        }


@attrs.frozen(slots=True)
class Choice:
    """One answer to a question, and what it means.

    `value` is what to put into the record for a fact. For a name it is a qualification's id: write that one's issuer, or its
    country, beside the text, and the name is settled.
    """

    value: str
    text: Wording

    def to_dict(self) -> dict[str, Json]:
        """As JSON."""
        return {"value": self.value, "text": self.text.to_dict()}


@attrs.frozen(slots=True, kw_only=True, cache_hash=True)
class Question:
    """What to ask next; with the answers to it and to those before it, `settles` decisions are final, whatever the answers.

    It asks for a `fact`, or what the mention at index `mention` of the screening's mentions means. `choices` are empty for a
    number and for yes or no.
    """

    fact: str | None
    mention: int | None
    text: Wording
    choices: tuple[Choice, ...]
    settles: int

    def to_dict(self) -> dict[str, Json]:
        """As JSON."""
        return {
            "fact": self.fact,
            "mention": self.mention,
            "text": self.text.to_dict(),
            "choices": _listed(self.choices),
            "settles": self.settles,
        }


@attrs.frozen(slots=True, kw_only=True, cache_hash=True)
class Versions:
    """What an answer rests on; the same versions give the same answer to the same record.

    `qualmap` is the package's version, `engine` the matching model's, `registry` that of the qualifications and their names,
    `edition` a digest of the edition with its rows, `rules` one of clauses, titles, premium package and facts.
    """

    qualmap: str
    engine: str
    registry: str
    edition: str
    rules: str

    def to_dict(self) -> dict[str, Json]:
        """As JSON."""
        return {
            "qualmap": self.qualmap,
            "engine": self.engine,
            "registry": self.registry,
            "edition": self.edition,
            "rules": self.rules,
        }


@attrs.frozen(slots=True, kw_only=True)
class Screening:
    """The answer for one person. `as_of` is the day that was asked about as YYYY-MM-DD, None where an edition was named alone."""

    ref: str
    edition: str
    as_of: str | None
    mentions: tuple[ScreenedMention, ...]
    benefits: tuple[Benefit, ...]
    title: Title
    premium: Premium
    next_questions: tuple[Question, ...]
    versions: Versions
    decision_id: str

    def to_dict(self) -> dict[str, Json]:
        """The JSON of the contract."""
        return {
            "ref": self.ref,
            "edition": self.edition,
            "as_of": self.as_of,
            "mentions": _listed(self.mentions),
            "benefits": _listed(self.benefits),
            "title": self.title.to_dict(),
            "premium": self.premium.to_dict(),
            "next_questions": _listed(self.next_questions),
            "versions": self.versions.to_dict(),
            "decision_id": self.decision_id,
        }


@attrs.frozen(slots=True)
class Failure:
    """A record that could not be screened, in the place of its answer: the `index` in the input (from 0), and why."""

    index: int
    error: InputError

    @property
    def ref(self) -> str | None:
        """The record's ref, where it has one."""
        return self.error.record

    def to_dict(self) -> dict[str, Json]:
        """As JSON: what stands in the place of the answer."""
        return {"ref": self.error.record, "error": {**self.error.to_dict()}}


def _listed(
    values: Sequence[SourceReference] | Sequence[ScreenedMention] | Sequence[Benefit] | Sequence[Choice] | Sequence[Question],
) -> list[Json]:
    return [value.to_dict() for value in values]
