"""Values that are built as Arrow once and then only pointed at: rows `take` from a pool by index."""

from __future__ import annotations

from collections.abc import Hashable, Mapping

import attrs
import pyarrow as pa

from qualmap.models import Json
from qualmap_matcher.batch.schemas import encoded_type


@attrs.define
class Pool:
    """Distinct values of one Arrow type, in the order in which they were met; `dictionaries` has their texts encoded."""

    type: pa.DataType
    dictionaries: bool
    _places: dict[Hashable, int] = attrs.field(init=False, factory=dict, repr=False)
    _new: list[Json] = attrs.field(init=False, factory=list, repr=False)
    _plain: pa.Array = attrs.field(init=False, repr=False)
    _ready: pa.Array = attrs.field(init=False, repr=False)

    def __attrs_post_init__(self) -> None:
        self._plain = pa.array([], self.type)
        self._ready = encoded(self._plain) if self.dictionaries else self._plain

    def __len__(self) -> int:
        return len(self._plain) + len(self._new)

    @property
    def size(self) -> int:
        """Bytes that the finished values take."""
        return int(self._plain.nbytes)

    def place(self, key: Hashable) -> int | None:
        """Where the value of this key stands, if it was added."""
        return self._places.get(key)

    def add(self, key: Hashable, value: Json) -> int:
        """Add a value under a key that has none yet; its place."""
        place = self._places[key] = len(self)
        self._new.append(value)
        return place

    def append(self, value: Json) -> int:
        """Add a value that nobody will ask for by a key; its place."""
        self._new.append(value)
        return len(self) - 1

    def values(self) -> pa.Array:
        """All values, by place."""
        if self._new:
            # Joined before the texts are encoded: concatenating structs of dictionaries keeps the first one's dictionary only.
            self._plain = pa.concat_arrays([self._plain, pa.array(self._new, self.type)])
            self._ready = encoded(self._plain) if self.dictionaries else self._plain
            self._new.clear()
        return self._ready

    def take(self, places: pa.Array) -> pa.Array:
        """The values at these places; null where a place is null."""
        return self.values().take(places)


def encoded(plain: pa.Array) -> pa.Array:
    """The same values with all texts in them as dictionaries."""
    kind = plain.type
    if pa.types.is_string(kind):
        return plain.dictionary_encode()
    if pa.types.is_list(kind):
        offsets, inner = list_parts(plain)
        return pa.ListArray.from_arrays(offsets, encoded(inner), type=encoded_type(kind), mask=_mask(plain))
    if pa.types.is_struct(kind):
        parts = [encoded(plain.field(place)) for place in range(kind.num_fields)]
        return pa.StructArray.from_arrays(parts, fields=list(encoded_type(kind)), mask=_mask(plain))
    return plain


def list_parts(plain: pa.Array) -> tuple[pa.Array, pa.Array]:
    """Offsets and values of a list array that has no slice of its own."""
    return plain.offsets, plain.values


def _mask(plain: pa.Array) -> pa.Array | None:
    return plain.is_null() if plain.null_count else None


Values = Mapping[str, Json]
