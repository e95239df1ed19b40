"""What a peer that finds names makes of a text, and how it is judged."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

import attrs
from _peers import Nearest, split

from qualmap import MatchResult, Mention, Qualification
from qualmap_matcher.training.cases import Case
from qualmap_matcher.training.scoring import Score, score

EDITION = "1.0"  # any would do: what a text names does not depend on the edition


@attrs.frozen
class Naming:
    """A naive peer with everything it found, and the cutoff at which it accepts."""

    found: dict[str, Nearest]
    cards: dict[str, Qualification]
    cutoff: float = 0.0

    def answer(self, case: Case) -> MatchResult:
        """The pieces of the text that are alike enough, as held."""
        accepted = [piece for piece in split(case.text) if self.found[piece].likeness >= self.cutoff]
        return MatchResult(case.text, EDITION, tuple(map(self._mention, accepted)))

    def _mention(self, piece: str) -> Mention:
        return Mention(
            text=piece,
            start=0,
            end=len(piece),
            outcome="matched",
            claim="held",
            confidence=1.0,
            qualification=self.cards[self.found[piece].qualification],
            candidates=(),
            listing=None,
            reasons=(),
            question=None,
        )


def best(peer: Naming, cutoffs: Iterable[float], cases: Sequence[Case]) -> Naming:
    """The peer with the cutoff of the best F1; of equal ones the first."""
    return max((attrs.evolve(peer, cutoff=cutoff) for cutoff in cutoffs), key=lambda one: f1(scored(cases, one.answer)))


def f1(result: Score) -> float:
    """The harmonic mean of recall and precision."""
    recall, precision = result.figures()["recall"], result.figures()["precision"]
    return 2 * recall * precision / (recall + precision) if recall and result.accepted else 0.0


def scored(cases: Sequence[Case], answer: Callable[[Case], MatchResult]) -> Score:
    """The score of one way of answering."""
    return score((case, answer(case)) for case in cases)
