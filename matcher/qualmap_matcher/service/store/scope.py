"""Tenants kept apart, in one place: every statement on what belongs to a tenant is made here, with the tenant in it."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Mapping, Sequence

import attrs
from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    Delete,
    Dialect,
    Insert,
    Row,
    Select,
    Table,
    Update,
    bindparam,
    delete,
    insert,
    literal,
    select,
    update,
)
from sqlalchemy.dialects import postgresql, sqlite

from qualmap_matcher.service.store.schema import TENANTS

_TENANT = "the_tenant"
_INSERTIONS = 100  # remembered; there are not half as many tables and ways
_COUNTED = {"preserve_rowcount": True}  # without it SQLAlchemy gives -1 for whatever is inserted into PostgreSQL


def prepared(
    table: Table, *columns: ColumnElement[object], where: ColumnElement[bool] | None = None
) -> Select[tuple[object, ...]]:
    """A selection of one tenant's rows, made once and asked often by `Scope.ask`: making it takes longer than asking.

    Values that differ from time to time are `bindparam`s of the condition.
    """
    statement = select(*(columns or table.columns)).where(_owner(table) == bindparam(_TENANT))
    return statement if where is None else statement.where(where)


@attrs.frozen
class Scope:
    """One tenant's part of the database, inside one transaction."""

    connection: Connection
    tenant: str

    def select(self, table: Table, *columns: ColumnElement[object]) -> Select[tuple[object, ...]]:
        """Rows of this tenant; all columns unless some are named."""
        return select(*(columns or table.columns)).where(_owner(table) == self.tenant)

    def ask(self, statement: Select[tuple[object, ...]], **values: object) -> Sequence[Row[tuple[object, ...]]]:
        """All rows that a `prepared` selection finds."""
        return self.connection.execute(statement, {_TENANT: self.tenant, **values}).all()

    def insert(self, table: Table, **values: object) -> None:
        """Add one row of this tenant."""
        self.connection.execute(_inserting(table), {"tenant": self.tenant, **values})

    def insert_unless_there(self, table: Table, **values: object) -> bool:
        """Add one row of this tenant, unless one with its key is there; whether it was added. Waits for another's transaction."""
        statement = _inserting_unless_there(table, self.connection.dialect).values(tenant=self.tenant, **values)
        return bool(self.connection.execute(statement, execution_options=_COUNTED).rowcount)

    def insert_many_unless_there(self, table: Table, rows: Iterable[Mapping[str, object]]) -> int:
        """Add rows of this tenant, but those whose keys are there; gives how many were added.

        Sorted by key, lest two that add the same block each other.
        """
        return self._insert_many(table, rows, unless_there=True)

    def insert_from(self, table: Table, found: Select[tuple[object, ...]]) -> int:
        """Add what a selection of this tenant's rows finds, its columns by their names; gives how many there were."""
        own = found.add_columns(literal(self.tenant).label("tenant"))
        names = [column.name for column in own.selected_columns]
        return self.connection.execute(_inserting(table).from_select(names, own), execution_options=_COUNTED).rowcount

    def insert_many(self, table: Table, rows: Iterable[Mapping[str, object]]) -> None:
        """Add rows of this tenant, all with the same columns."""
        self._insert_many(table, rows, unless_there=False)

    def update(self, table: Table, *where: ColumnElement[bool], **values: object) -> int:
        """Change rows of this tenant; gives how many there were."""
        statement: Update = update(table).where(_owner(table) == self.tenant, *where).values(**values)
        return self.connection.execute(statement).rowcount

    def update_each(self, table: Table, keys: tuple[str, ...], rows: Iterable[Mapping[str, object]]) -> None:
        """Change rows of this tenant, each to values of its own: every entry has the columns in `keys`, which find the row."""
        changes = [{f"the_{name}": value for name, value in row.items()} for row in rows]
        if changes:
            names = [name.removeprefix("the_") for name in changes[0]]
            found = [table.columns[name] == bindparam(f"the_{name}") for name in keys]
            values: dict[str, object] = {name: bindparam(f"the_{name}") for name in names if name not in keys}
            self.connection.execute(update(table).where(_owner(table) == self.tenant, *found).values(values), changes)

    def delete(self, table: Table, *where: ColumnElement[bool]) -> int:
        """Remove rows of this tenant; gives how many there were."""
        statement: Delete = delete(table).where(_owner(table) == self.tenant, *where)
        return self.connection.execute(statement).rowcount

    def one(self, statement: Select[tuple[object, ...]]) -> Row[tuple[object, ...]] | None:
        """The first row, if there is one."""
        return self.connection.execute(statement.limit(1)).first()

    def all(self, statement: Select[tuple[object, ...]]) -> Sequence[Row[tuple[object, ...]]]:
        """All rows."""
        return self.connection.execute(statement).all()

    def _insert_many(self, table: Table, rows: Iterable[Mapping[str, object]], *, unless_there: bool) -> int:
        """Add rows as the driver takes them: it knows every column's kind, and SQLAlchemy's look at each value costs most."""
        owned = [{"tenant": self.tenant, **row} for row in rows]
        if not owned:
            return 0
        text, places = _insertion(table, tuple(owned[0]), self.connection.dialect, unless_there=unless_there)
        values = [tuple([row[name] for name in places]) for row in owned] if places else owned
        return self.connection.exec_driver_sql(text, values, _COUNTED).rowcount


@functools.lru_cache(maxsize=_INSERTIONS)
def _insertion(table: Table, names: tuple[str, ...], dialect: Dialect, *, unless_there: bool) -> tuple[str, Sequence[str] | None]:
    """The insertion of these columns as text, and their order where the driver tells them apart by place."""
    statement = _inserting_unless_there(table, dialect) if unless_there else _inserting(table)
    compiled = statement.compile(dialect=dialect, column_keys=list(names))
    return str(compiled), compiled.positiontup


def _inserting(table: Table) -> Insert:
    _owner(table)
    return insert(table)


def _inserting_unless_there(table: Table, dialect: Dialect) -> Insert:
    """How the database at hand says it: each has an insertion of its own for this."""
    _owner(table)
    adding = sqlite.insert(table) if dialect.name == "sqlite" else postgresql.insert(table)
    return adding.on_conflict_do_nothing()


def _owner(table: Table) -> Column[str]:
    if table is TENANTS:
        raise LookupError("tenants belong to no tenant: use the functions of `tenants`")
    return table.columns["tenant"]
