"""The file that a person reviews: a CSV that a spreadsheet opens and a version control system compares line by line.

Its first lines say which file it was made from; then comes a line for each certificate. It is read as it is written, and also
as spreadsheets save it: with another separator, in GB 18030, with the first lines filled up with separators.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
from pathlib import Path
from typing import Self

import attrs

from qualmap.errors import AttachmentError
from qualmap_matcher.editions.attachments.proposing import STATUSES, ReviewLine

COLUMNS = tuple(one.name for one in attrs.fields(ReviewLine))
_SEPARATORS = ",;\t"
_FORMULA = ("=", "+", "-", "@", "\t", "'")  # a cell that starts so is a formula to a spreadsheet, or one of our own escapes


@attrs.frozen(kw_only=True)
class Origin:
    """Which attachment a review is of; `source` and `date` may be empty until the review is accepted."""

    edition: str
    in_force_from: str
    source: str
    date: str
    file: str
    sha256: str
    lines: int


@attrs.frozen
class Review:
    """The lines that are proposed, or that a person has reviewed, with where they come from."""

    origin: Origin
    lines: tuple[ReviewLine, ...]

    def to_text(self) -> str:
        """The file's text."""
        output = io.StringIO(newline="")
        writer = csv.writer(output, lineterminator="\n")
        for name, value in attrs.asdict(self.origin).items():
            writer.writerow([f"# {name}: {value}".rstrip()])
        writer.writerow(COLUMNS)
        for line in self.lines:
            values = attrs.asdict(line) | {"candidates": " ".join(line.candidates)}
            writer.writerow([_escaped(str(values[column])) for column in COLUMNS])
        return output.getvalue()

    def write(self, path: Path) -> None:
        """Write a new file with a byte order mark, without which Excel misreads Chinese; never over one that is there.

        Raises:
            AttachmentError: there is such a file already, which may be a person's work, or it cannot be written.

        """
        try:
            with path.open("x", encoding="utf-8-sig", newline="") as file:
                file.write(self.to_text())
        except FileExistsError:
            raise AttachmentError(f"{path}: it is there already; name another with -o, or delete it") from None
        except OSError as error:
            raise AttachmentError(f"{path}: it cannot be written: {error.strerror or error}") from None

    @classmethod
    def read(cls, path: Path) -> Self:
        """The review that a file holds.

        Raises:
            AttachmentError: it is no review, or a line of it cannot be used; the error names the file and the line.

        """
        try:
            data = path.read_bytes()
        except OSError as error:
            raise AttachmentError(f"{path.name}: it cannot be opened: {error.strerror or error}") from None
        return cls.from_text(_decoded(data, path.name), path.name)

    @classmethod
    def from_text(cls, text: str, file: str) -> Self:
        """The review that a text is; errors as in `read`, with the name of `file`."""
        separator = _separator(text)
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
        said: dict[str, str] = {}
        lines: list[ReviewLine] = []
        titles: list[str] = []
        try:
            for row in reader:
                place = f"{file}: line {reader.line_num}"
                if not any(cell.strip() for cell in row):
                    continue
                if not titles and row[0].startswith("#"):
                    name, _, value = separator.join(row).rstrip(separator).removeprefix("#").partition(":")
                    said[name.strip()] = value.strip()
                elif not titles:
                    titles = _titles(row, place)
                else:
                    lines.append(_line(dict(zip(titles, row, strict=False)), place))
        except csv.Error as error:
            raise AttachmentError(f"{file}: line {reader.line_num}: {error}; expected CSV") from None
        if not titles:
            raise AttachmentError(f"{file}: expected a review, as `qualmap editions import` writes it")
        return cls(_origin(said, file), tuple(lines))


def _origin(said: dict[str, str], file: str) -> Origin:
    names = [one.name for one in attrs.fields(Origin)]
    missing = [name for name in names if name not in said]
    if missing:
        raise AttachmentError(f"{file}: its first lines do not say `# {missing[0]}: …`; expected those that the import wrote")
    if not said["lines"].isdecimal():
        raise AttachmentError(f"{file}: `# lines:` is {said['lines']!r}; expected a number")
    for name in ("date", "in_force_from"):
        if said[name]:
            checked_day(said[name], f"{file}: `# {name}:`")
    return Origin(**{name: said[name] for name in names if name != "lines"}, lines=int(said["lines"]))


def checked_day(text: str, place: str) -> str:
    """A day as `YYYY-MM-DD`; raises `AttachmentError` with the place for anything else."""
    try:
        return dt.date.fromisoformat(text).isoformat()
    except ValueError:
        raise AttachmentError(f"{place} is {text!r}; expected a day as YYYY-MM-DD") from None


def _titles(row: list[str], place: str) -> list[str]:
    titles = [title.strip() for title in row]
    missing = [column for column in COLUMNS if column not in titles]
    if missing:
        raise AttachmentError(f"{place}: column {missing[0]!r} is missing; expected {', '.join(COLUMNS)}")
    return titles


def _line(values: dict[str, str], place: str) -> ReviewLine:
    if len(values) < len(COLUMNS):
        raise AttachmentError(f"{place}: it has {len(values)} cells; expected {len(COLUMNS)}")
    cells = {column: _unescaped(values[column]) for column in COLUMNS}
    if not cells["line"].strip().isdecimal():
        raise AttachmentError(f"{place}: column 'line' is {cells['line']!r}; expected a number")
    cells["status"] = cells["status"].strip().casefold()
    if cells["status"] not in STATUSES:
        raise AttachmentError(f"{place}: column 'status' is {cells['status']!r}; expected {', '.join(STATUSES)}")
    texts = {column: cell for column, cell in cells.items() if column not in {"line", "candidates"}}
    return ReviewLine(line=int(cells["line"]), candidates=tuple(cells["candidates"].split()), **texts)


def _separator(text: str) -> str:
    """The separator of the line that names the columns."""
    titles = next((line for line in text.splitlines() if line.strip('"').startswith(COLUMNS[0])), "")
    return max(_SEPARATORS, key=titles.count)


def _decoded(data: bytes, file: str) -> str:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise AttachmentError(f"{file}: it is neither UTF-8 nor GB 18030; save it as “CSV UTF-8”")


def _escaped(text: str) -> str:
    return f"'{text}" if text.startswith(_FORMULA) else text


def _unescaped(text: str) -> str:
    return text.removeprefix("'")
