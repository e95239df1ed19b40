"""Decision ids for a batch: the one thing in an answer that every row has for itself."""

from __future__ import annotations

import attrs
import pyarrow as pa
import pyarrow.compute as pc

from qualmap_matcher.batch.combining import combined, numbers
from qualmap_matcher.batch.credentials import Holders
from qualmap_matcher.batch.deciding import People
from qualmap_matcher.batch.facts import FactColumns
from qualmap_matcher.batch.remembering import MOST_PLACES
from qualmap_matcher.eligibility.identity import BYTES, DecisionIds

_DIGITS = 2 * BYTES


@attrs.define
class Identifying:
    """Gives ids; digests of holders and of facts are kept, for few rows have one that no other has."""

    ids: DecisionIds
    holders: Holders
    facts: FactColumns
    _read: list[bytes] = attrs.field(init=False, factory=list, repr=False)
    _facts: dict[tuple[str, ...], dict[tuple[int, ...], bytes]] = attrs.field(init=False, factory=dict, repr=False)

    @property
    def is_full(self) -> bool:
        """Whether to begin anew."""
        return sum(map(len, self._facts.values())) > MOST_PLACES

    def of(self, people: People, refs: pa.Array) -> pa.Array:
        """The ids of a batch, with any for a row without a ref."""
        self._read += [self.ids.read(one.credentials) for one in self.holders.found[len(self._read) :]]
        read = map(self._read.__getitem__, people.holders.to_pylist())
        written = pc.fill_null(refs.cast(pa.binary()), b"").to_pylist()
        digits = self.ids.many(read, self._facts_of(people), written).hex().encode("ascii")
        offsets = numbers(range(0, len(digits) + 1, _DIGITS)).cast(pa.int32())
        return pa.Array.from_buffers(pa.string(), len(refs), [None, offsets.buffers()[1], pa.py_buffer(digits)])

    def _facts_of(self, people: People) -> list[bytes]:
        """The digest of each row's facts."""
        names = tuple(people.facts)
        if not names:
            return [self.ids.facts({})] * len(people.holders)
        codes, found = combined([(people.facts[name], len(self.facts[name].values)) for name in names])
        known = self._facts.setdefault(names, {})
        for one in found:
            if one not in known:
                known[one] = self._digest(names, one)
        digests = [known[one] for one in found]
        return list(map(digests.__getitem__, codes.to_pylist()))

    def _digest(self, names: tuple[str, ...], codes: tuple[int, ...]) -> bytes:
        values = ((name, self.facts[name].values[code]) for name, code in zip(names, codes, strict=True))
        return self.ids.facts({name: value for name, value in values if value is not None})
