"""The two steps of an import: what is proposed, and what is accepted; each says what it did."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import attrs
import click

from qualmap.backends import Local
from qualmap.client import Client
from qualmap.editions import today
from qualmap.errors import AttachmentError

if TYPE_CHECKING:
    from qualmap_matcher.editions.attachments.findings import Finding
    from qualmap_matcher.editions.attachments.review_file import Review
    from qualmap_matcher.editions.listing import Edition

_MOST_SHOWN = 20  # lines that wait; the review has all of them
_MEANINGS = {
    "mapped": "a known qualification",
    "choose": "a person chooses among candidates",
    "new": "a qualification that was not known",
    "waits": "a person decides",
    "dropped": "left out",
}


def write_review(
    file: Path, *, edition: str, output: Path | None, source: str, date: str, in_force_from: str, data: Path | None
) -> None:
    """Propose a mapping and write it; raises `AttachmentError` for a file that cannot be read."""
    from qualmap_matcher.editions.attachments.accepting import found_in
    from qualmap_matcher.editions.attachments.importing import edition_to_import, review_attachment

    target = edition_to_import(edition, in_force_from)
    client = _client(data)
    review = review_attachment(
        file,
        edition=edition,
        match=client.match,
        known=client.qualifications(),
        source=source,
        date=date,
        in_force_from=in_force_from,
    )
    path = output or Path(f"{file.stem}-review.csv")
    review.write(path)
    _show_counts(review, target)
    _show_waiting(review)
    _show_findings(found_in(review, target))
    click.echo(f"\nReview: {path}")


def accept_review(
    file: Path,
    path: Path,
    *,
    edition: str,
    data: Path,
    codes: Sequence[str],
    source: str,
    date: str,
    in_force_from: str,
) -> None:
    """Write the edition that a review holds; raises `AttachmentError`, and nothing is written, where it cannot be accepted."""
    from qualmap_matcher.editions.attachments.accepting import accept
    from qualmap_matcher.editions.attachments.importing import edition_to_import
    from qualmap_matcher.editions.attachments.opening import sha256_of
    from qualmap_matcher.editions.attachments.review_file import Review, checked_day

    review = Review.read(path)
    own = sha256_of(file)
    if own != review.origin.sha256:
        said = f"{path.name} is the review of a file with SHA-256 {review.origin.sha256}"
        raise AttachmentError(f"{said}; {file.name} has {own}")
    origin = attrs.evolve(
        review.origin,
        source=" ".join(source.split()) or review.origin.source,
        date=checked_day(date, "--date") if date else review.origin.date,
        in_force_from=checked_day(in_force_from, "--in-force-from") if in_force_from else review.origin.in_force_from,
    )
    review = attrs.evolve(review, origin=origin)
    client = _client(data)
    accepted = accept(
        review,
        folder=data,
        edition=edition_to_import(edition, review.origin.in_force_from),
        known=frozenset(one.id for one in client.qualifications()),
        acknowledged=codes,
        day=today(),
        check=lambda folder: Client.local(data=folder).rows(edition),
    )
    rows = ", ".join(f"{count} in {category}" for category, count in accepted.rows.items())
    click.echo(f"Edition {edition} is complete: {sum(accepted.rows.values())} official rows, {rows}.")
    if accepted.added:
        click.echo(f"New qualifications: {', '.join(accepted.added)}")
    for one in accepted.acknowledged:
        click.echo(f"Acknowledged  {one}")
    click.echo(f"Folder: {accepted.folder}")


def _client(data: Path | None) -> Client:
    """The client over the folder as it is; over the bundled data alone where the first import will make the folder."""
    if data and data.exists():
        return Client.local(data=data)
    from qualmap.local import LocalMatcher, bundled_engine

    return Client.over(Local(LocalMatcher(bundled_engine())))


def _show_counts(review: Review, edition: Edition) -> None:
    from qualmap_matcher.editions.attachments.findings import rows_by_category

    click.echo(f"{review.origin.file}: edition {edition.id}, {len(review.lines)} certificates")
    counts = rows_by_category(review.lines)
    published = edition.declared_rows or {}
    for category in sorted({*counts, *published}):
        total = f"of {published[category]} published" if category in published else "total unknown"
        click.echo(f"  {category}  {counts.get(category, 0):3}  {total}")
    statuses = Counter(line.status for line in review.lines)
    for status, meaning in _MEANINGS.items():
        if statuses[status]:
            click.echo(f"  {status:8} {statuses[status]:3}  {meaning}")


def _show_waiting(review: Review) -> None:
    waiting = [line for line in review.lines if line.status in {"choose", "waits"}]
    if waiting:
        click.echo("\nTo decide:")
    for line in waiting[:_MOST_SHOWN]:
        candidates = f" ({', '.join(line.candidates)})" if line.candidates else ""
        click.echo(f"  line {line.line}  {line.category or '?'}  {line.name}: {line.note}{candidates}")
    if len(waiting) > _MOST_SHOWN:
        click.echo(f"  and {len(waiting) - _MOST_SHOWN} more")


def _show_findings(found: Sequence[Finding]) -> None:
    if found:
        click.echo("\nTo mend, or to acknowledge when accepting:")
    for finding in found:
        click.echo(f"  {finding.code}: {finding.detail}")
