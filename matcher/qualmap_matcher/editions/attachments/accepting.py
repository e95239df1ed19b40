"""Make a reviewed attachment the caller's edition: official rows, with the file that they come from, in a data folder."""

from __future__ import annotations

import datetime as dt
import json
import shutil
import tempfile
from collections.abc import Callable, Collection, Sequence
from pathlib import Path
from typing import Any

import attrs

from qualmap.errors import AttachmentError
from qualmap.models import Json
from qualmap_lists import load_json
from qualmap_matcher.editions.attachments.added import ADDED, added_qualifications, known_in
from qualmap_matcher.editions.attachments.findings import Finding, findings
from qualmap_matcher.editions.attachments.overlay_folder import put, undo
from qualmap_matcher.editions.attachments.review_file import Review
from qualmap_matcher.editions.attachments.reviewing import check_review, kept
from qualmap_matcher.editions.listing import CATEGORIES, Edition, Editions

_SOURCES = "sources.json"
_ABOUT = "The attachments that were imported into this folder."


@attrs.frozen
class Accepted:
    """What was written: the folder, the rows by category, the new qualifications, and what was acknowledged."""

    folder: Path
    rows: dict[str, int]
    added: tuple[str, ...]
    acknowledged: tuple[str, ...]


def accept(
    review: Review,
    *,
    folder: Path,
    edition: Edition,
    known: Collection[str],
    acknowledged: Sequence[str],
    day: dt.date,
    check: Callable[[Path], object],
) -> Accepted:
    """Write the edition of a review into a data folder, whole or not at all.

    `known` are the ids of all qualifications; `day` is the day of acceptance; `check` opens a data folder and raises for one that
    cannot be used, before anything is changed.

    Raises:
        AttachmentError: lines wait, something is not acknowledged, or a line cannot be used; nothing is written.

    """
    check_review(review, edition=edition.id, known=known, own=known_in(folder))
    seen = _acknowledged(found_in(review, edition), acknowledged)
    if folder.exists():
        undo(folder, edition.id)  # what an earlier import left half done
    files = {
        f"editions/{edition.id}/edition.json": _edition_entry(review, edition, seen, day),
        f"editions/{edition.id}/rows.csv": _rows(review),
        _SOURCES: _sources(folder, review, edition),
    }
    added, text = added_qualifications(folder, [line for line in review.lines if line.status == "new"])
    if added:
        files[ADDED] = text
    with tempfile.TemporaryDirectory() as scratch:
        trial = Path(scratch) / "data"
        if folder.exists():
            shutil.copytree(folder, trial, ignore=shutil.ignore_patterns(".*"))
        put(trial, edition.id, files)
        check(trial)
    put(folder, edition.id, files)
    rows = {(line.category, line.qualification) for line in kept(review)}
    return Accepted(folder, {one: sum(row[0] == one for row in rows) for one in CATEGORIES if one in dict(rows)}, added, seen)


def found_in(review: Review, edition: Edition) -> tuple[Finding, ...]:
    """What is conspicuous in a review, beside the bundled data."""
    bundled = Editions.bundled()
    rows = bundled.rows(edition.id) if edition.id in bundled.editions else ()
    return findings(review.lines, edition=edition, bundled=rows)


def _acknowledged(found: Sequence[Finding], codes: Sequence[str]) -> tuple[str, ...]:
    known = {finding.code for finding in found}
    if unknown := [code for code in codes if code not in known]:
        raise AttachmentError(f"nothing found has the code {unknown[0]!r}; codes are {', '.join(sorted(known)) or 'none'}")
    if left := [finding for finding in found if finding.code not in codes]:
        shown = "".join(f"\n  {finding.code}: {finding.detail}" for finding in left)
        raise AttachmentError(f"mend these or acknowledge each with --acknowledge CODE:{shown}")
    return tuple(f"{finding.code}: {finding.detail}" for finding in found)


def _source_id(edition: Edition) -> str:
    return f"attachment-{edition.id}"


def _edition_entry(review: Review, edition: Edition, seen: Sequence[str], day: dt.date) -> str:
    """The bundled entry of the edition with what the attachment adds; one of its own for an edition that is new."""
    bundled = {entry["id"]: entry for entry in load_json("editions", "editions.json")["editions"]}
    entry: dict[str, Json] = dict(bundled.get(edition.id, {}))
    entry.pop("carries_over", None)
    origin = review.origin
    until = edition.in_force_until
    entry |= {
        "id": edition.id,
        "name_zh": edition.name_zh,
        "notice": edition.notice,
        "in_force_from": origin.in_force_from or edition.in_force_from.isoformat(),
        "in_force_from_basis": "given at the import of the attachment" if origin.in_force_from else edition.in_force_from_basis,
        "in_force_until": until.isoformat() if until else None,
        "declared_rows": dict(edition.declared_rows) if edition.declared_rows else None,
        "complete": True,
        "sources": [_source_id(edition), *edition.sources],
        "attachment": {
            "file": origin.file,
            "sha256": origin.sha256,
            "source": origin.source,
            "date": origin.date,
            "accepted_on": day.isoformat(),
            "acknowledged": list(seen),
        },
    }
    used = {line.category for line in kept(review)}
    if edition.id not in bundled or used - set(edition.categories):
        listed = used if edition.id not in bundled else used | set(edition.categories)
        entry["categories"] = list[Json](sorted(listed))
    return _json(entry)


def _rows(review: Review) -> str:
    source = f"attachment-{review.origin.edition}"
    rows = dict.fromkeys((line.category, line.qualification) for line in kept(review))
    ordered = sorted(rows, key=lambda row: CATEGORIES.index(row[0]))
    lines = (f"{category},{qualification},official,,{source}\n" for category, qualification in ordered)
    return "category,qualification,evidence,reason,source\n" + "".join(lines)


def _sources(folder: Path, review: Review, edition: Edition) -> str:
    file = folder / _SOURCES
    document: dict[str, Any] = {"about": _ABOUT, "sources": {}}
    if file.exists():
        document = json.loads(file.read_text(encoding="utf-8-sig"))
    origin = review.origin
    is_address = origin.source.startswith(("http://", "https://")) and " " not in origin.source
    document["sources"][_source_id(edition)] = {
        "title": f"Attachment of edition {edition.id}: {edition.name_zh}",
        "url": origin.source if is_address else None,
        "published": origin.date,
        "note": f"SHA-256 {origin.sha256}; file {origin.file}" + ("" if is_address else f"; from: {origin.source}"),
    }
    return _json(document)


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"
