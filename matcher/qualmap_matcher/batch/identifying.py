"""Decision ids for a batch: the one thing in an answer that every row has for itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs
import pyarrow as pa

from qualmap_matcher.batch.combining import combined, numbers
from qualmap_matcher.batch.credentials import Holders
from qualmap_matcher.batch.deciding import People
from qualmap_matcher.batch.facts import FactColumns
from qualmap_matcher.eligibility.identity import DIGITS, DecisionIds

if TYPE_CHECKING:
    from hashlib import _Hash as Hash


@attrs.define
class Identifying:
    """Gives ids; what is hashed of a holder's credentials is kept as long as the holder."""

    ids: DecisionIds
    holders: Holders
    facts: FactColumns
    _begun: list[Hash] = attrs.field(init=False, factory=list, repr=False)

    def of(self, people: People, refs: list[str]) -> pa.Array:
        """The ids of a batch."""
        for one in self.holders.found[len(self._begun) :]:
            self._begun.append(self.ids.begun(one.credentials))
        names = list(people.facts)
        begun = map(self._begun.__getitem__, people.holders.to_pylist())
        if not names:
            written = [self.ids.facts({})] * len(refs)
        else:
            codes, found = combined([(people.facts[name], len(self.facts[name].values)) for name in names])
            written = list(map([self._facts(names, one) for one in found].__getitem__, codes.to_pylist()))
        digits = self.ids.many(begun, written, refs).encode("ascii")
        offsets = numbers(range(0, len(digits) + 1, DIGITS)).cast(pa.int32())
        return pa.Array.from_buffers(pa.string(), len(refs), [None, offsets.buffers()[1], pa.py_buffer(digits)])

    def _facts(self, names: list[str], codes: tuple[int, ...]) -> bytes:
        values = ((name, self.facts[name].values[code]) for name, code in zip(names, codes, strict=True))
        return self.ids.facts({name: value for name, value in values if value is not None})
