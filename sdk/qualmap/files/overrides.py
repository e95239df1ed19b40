"""What the caller says about columns: `field=COLUMN` names one, `COLUMN=ignore` drops one."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from typing import Self

import attrs

from qualmap.errors import InputError
from qualmap.files.headers import REPEATED, Recognised
from qualmap.files.words import folded

_NUMBERED = re.compile(r"^(?P<field>[a-z_]+?)[_ ]?(?P<number>[1-9]\d?)?$")


@attrs.frozen
class Named:
    """Columns by their places: those that are given a field, and those that are dropped."""

    fields: dict[int, Recognised]
    dropped: frozenset[int]


@attrs.frozen
class Overrides:
    """The pairs as they were given, from left to right."""

    pairs: tuple[str, ...] = ()

    @classmethod
    def of(cls, pairs: Iterable[str]) -> Self:
        """The overrides that these texts are; raises `InputError` for one without `=`."""
        given = tuple(pairs)
        for pair in given:
            left, sign, right = pair.partition("=")
            if not (left.strip() and sign and right.strip()):
                raise InputError(f"expected FIELD=COLUMN or COLUMN=ignore, got {pair!r}", field="map")
        return cls(given)

    def mention(self, header: str) -> bool:
        """Whether a column of that name is given a field."""
        named = (pair.partition("=")[2] for pair in self.pairs if not pair.casefold().endswith("=ignore"))
        return bool(header.strip()) and any(folded(name) == folded(header) for name in named)

    def resolved(self, headers: Sequence[str], fields: AbstractSet[str]) -> Named:
        """The columns that are meant; raises `InputError` for a column or a field that there is not."""
        named: dict[int, Recognised] = {}
        dropped = set()
        for pair in self.pairs:
            if pair.casefold().endswith("=ignore"):
                dropped.update(_places(pair[: -len("=ignore")], headers))
                continue
            left, _, right = pair.partition("=")
            field = _field(left.strip(), fields)
            places = _places(right, headers)
            if len(places) > 1 and field.field not in REPEATED:
                raise InputError(f"{len(places)} columns are called {right!r}; give them different names", field="map")
            for place in places:
                if place in named:
                    raise InputError(f"the column {headers[place]!r} is given two fields", field="map")
                named[place] = field
        return Named(named, frozenset(dropped))


def quoted(headers: Iterable[str]) -> str:
    """The headers in quotation marks, for a message."""
    return ", ".join(f"“{header}”" for header in headers if header.strip()) or "without names"


def _field(name: str, fields: AbstractSet[str]) -> Recognised:
    found = _NUMBERED.match(name.casefold())
    if found and found["field"] in fields:
        number = int(found["number"]) if found["number"] else None
        if number is None or found["field"] in REPEATED:
            return Recognised(found["field"], number)
    raise InputError(f"there is no field {name!r}; known are {', '.join(sorted(fields))}", field="map")


def _places(name: str, headers: Sequence[str]) -> list[int]:
    """The places of the columns of that name: as it is written, or as `folded` reads it."""
    exact = [place for place, header in enumerate(headers) if header.strip() == name.strip()]
    places = exact or [place for place, header in enumerate(headers) if header.strip() and folded(header) == folded(name)]
    if not places:
        raise InputError(f"there is no column {name!r}; the columns are {quoted(headers)}", field="map")
    return places
