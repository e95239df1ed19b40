"""Open a file of people, whatever kind it is, and say how it is read before any of it is."""

from __future__ import annotations

import contextlib
import io
import itertools
import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import BinaryIO

import attrs

from qualmap.editions import as_date
from qualmap.errors import InputError
from qualmap.facts import Fact
from qualmap.files import badges, parquet
from qualmap.files.columns import recognise
from qualmap.files.compression import inner_name, packing_of, unpacked
from qualmap.files.delimited import DELIMITERS, opened_text, text_table
from qualmap.files.documents import LineReader, is_resume, raw_lines, read_document
from qualmap.files.encodings import NAMES
from qualmap.files.json_text import parsed
from qualmap.files.people import Options, People, is_header, unknown
from qualmap.files.rows import Cells, RowReader, TableReader, filled
from qualmap.files.workbooks import sheet_table

__all__ = ["STANDARD_INPUT", "Options", "People", "open_people"]

HEADER_WITHIN = 20  # rows: above a header stand a title, a date, a note, and no more
STANDARD_INPUT = "-"
_WORKBOOKS = (".xlsx", ".xlsm", ".xlsb", ".xls", ".ods")
_WORKBOOK_SIGNS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")  # a ZIP archive (XLSX, ODS), and what XLS is
_LONGEST_DOCUMENT = 64 * 1024 * 1024  # bytes: a document is read as a whole; larger data belongs into JSON Lines
_IN_MEMORY = 8 * 1024 * 1024  # bytes of standard input; what is more waits in a file without a name


@contextlib.contextmanager
def open_people(file: str, *, facts: Sequence[Fact], options: Options) -> Iterator[People]:
    """The people of a file, or of standard input for `-`; its ending or, failing that, its content tells its kind.

    Raises:
        InputError: the file is not there or none of the kinds, or its columns cannot be told; a bad row is no error here, but a
            `FailedRow` among the rows.

    """
    with contextlib.ExitStack() as stack:
        if file == STANDARD_INPUT:
            yield _of_stream(sys.stdin.buffer, stack, facts, options)
            return
        path = Path(file)
        try:
            opened = stack.enter_context(path.open("rb"))
        except OSError as error:
            raise InputError(f"{file} cannot be opened: {error.strerror}", field="file") from None
        people = _of_file(opened, path, stack, facts, options)
        yield attrs.evolve(people, progress=_read_of(opened)) if people.progress is unknown else people


def _read_of(file: BinaryIO) -> Callable[[], float | None]:
    """How much of a file was read; what is packed counts as it is packed."""
    size = os.fstat(file.fileno()).st_size
    return lambda: file.tell() / size if size and not file.closed else None


def _of_file(file: BinaryIO, path: Path, stack: contextlib.ExitStack, facts: Sequence[Fact], options: Options) -> People:
    start = file.read(8)
    file.seek(0)
    packing = packing_of(start)
    if packing is not None:
        file, path = stack.enter_context(unpacked(file, packing)), inner_name(path)
    ending = path.suffix.casefold()
    start = file.read(4096).lstrip(b"\xef\xbb\xbf \t\r\n")
    file.seek(0)
    if start.startswith((*_WORKBOOK_SIGNS, parquet.SIGN)) or ending in {*_WORKBOOKS, parquet.ENDING}:
        if packing is not None:
            raise InputError(f"expected text in what is packed with {packing}; unpack the file first", field="file")
        if start.startswith(parquet.SIGN) or ending == parquet.ENDING:
            return parquet.people(file, facts, options)
        return _workbook(file, facts, options)
    if ending in {".jsonl", ".ndjson"}:
        return _lines(file, options)
    if ending == ".json" or (ending not in {".csv", ".tsv", ".txt", ".tab"} and start[:1] in {b"{", b"["}):
        return _document(_whole(file), options.ref or path.stem, options)
    if start.startswith(b"eyJ") and (token := _token(file)) is not None:
        return _badges(token, options.ref or path.stem, options)
    return _text(stack.enter_context(opened_text(file, encoding=options.encoding)), facts, options)


def _of_stream(stream: BinaryIO, stack: contextlib.ExitStack, facts: Sequence[Fact], options: Options) -> People:
    """Standard input: JSON Lines are answered as they come; anything else has to be seen whole before it can be read."""
    first = stream.readline(_LONGEST_DOCUMENT)
    with contextlib.suppress(InputError):
        if first.lstrip(b"\xef\xbb\xbf").startswith(b"{") and not _is_document(parsed(first)):
            return _lines(itertools.chain([first], stream), options)
    held = tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY)  # noqa: SIM115 - the stack closes it
    stack.enter_context(held)
    held.write(first)
    shutil.copyfileobj(stream, held)
    held.seek(0)
    packing = packing_of(first)
    if packing is not None:
        return _of_stream(stack.enter_context(unpacked(held, packing)), stack, facts, options)  # type: ignore[arg-type]
    return _of_file(held, Path(options.ref or "stdin"), stack, facts, options)  # type: ignore[arg-type]


def _lines(lines: Iterator[bytes] | BinaryIO, options: Options) -> People:
    return People(kind="JSON Lines", raws=raw_lines(lines), reader=LineReader(options.name))


def _is_document(content: object) -> bool:
    """Whether a JSON value is one of the documents that are no record."""
    return is_resume(content) or badges.is_badge(content)


def _document(text: bytes, ref: str, options: Options) -> People:
    content = parsed(text)
    one = content[0] if isinstance(content, list) and content else content
    if badges.is_badge(one):
        return _badges(content, ref, options)
    kind = "JSON Resume: its certificates, and nothing else" if is_resume(one) else "JSON"
    return _of_document(kind, content, ref, options)


def _badges(content: object, ref: str, options: Options) -> People:
    return _of_document(badges.KIND, content, ref, options)


def _of_document(kind: str, content: object, ref: str, options: Options) -> People:
    rows = read_document(content, ref=ref, day=as_date(options.day))
    return People(kind=kind, raws=((row.row, row) for row in rows), reader=RowReader(options.name))


def _token(file: BinaryIO) -> str | None:
    """The file's text, if it is a token; else the file is at its start again."""
    text = _whole(file).decode("ascii", "replace")
    file.seek(0)
    return text if badges.is_token(text) else None


def _whole(file: BinaryIO) -> bytes:
    text = file.read(_LONGEST_DOCUMENT + 1)
    if len(text) > _LONGEST_DOCUMENT:
        raise InputError(f"expected a document of at most {_LONGEST_DOCUMENT:,} bytes; write JSON Lines instead", field="file")
    return text


def _text(text: io.TextIOWrapper, facts: Sequence[Fact], options: Options) -> People:
    table = text_table(text)
    between = DELIMITERS.get(table.delimiter, repr(table.delimiter))
    return _table(f"text with {between}, {NAMES.get(table.encoding, table.encoding)}", table.rows, facts, options)


def _workbook(file: BinaryIO, facts: Sequence[Fact], options: Options) -> People:
    table = sheet_table(file, sheet=options.sheet, is_header=lambda cells: is_header(cells, options), within=HEADER_WITHIN)
    others = len(table.sheets) - 1
    more = f" (of {others + 1}; --sheet names another)" if others else ""
    return _table(f"workbook, sheet “{table.name}”{more}", iter(table.rows), facts, options)


def _table(kind: str, rows: Iterator[tuple[int, Cells | InputError]], facts: Sequence[Fact], options: Options) -> People:
    """A table whose header is the first row that has a column of credentials, or else the first with anything in it."""
    above = list(itertools.islice(rows, HEADER_WITHIN))
    written = [(number, cells) for number, cells in above if not isinstance(cells, InputError) and any(map(str.strip, cells))]
    if not written:
        broken = next((cells for _, cells in above if isinstance(cells, InputError)), None)
        raise broken or InputError("there is no header: the table is empty", field="file")
    row, header = next(((number, cells) for number, cells in written if is_header(cells, options)), written[0])
    columns = recognise(header, facts, options.overrides)
    below = itertools.chain((one for one in above if one[0] > row), rows)
    return People(
        kind=kind,
        columns=columns,
        header_row=row,
        raws=filled(below),
        reader=TableReader(columns, {fact.name: fact for fact in facts}, options.name),
    )
