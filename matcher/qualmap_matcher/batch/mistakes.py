"""What is wrong with records: errors as places in a pool, the first that a record has counting."""

from __future__ import annotations

import attrs
import pyarrow as pa
import pyarrow.compute as pc

from qualmap.errors import InputError
from qualmap_matcher.batch.pools import Pool
from qualmap_matcher.batch.schemas import ERROR


@attrs.define
class Mistakes:
    """Distinct errors; each says the same of every record that has it."""

    pool: Pool

    @classmethod
    def none(cls) -> Mistakes:
        """No errors yet."""
        return cls(Pool(ERROR, dictionaries=False))

    def place(self, error: InputError | None) -> int | None:
        """Where an error stands; None for none."""
        if error is None:
            return None
        key = (error.code, error.message, error.field)
        place = self.pool.place(key)
        if place is None:
            place = self.pool.add(key, {"code": error.code, "message": error.message, "field": error.field})
        return place


def first_of(columns: list[pa.Array]) -> pa.Array | None:
    """The place of each record's first error, the columns in the order in which errors count; None where no record has one."""
    found = [column for column in columns if column.null_count < len(column)]
    if not found:
        return None
    return pc.coalesce(*found) if len(found) > 1 else found[0]
