"""A mention in the making: the items it is made of and what they mean so far."""

from __future__ import annotations

import attrs

from qualmap_matcher.engine.scanning import Item


@attrs.define(slots=True, eq=False)
class Draft:
    """Items from folded offset `start` to `end`, from token `first` to `last`, and their candidates.

    `rarely` are meanings that count only where something says so; `named` counts names of the qualification itself; `composed`
    is set where a grade and a body make the meaning, `only_body` where nothing but a body is named, `of_field` where the body is
    known only from the field beside the text.
    """

    items: list[Item]
    candidates: frozenset[str]
    issuers: frozenset[str] = frozenset()
    rarely: frozenset[str] = frozenset()
    grade: str | None = None
    grade_first: bool = False
    claim: str | None = None
    countries: frozenset[str] = frozenset()
    named: int = 0
    composed: bool = False
    only_body: bool = False
    body_agrees: bool = False
    of_field: bool = False
    start: int = attrs.field(init=False)
    end: int = attrs.field(init=False)
    first: int = attrs.field(init=False)
    last: int = attrs.field(init=False)

    def __attrs_post_init__(self) -> None:
        one, *others = self.items
        self.start, self.end, self.first, self.last = one.start, one.end, one.first, one.last
        for other in others:
            self._reach(other)

    def include(self, item: Item) -> None:
        """Take one more item into the draft."""
        self.items.append(item)
        self._reach(item)

    def _reach(self, item: Item) -> None:
        self.start, self.end = min(self.start, item.start), max(self.end, item.end)
        self.first, self.last = min(self.first, item.first), max(self.last, item.last)
