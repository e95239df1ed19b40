"""What `qualmap screen` says on standard error: how files are read, what failed, and at the end what it all came to."""

from __future__ import annotations

import sys
from pathlib import Path

import attrs
import click

from qualmap.cli.summing_up import summary_lines
from qualmap.files.answering import Tally
from qualmap.files.digest import Digest
from qualmap.files.people import People
from qualmap.files.rows import FailedRow


@attrs.define
class Telling:
    """Says it; `quiet` leaves everything but errors out, and `elsewhere` says that a person reads the errors at another place."""

    quiet: bool
    lang: str
    elsewhere: bool
    _readings: set[tuple[str, ...]] = attrs.field(factory=set, repr=False)

    def opened(self, file: str, people: People) -> None:
        """Say how a file is read, if none before was read just so."""
        if self.quiet:
            return
        from qualmap.cli.mapping import described_reading

        lines = list(described_reading(file, people))
        reading = (lines[0].removeprefix(file), *lines[1:])
        if reading not in self._readings:
            self._readings.add(reading)
            for line in lines:
                tell(line)
            tell("")

    def failed(self, row: FailedRow) -> None:
        """Say why a row gives no answer."""
        if not self.elsewhere:
            tell(f"Error: {row.place}: {row.error}")

    def conclude(self, tally: Tally, *, written: Path | None = None, errors: Path | None = None, files: int = 1) -> None:
        """Say the notes, the counts and the places of answers and errors."""
        if self.quiet:
            return
        for note in tally.notes():
            tell(f"Note: {note}")
        failed = f", {tally.failed} could not be answered" if tally.failed else ""
        where = f"; written to {written}" if written is not None else ""
        why = f"; errors in {errors}" if errors is not None else ""
        many = f" from {files} files" if files > 1 else ""
        tell(f"{tally.answered} {'person' if tally.answered == 1 else 'people'} screened{many}{failed}{where}{why}")

    def summarise(self, digest: Digest) -> None:
        """Say how people stand and what to ask; what they wrote is shown to a person and never to a log."""
        if self.quiet or digest.people < 2:  # noqa: PLR2004 - of one person the answer itself says it
            return
        for line in summary_lines(digest, lang=self.lang, texts=sys.stderr.isatty()):
            tell(line)


def tell(line: str) -> None:
    """Print a line on standard error."""
    click.echo(plain(line), err=True)


def plain(line: str) -> str:
    """The line without characters that steer a terminal: headers and cells can have any, line breaks among them."""
    return "".join(character if character.isprintable() else " " for character in line)
