"""The answers in short: one small column for each clause, and what a person would look at first."""

from __future__ import annotations

import attrs
import pyarrow as pa

from qualmap.models import Json
from qualmap_matcher.batch.asking import Asking
from qualmap_matcher.batch.combining import numbers
from qualmap_matcher.batch.deciding import Alike, Deciding, People
from qualmap_matcher.batch.holding import HeldSummaries
from qualmap_matcher.batch.pools import Pool
from qualmap_matcher.batch.remembering import MOST_PLACES
from qualmap_matcher.batch.schemas import DECIDED_SUMMARY
from qualmap_matcher.eligibility.deciding import Decisions
from qualmap_matcher.eligibility.questions import Ask
from qualmap_matcher.eligibility.steps import CREDENTIAL


@attrs.define
class ShortAnswers:
    """Makes the columns from `held` to `questions`."""

    asking: Asking
    deciding: Deciding
    held: HeldSummaries = attrs.field(init=False, repr=False)
    decided: Pool = attrs.field(init=False, repr=False)

    def __attrs_post_init__(self) -> None:
        dictionaries = self.asking.dictionaries
        self.held = HeldSummaries.of(self.deciding.holders, dictionaries=dictionaries)
        clauses = [(one.clause.id, pa.string()) for one in self.deciding.edition.clauses]
        self.decided = Pool(pa.struct([*clauses, *DECIDED_SUMMARY]), dictionaries)

    @property
    def is_full(self) -> bool:
        """Whether too much is remembered."""
        return len(self.decided) > MOST_PLACES

    def columns(self, people: People) -> list[pa.Array]:
        """The columns for a batch."""
        codes, found = self.deciding.by_cells(people)
        names = list(people.facts)
        places = numbers([self._place(alike, names) for alike in found]).take(codes)
        return [*self.held.take(people.holders).flatten(), *self.decided.take(places).flatten()]

    def _place(self, alike: Alike, names: list[str]) -> int:
        place = self.decided.place(alike)
        if place is None:
            kind, cells = alike
            known = self.deciding.standing(names, cells)
            place = self.decided.add(alike, decided_summary(self.deciding.decide(kind, known)))
        return place


def decided_summary(decisions: Decisions) -> dict[str, Json]:
    """The columns of a summary that tell of the decisions."""
    return {
        **{benefit.clause: benefit.decision for benefit in decisions.benefits},
        "title": decisions.title.decision,
        "title_level": decisions.title.level,
        "title_at_least": decisions.title.at_least,
        "premium": decisions.premium.decision,
        "questions": " ".join(map(_lacked, decisions.asks)) or None,
    }


def _lacked(ask: Ask) -> str:
    """A fact by its name; what a name means as clauses call it when they miss it."""
    return ask.lacked if isinstance(ask.lacked, str) else CREDENTIAL
