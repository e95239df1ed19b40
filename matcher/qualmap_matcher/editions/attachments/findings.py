"""What a person must have seen before an attachment becomes an edition: counts, duplicates, contradictions, gaps."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

import attrs

from qualmap_matcher.editions.attachments.proposing import ReviewLine
from qualmap_matcher.editions.attachments.reviewing import some
from qualmap_matcher.editions.listing import CATEGORIES, Edition, Row


@attrs.frozen
class Finding:
    """One thing that may be a mistake; `code` stays the same as long as the finding is about the same thing."""

    code: str
    detail: str


def findings(lines: Sequence[ReviewLine], *, edition: Edition, bundled: Iterable[Row]) -> tuple[Finding, ...]:
    """What is conspicuous in the lines of a review; `bundled` are the rows that the bundled data has of the edition.

    An edition without categories is one of which nothing was known.
    """
    kept = [line for line in lines if line.status != "dropped"]
    return (
        *_counts(kept, edition),
        *_gaps(kept),
        *_duplicates(kept),
        *_contradictions(kept, bundled),
        *_dropped(lines),
    )


def rows_by_category(lines: Iterable[ReviewLine]) -> dict[str, int]:
    """How many rows the lines make in each category; lines that say the same, once."""
    rows = {(line.category, line.qualification or f"line {line.line} {line.name}") for line in lines if line.status != "dropped"}
    counts = Counter(category for category, _ in rows)
    return {category: counts[category] for category in CATEGORIES if counts[category]}


def _counts(lines: Sequence[ReviewLine], edition: Edition) -> Iterator[Finding]:
    counts: Mapping[str, int] = rows_by_category(lines)
    for category in CATEGORIES:
        published = (edition.declared_rows or {}).get(category)
        if published is not None and counts.get(category, 0) != published:
            yield Finding(f"count-{category}", f"{counts.get(category, 0)} of {published} published rows")
        elif category in counts and edition.categories and category not in edition.categories:
            yield Finding(f"category-{category}", f"edition {edition.id} is not known to have a category {category}")
        elif category not in counts and category in edition.categories and published is None:
            yield Finding(f"category-{category}", f"the attachment has no row in category {category}")


def _gaps(lines: Sequence[ReviewLine]) -> Iterator[Finding]:
    """Numbers that the attachment's own numbering skips: rows that may have been lost in reading."""
    for category in CATEGORIES:
        numbers = {int(line.number) for line in lines if line.category == category and line.number.isdecimal()}
        missing = sorted(set(range(min(numbers), max(numbers))) - numbers) if numbers else []
        # A list in which a certificate keeps its number in every category skips numbers without losing rows.
        missing = [number for number in missing if not any(line.number == str(number) for line in lines)]
        if missing:
            yield Finding(f"numbers-{category}", f"the numbering skips {some(missing)}")


def _duplicates(lines: Sequence[ReviewLine]) -> Iterator[Finding]:
    seen: dict[tuple[str, str], list[int]] = {}
    for line in lines:
        what = line.qualification or f"{line.name} {line.issuer}".strip()
        seen.setdefault((line.category, what), []).append(line.line)
    for (category, what), found in seen.items():
        if len(found) > 1:
            yield Finding(f"duplicate-{what}-{category}".replace(" ", "-"), f"lines {some(found)} say the same")


def _contradictions(lines: Sequence[ReviewLine], bundled: Iterable[Row]) -> Iterator[Finding]:
    """Rows that a cited source confirms and the attachment does not have, or has in other categories."""
    categories: dict[str, set[str]] = {}
    for line in lines:
        if line.qualification:
            categories.setdefault(line.qualification, set()).add(line.category)
    for row in bundled:
        found = categories.get(row.qualification, set())
        if row.evidence == "confirmed" and row.category not in found:
            where = f"the attachment has it in {', '.join(sorted(found))}" if found else "the attachment does not have it"
            yield Finding(
                f"confirmed-{row.qualification}-{row.category}", f"{row.source} confirms it in category {row.category}; {where}"
            )


def _dropped(lines: Sequence[ReviewLine]) -> Iterator[Finding]:
    dropped = [line.line for line in lines if line.status == "dropped"]
    if dropped:
        yield Finding("dropped", f"lines {some(dropped)} are left out")
