"""What a person has to look at: mentions that are ambiguous or not safe, each a task."""

from __future__ import annotations

import attrs

from qualmap.screening import Screening
from qualmap_matcher.service.store.clock import now
from qualmap_matcher.service.store.ids import new_id
from qualmap_matcher.service.store.schema import REVIEWS
from qualmap_matcher.service.store.scope import Scope

_FOR_A_PERSON = frozenset({"ambiguous", "review"})


@attrs.frozen
class Task:
    """One mention of a screening, by its index, that a person has to look at."""

    mention: int
    outcome: str

    def add(self, scope: Scope, *, screening: str, person: str, version: int) -> None:
        """Store it."""
        scope.insert(
            REVIEWS,
            id=new_id(),
            screening=screening,
            person=person,
            version=version,
            mention=self.mention,
            outcome=self.outcome,
            state="open",
            created_at=now(),
        )


def open_reviews(screening: Screening) -> list[Task]:
    """The tasks that a screening raises."""
    return [Task(index, one.outcome) for index, one in enumerate(screening.mentions) if one.outcome in _FOR_A_PERSON]
