"""The runs of `qualmap screen`: to a file, to standard output, to the terminal, and between two editions."""

from __future__ import annotations

import contextlib
import functools
import sys
from collections.abc import Iterator
from pathlib import Path

import attrs
import click

from qualmap.cli.comparing import compared, comparison_lines, show_comparisons
from qualmap.cli.progress import progress
from qualmap.cli.telling import Telling
from qualmap.comparing import Comparison
from qualmap.files.answer_tables import BATCH, TableForm
from qualmap.files.answering import ScreenMany, Tally, answered
from qualmap.files.crowd import Crowd
from qualmap.files.digest import Digest
from qualmap.files.error_files import ErrorForm
from qualmap.files.forms import AT_ONCE, Form, TextForm
from qualmap.files.journal import Journal, Run
from qualmap.files.people import Options
from qualmap.files.replacing import replacing
from qualmap.files.rows import FailedRow
from qualmap.files.run import Plan, run
from qualmap.files.working import Done, Gathered, Job
from qualmap.files.writing import JsonLines, Output, form_of, open_output
from qualmap.records import Record
from qualmap.screening import Screening


@attrs.frozen(kw_only=True)
class Asked:
    """What the command line asks for, beside the edition."""

    files: tuple[str, ...]
    output: Path | None
    errors: Path | None
    report: Path | None
    rows: str
    lang: str
    as_json: bool
    strict: bool
    reading: Options
    skipped: int
    telling: Telling
    arguments: dict[str, str | None]


def in_pieces(asked: Asked, crowd: Crowd, like: Screening, screen_many: ScreenMany, *, jobs: int, resume: bool) -> Tally:
    """Answer in pieces, with so many processes, into a file or as JSON Lines on standard output; see `Plan`."""
    form = _form(asked, like)
    job = Job(
        form=form,
        edition=asked.arguments["edition"],
        as_of=like.as_of,
        minimum_evidence=asked.arguments["minimum_evidence"] or "",
    )
    journal = None
    if resume and asked.output is not None:
        identity = Run.of(asked.files, arguments=asked.arguments, versions=like.versions.to_dict())
        journal = Journal(asked.output, identity)
    plan = Plan(
        job=job,
        screen_many=screen_many,
        jobs=jobs,
        output=asked.output,
        sink=None if asked.output is not None else _StandardOutput(),
        errors=asked.errors,
        error_form=ErrorForm.of(asked.errors, asked.files) if asked.errors is not None else None,
        journal=journal,
        strict=asked.strict,
        rows_at_once=int(asked.arguments["rows_at_once"] or (BATCH if isinstance(form, TableForm) else AT_ONCE)),
        **({} if asked.arguments["rows_at_once"] is None else {"bytes_between": 0}),
    )
    hidden = asked.telling.quiet or (asked.output is None and sys.stdout.isatty())
    with crowd.items() as items, progress(crowd.progress, quiet=hidden) as advance:

        def watch(done: Done, gathered: Gathered) -> None:
            if asked.errors is None:
                for failed in done.failed:
                    asked.telling.failed(failed)
            advance(gathered.tally.answered + gathered.tally.failed, gathered.tally.failed)

        gathered = run(items, plan, watch=watch)
    return conclude(asked, gathered.tally, gathered.digest, like)


def one_by_one(asked: Asked, crowd: Crowd, like: Screening, screen_many: ScreenMany) -> Tally:
    """Answer row by row, each as soon as it is read: on the terminal, into a workbook, by a service, from standard input."""
    tally, digest = Tally(), Digest()
    hidden = asked.telling.quiet or (asked.output is None and sys.stdout.isatty())
    with (
        crowd.rows() as rows,
        _output(asked, like) as output,
        _errors(asked) as errors,
        progress(crowd.progress, quiet=hidden) as advance,
    ):
        for answer in answered(rows, screen_many, tally=tally, digest=digest, skipped=asked.skipped):
            if isinstance(answer, FailedRow):
                if asked.strict:
                    raise answer.error
                errors.failed(answer)
            output.write(answer)
            if asked.as_json:
                sys.stdout.flush()  # before the checkpoint says that it was taken
            advance(tally.answered + tally.failed, tally.failed)
    return conclude(asked, tally, digest, like)


def compare(asked: Asked, crowd: Crowd, difference: functools.partial[Comparison]) -> Tally:
    """Answer in two editions, and show what is different."""
    difference(Record("-"))  # an edition that is none is said before any work
    tally = Tally()
    with crowd.rows() as rows:
        comparisons = _told(compared(rows, difference, tally=tally), asked)
        if asked.as_json:
            for line in comparison_lines(comparisons):
                click.echo(line)
        else:
            show_comparisons(comparisons, lang=asked.lang)
    asked.telling.conclude(tally, files=len(asked.files))
    return tally


def conclude(asked: Asked, tally: Tally, digest: Digest, like: Screening) -> Tally:
    """Say what it came to, and write the report."""
    if asked.report is not None:
        from qualmap.reports import overview_page

        with replacing(asked.report) as part:
            page = overview_page(digest, like=like, failed=tally.failed, files=len(asked.files), language=asked.lang)
            part.write_text(page, encoding="utf-8", errors="replace")
    asked.telling.summarise(digest)
    asked.telling.conclude(tally, written=asked.output, errors=asked.errors, files=len(asked.files))
    return tally


class _StandardOutput:
    """Pieces of text on standard output."""

    def put(self, block: bytes) -> None:
        sys.stdout.write(block.decode())
        sys.stdout.flush()

    def finish(self) -> None:
        """Nothing stands at the end."""


def _form(asked: Asked, like: Screening) -> Form:
    form = form_of(asked.output, like=like, rows=asked.rows) if asked.output is not None else None
    return form or TextForm(".jsonl", None, asked.rows, like)


def _told(comparisons: Iterator[Comparison | FailedRow], asked: Asked) -> Iterator[Comparison | FailedRow]:
    for one in comparisons:
        if isinstance(one, FailedRow):
            if asked.strict:
                raise one.error
            asked.telling.failed(one)
        yield one


@contextlib.contextmanager
def _output(asked: Asked, like: Screening) -> Iterator[Output]:
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


@attrs.frozen
class _ErrorFile:
    form: ErrorForm
    part: Path

    def failed(self, row: FailedRow) -> None:
        with self.part.open("ab") as opened:  # errors are few
            opened.write(self.form.block([row]))


@contextlib.contextmanager
def _errors(asked: Asked) -> Iterator[_ErrorFile | Telling]:
    if asked.errors is None:
        yield asked.telling
        return
    form = ErrorForm.of(asked.errors, asked.files)
    with replacing(asked.errors) as part:
        part.write_bytes(form.start())
        yield _ErrorFile(form, part)
