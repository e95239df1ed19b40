"""Rows that could not be answered, in a file beside the answers: where they stand and what was expected, and no more of them."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from pathlib import Path

import attrs

from qualmap.errors import InputError
from qualmap.files.compression import Packing, inner_name, named_packing, packed
from qualmap.files.escaping import harmless
from qualmap.files.forms import json_line
from qualmap.files.rows import FailedRow
from qualmap.files.writing import PACKED, checked_place
from qualmap.models import Json

FIELDS = ("file", "row", "ref", "code", "field", "message")
_ENDINGS = (".jsonl", ".ndjson", ".csv")


def checked_errors(file: Path, *, sources: Iterable[str], output: Path | None) -> None:
    """Raise `InputError` where the file's name says no form, has no folder, or belongs to the input or the output."""
    if inner_name(file).suffix.casefold() not in _ENDINGS:
        expected = f"{', '.join(_ENDINGS)}, or these with {', '.join(PACKED)}"
        raise InputError(f"expected a file that ends in {expected}, got {file.name!r}", field="errors")
    if output is not None and file.resolve() == output.resolve():
        raise InputError("the errors would take the place of the answers; give them a file of their own", field="errors")
    checked_place(file, sources)


@attrs.frozen
class ErrorForm:
    """How errors are written: a line each, by the ending of the name; `only` is the file they are about where there is one."""

    ending: str
    packing: Packing | None
    only: str | None

    @classmethod
    def of(cls, file: Path, sources: Sequence[str]) -> ErrorForm:
        """The form that the name says."""
        return cls(inner_name(file).suffix.casefold(), named_packing(file), sources[0] if len(sources) == 1 else None)

    def start(self) -> bytes:
        """What stands before the first error."""
        text = io.StringIO(newline="")
        if self.ending == ".csv":
            csv.writer(text).writerow(FIELDS)
        return packed(text.getvalue().encode("utf-8-sig") if self.ending == ".csv" else b"", self.packing)

    def block(self, failed: Iterable[FailedRow]) -> bytes:
        """These errors as a piece."""
        text = io.StringIO(newline="")
        for one in failed:
            values = self._values(one)
            if self.ending == ".csv":
                csv.writer(text).writerow("" if value is None else harmless(str(value)) for value in values.values())
            else:
                text.write(f"{json_line(values)}\n")
        return packed(text.getvalue().encode(), self.packing)

    def _values(self, failed: FailedRow) -> dict[str, Json]:
        error = failed.error
        values = (failed.file or self.only, failed.row or None, failed.ref, error.code, error.field, error.message)
        return dict(zip(FIELDS, values, strict=True))
