"""`qualmap screen`: files of people in, decisions out: on the terminal, as JSON Lines, CSV, Parquet or a workbook."""

from __future__ import annotations

import functools
import sys
from pathlib import Path

import attrs
import click

from qualmap.cli.options import edition_options, json_option
from qualmap.cli.remote import client_for, remote_option
from qualmap.cli.screening import Asked, compare, in_pieces, one_by_one
from qualmap.cli.telling import Telling, plain, tell
from qualmap.client import Client
from qualmap.editions import as_date
from qualmap.errors import InputError, QualmapError
from qualmap.files.compression import inner_name
from qualmap.files.crowd import Crowd
from qualmap.files.encodings import ENCODINGS
from qualmap.files.error_files import checked_errors
from qualmap.files.inputs import STANDARD_INPUT, found_files
from qualmap.files.journal import day_begun
from qualmap.files.labels import LANGUAGES
from qualmap.files.overrides import Overrides
from qualmap.files.people import Options
from qualmap.files.workers import LARGE, every_core
from qualmap.files.writing import ROWS, SUMMARY, WORKBOOK, checked_output, checked_place
from qualmap.records import Record
from qualmap.screening import Screening

_MOST_JOBS = 512  # processes: more than the largest machine has cores


@click.command("screen")
@click.argument("files", metavar="FILE...", nargs=-1, required=True)
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Write a .jsonl, .json, .csv, .parquet or .xlsx file; the texts also packed, as .csv.gz or .jsonl.zst.",
)
@edition_options
@click.option(
    "--compare", "between", nargs=2, metavar="BEFORE AFTER", help="Show what a change of edition gives and takes away, and why."
)
@click.option(
    "--map",
    "pairs",
    multiple=True,
    metavar="FIELD=COLUMN",
    help="Say which column a field is, or COLUMN=ignore; can be given several times.",
)
@click.option("--sheet", metavar="NAME", help="The sheet of a workbook; default: the first with a header.")
@click.option("--encoding", type=click.Choice(ENCODINGS), help="Of a text table; default: told by its bytes.")
@click.option("--ref", metavar="REF", help="The ref of a JSON Resume or an Open Badge; default: the file's name.")
@click.option(
    "--rows",
    type=click.Choice(ROWS),
    default=ROWS[0],
    show_default=True,
    help="What a row of a CSV is; a summary, flat and in ids, also of Parquet.",
)
@click.option("--lang", type=click.Choice(LANGUAGES), default=LANGUAGES[0], show_default=True, help="Of words for people.")
@click.option("--strict", is_flag=True, help="Stop at the first row that cannot be answered, and write no file.")
@click.option(
    "--errors",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Write rows that cannot be answered to a .jsonl or .csv file, not to standard error.",
)
@click.option(
    "--report", type=click.Path(path_type=Path), metavar="FILE", help="Write what it all came to as an HTML page with charts."
)
@click.option(
    "--jobs",
    type=click.IntRange(1, _MOST_JOBS),
    metavar="N",
    help="Processes that answer; default: one, and every core from a megabyte of input on. Not for --remote and workbooks out.",
)
@click.option("--resume", is_flag=True, help="Go on where the same command was killed; of -o with all but workbooks.")
@remote_option
@click.option("--concurrency", type=click.IntRange(1, 32), default=4, show_default=True, help="Requests at once, of --remote.")
@click.option(
    "--checkpoint",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Remember in FILE how far --json came: after a crash, the same command goes on there.",
)
@click.option("-q", "--quiet", is_flag=True, help="Say nothing but errors: not how files are read, no progress, no summary.")
@click.option("--rows-at-once", type=click.IntRange(1), hidden=True, help="Of a piece of work; for tests.")
@json_option
def command(
    files: tuple[str, ...],
    *,
    output: Path | None,
    edition: str | None,
    as_of: str | None,
    minimum_evidence: str,
    between: tuple[str, str] | None,
    pairs: tuple[str, ...],
    sheet: str | None,
    encoding: str | None,
    ref: str | None,
    rows: str,
    lang: str,
    strict: bool,
    errors: Path | None,
    report: Path | None,
    jobs: int | None,
    resume: bool,
    remote: bool,
    concurrency: int,
    checkpoint: Path | None,
    quiet: bool,
    rows_at_once: int | None,
    as_json: bool,
) -> None:
    """Screen the people of files: which benefits does the list open to each?

    FILE is CSV, a workbook (XLSX), Parquet, JSON Lines, a JSON Resume or an Open Badge, the texts also packed with gzip or
    Zstandard; a folder or a pattern stands for all such files in it; - is standard input. Columns are recognised by their names
    in English and Chinese; how they are read is shown on standard error, before anything else.
    """
    _check_usage(output, rows=rows, as_json=as_json, between=between, edition=edition, as_of=as_of, checkpoint=checkpoint)
    if between is not None and (errors is not None or report is not None):
        raise click.UsageError("--errors and --report are of a screening, not of --compare")
    try:
        asked_for = found_files(files)
        if resume:
            _check_resume(asked_for, output, remote=remote)
            if as_of is None and edition is None and output is not None:
                as_of = day_begun(output)  # the day is the one at the start, also of a run that goes on after midnight
        client = client_for(remote=remote)
        like = _nobody(client, edition, as_of, minimum_evidence)
        day = as_date(like.as_of) if like.as_of is not None else None
        if ref is not None and len(asked_for) > 1:
            raise click.UsageError("--ref is of one document, and there are several files")
        telling = Telling(quiet=quiet, lang=lang, elsewhere=_is_in_table(output, as_json=as_json))
        asked = Asked(
            files=asked_for,
            output=output,
            errors=errors,
            report=report,
            rows=rows,
            lang=lang,
            as_json=as_json,
            strict=strict,
            reading=Options(sheet=sheet, encoding=encoding, overrides=Overrides.of(pairs), ref=ref, day=day),
            skipped=_answered_earlier(checkpoint),
            telling=telling,
            arguments={
                "edition": like.edition,
                "as_of": like.as_of,
                "minimum_evidence": minimum_evidence,
                "map": "\n".join(pairs) or None,
                "sheet": sheet,
                "encoding": encoding,
                "ref": ref,
                "rows": rows,
                "errors": str(errors) if errors is not None else None,
                "rows_at_once": str(rows_at_once) if rows_at_once is not None else None,
            },
        )
        _check_places(asked)
        crowd = Crowd(asked.files, client.facts(), asked.reading, telling.opened)
        if between is not None:
            before, after = between
            difference = functools.partial(client.compare, before=before, after=after, minimum_evidence=minimum_evidence)
            tally = compare(asked, crowd, difference)
        else:
            screen_many = functools.partial(
                client.screen_many,
                edition=like.edition,
                as_of=like.as_of,
                minimum_evidence=minimum_evidence,
                concurrency=concurrency,
                checkpoint=checkpoint,
            )
            if remote and jobs is not None:
                tell("Note: --jobs is of this process; a service is asked with --concurrency requests at once")
            processes = jobs or (every_core() if crowd.size >= LARGE else 1)
            to_text = output is not None and inner_name(output).suffix.casefold() != WORKBOOK
            at_once = as_json and processes > 1 and asked_for != (STANDARD_INPUT,) and checkpoint is None
            if not remote and (to_text or at_once):
                tally = in_pieces(asked, crowd, like, screen_many, jobs=processes, resume=resume)
            else:
                tally = one_by_one(asked, crowd, like, screen_many)
    except QualmapError as error:
        raise click.ClickException(plain(str(error))) from error
    if tally.failed:
        sys.exit(1)


def _check_usage(
    output: Path | None,
    *,
    rows: str,
    as_json: bool,
    between: tuple[str, str] | None,
    edition: str | None,
    as_of: str | None,
    checkpoint: Path | None,
) -> None:
    if output is not None and as_json:
        raise click.UsageError("--json writes to standard output; for a file give -o a name that ends in .jsonl")
    if rows == SUMMARY and output is None:
        raise click.UsageError("--rows summary is of a file: give -o a name that ends in .parquet or .csv")
    if between is not None and (edition is not None or as_of is not None or output is not None):
        raise click.UsageError(
            "--compare names the editions and writes to standard output: it goes without --edition, --as-of, -o"
        )
    if checkpoint is not None and (not as_json or between is not None):
        raise click.UsageError("--checkpoint goes with --json: what a crash left of a file or a table is not gone on with")


def _check_resume(files: tuple[str, ...], output: Path | None, *, remote: bool) -> None:
    if output is None or STANDARD_INPUT in files:
        raise click.UsageError("--resume goes from files to a file: give -o a name, and the input a name too")
    if remote:
        raise click.UsageError("--resume is of this process; with --remote a run goes on by --json and --checkpoint")
    if inner_name(output).suffix.casefold() == WORKBOOK:
        raise click.UsageError("--resume needs an output that can be gone on with: .jsonl, .json, .csv or .parquet")


def _check_places(asked: Asked) -> None:
    """Say what cannot be written before any work."""
    if asked.output is not None:
        checked_output(asked.output, sources=asked.files, rows=asked.rows)
    if asked.errors is not None:
        checked_errors(asked.errors, sources=asked.files, output=asked.output)
    if asked.report is not None:
        checked_place(asked.report, asked.files)
        if asked.report.resolve() in {one.resolve() for one in (asked.output, asked.errors) if one is not None}:
            raise InputError("the report would take the place of the answers; give it a file of its own", field="report")


def _is_in_table(output: Path | None, *, as_json: bool) -> bool:
    """Whether the same person reads errors in the table anyway."""
    return output is None and not as_json and sys.stdout.isatty() and sys.stderr.isatty()


def _nobody(client: Client, edition: str | None, as_of: str | None, minimum_evidence: str) -> Screening:
    """Nobody's answer: it has the clauses of the edition, and an edition that is none is said before any work.

    Not by `screen`, for a service would keep it.
    """
    named = client.match("", edition=edition, as_of=as_of, minimum_evidence=minimum_evidence).edition
    day = None if edition is not None and as_of is None else as_date(as_of).isoformat()
    return attrs.evolve(client.compare(Record("-"), named, named, minimum_evidence=minimum_evidence).before, as_of=day)


def _answered_earlier(checkpoint: Path | None) -> int:
    """How many records an earlier run answered; a file that is no checkpoint is told by who goes on with it."""
    if checkpoint is None or not checkpoint.exists():
        return 0
    number = checkpoint.read_bytes().splitlines()[-1:]
    return int(number[0]) if number and number[0].isdigit() else 0
