"""`qualmap editions import`: the authority's attachment to a review, and the review to an edition of the caller's own."""

from __future__ import annotations

from pathlib import Path

import click

from qualmap.cli.options import failing
from qualmap.errors import QualmapError


@click.command("import", epilog="Reads DOCX, XLSX, XLS, PDF, HTML and CSV; needs qualmap[attachments].")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--edition", metavar="ID", required=True, help="The edition that the attachment is of, such as 3.0.")
@click.option("-o", "--output", metavar="REVIEW.csv", type=click.Path(path_type=Path), help="Where to write the review.")
@click.option("--source", metavar="TEXT", default="", help="Where the attachment is from: its address, or words.")
@click.option("--date", metavar="DATE", default="", help="The day of the attachment (YYYY-MM-DD).")
@click.option("--in-force-from", metavar="DATE", default="", help="Of an edition that is not known yet: its first day.")
@click.option("--accept", "review", metavar="REVIEW.csv", type=click.Path(path_type=Path), help="Accept what was reviewed.")
@click.option("--data", metavar="FOLDER", envvar="QUALMAP_DATA", type=click.Path(path_type=Path), help="Where editions go.")
@click.option("--acknowledge", "codes", metavar="CODE", multiple=True, help="Accept a finding as it stands; repeatable.")
def command(
    file: Path,
    *,
    edition: str,
    output: Path | None,
    source: str,
    date: str,
    in_force_from: str,
    review: Path | None,
    data: Path | None,
    codes: tuple[str, ...],
) -> None:
    """Propose what each row of the attachment in FILE is, or accept a review of it.

    Without --accept it writes a review for a person to correct and changes nothing else. With --accept it writes the edition
    into the folder that --data or QUALMAP_DATA names.
    """
    from qualmap.cli.importing import accept_review, write_review

    try:
        if review is None:
            if codes:
                raise click.UsageError("--acknowledge goes with --accept")
            write_review(file, edition=edition, output=output, source=source, date=date, in_force_from=in_force_from, data=data)
            return
        if output is not None:
            raise click.UsageError("-o goes without --accept: the edition is written into --data")
        if data is None:
            raise click.UsageError("expected a folder to write the edition into: --data FOLDER, or QUALMAP_DATA")
        accept_review(
            file, review, edition=edition, data=data, codes=codes, source=source, date=date, in_force_from=in_force_from
        )
    except QualmapError as error:
        raise failing(error) from error
