"""Attachments on their way to an edition: each in a folder of its own below the service's home, with the review so far.

`imports/<tenant>/<id>/` has the file as it was uploaded and `review.csv`, which every decision replaces as a whole. It lies on
this machine alone. An edition belongs to everybody whom the service answers, an administrator to one company: so the edition can
be accepted here only where the service has one company, and else by whoever runs it.
"""

from __future__ import annotations

import re
import shutil
import threading
from collections.abc import Mapping, Sequence
from pathlib import Path

import attrs

from qualmap.editions import today
from qualmap.errors import OverlayError
from qualmap.local import local_matcher
from qualmap.models import Credential, MatchResult
from qualmap_matcher.editions.attachments.accepting import Accepted, accept, found_in
from qualmap_matcher.editions.attachments.added import added_qualifications, known_in
from qualmap_matcher.editions.attachments.findings import Finding
from qualmap_matcher.editions.attachments.importing import edition_to_import, review_attachment
from qualmap_matcher.editions.attachments.proposing import WAITING, ReviewLine
from qualmap_matcher.editions.attachments.review_file import Review, checked_day
from qualmap_matcher.editions.attachments.reviewing import check_line
from qualmap_matcher.overlays.folder import read_folder
from qualmap_matcher.service.core import Core
from qualmap_matcher.service.problems import Problem, not_found
from qualmap_matcher.service.store.ids import new_id

MOST = 5  # of one company: each keeps an upload on the disk
LARGEST = 32 * 2**20  # bytes of an upload: a list of a few hundred rows has a few megabytes
_ID = re.compile(r"[0-9a-f-]{36}")
_STRANGE = re.compile(r"[^\w.() -]")  # what no name of a file needs
_LONGEST_NAME = 100  # characters: in UTF-8 less than file systems take
_REVIEW = "review.csv"
_CHANGING = threading.Lock()  # one process changes a review, and reads an attachment, once at a time


@attrs.frozen
class Import:
    """One attachment with its review; `folder` is where they lie."""

    id: str
    folder: Path
    review: Review

    @property
    def waiting(self) -> int:
        """How many lines a person has to decide yet."""
        return sum(line.status in WAITING for line in self.review.lines)

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What has to be mended, or acknowledged at the end."""
        return found_in(self.review, edition_to_import(self.review.origin.edition, self.review.origin.in_force_from))


def begin(
    core: Core, tenant: str, name: str, content: bytes, *, edition: str, in_force_from: str, source: str, date: str
) -> Import:
    """Read an upload and propose what its lines are; raises `AttachmentError` or `InputError`, and nothing is kept."""
    edition_to_import(edition, in_force_from)  # before anything is written
    if len(imports(core, tenant)) >= MOST:
        raise Problem(code="conflict", detail=f"there are {MOST} imports already; accept or discard one first")
    id_ = new_id()
    folder = _home(core, tenant) / id_
    folder.mkdir(parents=True, mode=0o700)
    try:
        file = folder / _named(name)
        file.write_bytes(content)
        matcher = core.matcher
        asked = matcher.asked(None, None, "inferred")

        def match(credential: Credential) -> MatchResult:
            return matcher.match(credential, asked)

        with _CHANGING:
            review = review_attachment(
                file,
                edition=edition,
                match=match,
                known=tuple(matcher.engine.qualifications.values()),
                source=source,
                date=date,
                in_force_from=in_force_from,
            )
        review.write(folder / _REVIEW)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    return Import(id_, folder, review)


def imports(core: Core, tenant: str) -> tuple[Import, ...]:
    """A company's imports, the newest first."""
    home = _home(core, tenant)
    found = sorted((one.name for one in home.iterdir() if (one / _REVIEW).is_file()), reverse=True) if home.is_dir() else ()
    return tuple(find(core, tenant, id_) for id_ in found)


def find(core: Core, tenant: str, id_: str) -> Import:
    """One import; raises `Problem` for one that is not there, as for another company's."""
    folder = _home(core, tenant) / id_
    if not _ID.fullmatch(id_) or not (folder / _REVIEW).is_file():
        raise not_found("import")
    return Import(id_, folder, Review.read(folder / _REVIEW))


def decide(core: Core, tenant: str, id_: str, place: int, changes: Mapping[str, str]) -> tuple[Import, ReviewLine]:
    """Change a line, by its place in the review from 0; gives the import as it is then, and the line.

    Raises:
        AttachmentError: the line could not become a row like that; it stays as it was.
        Problem: there is no such import or line.

    """
    with _CHANGING:
        found = find(core, tenant, id_)
        lines = list(found.review.lines)
        if not 0 <= place < len(lines):
            raise not_found("line")
        line = changed(lines[place], changes)
        if line.status in {"mapped", "new"}:
            data = core.settings.data
            check_line(line, core.matcher.engine.qualifications.keys(), known_in(data) if data else ())
        if line.status == "new":
            added_qualifications(found.folder, [line])  # says what is missing; the folder has no file of qualifications
        lines[place] = line
        found = attrs.evolve(found, review=attrs.evolve(found.review, lines=tuple(lines)))
        _write(found)
    return found, line


def changed(line: ReviewLine, changes: Mapping[str, str]) -> ReviewLine:
    """A line with other texts in the columns that are named."""
    return ReviewLine(**{**attrs.asdict(line, recurse=False), **changes})


def discard(found: Import) -> None:
    """Remove an import with its upload."""
    with _CHANGING:
        shutil.rmtree(found.folder, ignore_errors=True)


def accept_here(core: Core, found: Import, *, source: str, date: str, acknowledged: Sequence[str]) -> Accepted:
    """Write the edition into the overlay that the settings name, whole or not at all; what runs goes on with what it read.

    Raises:
        AttachmentError: something of the review keeps it from being accepted; nothing is written.

    """
    data = core.settings.data
    assert data is not None  # noqa: S101 - the page offers it only where there is one
    with _CHANGING:
        origin = found.review.origin
        said = attrs.evolve(origin, source=" ".join(source.split()), date=checked_day(date, "the date") if date else "")
        accepted = accept(
            attrs.evolve(found.review, origin=said),
            folder=data,
            edition=edition_to_import(origin.edition, origin.in_force_from),
            known=local_matcher(data).engine.qualifications.keys(),
            acknowledged=acknowledged,
            day=today(),
            check=lambda folder: local_matcher(folder).rows(origin.edition),
        )
        shutil.rmtree(found.folder, ignore_errors=True)
    return accepted


def waits_for_restart(core: Core) -> bool:
    """Whether the overlay's folder has other content than this process answers by."""
    data, overlay = core.settings.data, core.matcher.overlay
    if data is None or overlay is None:
        return False
    try:
        return read_folder(data).digest != overlay.overlay.folder.digest
    except OverlayError:
        return True


def _home(core: Core, tenant: str) -> Path:
    return core.settings.home / "imports" / tenant


def _named(name: str) -> str:
    """The upload's own name, as far as a folder can have it; it stands in the review, and later beside the edition."""
    last = re.split(r"[/\\]", name)[-1]
    return _STRANGE.sub("_", last).strip(". ")[-_LONGEST_NAME:].lstrip(". ") or "attachment"


def _write(found: Import) -> None:
    """The review over the one that is there: whole or not at all."""
    beside = found.folder / f".{_REVIEW}"
    beside.unlink(missing_ok=True)
    found.review.write(beside)
    beside.replace(found.folder / _REVIEW)
