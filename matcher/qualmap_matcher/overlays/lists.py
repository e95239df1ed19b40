"""Read the imported editions of an overlay, with their rows and the sources that these cite."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

import attrs

from qualmap_matcher.editions.listing import CATEGORIES, Edition, Row, edition_of
from qualmap_matcher.editions.sources import Source, sources_of
from qualmap_matcher.overlays import forms
from qualmap_matcher.overlays.documents import Node, read_document
from qualmap_matcher.overlays.folder import EDITION, ROWS, SOURCES, OverlayFolder, edition_file
from qualmap_matcher.overlays.mistakes import Mistakes
from qualmap_matcher.overlays.tables import read_lines

_OFFICIAL = "official"
_ROW_COLUMNS = {
    "category": forms.CATEGORY,
    "qualification": forms.ID,
    "evidence": forms.one_of((_OFFICIAL,), words="rows read from an attachment, which are"),
    "reason": forms.TEXT.or_blank(),
    "source": forms.SOURCE,
}
_NAMES = (
    "id",
    "name_en",
    "name_zh",
    "notice",
    "in_force_from",
    "in_force_from_basis",
    "in_force_until",
    "declared_rows",
    "categories",
    "row_note",
    "criteria",
    "scope_A",
    "sources",
    "complete",
    "attachment",
)
_ATTACHMENT = ("file", "sha256", "source", "date", "accepted_on", "acknowledged")
_SOURCE = ("title", "url", "published", "note")


@attrs.frozen
class KnownRows:
    """What editions and rows may name: qualifications and sources."""

    qualifications: Collection[str]
    sources: Collection[str]


def read_sources(content: bytes, bundled: Collection[str], mistakes: Mistakes) -> dict[str, Source]:
    """The sources of the overlay's `sources.json`, none of which the bundled data has."""
    document = read_document(SOURCES, content, mistakes)
    if document is None:
        return {}
    document.only("about", "sources")
    document.text("about", forms.TEXT)
    before = len(mistakes.found)
    sources = document.node("sources")
    for id_, source in sources.nodes() if sources else ():
        if not forms.SOURCE.admits(id_):
            document.expected(f"sources.{id_}", forms.SOURCE.words)
        if id_ in bundled:
            document.expected(f"sources.{id_}", "an id that no bundled source has")
        source.only(*_SOURCE)
        source.text("title", forms.TEXT)
        source.text("url", forms.URL, null=True)
        source.text("published", forms.MONTH_OR_DAY)
        if "note" in source.content or source.content.get("url") is None:
            source.text("note", forms.TEXT)
    return sources_of(document.content) if len(mistakes.found) == before else {}


def read_edition(folder: OverlayFolder, id_: str, known: KnownRows, mistakes: Mistakes) -> tuple[Edition, tuple[Row, ...]] | None:
    """The edition in `editions/<id>/` with its rows; None where a mistake keeps it from being read."""
    before = len(mistakes.found)
    edition = _read_entry(edition_file(id_, EDITION), folder, id_, known, mistakes)
    rows = _read_rows(edition_file(id_, ROWS), folder, edition, known, mistakes)
    return None if edition is None or len(mistakes.found) > before else (edition, rows)


def _read_entry(file: str, folder: OverlayFolder, id_: str, known: KnownRows, mistakes: Mistakes) -> Edition | None:
    if file not in folder.files:
        mistakes.add(file, "this file beside the edition's rows; there is none")
        return None
    document = read_document(file, folder.files[file], mistakes)
    if document is None:
        return None
    before = len(mistakes.found)
    _check_entry(document, id_, known)
    return edition_of({**document.content, "sources": _cited(document)}) if len(mistakes.found) == before else None


def _check_entry(document: Node, id_: str, known: KnownRows) -> None:
    document.only(*_NAMES)
    if document.text("id", forms.EDITION) not in {None, id_}:
        document.expected("id", f"the name of its folder, {id_!r}")
    if "name_en" in document.content:
        document.text("name_en", forms.TEXT, null=True)
    document.text("name_zh", forms.TEXT)
    document.text("notice", forms.TEXT, null=True)
    first = document.text("in_force_from", forms.DAY)
    document.text("in_force_from_basis", forms.TEXT)
    until = document.text("in_force_until", forms.DAY, null=True)
    if first and until and until <= first:
        document.expected("in_force_until", f"a day after {first}, got {until!r}")
    declared = document.node("declared_rows", null=True)
    for category, count in declared.content.items() if declared else ():
        if category not in CATEGORIES or type(count) is not int or count < 0:
            document.expected(f"declared_rows.{category}", "a number of rows for A, B, C or D")
    _check_categories(document)
    document.flag("complete")
    for index, source in enumerate(document.texts("sources", forms.SOURCE)):
        if forms.SOURCE.admits(source) and source not in known.sources:
            document.expected(f"sources[{index}]", f"a source of the bundled data or of {SOURCES}; there is no {source!r}")
    if not document.content.get("sources"):
        document.expected("sources", "one source or more")
    _check_attachment(document.node("attachment"))


def _check_categories(document: Node) -> None:
    """A list of categories, or an object that says what each is for, as the bundled editions have it."""
    categories: Any = document.content.get("categories")
    if categories is None:
        return
    named = list(categories) if isinstance(categories, list | dict) else None
    if not named or any(category not in CATEGORIES for category in named) or len(set(named)) < len(named):
        document.expected("categories", "some of A, B, C and D, each once")


def _check_attachment(attachment: Node | None) -> None:
    if attachment is None:
        return
    attachment.only(*_ATTACHMENT)
    attachment.text("file", forms.TEXT)
    attachment.text("sha256", forms.SHA256)
    attachment.text("source", forms.TEXT)
    attachment.text("date", forms.DAY)
    attachment.text("accepted_on", forms.DAY)
    attachment.texts("acknowledged", forms.TEXT, optional=True)


def _cited(document: Node) -> list[str]:
    return list(dict.fromkeys(document.content["sources"]))


def _read_rows(
    file: str, folder: OverlayFolder, edition: Edition | None, known: KnownRows, mistakes: Mistakes
) -> tuple[Row, ...]:
    if file not in folder.files:
        mistakes.add(file, "this file beside the edition's entry; there is none")
        return ()
    rows: dict[tuple[str, str], Row] = {}
    for line in read_lines(file, folder.files[file], _ROW_COLUMNS, mistakes=mistakes):
        place = line["category"], line["qualification"]
        if edition is not None and line["category"] not in edition.categories:
            line.expected("category", f"one of the edition's, {', '.join(edition.categories)}, got {line['category']!r}")
        if line["qualification"] not in known.qualifications:
            line.expected("qualification", f"the id of a qualification that is known; there is no {line['qualification']!r}")
        if line["source"] not in known.sources:
            line.expected("source", f"a source of the bundled data or of {SOURCES}; there is no {line['source']!r}")
        if place in rows:
            line.expected("qualification", f"one line for a qualification in a category, got {line['qualification']!r} again")
        rows[place] = Row(line["category"], line["qualification"], line["evidence"], line["reason"] or None, line["source"])
    return tuple(rows.values())
