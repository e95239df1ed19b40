"""From a file to a review of it: read, laid out, proposed line by line."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

import attrs

from qualmap.errors import InputError
from qualmap.models import Qualification
from qualmap_matcher.editions.attachments.layout import entries
from qualmap_matcher.editions.attachments.opening import open_attachment
from qualmap_matcher.editions.attachments.proposing import Match, propose
from qualmap_matcher.editions.attachments.review_file import Origin, Review, checked_day
from qualmap_matcher.editions.listing import Edition, Editions, edition_of

_EDITION = re.compile(r"[0-9]+\.[0-9]+")


def review_attachment(
    path: Path,
    *,
    edition: str,
    match: Match,
    known: Sequence[Qualification],
    source: str = "",
    date: str = "",
    in_force_from: str = "",
) -> Review:
    """The review of an attachment, to be written to a file; `match` is the engine, `known` are all of its qualifications.

    Raises:
        AttachmentError: the file cannot be read as an attachment of that edition.
        InstallationError: the libraries of the extra `attachments` are not installed.

    """
    place = f"{path.name}: --"
    opened = open_attachment(path)
    lines = propose(entries(opened, edition=edition), match=match, known=known)
    origin = Origin(
        edition=edition,
        in_force_from=checked_day(in_force_from, f"{place}in-force-from") if in_force_from else "",
        source=" ".join(source.split()),
        date=checked_day(date, f"{place}date") if date else "",
        file=path.name,
        sha256=opened.sha256,
        lines=len(lines),
    )
    return Review(origin, lines)


def edition_to_import(edition: str, in_force_from: str) -> Edition:
    """The edition as the bundled data knows it, or a new one that is in force from the day given.

    Raises:
        InputError: the id is none, or the bundled data does not know the edition and no day is given.

    """
    known = Editions.bundled().editions
    if edition in known:
        return known[edition]
    if not _EDITION.fullmatch(edition):
        raise InputError(f"expected an edition's id such as 3.0, got {edition!r}", field="edition")
    if not in_force_from:
        shown = ", ".join(known)
        raise InputError(f"edition {edition!r} is new (known are {shown}); say from when, with --in-force-from", field="edition")
    new = edition_of(
        {
            "id": edition,
            "name_zh": f"上海市境外职业资格证书认可清单（{edition}版）",
            "notice": None,
            "in_force_from": checked_day(in_force_from, "--in-force-from"),
            "in_force_from_basis": "given at the import of the attachment",
            "in_force_until": None,
            "declared_rows": None,
            "complete": False,
            "sources": [],
        }
    )
    return attrs.evolve(new, categories=())  # which ones it has, its attachment says
