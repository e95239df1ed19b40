"""The refs of a batch, and what is wrong with those that cannot be used."""

from __future__ import annotations

import attrs
import pyarrow as pa
import pyarrow.compute as pc

from qualmap.errors import InputError
from qualmap.records import Record
from qualmap_matcher.batch.mistakes import Mistakes


@attrs.frozen
class Refs:
    """The refs as they are told (null for one that cannot be used), and the places of errors, None where there is none."""

    told: pa.Array
    errors: pa.Array | None

    @classmethod
    def of(cls, refs: pa.Array, mistakes: Mistakes) -> Refs:
        """Check refs: each has to say something, as a record checks it."""
        doubtful = _doubtful(refs) if _readable(refs) else pa.repeat(pa.scalar(value=True), len(refs))
        if not pc.any(doubtful).as_py():
            return cls(refs, None)
        texts, places = [], []
        for written, doubt in zip(_texts(refs), doubtful.to_pylist(), strict=True):
            place = mistakes.place(_wrong(written)) if doubt else None
            places.append(place)
            texts.append(written.decode() if written is not None and place is None else None)
        return cls(pa.array(texts, pa.string()), pa.array(places, pa.int64()))


def _doubtful(refs: pa.Array) -> pa.Array:
    """Which refs have no character that is certainly no blank."""
    return pc.coalesce(pc.invert(pc.match_substring_regex(refs, "[!-~]")), pa.scalar(value=True))


def _wrong(written: bytes | None) -> InputError | None:
    try:
        Record.of({"ref": None if written is None else written.decode()})
    except UnicodeDecodeError:
        return InputError("expected a text in UTF-8", field="ref")
    except InputError as error:
        return error
    return None


def _readable(refs: pa.Array) -> bool:
    try:
        refs.validate(full=True)
    except pa.ArrowInvalid:
        return False
    return True


def _texts(refs: pa.Array) -> list[bytes | None]:
    return list(refs.cast(pa.binary()).to_pylist())
