"""`qualmap explain`: one person of a file, with everything that the answer rests on, on the terminal or as a page to keep."""

from __future__ import annotations

import datetime as dt
import difflib
import json
from pathlib import Path

import click

from qualmap.cli.options import edition_options, json_option
from qualmap.client import Client
from qualmap.editions import as_date
from qualmap.errors import InputError, QualmapError
from qualmap.files.labels import LANGUAGES
from qualmap.files.reading import Options, open_people
from qualmap.files.rows import FailedRow
from qualmap.records import Record
from qualmap.reports.contents import Contents

_NEAR = 3  # refs named in an error: one is often not the one that is meant, ten are a list to search


@click.command("explain")
@click.argument("ref", metavar="REF")
@click.argument("file", metavar="FILE")
@edition_options
@click.option(
    "--report", type=click.Path(dir_okay=False, path_type=Path), metavar="OUT.html", help="Write a page to print and keep."
)
@click.option("--lang", type=click.Choice(LANGUAGES), default=LANGUAGES[0], show_default=True, help="Of words for people.")
@json_option
def command(
    ref: str,
    file: str,
    *,
    edition: str | None,
    as_of: str | None,
    minimum_evidence: str,
    report: Path | None,
    lang: str,
    as_json: bool,
) -> None:
    """Explain the answer to the person REF of FILE: every clause with its reason, every row with its evidence, what to ask next.

    FILE is whatever `qualmap screen` reads; - is standard input.
    """
    if report is not None and as_json:
        raise click.UsageError("--report writes a page and --json prints the answer: ask for one of them")
    client = Client.local()
    try:
        record = _found(ref, file, client, as_date(as_of) if as_of is not None else None)
        screening = client.screen(record, edition=edition, as_of=as_of, minimum_evidence=minimum_evidence)
    except QualmapError as error:
        from qualmap.cli.showing import printable

        raise click.ClickException(printable(str(error))) from error  # a ref can hold what steers a terminal
    if as_json:
        # A lone surrogate, which JSON can escape and UTF-8 has no bytes for, stays escaped.
        text = json.dumps(screening.to_dict(), ensure_ascii=False)
        click.echo(text.encode("utf-8", "backslashreplace").decode("utf-8"))
        return
    summary = next(one for one in client.editions() if one.id == screening.edition)
    open_names = any(mention.candidates and not mention.qualification for mention in screening.mentions)
    names = client.qualifications() if open_names else ()
    if report is not None:
        from qualmap.reports import person_page

        page = person_page(screening, language=lang, record=record, edition=summary, qualifications=names)
        _write(report, page)
        click.echo(f"written to {report}", err=True)
        return
    from qualmap.cli.explaining import Explanation

    Explanation(Contents.of(screening, record=record, edition=summary, qualifications=names), lang).show()


def _found(ref: str, file: str, client: Client, day: dt.date | None) -> Record:
    """The first record of that ref; raises `InputError`, which names near refs where there is none."""
    others: list[str] = []
    with open_people(file, facts=client.facts(), options=Options(ref=ref, day=day)) as people:
        for row in people.rows:
            found = row.ref if isinstance(row, FailedRow) else row.record.ref
            if found == ref:
                if isinstance(row, FailedRow):
                    raise row.error
                return row.record
            if found is not None:
                others.append(found)
    raise InputError(f"there is no such ref in {file}; {_instead(ref, others)}", record=ref)


def _instead(ref: str, others: list[str]) -> str:
    if not others:
        return "it has no record at all"
    near = difflib.get_close_matches(ref, dict.fromkeys(others), n=_NEAR)
    if near:
        return f"did you mean {' or '.join(near)}?"
    first = list(dict.fromkeys(others))[:_NEAR]
    return f"its refs are like {', '.join(first)}"


def _write(report: Path, page: str) -> None:
    try:
        report.write_text(page, encoding="utf-8", newline="\n")
    except OSError as error:
        raise click.ClickException(f"{report} cannot be written: {error.strerror}") from error
