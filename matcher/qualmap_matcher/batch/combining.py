"""Which rows are alike: columns as codes, and the distinct combinations of codes, so that Python touches each only once."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from typing import TypeAlias

import pyarrow as pa
import pyarrow.compute as pc

_ROOM = 2**62  # combinations that fit into one signed number of 64 bits, with a bit to spare

Codes: TypeAlias = pa.Array  # whole numbers from 0, none of them null


class Unreadable:
    """Stands for a text that is no UTF-8, which Arrow does not check."""


UNREADABLE = Unreadable()
Value = object


def coded(column: pa.Array) -> tuple[Codes, list[Value]]:
    """The column as codes into the list of its distinct values, which begins with None for null."""
    if pa.types.is_null(column.type):
        return pa.repeat(pa.scalar(0, pa.int64()), len(column)), [None]
    if pa.types.is_dictionary(column.type) and len(column.dictionary) > len(column):
        column = column.cast(column.type.value_type)  # most of a large dictionary may be in other batches
    column = column if pa.types.is_dictionary(column.type) else column.dictionary_encode()
    codes = pc.add(pc.fill_null(column.indices.cast(pa.int64()), -1), 1)
    return codes, [None, *_values(column.dictionary)]


def _values(distinct: pa.Array) -> list[Value]:
    try:
        return list(distinct.to_pylist())
    except UnicodeDecodeError:
        return [_text(value) for value in distinct.cast(pa.large_binary()).to_pylist()]


def _text(written: bytes | None) -> Value:
    try:
        return None if written is None else written.decode()
    except UnicodeDecodeError:
        return UNREADABLE


def combined(columns: Sequence[tuple[Codes, int]]) -> tuple[Codes, list[tuple[int, ...]]]:
    """Codes of the rows' combinations, and the combinations: one code of each column, which has so many different ones."""
    groups = _groups([size for _, size in columns])
    if len(groups) <= 1:
        return _combined(columns)
    parts = [_combined(columns[start:end]) for start, end in groups]
    codes, places = combined([(codes, len(found)) for codes, found in parts])
    joined = [tuple(code for place, (_, found) in zip(at, parts, strict=True) for code in found[place]) for at in places]
    return codes, joined


def _groups(sizes: Sequence[int]) -> list[tuple[int, int]]:
    """From where to where columns fit into one number together."""
    groups, start = [], 0
    for end in range(1, len(sizes) + 1):
        if end == len(sizes) or math.prod(sizes[start : end + 1]) > _ROOM:
            groups.append((start, end))
            start = end
    return groups


def _combined(columns: Sequence[tuple[Codes, int]]) -> tuple[Codes, list[tuple[int, ...]]]:
    told_apart = [(codes.cast(pa.int64()), size) for codes, size in columns if size > 1] or [columns[0]]
    (key, _), *others = told_apart
    for codes, size in others:
        key = pc.add(pc.multiply(key, size), codes)
    found = key.dictionary_encode()
    return found.indices, _taken_apart(found.dictionary, [size for _, size in columns])


def _taken_apart(keys: pa.Array, sizes: Sequence[int]) -> list[tuple[int, ...]]:
    """The codes that each key was made of."""
    codes: list[list[int]] = []
    for size in reversed(sizes):
        if size > 1:
            rest = pc.divide(keys, size)
            codes.append(pc.subtract(keys, pc.multiply(rest, size)).to_pylist())
            keys = rest
        else:
            codes.append([0] * len(keys))
    return list(zip(*reversed(codes), strict=True))


def numbers(values: Iterable[int | None]) -> pa.Array:
    """Whole numbers of Python's as codes or places."""
    return pa.array(values, pa.int64())
