"""All facts that conditions need, and the check of those that a record gives."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from typing import Any, Self

import attrs

from qualmap.errors import InputError
from qualmap.facts import Fact
from qualmap.records import FactValue


@attrs.frozen
class Facts:
    """All facts by name, in the order in which a form would ask for them."""

    by_name: dict[str, Fact]

    @classmethod
    def from_data(cls, content: Mapping[str, Any]) -> Self:
        """The facts of `facts.json`."""
        return cls({name: Fact.from_data(name, entry) for name, entry in content["facts"].items()})

    def checked(self, values: Mapping[str, FactValue], record: str) -> dict[str, FactValue]:
        """The values in the order of the facts; raises `InputError` for an unknown name or an unfit value."""
        for name in values:
            if name not in self.by_name:
                near = difflib.get_close_matches(name, self.by_name, n=1)
                hint = f"did you mean {near[0]}?" if near else f"known are {', '.join(self.by_name)}"
                raise InputError(f"there is no such fact; {hint}", record=record, field=f"facts.{name}")
        return {name: fact.checked(values[name], record) for name, fact in self.by_name.items() if name in values}
