"""What is reconciled with: one type of entity, the qualification, and how one is named and described to a person."""

from __future__ import annotations

from collections.abc import Iterator

from qualmap.editions import EVIDENCE
from qualmap.files.labels import CLAIMS, LISTINGS
from qualmap.models import Json, Listing, Qualification

TYPE = "qualification"
TYPES: list[Json] = [{"id": TYPE, "name": "Occupational qualification"}]
IDENTIFIERS = "urn:x-qualmap:qualification:"
"""The identifier space: the same for every service that has this registry, wherever it stands."""
SCHEMA = "https://schema.org/EducationalOccupationalCredential"


def described(known: Qualification, listing: Listing, *, edition: str, claim: str | None = None, company: bool = False) -> str:
    """A qualification in a line: other name, issuer, rows with their evidence, and what of a claim falls short of holding it."""
    return " · ".join(_parts(known, listing, edition, claim, company=company))


def best_evidence(listing: Listing) -> str | None:
    """The strongest evidence among the rows; None without a row."""
    return max((row.evidence for row in listing.categories), key=EVIDENCE.index, default=None)


def _parts(known: Qualification, listing: Listing, edition: str, claim: str | None, *, company: bool) -> Iterator[str]:
    if claim is not None and claim != "held":
        yield f"{CLAIMS[claim].en}: this alone carries no benefit"
    yield known.name_zh
    yield f"{known.issuer} ({known.country})" if known.country else known.issuer
    if company:
        yield "by your company's own name for it"
    if not listing.categories:
        yield f"edition {edition}: {LISTINGS[listing.status].en}"
        return
    for evidence in reversed(EVIDENCE):
        if categories := [row.category for row in listing.categories if row.evidence == evidence]:
            noun = "Category" if len(categories) == 1 else "Categories"
            fact = ", no fact" if evidence == EVIDENCE[0] else ""
            yield f"{noun} {', '.join(categories)} {evidence}{fact} (edition {edition})"
