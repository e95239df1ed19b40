"""The facts that conditions need: of which kind each is, which values it takes, and how it is called and asked for."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any, Self

import attrs

from qualmap.errors import InputError
from qualmap.models import Json
from qualmap.records import FactValue
from qualmap.screening import Wording


@attrs.frozen(kw_only=True)
class Fact:
    """One fact; `choices` are empty but for a choice, `minimum` and `maximum` count for a number only."""

    name: str
    kind: str
    meaning: Wording
    ask: Wording
    choices: Mapping[str, Wording]
    whole: bool
    minimum: int
    maximum: int

    @classmethod
    def from_data(cls, name: str, entry: Mapping[str, Any]) -> Self:
        """The fact that an entry of `facts.json` describes."""
        return cls(
            name=name,
            kind=entry["kind"],
            meaning=Wording(entry["en"], entry["zh"]),
            ask=Wording(**entry["ask"]),
            choices={value: Wording(**words) for value, words in entry.get("choices", {}).items()},
            whole=entry.get("whole", False),
            minimum=entry.get("minimum", 0),
            maximum=entry.get("maximum", 0),
        )

    @property
    def expected(self) -> str:
        """What a value has to be, for messages."""
        if self.kind == "boolean":
            return "true or false"
        if self.kind == "choice":
            return f"one of {', '.join(self.choices)}"
        return f"a {'whole ' if self.whole else ''}number from {self.minimum} to {self.maximum}"

    def checked(self, value: FactValue, record: str) -> FactValue:
        """The value, 66.0 as 66; raises `InputError`, which names the record and the fact."""
        if self.kind == "boolean":
            fits = isinstance(value, bool)
        elif self.kind == "choice":
            fits = isinstance(value, str) and value in self.choices
        else:
            fits = isinstance(value, int | float) and not isinstance(value, bool) and self._has_room_for(value)
        if not fits:
            raise InputError(f"expected {self.expected}, got {value!r}", record=record, field=f"facts.{self.name}")
        return int(value) if isinstance(value, float) and value.is_integer() else value

    def _has_room_for(self, number: float) -> bool:
        return self.minimum <= number <= self.maximum and not (self.whole and number != math.floor(number))

    def to_dict(self) -> dict[str, Json]:
        """As JSON."""
        return {
            "name": self.name,
            "kind": self.kind,
            "meaning": self.meaning.to_dict(),
            "ask": self.ask.to_dict(),
            "choices": {value: words.to_dict() for value, words in self.choices.items()},
            "whole": self.whole,
            "minimum": self.minimum,
            "maximum": self.maximum,
        }
