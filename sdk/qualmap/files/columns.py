"""Which column of a table is what: recognised by its header, or named by the caller."""

from __future__ import annotations

from collections.abc import Sequence

import attrs

from qualmap.errors import InputError
from qualmap.facts import Fact
from qualmap.files.headers import REPEATED, Recognised, recognised
from qualmap.files.overrides import Overrides, quoted
from qualmap.files.pairing import CredentialColumns, paired

_SINGLE = ("ref", "ordinal", "nationality")
PERSONAL, UNKNOWN, DROPPED, UNPAIRED = "personal", "unknown", "dropped", "unpaired"
"""Why a column is not read: it names or reaches a person, nothing is known of it, `--map` says so, it goes with no credential."""


@attrs.frozen(kw_only=True)
class Columns:
    """What is read of a table: the places of its columns, from 0; `ignored` says of each other one why it is not read."""

    headers: tuple[str, ...]
    ref: int | None
    credentials: tuple[CredentialColumns, ...]
    nationality: int | None
    facts: dict[str, int]
    ignored: dict[int, str]

    def called(self, place: int | None) -> str:
        """The header of a column in quotation marks."""
        return f"“{self.headers[place]}”" if place is not None else ""


def recognise(headers: Sequence[str], facts: Sequence[Fact], overrides: Overrides) -> Columns:
    """What the columns with these headers hold.

    Raises:
        InputError: no column has credentials, two have what can be only one, or an override names what is not there.

    """
    known = {fact.name for fact in facts}
    found: dict[int, Recognised | None] = {place: recognised(header) for place, header in enumerate(headers)}
    ignored: dict[int, str] = {}
    for place, header in enumerate(headers):
        one = found[place]
        if one is None:
            ignored[place] = UNKNOWN if header.strip() else ""
        elif one.field == PERSONAL:
            ignored[place] = PERSONAL
    named = overrides.resolved(headers, {*known, *REPEATED, "ref", "nationality"})
    taken = {one.field for one in named.fields.values()}
    for place, one in found.items():
        if place in named.dropped or (one and one.field in taken and place not in named.fields):
            ignored[place] = DROPPED
    for place in named.fields:
        ignored.pop(place, None)
    read = {place: one for place, one in {**found, **named.fields}.items() if one and place not in ignored}
    single = {field: _single(field, read, headers) for field in (*_SINGLE, *sorted(known))}
    if single["ref"] is not None and single["ordinal"] is not None:
        ignored[single["ordinal"]] = UNKNOWN
    credentials, unpaired = paired(read)
    if not credentials:
        raise InputError(
            "no column has credentials; expected one called credential, certificate, qualification, 证书, 职业资格 or the like; "
            f"the columns are {quoted(headers)}; name one with --map credential=COLUMN",
            field="credential",
        )
    return Columns(
        headers=tuple(headers),
        ref=single["ref"] if single["ref"] is not None else single["ordinal"],
        credentials=credentials,
        nationality=single["nationality"],
        facts={fact.name: number for fact in facts if (number := single[fact.name]) is not None},
        ignored={place: why for place, why in sorted({**ignored, **dict.fromkeys(unpaired, UNPAIRED)}.items()) if why},
    )


def _single(field: str, read: dict[int, Recognised], headers: Sequence[str]) -> int | None:
    places = [place for place, one in read.items() if one.field == field]
    if len(places) > 1:
        names = " and ".join(f"“{headers[place]}”" for place in places)
        choice = "a running number" if field == "ordinal" else field
        advice = f"say which with --map {field}=COLUMN, or drop one with --map COLUMN=ignore"
        raise InputError(f"{len(places)} columns mean {choice}: {names}; {advice}", field=field)
    return places[0] if places else None
