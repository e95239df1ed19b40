"""An operation as a value: how it is put to the service, how its answer is read, how it is done here."""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Callable
from typing import TYPE_CHECKING, Generic, TypeVar
from urllib.parse import quote

import attrs

from qualmap.editions import as_date
from qualmap.errors import InputError
from qualmap.models import Json
from qualmap.transport.messages import Request

if TYPE_CHECKING:
    from qualmap.local import LocalMatcher

Result = TypeVar("Result")
Day = dt.date | str | None


@attrs.frozen(slots=True, kw_only=True)
class Operation(Generic[Result]):
    """One thing to ask; `here` is None for what only a service can do, `missing` the error where a service has nothing there.

    `ask` makes the request once it is needed: what is done here needs none.
    """

    ask: Callable[[], Request]
    read: Callable[[Json], Result]
    here: Callable[[LocalMatcher], Result] | None = None
    missing: Exception | None = None

    @functools.cached_property
    def request(self) -> Request:
        """What is asked of the service."""
        return self.ask()


@attrs.frozen(kw_only=True)
class Lines(Generic[Result]):
    """Something to ask that only a service answers, line by line of JSON as they come; `read` reads one line."""

    request: Request
    read: Callable[[Json], Result]


@attrs.frozen(slots=True)
class Options:
    """Which edition is meant, and which evidence counts."""

    edition: str | None
    as_of: Day
    minimum_evidence: str

    @property
    def day(self) -> str | None:
        """The day an answer is about; none where an edition is named alone, whose answers are the same on every day."""
        return None if self.edition is not None and self.as_of is None else as_date(self.as_of).isoformat()

    def to_dict(self) -> dict[str, str | None]:
        """As the service takes it, in a body or in an address."""
        return {"edition": self.edition, "as_of": written_day(self.as_of), "minimum_evidence": self.minimum_evidence}


def written_day(day: Day) -> str | None:
    """A day as YYYY-MM-DD; None where there is none."""
    return None if day is None else as_date(day).isoformat()


def path(*parts: str) -> str:
    """The address below `/v1` that these names and ids make.

    Raises:
        InputError: an id is empty or a dot, which would lead to another address.

    """
    for part in parts:
        if part in {"", ".", ".."}:
            raise InputError(f"expected an id, got {part!r}", field="id")
    return "/".join(["/v1", *(quote(part, safe="") for part in parts)])


def member(answer: Json, name: str) -> Json:
    """A member of an object; None where there is none."""
    return answer.get(name) if isinstance(answer, dict) else None


def members(answer: Json, name: str) -> list[Json]:
    """A member that is a list; an empty one where there is none."""
    found = member(answer, name)
    return found if isinstance(found, list) else []
