"""Read the arguments of a tool; whatever is wrong is an `InputError` that names the argument."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from qualmap.editions import EVIDENCE
from qualmap.errors import InputError
from qualmap.models import Credential
from qualmap.records import Record, credential_of

Arguments = Mapping[str, object]
MOST_CREDENTIALS = 100
"""In one call: an answer of some kilobytes each is what an assistant can still read."""


def only(arguments: Arguments, known: Sequence[str]) -> None:
    """Refuse arguments that a tool does not have."""
    for name in arguments:
        if name not in known:
            raise InputError(f"unknown; expected {', '.join(known)}", field=name)


def option(arguments: Arguments, name: str) -> str | None:
    """A text, or None where it is not given."""
    value = arguments.get(name)
    if value is not None and not isinstance(value, str):
        raise InputError(f"expected a text, got {type(value).__name__}", field=name)
    return value


def text(arguments: Arguments, name: str) -> str:
    """A text that has to be given."""
    value = option(arguments, name)
    if value is None:
        raise InputError("missing; expected a text", field=name)
    return value


def evidence(arguments: Arguments) -> str:
    """The least evidence that a row must have to count."""
    return option(arguments, "minimum_evidence") or EVIDENCE[0]


def number(arguments: Arguments, name: str, *, usual: int, most: int) -> int:
    """A whole number from 1."""
    value = arguments.get(name, usual)
    if isinstance(value, bool) or not isinstance(value, int) or not 1 <= value <= most:
        raise InputError(f"expected a whole number from 1 to {most}, got {value!r}", field=name)
    return value


def record(arguments: Arguments) -> Record:
    """A person's record."""
    value = arguments.get("record")
    if not isinstance(value, Mapping):
        raise InputError("expected an object with ref, credentials and facts", field="record")
    return Record.of(value)


def credentials(arguments: Arguments) -> list[Credential | InputError]:
    """The credentials, each as it can be used or with what is wrong with it."""
    value = arguments.get("credentials")
    if not isinstance(value, list) or not value:
        raise InputError("expected a list with at least one entry", field="credentials")
    if len(value) > MOST_CREDENTIALS:
        raise InputError(f"expected at most {MOST_CREDENTIALS} entries, got {len(value)}", field="credentials")
    return [_credential(one, f"credentials[{index}]") for index, one in enumerate(value)]


def _credential(value: object, place: str) -> Credential | InputError:
    try:
        return Credential(value) if isinstance(value, str) else credential_of(value, place)
    except InputError as error:
        return error
