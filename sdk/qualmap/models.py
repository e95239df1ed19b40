"""The shapes of an answer, shared by local mode, the command line and the service.

Every class is a frozen attrs class; `to_dict()` gives the JSON of the contract, with keys in a fixed order. Offsets count
Unicode code points of the raw text, confidences lie between 0 and 1, contributions are log-odds.
"""

from __future__ import annotations

from typing import Literal

import attrs

from qualmap.errors import InputError, TextError

Outcome = Literal["matched", "ambiguous", "review", "unrecognised"]
Claim = Literal["held", "in_progress", "passed_exam", "student", "expired", "negated", "required"]
EvidenceKind = Literal["official", "confirmed", "inferred"]
ListingStatus = Literal["listed", "not_in_copy", "not_listed"]
NamedBy = Literal["registry", "company"]
Json = str | int | float | bool | None | list["Json"] | dict[str, "Json"]


@attrs.frozen(slots=True)
class Credential:
    """What a company submits about one qualification: the text as it was written, and what stood in fields beside it."""

    text: str
    issuer: str | None = None
    country: str | None = None

    def __attrs_post_init__(self) -> None:
        if not isinstance(self.text, str):
            raise TextError(f"expected a text, got {type(self.text).__name__}", field="text")
        if self.issuer is not None or self.country is not None:
            for name, value in (("issuer", self.issuer), ("country", self.country)):
                if value is not None and not isinstance(value, str):
                    raise InputError(f"expected a text or None, got {type(value).__name__}", field=name)

    def to_dict(self) -> dict[str, Json]:
        """The JSON of the contract."""
        return {"text": self.text, "issuer": self.issuer, "country": self.country}

    @classmethod
    def of(cls, value: str | Credential) -> Credential:
        """The credential that a bare text is; raises `TextError` for anything else."""
        if isinstance(value, Credential):
            return value
        if isinstance(value, str):
            return cls(value)
        raise TextError(f"expected a text or a Credential, got {type(value).__name__}", field="text")


@attrs.frozen(slots=True)
class Qualification:
    """One known occupational qualification at one grade."""

    id: str
    name_en: str
    name_zh: str
    issuer: str
    country: str | None
    grade: str | None

    def to_dict(self) -> dict[str, Json]:
        """The JSON of the contract."""
        return {
            "id": self.id,
            "name_en": self.name_en,
            "name_zh": self.name_zh,
            "issuer": self.issuer,
            "country": self.country,
            "grade": self.grade,
        }


@attrs.frozen(slots=True)
class Candidate:
    """A qualification that a mention can mean, with its share of the confidence (0 to 1)."""

    id: str
    confidence: float

    def to_dict(self) -> dict[str, Json]:
        """The JSON of the contract."""
        return {"id": self.id, "confidence": self.confidence}


@attrs.frozen(slots=True)
class CategoryListing:
    """One row of an edition: the category, how well the row is known, and the source or the reason for it."""

    category: str
    evidence: str
    source: str | None
    reason: str | None

    def to_dict(self) -> dict[str, Json]:
        """The JSON of the contract."""
        return {"category": self.category, "evidence": self.evidence, "source": self.source, "reason": self.reason}


@attrs.frozen(slots=True)
class Listing:
    """Where a qualification stands in an edition; `not_in_copy` while the copy of the list is incomplete."""

    status: str
    categories: tuple[CategoryListing, ...] = ()

    def to_dict(self) -> dict[str, Json]:
        """The JSON of the contract."""
        return {"status": self.status, "categories": [category.to_dict() for category in self.categories]}


@attrs.frozen(slots=True)
class Reason:
    """One contribution to the confidence, in log-odds; the contributions of a mention add up to it."""

    feature: str
    contribution: float
    detail: str

    def to_dict(self) -> dict[str, Json]:
        """The JSON of the contract."""
        return {"feature": self.feature, "contribution": self.contribution, "detail": self.detail}


@attrs.frozen(slots=True)
class Mention:
    """One stretch of text that names a qualification; `text` is the raw text from `start` to `end` (exclusive).

    `named_by` is `company` where it rests on a company's own name for the qualification, and `registry` otherwise.
    """

    text: str
    start: int
    end: int
    outcome: str
    claim: str
    confidence: float
    qualification: Qualification | None
    candidates: tuple[Candidate, ...]
    listing: Listing | None
    reasons: tuple[Reason, ...]
    question: str | None
    named_by: str = "registry"

    def to_dict(self) -> dict[str, Json]:
        """The JSON of the contract."""
        return {
            "text": self.text,
            "start": self.start,
            "end": self.end,
            "outcome": self.outcome,
            "claim": self.claim,
            "confidence": self.confidence,
            "qualification": self.qualification.to_dict() if self.qualification else None,
            "candidates": [candidate.to_dict() for candidate in self.candidates],
            "listing": self.listing.to_dict() if self.listing else None,
            "reasons": [reason.to_dict() for reason in self.reasons],
            "question": self.question,
            "named_by": self.named_by,
        }


@attrs.frozen(slots=True)
class MatchResult:
    """The answer to one credential in one edition: its mentions from left to right."""

    text: str
    edition: str
    mentions: tuple[Mention, ...]

    def to_dict(self) -> dict[str, Json]:
        """The JSON of the contract."""
        return {
            "text": self.text,
            "edition": self.edition,
            "mentions": [mention.to_dict() for mention in self.mentions],
        }
