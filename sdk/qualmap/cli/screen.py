"""`qualmap screen`: a file of people in, decisions out: on the terminal, as JSON Lines, as CSV or as a workbook."""

from __future__ import annotations

import contextlib
import functools
import sys
from collections.abc import Iterator
from pathlib import Path

import attrs
import click

from qualmap.cli.comparing import compared, comparison_lines, show_comparisons
from qualmap.cli.options import edition_options, json_option
from qualmap.cli.remote import client_for, remote_option
from qualmap.client import Client
from qualmap.comparing import Comparison
from qualmap.editions import as_date
from qualmap.errors import QualmapError
from qualmap.files.answering import ScreenMany, Tally, answered
from qualmap.files.encodings import ENCODINGS
from qualmap.files.labels import LANGUAGES
from qualmap.files.overrides import Overrides
from qualmap.files.reading import Options, People, open_people
from qualmap.files.rows import FailedRow
from qualmap.files.writing import ROWS, JsonLines, Output, checked_output, open_output
from qualmap.records import Record
from qualmap.screening import Screening


@attrs.frozen(kw_only=True)
class _Asked:
    """What the command line asks for, beside the edition."""

    file: str
    output: Path | None
    rows: str
    lang: str
    as_json: bool
    strict: bool
    quiet: bool
    reading: Options
    skipped: int = 0


@click.command("screen")
@click.argument("file", metavar="FILE")
@click.option(
    "-o", "--output", type=click.Path(path_type=Path), metavar="FILE", help="Write a .jsonl, .json, .csv or .xlsx file."
)
@edition_options
@click.option("--compare", nargs=2, metavar="BEFORE AFTER", help="Show what a change of edition gives and takes away, and why.")
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
@click.option("--rows", type=click.Choice(ROWS), default=ROWS[0], show_default=True, help="What a row of a CSV is.")
@click.option("--lang", type=click.Choice(LANGUAGES), default=LANGUAGES[0], show_default=True, help="Of words for people.")
@click.option("--strict", is_flag=True, help="Stop at the first row that cannot be answered, and write no file.")
@remote_option
@click.option("--concurrency", type=click.IntRange(1, 32), default=4, show_default=True, help="Requests at once, of --remote.")
@click.option(
    "--checkpoint",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Remember in FILE how far --json came: after a crash, the same command goes on there.",
)
@click.option("-q", "--quiet", is_flag=True, help="Do not say how the file is read.")
@json_option
def command(
    file: str,
    *,
    output: Path | None,
    edition: str | None,
    as_of: str | None,
    minimum_evidence: str,
    compare: tuple[str, str] | None,
    pairs: tuple[str, ...],
    sheet: str | None,
    encoding: str | None,
    ref: str | None,
    rows: str,
    lang: str,
    strict: bool,
    remote: bool,
    concurrency: int,
    checkpoint: Path | None,
    quiet: bool,
    as_json: bool,
) -> None:
    """Screen the people of FILE: which benefits does the list open to each?

    FILE is CSV, a workbook (XLSX), JSON Lines, a JSON Resume or an Open Badge; - is standard input. Columns are recognised by
    their names in English and Chinese; how they are read is shown on standard error, before anything else.
    """
    if output is not None and as_json:
        raise click.UsageError("--json writes to standard output; for a file give -o a name that ends in .jsonl")
    if compare is not None and (edition is not None or as_of is not None or output is not None):
        raise click.UsageError(
            "--compare names the editions and writes to standard output: it goes without --edition, --as-of, -o"
        )
    if checkpoint is not None and (not as_json or compare is not None):
        raise click.UsageError("--checkpoint goes with --json: what a crash left of a file or a table is not gone on with")
    try:
        client = client_for(remote=remote)
        like = _nobody(client, edition, as_of, minimum_evidence)
        day = as_date(like.as_of) if like.as_of is not None else None
        options = Options(sheet=sheet, encoding=encoding, overrides=Overrides.of(pairs), ref=ref, day=day)
        asked = _Asked(
            file=file,
            output=output,
            rows=rows,
            lang=lang,
            as_json=as_json,
            strict=strict,
            quiet=quiet,
            reading=options,
            skipped=_answered_earlier(checkpoint),
        )
        # The day is the one at the start, so that one run has one edition.
        screen_many = functools.partial(
            client.screen_many,
            edition=like.edition,
            as_of=like.as_of,
            minimum_evidence=minimum_evidence,
            concurrency=concurrency,
            checkpoint=checkpoint,
        )
        if compare is not None:
            before, after = compare
            difference = functools.partial(client.compare, before=before, after=after, minimum_evidence=minimum_evidence)
            tally = _compare(asked, client, difference)
        else:
            tally = _run(asked, client, screen_many, like)
    except QualmapError as error:
        raise click.ClickException(_plain(str(error))) from error
    if tally.failed:
        sys.exit(1)


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


def _run(asked: _Asked, client: Client, screen_many: ScreenMany, like: Screening) -> Tally:
    tally = Tally()
    if asked.output is not None:
        checked_output(asked.output, source=asked.file, rows=asked.rows)
    with open_people(asked.file, facts=client.facts(), options=asked.reading) as people:
        _describe(people, asked)
        with _output(asked, like) as output:
            for answer in answered(people.rows, screen_many, tally=tally, skipped=asked.skipped):
                if isinstance(answer, FailedRow):
                    if asked.strict:
                        raise answer.error
                    _say(answer, asked)
                output.write(answer)
                if asked.as_json:
                    sys.stdout.flush()  # before the checkpoint says that it was taken
    if not asked.quiet:
        _conclude(tally, asked)
    return tally


def _compare(asked: _Asked, client: Client, difference: functools.partial[Comparison]) -> Tally:
    difference(Record("-"))  # an edition that is none is said before any work
    tally = Tally()
    with open_people(asked.file, facts=client.facts(), options=asked.reading) as people:
        _describe(people, asked)
        comparisons = _told(compared(people.rows, difference, tally=tally), asked)
        if asked.as_json:
            for line in comparison_lines(comparisons):
                click.echo(line)
        else:
            show_comparisons(comparisons, lang=asked.lang)
    if not asked.quiet:
        _conclude(tally, asked)
    return tally


def _told(comparisons: Iterator[Comparison | FailedRow], asked: _Asked) -> Iterator[Comparison | FailedRow]:
    for one in comparisons:
        if isinstance(one, FailedRow):
            if asked.strict:
                raise one.error
            _say(one, asked)
        yield one


def _describe(people: People, asked: _Asked) -> None:
    if not asked.quiet:
        from qualmap.cli.mapping import described_reading

        for line in described_reading(asked.file, people):
            _tell(line)
        _tell("")


@contextlib.contextmanager
def _output(asked: _Asked, like: Screening) -> Iterator[Output]:
    if asked.output is not None:
        with open_output(asked.output, like=like, rows=asked.rows, lang=asked.lang) as output:
            yield output
    elif asked.as_json:
        yield JsonLines(sys.stdout)
    else:
        from qualmap.cli.people import Table

        table = Table(asked.lang)
        yield table
        table.finish()


def _say(failed: FailedRow, asked: _Asked) -> None:
    """The error on standard error, but where the same person reads it in the table anyway."""
    in_table = asked.output is None and not asked.as_json
    if not (in_table and sys.stdout.isatty() and sys.stderr.isatty()):
        _tell(f"Error: row {failed.row}: {failed.error}")


def _conclude(tally: Tally, asked: _Asked) -> None:
    """The notes, the counts and the place of the answers, on standard error."""
    for note in tally.notes():
        _tell(f"Note: {note}")
    failed = f", {tally.failed} could not be answered" if tally.failed else ""
    where = f"; written to {asked.output}" if asked.output is not None else ""
    _tell(f"{tally.answered} {'person' if tally.answered == 1 else 'people'} screened{failed}{where}")


def _tell(line: str) -> None:
    click.echo(_plain(line), err=True)


def _plain(line: str) -> str:
    """The line without characters that steer a terminal: headers and cells can have any, line breaks among them."""
    return "".join(character if character.isprintable() else " " for character in line)
