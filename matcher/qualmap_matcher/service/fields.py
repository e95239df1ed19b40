"""Read the members of a request's body; whatever is wrong is an `InputError` that names the member."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from qualmap.editions import EVIDENCE, Asked
from qualmap.errors import InputError
from qualmap.local import LocalMatcher
from qualmap.models import Json


def only(body: Mapping[str, Json], known: Sequence[str]) -> Mapping[str, Json]:
    """The body, if it has no other members."""
    for name in body:
        if name not in known:
            raise InputError(f"unknown; expected {', '.join(known)}", field=name)
    return body


def option_text(body: Mapping[str, Json], name: str) -> str | None:
    """A text, or None for null and for a member that is not there."""
    value = body.get(name)
    if value is not None and not isinstance(value, str):
        raise InputError(f"expected a text, got {type(value).__name__}", field=name)
    return value


def text(body: Mapping[str, Json], name: str) -> str:
    """A text that is not blank."""
    value = option_text(body, name)
    if value is None or not value.strip():
        raise InputError("missing; expected a text", field=name)
    return value


def list_of(body: Mapping[str, Json], name: str, *, most: int) -> list[Json]:
    """A list with at least one entry."""
    value = body.get(name)
    if not isinstance(value, list) or not value:
        raise InputError("expected a list with at least one entry", field=name)
    if len(value) > most:
        raise InputError(f"expected at most {most:,} entries, got {len(value):,}", field=name)
    return value


def object_of(body: Mapping[str, Json], name: str) -> dict[str, Json]:
    """An object."""
    value = body.get(name)
    if not isinstance(value, dict):
        raise InputError("missing; expected an object", field=name)
    return value


def asked_by(body: Mapping[str, Json], matcher: LocalMatcher) -> Asked:
    """The edition and the evidence that a body's options ask for; raises `UnknownEditionError`."""
    evidence = option_text(body, "minimum_evidence")
    least = EVIDENCE[0] if evidence is None else evidence
    return matcher.asked(option_text(body, "edition"), option_text(body, "as_of"), least)
