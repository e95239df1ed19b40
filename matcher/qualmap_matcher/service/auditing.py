"""Verify a trail, in the database or as it was exported."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator

import attrs

from qualmap.errors import InputError
from qualmap.models import Json
from qualmap_matcher.service.store.audit import FIRST, Entry, Head, entries, head_of, mistakes
from qualmap_matcher.service.store.scope import Scope

MOST_MISTAKES = 100  # of a trail that was tampered with: the first ones tell where


@attrs.frozen
class Verified:
    """What was found in a trail: how many entries, its head, and what is wrong with it."""

    entries: int
    head: Head
    mistakes: tuple[str, ...]

    def to_dict(self) -> dict[str, Json]:
        """As JSON."""
        return {"sound": not self.mistakes, "entries": self.entries, "head": self.head.to_dict(), "mistakes": [*self.mistakes]}


def verify_trail(scope: Scope, *, noted: str | None = None) -> Verified:
    """Verify a tenant's trail in the database, by a reading transaction; `noted` is a digest that it must have somewhere."""
    return _verified(entries(scope), head_of(scope), noted)


def verify_export(lines: Iterable[bytes], *, noted: str | None = None) -> Verified:
    """Verify an exported trail, line by line.

    Raises:
        InputError: a line is no entry, or the last line, which names the head, is missing.

    """
    heads: list[Head] = []

    def read() -> Iterator[Entry]:
        for number, line in enumerate(lines, 1):
            if heads:
                raise InputError("expected nothing after the line that names the head", record=f"line {number}")
            one = _read(line, number)
            if isinstance(one, Entry):
                yield one
            else:
                heads.append(one)

    trail = list(read())
    if not heads:
        raise InputError("the last line, which names the head, is missing: the file was cut off")
    return _verified(trail, heads[0], noted)


def last_line(head: Head) -> dict[str, Json]:
    """What an export ends with: so that a file that was cut off can be told from a whole one."""
    return {"head": head.to_dict()}


def _verified(trail: Iterable[Entry], head: Head, noted: str | None) -> Verified:
    count, seen = 0, noted in {None, FIRST}

    def counted() -> Iterator[Entry]:
        nonlocal count, seen
        for entry in trail:
            count += 1
            seen = seen or entry.digest == noted
            yield entry

    found: list[str] = []
    for mistake in mistakes(counted(), head):
        if len(found) < MOST_MISTAKES:
            found.append(mistake)
    if not seen:
        found.append(f"no entry has the digest {noted}: the trail was written anew since, or is another one")
    return Verified(count, head, tuple(found))


def _read(line: bytes, number: int) -> Entry | Head:
    try:
        content = json.loads(line)
        return Head(**content["head"]) if set(content) == {"head"} else Entry(**content)
    except (ValueError, TypeError):
        raise InputError("expected an entry of an audit trail as JSON", record=f"line {number}") from None
