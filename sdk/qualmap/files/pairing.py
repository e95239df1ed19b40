"""Which columns make up one credential: its text, its issuer and its country."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import attrs

from qualmap.files.headers import Recognised

Numbered = tuple[int, int | None]
"""The place of a column, and the number in its header."""


@attrs.frozen
class CredentialColumns:
    """The places of the columns that make up one credential."""

    text: int
    issuer: int | None = None
    country: int | None = None


def paired(read: Mapping[int, Recognised]) -> tuple[tuple[CredentialColumns, ...], list[int]]:
    """The credentials from left to right, and the columns of issuers and countries that belong to none of them."""
    texts = _of("credential", read)
    beside: dict[int, dict[str, int]] = {place: {} for place, _ in texts}
    unpaired = []
    for field in ("issuer", "country"):
        columns = _of(field, read)
        for place, number in columns:
            text = _partner(place, number, texts, columns)
            if text is None or field in beside[text]:
                unpaired.append(place)
            else:
                beside[text][field] = place
    return tuple(CredentialColumns(text, its.get("issuer"), its.get("country")) for text, its in beside.items()), unpaired


def _of(field: str, read: Mapping[int, Recognised]) -> list[Numbered]:
    return [(place, one.number) for place, one in sorted(read.items()) if one.field == field]


def _partner(place: int, number: int | None, texts: Sequence[Numbered], columns: Sequence[Numbered]) -> int | None:
    """The column of the credential that an issuer or a country goes with.

    It is the only one, or the one with the same number; columns without numbers go together in their order if there are as
    many of the one as of the other. Where none of that holds nobody can tell.
    """
    if len(texts) == 1:
        return texts[0][0]
    same = [text for text, other in texts if other == number]
    if number is not None:
        plain = [text for text, other in texts if other is None]
        first = number == 1 and len(plain) == 1
        return next(iter(same or (plain if first else ())), None)
    mates = [other for other, its in columns if its is None]
    if len(mates) == len(same):
        return same[mates.index(place)]
    return None
