"""Which columns of a batch hold credentials, refs and facts, and how they are read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import attrs
import pyarrow as pa
import pyarrow.compute as pc

from qualmap.errors import InputError

_FACTS = "facts"  # the struct column that is looked for where no column of facts is named
_PARTS = ("text", "issuer", "country")


@attrs.frozen(kw_only=True)
class Columns:
    """The names of the columns; None for what the batches do not have.

    text: one text a record (null: no credential), or a list of texts or of structs with text, issuer and country.
    issuer, country: beside a single text.
    ref: texts or whole numbers; without it the number of the row, from 1, as text.
    facts: a struct with a field for each fact, or the column of each fact by its name. None takes the struct `facts`, if there is
        one, and every column that is named as a fact is.
    """

    text: str = "text"
    issuer: str | None = None
    country: str | None = None
    ref: str | None = None
    facts: str | Mapping[str, str] | None = None

    def bound(self, schema: pa.Schema, fact_names: Iterable[str]) -> Bound:
        """The columns in batches of this schema; raises `InputError` for one that is not there or cannot be used."""
        written = _field(schema, self.text, "text").type
        several = _is_list(written)
        if several and (self.issuer or self.country):
            raise InputError("expected no column beside a list, whose structs have issuer and country", field="issuer")
        element = written.value_type if several else written
        if several and pa.types.is_struct(element):
            _check_parts(element, self.text)
        else:
            _check_text(element, self.text, "text")
        for name in ("issuer", "country"):
            column = getattr(self, name)
            if column is not None:
                _check_text(_field(schema, column, name).type, column, name)
        if self.ref is not None:
            kind = _field(schema, self.ref, "ref").type
            if not pa.types.is_integer(kind):
                _check_text(kind, self.ref, "ref")
        return Bound(self, several, tuple(self._facts(schema, fact_names)))

    def _facts(self, schema: pa.Schema, fact_names: Iterable[str]) -> Iterable[tuple[str, str, str | None]]:
        """Each fact with its column and, in a struct, the field."""
        if isinstance(self.facts, Mapping):
            return [(fact, _field(schema, column, f"facts.{fact}").name, None) for fact, column in self.facts.items()]
        if self.facts is not None:
            return _fields_of(_field(schema, self.facts, "facts"))
        taken = {self.text, self.issuer, self.country, self.ref}
        own = [name for name in fact_names if name in schema.names and name not in taken]
        found: list[tuple[str, str, str | None]] = [(name, name, None) for name in own]
        if _FACTS in schema.names and _FACTS not in taken:
            found = [*_fields_of(schema.field(_FACTS)), *found]
        twice = sorted({name for name, *_ in found if [one for one, *_ in found].count(name) > 1})
        if twice:
            raise InputError("stands in a column of its own too; name the columns of the facts", field=f"facts.{twice[0]}")
        return found


@attrs.frozen
class Written:
    """Credentials as they were written, one after the other; `lengths` says how many each record has, None for one or none.

    Where a list has null in the place of a credential, `present` is false.
    """

    text: pa.Array
    issuer: pa.Array
    country: pa.Array
    lengths: pa.Array | None
    present: pa.Array | None


@attrs.frozen
class Bound:
    """Columns that were found in a schema; `several` says whether a record has a list of credentials."""

    columns: Columns
    several: bool
    facts: tuple[tuple[str, str, str | None], ...]

    @property
    def names(self) -> list[str]:
        """The columns that are read, each once."""
        own = self.columns
        named = [name for name in (own.ref, own.text, own.issuer, own.country) if name is not None]
        return list(dict.fromkeys([*named, *(column for _, column, _ in self.facts)]))

    def credentials(self, batch: pa.RecordBatch) -> Written:
        """The credentials of all records."""
        column = batch.column(self.columns.text)
        if not self.several:
            beside = [
                batch.column(name) if name else pa.nulls(len(batch)) for name in (self.columns.issuer, self.columns.country)
            ]
            issuer, country = map(_texts, beside)
            return Written(_texts(column), issuer, country, lengths=None, present=None)
        lengths = pc.fill_null(pc.list_value_length(column), 0).cast(pa.int64())
        flat = column.flatten()
        if not pa.types.is_struct(flat.type):
            nothing = pa.nulls(len(flat))
            return Written(_texts(flat), nothing, nothing, lengths, flat.is_valid())
        parts = {field.name: part for field, part in zip(flat.type, flat.flatten(), strict=True)}
        texts = [_texts(parts.get(name, pa.nulls(len(flat)))) for name in _PARTS]
        text, issuer, country = texts
        return Written(text, issuer, country, lengths, flat.is_valid())

    def refs(self, batch: pa.RecordBatch, first: int) -> pa.Array:
        """The records' refs; `first` is the number of the first row of the batch."""
        if self.columns.ref is None:
            return pa.array([str(number) for number in range(first, first + len(batch))], pa.string())
        return _texts(batch.column(self.columns.ref)).cast(pa.string())

    def facts_of(self, batch: pa.RecordBatch) -> list[tuple[str, pa.Array]]:
        """The facts' columns by the facts' names."""
        found = []
        for fact, name, field in self.facts:
            column = batch.column(name)
            if field is not None:
                column = dict(zip((one.name for one in column.type), column.flatten(), strict=True))[field]
            found.append((fact, column))
        return found


def _field(schema: pa.Schema, name: str, what: str) -> pa.Field:
    if name not in schema.names:
        raise InputError(f"there is no column {name!r}; there are {', '.join(schema.names)}", field=what)
    if schema.names.count(name) > 1:
        raise InputError(f"there are several columns {name!r}", field=what)
    return schema.field(name)


def _fields_of(field: pa.Field) -> list[tuple[str, str, str | None]]:
    if not pa.types.is_struct(field.type):
        raise InputError(
            f"expected a struct with a field for each fact, got {field.type} in column {field.name!r}", field="facts"
        )
    return [(one.name, field.name, one.name) for one in field.type]


def _is_list(kind: pa.DataType) -> bool:
    return bool(pa.types.is_list(kind) or pa.types.is_large_list(kind) or pa.types.is_fixed_size_list(kind))


def _is_text(kind: pa.DataType) -> bool:
    kind = kind.value_type if pa.types.is_dictionary(kind) else kind
    texts = (pa.types.is_string, pa.types.is_large_string, pa.types.is_string_view, pa.types.is_null)
    return any(one(kind) for one in texts)


def _check_text(kind: pa.DataType, column: str, what: str) -> None:
    if not _is_text(kind):
        raise InputError(f"expected texts, got {kind} in column {column!r}", field=what)


def _check_parts(kind: pa.DataType, column: str) -> None:
    names = [field.name for field in kind]
    unknown = [name for name in names if name not in _PARTS]
    if unknown or "text" not in names:
        raise InputError(f"expected structs with {', '.join(_PARTS)}, got {kind} in column {column!r}", field="text")
    for field in kind:
        _check_text(field.type, f"{column}.{field.name}", field.name)


def _texts(column: pa.Array) -> pa.Array:
    """The column in a form that can be encoded: views are the one kind of text that cannot."""
    kind = column.type
    if pa.types.is_dictionary(kind) or pa.types.is_string(kind) or pa.types.is_null(kind):
        return column
    return column.cast(pa.large_string() if not pa.types.is_integer(kind) else pa.string())


def kept(schema: pa.Schema, names: Sequence[str]) -> list[pa.Field]:
    """The fields of the columns to keep; raises `InputError`."""
    return [_field(schema, name, "keep") for name in names]
