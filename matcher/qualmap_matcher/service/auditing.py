"""Verify a trail, in the database or as it was exported."""

from __future__ import annotations

import functools
import json
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Iterator
from typing import Protocol, TypeVar

import msgspec

from qualmap.errors import InputError
from qualmap.kept.administration import AuditHead, AuditVerification
from qualmap.models import Json
from qualmap_matcher.service.store.audit import FIRST, Entry, entries, head_of, mistakes
from qualmap_matcher.service.store.scope import Scope

Value = TypeVar("Value")
JSON_LINES = "application/x-ndjson"
_PAGE = 1000  # entries that are read at once
MOST_MISTAKES = 100  # of a trail that was tampered with: the first ones tell where


def verify_trail(scope: Scope, *, noted: str | None = None) -> AuditVerification:
    """Verify a tenant's trail in the database, by a reading transaction; `noted` is a digest that it must have somewhere."""
    return _verified(entries(scope), head_of(scope), noted)


def verify_export(lines: Iterable[bytes], *, noted: str | None = None) -> AuditVerification:
    """Verify an exported trail, line by line.

    Raises:
        InputError: a line is no entry, or the last line, which names the head, is missing.

    """
    heads: list[AuditHead] = []

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


class Reading(Protocol):
    """Reads from the tenant's part of the database, in a thread: that of a call, or of a visit of the console."""

    def __call__(self, work: Callable[[Scope], Value], /) -> Awaitable[Value]:
        """What the work gives."""


async def lines(reading: Reading, head: AuditHead) -> AsyncIterator[bytes]:
    """The trail up to a head as JSON Lines, some at once; the last line names the head."""
    after = 0
    while after < head.sequence:
        page = await reading(functools.partial(_page, after=after, limit=min(_PAGE, head.sequence - after)))
        if not page:
            break
        yield b"".join(msgspec.json.encode(entry.to_dict()) + b"\n" for entry in page)
        after = page[-1].sequence
    yield msgspec.json.encode(last_line(head)) + b"\n"


def _page(scope: Scope, *, after: int, limit: int) -> list[Entry]:
    return list(entries(scope, after=after, limit=limit))


def last_line(head: AuditHead) -> dict[str, Json]:
    """What an export ends with: so that a file that was cut off can be told from a whole one."""
    return {"head": head.to_dict()}


def _verified(trail: Iterable[Entry], head: AuditHead, noted: str | None) -> AuditVerification:
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
    return AuditVerification(sound=not found, entries=count, head=head, mistakes=tuple(found))


def _read(line: bytes, number: int) -> Entry | AuditHead:
    try:
        content = json.loads(line)
        return AuditHead(**content["head"]) if set(content) == {"head"} else Entry(**content)
    except (ValueError, TypeError):
        raise InputError("expected an entry of an audit trail as JSON", record=f"line {number}") from None
