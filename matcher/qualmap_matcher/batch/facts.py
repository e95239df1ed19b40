"""Columns of facts as codes: each distinct value is checked once, and told apart from others no further than a decision does."""

from __future__ import annotations

from collections.abc import Mapping

import attrs
import pyarrow as pa

from qualmap.errors import InputError
from qualmap.records import FactValue, Record
from qualmap_matcher.batch.combining import UNREADABLE, Codes, Value, coded, numbers
from qualmap_matcher.batch.mistakes import Mistakes
from qualmap_matcher.eligibility.facts import Facts
from qualmap_matcher.eligibility.possibilities import Cells

_REF = "-"  # errors are kept without their record: one is told of many


@attrs.define
class FactValues:
    """The distinct values of one fact that were met, by code; code 0 is unknown, and so is a value that cannot be used.

    `malformed` and `unfit` are places of errors: of values that no fact can have, and of those that this one cannot. `cells` has
    for each code that of the values which no decision tells apart, `standing` the value that stands for all of them.
    """

    name: str
    facts: Facts
    cells_of: Cells | None
    mistakes: Mistakes
    values: list[FactValue | None] = attrs.field(init=False, factory=lambda: [None])
    malformed: list[int | None] = attrs.field(init=False, factory=lambda: [None])
    unfit: list[int | None] = attrs.field(init=False, factory=lambda: [None])
    cells: list[int] = attrs.field(init=False, factory=lambda: [0])
    standing: list[FactValue | None] = attrs.field(init=False, factory=lambda: [None])
    _places: dict[tuple[type, object], int] = attrs.field(init=False, factory=dict, repr=False)

    def codes(self, column: pa.Array) -> Codes:
        """The column as codes."""
        if pa.types.is_nested(column.type):
            # What has parts cannot be encoded, and is no value of a fact whatever is in it: the first one tells what it is.
            wrong = next((one for one in column if one.is_valid), None)
            place = 0 if wrong is None else self._place(wrong.as_py())
            return column.is_valid().cast(pa.int64()) if place == 1 else _times(column.is_valid(), place)
        codes, values = coded(column)
        places = [self._place(value) for value in values]
        return codes if places == list(range(len(places))) else numbers(places).take(codes)

    def _place(self, value: Value) -> int:
        if value is None:
            return 0
        # True is 1 is 1.0 as a key, but not as a fact; what equals nothing, not even itself, is kept once too.
        key = type(value), repr(value) if value != value or isinstance(value, list | dict) else value  # noqa: PLR0124 - NaN
        place = self._places.get(key)
        if place is None:
            place = self._places[key] = len(self.values)
            self._add(value)
        return place

    def _add(self, value: Value) -> None:
        checked: FactValue | None = None
        malformed: InputError | None = None
        unfit: InputError | None = None
        try:
            given = _given(self.name, value)
            checked = self.facts.checked({self.name: given}, _REF)[self.name] if _one(given) else None
        except _MalformedError as error:
            malformed = error
        except InputError as error:
            unfit = error
        self.values.append(checked)
        self.malformed.append(self.mistakes.place(malformed))
        self.unfit.append(self.mistakes.place(unfit))
        self.cells.append(self._cell(checked))

    def _cell(self, value: FactValue | None) -> int:
        if value is None or self.cells_of is None:
            return 0
        standing = self.cells_of.cell_of(value)
        for code, known in enumerate(self.standing):
            if code and known == standing and type(known) is type(standing):
                return code
        self.standing.append(standing)
        return len(self.standing) - 1


class _MalformedError(InputError):
    """A value of a kind that no fact has."""


def _one(value: object) -> bool:
    return value is not None


def _given(name: str, value: Value) -> FactValue:
    """The value, if a record may have it; the record itself says what is wrong with it otherwise."""
    if value is UNREADABLE:
        raise _MalformedError("expected a text in UTF-8", record=_REF, field=f"facts.{name}")
    try:
        return Record.of({"ref": _REF, "facts": {name: value}}).facts[name]
    except InputError as error:
        raise _MalformedError(error.message, record=_REF, field=error.field) from None


def _times(valid: pa.Array, place: int) -> Codes:
    return numbers([0, place]).take(valid.cast(pa.int64()))


@attrs.define
class FactColumns:
    """The facts of batches with the same columns."""

    facts: Facts
    cells: Mapping[str, Cells]
    mistakes: Mistakes
    _by_name: dict[str, FactValues] = attrs.field(init=False, factory=dict, repr=False)

    def __len__(self) -> int:
        return max((len(one.values) for one in self._by_name.values()), default=0)

    def __getitem__(self, name: str) -> FactValues:
        """The values of one fact."""
        if name not in self._by_name:
            self._by_name[name] = FactValues(name, self.facts, self.cells.get(name), self.mistakes)
        return self._by_name[name]

    def codes(self, columns: list[tuple[str, pa.Array]]) -> dict[str, Codes]:
        """The codes of each column, by its fact."""
        return {name: self[name].codes(column) for name, column in columns}

    def errors(self, codes: Mapping[str, Codes]) -> list[pa.Array]:
        """Places of errors, a column each, in the order in which a record is checked."""
        known = [name for name in self.facts.by_name if name in codes]
        checked = [*(name for name in codes if name not in self.facts.by_name), *known]
        found = [(self[name].malformed, codes[name]) for name in codes]
        found += [(self[name].unfit, codes[name]) for name in checked]
        return [numbers(places).take(of) for places, of in found if any(place is not None for place in places)]
