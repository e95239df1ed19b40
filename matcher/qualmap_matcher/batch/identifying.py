"""Decision ids for a batch: the one thing in an answer that every row has for itself.

An id is the digest of three parts (`eligibility.identity`). The digests of what was read and of the facts are kept, for few rows
have one that no other has; with a ref that is not too long they fill one block of SHA-256.
"""

from __future__ import annotations

from collections.abc import Sequence

import attrs
import numpy as np
import pyarrow as pa

from qualmap_matcher.batch.combining import combined
from qualmap_matcher.batch.credentials import Holders
from qualmap_matcher.batch.deciding import People
from qualmap_matcher.batch.facts import FactColumns
from qualmap_matcher.batch.hashing import BLOCK, LONGEST, TOGETHER, Bytes, digests
from qualmap_matcher.batch.remembering import MOST_PLACES
from qualmap_matcher.eligibility.identity import BYTES, DecisionIds, digest

_LONGEST_REF = LONGEST - 2 * BYTES
_DIGITS = np.array([f"{byte:02x}".encode() for byte in range(256)]).view(np.uint16)  # of each byte, both at once


@attrs.define
class Identifying:
    """Gives ids."""

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
        read, facts = _rows(self._read), self._facts_of(people)
        holders, written = people.holders.to_numpy(), refs.cast(pa.binary())
        found = np.empty((len(refs), BYTES), np.uint8)
        for start in range(0, len(refs), TOGETHER):
            some = slice(start, start + TOGETHER)
            found[some] = _identified(np.hstack([read[holders[some]], facts[some]]), written[some])
        return _in_hexadecimal(found)

    def _facts_of(self, people: People) -> Bytes:
        """The digest of each row's facts."""
        names = tuple(people.facts)
        if not names:
            return _rows([self.ids.facts({})] * len(people.holders))
        codes, found = combined([(people.facts[name], len(self.facts[name].values)) for name in names])
        known = self._facts.setdefault(names, {})
        for one in found:
            if one not in known:
                known[one] = self._digest(names, one)
        each: Bytes = _rows([known[one] for one in found])[codes.to_numpy()]
        return each

    def _digest(self, names: tuple[str, ...], codes: tuple[int, ...]) -> bytes:
        values = ((name, self.facts[name].values[code]) for name, code in zip(names, codes, strict=True))
        return self.ids.facts({name: value for name, value in values if value is not None})


def _rows(found: Sequence[bytes]) -> Bytes:
    """Digests as rows of bytes."""
    return np.frombuffer(b"".join(found), np.uint8).reshape(-1, BYTES)


def _identified(parts: Bytes, refs: pa.BinaryArray) -> Bytes:
    """The digests (n x `BYTES`) of the first two parts of each row and its ref."""
    _, offsets, data = refs.buffers()
    starts = np.frombuffer(offsets, np.int32)[refs.offset :][: len(refs) + 1].astype(np.int64)
    lengths = np.diff(starts)
    blocks = np.zeros((len(parts), BLOCK), np.uint8)
    blocks[:, : 2 * BYTES] = parts
    if data is not None and data.size:
        letters = np.arange(_LONGEST_REF)
        found = np.frombuffer(data, np.uint8).take(starts[:-1, None] + letters, mode="clip")
        blocks[:, 2 * BYTES : LONGEST] = np.where(letters < lengths[:, None], found, 0)
    made = digests(blocks, 2 * BYTES + np.minimum(lengths, _LONGEST_REF))[:, :BYTES]
    for row in np.flatnonzero(lengths > _LONGEST_REF):
        made[row] = np.frombuffer(digest(parts[row].tobytes() + refs[row].as_py()), np.uint8)
    return made


def _in_hexadecimal(found: Bytes) -> pa.Array:
    digits = _DIGITS[found]
    offsets = np.arange(0, digits.nbytes + 1, 2 * BYTES, dtype=np.int32)
    return pa.Array.from_buffers(pa.string(), len(found), [None, pa.py_buffer(offsets), pa.py_buffer(digits)])
