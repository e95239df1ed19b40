"""The properties of a qualification that a client can fetch: each gives its values in one edition, a cell for each.

Those of rows (`category`, `evidence`, `source`, `reason`) have one value for each category, in one order, so that columns fetched
together line up. `evidence` belongs beside every `category`: an inferred row is no fact.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import attrs

from qualmap.editions import EVIDENCE, Asked
from qualmap.files.labels import EVIDENCE as EVIDENCE_NAMES
from qualmap.files.labels import LISTINGS, SEEN, said
from qualmap.local import LocalMatcher
from qualmap.models import CategoryListing, Json, Qualification
from qualmap.screening import Wording


@attrs.frozen
class Row:
    """One qualification in one edition, as the settings ask."""

    known: Qualification
    asked: Asked
    language: str
    matcher: LocalMatcher

    @property
    def categories(self) -> Sequence[CategoryListing]:
        """Its rows on the list."""
        return self.matcher.engine.editions.listing(self.asked, self.known.id).categories


@attrs.frozen
class Property:
    """One column that can be fetched; a value of None is an empty cell."""

    name: str
    description: str
    values: Callable[[Row], Iterator[str | None]]

    def cells(self, row: Row) -> list[Json]:
        """The values as the specification writes them."""
        return [{} if value is None else {"str": value} for value in self.values(row)]


def _name(row: Row) -> Iterator[str]:
    yield said(Wording(row.known.name_en, row.known.name_zh), row.language)


def _issuer(row: Row) -> Iterator[str]:
    yield row.known.issuer


def _country(row: Row) -> Iterator[str]:
    if row.known.country:
        yield row.known.country


def _grade(row: Row) -> Iterator[str]:
    if row.known.grade:
        yield row.known.grade


def _listing(row: Row) -> Iterator[str]:
    yield said(LISTINGS[row.matcher.engine.editions.listing(row.asked, row.known.id).status], row.language)


def _category(row: Row) -> Iterator[str]:
    return (one.category for one in row.categories)


def _evidence(row: Row) -> Iterator[str]:
    return (said(EVIDENCE_NAMES[one.evidence], row.language) for one in row.categories)


def _source(row: Row) -> Iterator[str | None]:
    sources = row.matcher.engine.editions.sources
    for one in row.categories:
        known = sources.get(one.source or "")
        yield f"{known.title} {known.url or ''}".strip() if known else one.source


def _reason(row: Row) -> Iterator[str | None]:
    return (one.reason for one in row.categories)


def _edition(row: Row) -> Iterator[str]:
    yield row.asked.edition


def _benefits(row: Row) -> Iterator[str]:
    """The clauses that the rows open, each with what stands between it and a benefit to count on."""
    for clause in row.matcher.screener.rules.clauses.get(row.asked.edition, ()):
        opening = [one.evidence for one in row.categories if one.category in clause.opened_by]
        if opening:
            evidence = max(opening, key=EVIDENCE.index)
            unsure = evidence == EVIDENCE[0] or clause.seen == "none"
            yield said(
                Wording(
                    f"{clause.topic}: {clause.text.en} (text {SEEN[clause.seen].en}; row {evidence}; "
                    f"{'no benefit to count on' if unsure else 'if its conditions hold'})",
                    f"{clause.topic}：{clause.text.zh}（条款：{SEEN[clause.seen].zh}；条目：{EVIDENCE_NAMES[evidence].zh}；"
                    f"{'不能据此认定享有' if unsure else '须符合其条件'}）",
                ),
                row.language,
            )


PROPERTIES: dict[str, Property] = {
    "category": Property("Category", "The categories in which it stands on the list", _category),
    "evidence": Property("Evidence", "For each category: official, confirmed or inferred (no fact)", _evidence),
    "source": Property("Source", "For each category: the source that names the row", _source),
    "reason": Property("Reason", "For each inferred category: why it was inferred", _reason),
    "listing": Property("Listing", "Whether it has a row in this copy of the list", _listing),
    "benefits": Property("Benefits", "The clauses that its categories open, with how much of their text was seen", _benefits),
    "name": Property("Name", "Its name, in the language of the settings", _name),
    "issuer": Property("Issuer", "Who awards it", _issuer),
    "country": Property("Country", "Where, by its ISO 3166 code", _country),
    "grade": Property("Grade", "The grade of membership or licence", _grade),
    "edition": Property("Edition", "The edition that the other columns speak of", _edition),
}
"""By their ids, in the order in which they are proposed."""
