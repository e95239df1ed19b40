"""Write the page of every qualification: `python -m qualmap_matcher.eligibility.qualifications_page > docs/qualifications.md`.

Prints Markdown, made from the data alone: equal data gives the same page.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Mapping

import qualmap
from qualmap.catalogue import FIELDS, FIELDS_OF_NO_LIST, QualificationDetail
from qualmap.models import CategoryListing
from qualmap_matcher.editions.sources import Source, bundled_sources

_HEAD = """# Qualifications

Every qualification that the registry knows, by field. This page is made from `data/qualmap_lists/`:
`python -m qualmap_matcher.eligibility.qualifications_page` prints it. `qualmap qualifications ID` shows one with all the ways in
which people write it; [the data](data.md) says where to mend what is wrong.

A qualification that has a row in this copy of the list has a section of its own, with the row in every edition and its
[evidence](evidence.md): **an inferred row is a reconstruction, no fact, and carries no benefit.** One without a row stands in the
table at the end of its field. No attachment was seen, so no copy is complete: *without a row* is `not_in_copy`, and the list may
have it all the same.
"""
_OF_NO_LIST = "\nKnown only so that they are not taken for those that could be listed.\n"
_TITLES = {"not listed kind": "Not of a kind that is listed"}


def qualifications_page(known: Iterable[QualificationDetail], sources: Mapping[str, Source]) -> str:
    """The page in Markdown: a section for each field, and in it one for each qualification that has a row."""
    fields: dict[str, list[QualificationDetail]] = {field: [] for field in FIELDS}
    for detail in known:
        fields[detail.field].append(detail)
    return "\n".join([*_summary(fields), *_fields(fields, sources), ""])


def _summary(fields: Mapping[str, list[QualificationDetail]]) -> Iterator[str]:
    yield _HEAD
    yield "| field | with a row | without |"
    yield "| --- | --- | --- |"
    for field, found in fields.items():
        listed = sum(map(_has_rows, found))
        yield f"| [{_title(field)}](#{_title(field).lower().replace(' ', '-')}) | {listed} | {len(found) - listed} |"


def _fields(fields: Mapping[str, list[QualificationDetail]], sources: Mapping[str, Source]) -> Iterator[str]:
    for field, found in fields.items():
        yield f"\n## {_title(field)}"
        if field in FIELDS_OF_NO_LIST:
            yield _OF_NO_LIST.rstrip("\n")
        for detail in found:
            if _has_rows(detail):
                yield from _section(detail, sources)
        yield from _table([detail for detail in found if not _has_rows(detail)])


def _section(detail: QualificationDetail, sources: Mapping[str, Source]) -> Iterator[str]:
    one = detail.qualification
    yield f"\n### {one.id}\n"
    yield f"**{one.name_en}** · {one.name_zh} · {detail.name_zh_hant}\n"
    yield f"Awarded by {one.issuer}. Country: {one.country or 'no one country'}. Grade: {one.grade or 'only one'}.\n"
    yield "| edition | category | evidence | known from |"
    yield "| --- | --- | --- | --- |"
    for edition, listing in detail.listings.items():
        for categories, row in _alike(listing.categories):
            yield f"| {edition} | {categories} | **{row.evidence}** | {_grounds(row, sources)} |"
        if not listing.categories:
            yield f"| {edition} | – | `{listing.status}` | |"


def _alike(rows: Iterable[CategoryListing]) -> Iterator[tuple[str, CategoryListing]]:
    """Rows that say the same of several categories, once, with the categories."""
    found: dict[tuple[str, str | None, str | None], list[CategoryListing]] = {}
    for row in rows:
        found.setdefault((row.evidence, row.source, row.reason), []).append(row)
    for alike in found.values():
        yield ", ".join(row.category for row in alike), alike[0]


def _grounds(row: CategoryListing, sources: Mapping[str, Source]) -> str:
    if row.source is None:
        return _cell(row.reason or "")
    source = sources[row.source]
    title = _cell(source.title)
    return f"`{source.id}` [{title}](<{source.url}>)" if source.url else f"`{source.id}` {title}"


def _table(found: list[QualificationDetail]) -> Iterator[str]:
    if found:
        statuses = sorted({listing.status for detail in found for listing in detail.listings.values()})
        yield f"\nWithout a row in any edition ({', '.join(f'`{status}`' for status in statuses)}):\n"
        yield "| id | names | awarded by | grade |"
        yield "| --- | --- | --- | --- |"
    for detail in found:
        one = detail.qualification
        issuer = f"{one.issuer} ({one.country})" if one.country else one.issuer
        # The anchor lets a reader link to a line, as to a section.
        yield f'| <a id="{one.id}"></a>`{one.id}` | {_cell(one.name_en)}<br>{one.name_zh} | {_cell(issuer)} | {one.grade or ""} |'


def _has_rows(detail: QualificationDetail) -> bool:
    return any(listing.categories for listing in detail.listings.values())


def _title(field: str) -> str:
    return _TITLES.get(field, field.capitalize())


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


def every_qualification() -> list[QualificationDetail]:
    """All that the bundled registry knows, in its order."""
    client = qualmap.Client.local(data="")
    return [client.qualification(one.id) for one in client.qualifications()]


if __name__ == "__main__":
    sys.stdout.buffer.write(qualifications_page(every_qualification(), bundled_sources()).encode())
