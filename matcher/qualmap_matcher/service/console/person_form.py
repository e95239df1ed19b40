"""The form about one person: a ref, credentials line by line, the answers given so far, and what these come to as a record."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from typing import Self

import attrs

from qualmap.errors import InputError
from qualmap.facts import Fact
from qualmap.files.answers import read_answer
from qualmap.models import Credential
from qualmap.records import FactValue, Record
from qualmap_matcher.service.console.visit import Form

MOST_LINES = 20  # credentials of one person: nobody has more, and each is a row of the form
LONGEST_TEXT = 20_000  # characters of one credential: a CV, as on the page that tries texts out


@attrs.frozen
class Line:
    """One credential as it was typed."""

    text: str = ""
    issuer: str = ""
    country: str = ""

    @property
    def credential(self) -> Credential:
        """As it is read."""
        return Credential(self.text, self.issuer.strip() or None, self.country.strip() or None)


@attrs.frozen(kw_only=True)
class PersonForm:
    """What was typed; `answers` are the facts that were asked for, in the order in which they stood, some of them blank."""

    ref: str = ""
    lines: tuple[Line, ...] = (Line(),)
    answers: Mapping[str, str] = attrs.field(factory=dict)

    @classmethod
    def of(cls, form: Form, facts: Sequence[Fact]) -> Self:
        """The form as it was sent; what is no fact is passed over."""
        columns = (form.texts(name) for name in ("text", "issuer", "country"))
        lines = itertools.islice(itertools.zip_longest(*columns, fillvalue=""), MOST_LINES)
        known = {fact.name for fact in facts}
        asked = dict.fromkeys(name for name in form.texts("asked") if name in known)
        return cls(
            ref=form.text("ref").strip(),
            lines=tuple(Line(*one) for one in lines) or (Line(),),
            answers={name: form.text(f"fact-{name}").strip() for name in asked},
        )

    def read(self, facts: Sequence[Fact]) -> Answers:
        """The answers as values, and those that are none."""
        values: dict[str, FactValue] = {}
        wrong: dict[str, Fact] = {}
        for fact in facts:
            try:
                value = read_answer(fact, self.answers.get(fact.name, ""))
                if value is not None:
                    values[fact.name] = fact.checked(value, self.ref)
            except InputError:
                wrong[fact.name] = fact
        # In the order in which they were asked for, so that none moves away below somebody's hand.
        return Answers({name: values[name] for name in self.answers if name in values}, wrong)

    def record(self, values: Mapping[str, FactValue]) -> Record:
        """The record; lines without a text are left out. Raises `InputError` for a text that is too long."""
        for number, line in enumerate(self.lines, 1):
            if len(line.text) > LONGEST_TEXT:
                told = f"expected at most {LONGEST_TEXT:,} characters, got {len(line.text):,}"
                raise InputError(told, field=f"credentials[{number - 1}].text")
        return Record(self.ref, tuple(line.credential for line in self.filled), values)

    @property
    def filled(self) -> tuple[Line, ...]:
        """The lines that have a text; the record's credentials are these, in their order."""
        return tuple(line for line in self.lines if line.text.strip())

    def with_line(self) -> Self:
        """One more line, as long as there is room."""
        return attrs.evolve(self, lines=(*self.lines, Line())[:MOST_LINES])

    def without_line(self, number: int) -> Self:
        """Without the line of that number, from 0; one always stays."""
        left = tuple(line for place, line in enumerate(self.lines) if place != number)
        return attrs.evolve(self, lines=left or (Line(),))

    def replacing(self, index: int, *lines: Line) -> Self:
        """Other lines in the place of the filled one with that index."""
        places = [place for place, line in enumerate(self.lines) if line.text.strip()]
        place = places[index]
        return attrs.evolve(self, lines=(*self.lines[:place], *lines, *self.lines[place + 1 :])[:MOST_LINES])


@attrs.frozen
class Answers:
    """The facts with their values, and those whose answers are none of theirs."""

    values: Mapping[str, FactValue]
    wrong: Mapping[str, Fact]
