"""What qualmap knows: the editions with their rows, and the qualifications with their names."""

from __future__ import annotations

import datetime as dt

import attrs

from qualmap.models import Json, Listing, Qualification

FIELDS = (
    "accounting",
    "actuarial",
    "architecture",
    "aviation",
    "biomedicine",
    "construction",
    "domestic",
    "engineering",
    "finance",
    "governance",
    "human resources",
    "information technology",
    "languages",
    "legal",
    "management",
    "manufacturing",
    "supply chain",
    "other",
    "not listed kind",
)
"""The fields of qualifications."""
FIELDS_OF_NO_LIST = ("domestic", "not listed kind")
"""Those of qualifications that are known only so that they are not taken for listed ones."""


@attrs.frozen(slots=True)
class CategoryCoverage:
    """How many rows of a category the copy has, by evidence, and how many the notice published (None where it was not said)."""

    category: str
    official: int
    confirmed: int
    inferred: int
    published: int | None

    @property
    def rows(self) -> int:
        """All rows of the copy."""
        return self.official + self.confirmed + self.inferred

    def to_dict(self) -> dict[str, Json]:
        """As JSON."""
        return attrs.asdict(self)


@attrs.frozen(slots=True, kw_only=True)
class Attachment:
    """The authority's file that an edition's official rows were read from.

    `sha256` is the file's hash in 64 hexadecimal digits, `date` the attachment's own day, `accepted_on` the day on which a
    person accepted what was read, and `acknowledged` what that person was shown and accepted as it stood ("count-A: 47 of 48").
    """

    file: str
    sha256: str
    source: str
    date: dt.date
    accepted_on: dt.date
    acknowledged: tuple[str, ...] = ()

    def to_dict(self) -> dict[str, Json]:
        """As JSON, with days as YYYY-MM-DD."""
        return {
            "file": self.file,
            "sha256": self.sha256,
            "source": self.source,
            "date": self.date.isoformat(),
            "accepted_on": self.accepted_on.isoformat(),
            "acknowledged": list(self.acknowledged),
        }


@attrs.frozen(slots=True, kw_only=True)
class EditionSummary:
    """One edition of the list: in force from its first day up to but not including `in_force_until`.

    `attachment` is None while the authority's file was not seen.
    """

    id: str
    name_en: str | None
    name_zh: str
    notice: str | None
    in_force_from: dt.date
    in_force_from_basis: str
    in_force_until: dt.date | None
    complete: bool
    categories: tuple[CategoryCoverage, ...]
    sources: tuple[str, ...]
    attachment: Attachment | None = None

    def to_dict(self) -> dict[str, Json]:
        """As JSON, with days as YYYY-MM-DD."""
        return {
            "id": self.id,
            "name_en": self.name_en,
            "name_zh": self.name_zh,
            "notice": self.notice,
            "in_force_from": self.in_force_from.isoformat(),
            "in_force_from_basis": self.in_force_from_basis,
            "in_force_until": self.in_force_until.isoformat() if self.in_force_until else None,
            "complete": self.complete,
            "categories": [category.to_dict() for category in self.categories],
            "sources": list(self.sources),
            "attachment": self.attachment.to_dict() if self.attachment else None,
        }


@attrs.frozen(slots=True)
class ListedRow:
    """One line of an edition."""

    category: str
    qualification: Qualification
    evidence: str
    source: str | None
    reason: str | None

    def to_dict(self) -> dict[str, Json]:
        """As JSON."""
        return {
            "category": self.category,
            "qualification": self.qualification.to_dict(),
            "evidence": self.evidence,
            "source": self.source,
            "reason": self.reason,
        }


@attrs.frozen(slots=True, kw_only=True)
class OverlaySummary:
    """What an overlay folder adds to the bundled data.

    `digest` is a hash of its files. `names` counts the company's own names; `shared` are those of them that mean several
    qualifications and so are ambiguous alone, `overriding` those that take the place of what the registry knows by them.
    `unread` are files in the folder that no overlay has, such as one whose name was misspelt.
    """

    folder: str
    digest: str
    names: int
    shared: tuple[str, ...]
    overriding: tuple[str, ...]
    qualifications: tuple[Qualification, ...]
    editions: tuple[EditionSummary, ...]
    sources: tuple[str, ...]
    unread: tuple[str, ...]

    def to_dict(self) -> dict[str, Json]:
        """As JSON."""
        return {
            "folder": self.folder,
            "digest": self.digest,
            "names": self.names,
            "shared": list(self.shared),
            "overriding": list(self.overriding),
            "qualifications": [one.to_dict() for one in self.qualifications],
            "editions": [edition.to_dict() for edition in self.editions],
            "sources": list(self.sources),
            "unread": list(self.unread),
        }


@attrs.frozen(slots=True)
class KnownName:
    """One way of writing a qualification; a `weak` one needs support around it, `named_by` says whose it is."""

    language: str
    text: str
    weak: bool
    named_by: str = "registry"


@attrs.frozen(slots=True)
class LookAlike:
    """Another qualification that this one must not be taken for."""

    id: str
    why: str


@attrs.frozen(slots=True)
class QualificationDetail:
    """Everything known of one qualification; `listings` has its place in every edition."""

    qualification: Qualification
    name_zh_hant: str
    field: str
    names: tuple[KnownName, ...]
    look_alikes: tuple[LookAlike, ...]
    listings: dict[str, Listing]

    def to_dict(self) -> dict[str, Json]:
        """As JSON."""
        return {
            **self.qualification.to_dict(),
            "name_zh_hant": self.name_zh_hant,
            "field": self.field,
            "names": [attrs.asdict(name) for name in self.names],
            "look_alikes": [attrs.asdict(one) for one in self.look_alikes],
            "listings": {edition: listing.to_dict() for edition, listing in self.listings.items()},
        }
