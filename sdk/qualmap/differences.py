"""How two editions of the list differ, with the evidence of every row: where rows are inferred, a difference is no fact."""

from __future__ import annotations

import attrs

from qualmap.models import CategoryListing, Json, Qualification


@attrs.frozen(slots=True)
class DifferingQualification:
    """One qualification with its rows in the earlier and in the later edition; no rows where it is not in the copy."""

    qualification: Qualification
    before: tuple[CategoryListing, ...]
    after: tuple[CategoryListing, ...]

    def to_dict(self) -> dict[str, Json]:
        """As JSON."""
        return {
            "qualification": self.qualification.to_dict(),
            "before": [row.to_dict() for row in self.before],
            "after": [row.to_dict() for row in self.after],
        }


@attrs.frozen(slots=True, kw_only=True)
class EditionDifferences:
    """What is in one edition's copy and not in the other's, and what stands in other categories; each sorted by id.

    An absence is a fact only in a copy that is complete, a presence only where the row is official or confirmed.
    """

    before: str
    after: str
    before_complete: bool
    after_complete: bool
    added: tuple[DifferingQualification, ...]
    removed: tuple[DifferingQualification, ...]
    moved: tuple[DifferingQualification, ...]

    def to_dict(self) -> dict[str, Json]:
        """As JSON."""
        return {
            "before": self.before,
            "after": self.after,
            "before_complete": self.before_complete,
            "after_complete": self.after_complete,
            "added": [one.to_dict() for one in self.added],
            "removed": [one.to_dict() for one in self.removed],
            "moved": [one.to_dict() for one in self.moved],
        }
