"""Score answers against labelled cases: the figures that say whether the engine may be trusted."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import attrs

from qualmap.models import MatchResult
from qualmap_matcher.training.cases import Case, scope


@attrs.define
class Score:
    """Counts over cases; only ids that could stand on a list count."""

    wanted: int = 0
    found: int = 0
    accepted: int = 0
    wrong: int = 0
    negatives: int = 0
    negatives_accepted: int = 0
    ambiguous: int = 0
    ambiguous_settled: int = 0
    ambiguous_flagged: int = 0
    not_held: int = 0
    not_held_taken_as_held: int = 0
    claims: int = 0
    claims_right: int = 0
    mistakes: list[tuple[str, str, str]] = attrs.field(factory=list)

    def figures(self) -> dict[str, float]:
        """The shares that the project promises, each 0 to 1."""
        return {
            "recall": _share(self.found, self.wanted),
            "precision": 1 - _share(self.wrong, self.accepted),
            "false_accepts_on_negatives": _share(self.negatives_accepted, self.negatives),
            "ambiguous_settled_without_ground": _share(self.ambiguous_settled, self.ambiguous),
            "ambiguous_flagged": _share(self.ambiguous_flagged, self.ambiguous),
            "not_held_taken_as_held": _share(self.not_held_taken_as_held, self.not_held),
            "claim_accuracy": _share(self.claims_right, self.claims),
        }

    def add(self, case: Case, answer: MatchResult, counted: frozenset[str]) -> None:
        """Count one case."""
        got = {one.qualification.id: one.claim for one in answer.mentions if one.outcome == "matched" and one.qualification}
        ids = got.keys() & counted
        groups = [group for group in case.expect if group & counted]
        if not case.ambiguous:
            for group in groups:
                self.wanted += 1
                hit = bool(group & got.keys())
                self.found += hit
                if not hit:
                    self.mistakes.append(("missed", case.id, ",".join(sorted(group))))
            if not groups:
                self.negatives += 1
                self.negatives_accepted += bool(ids)
        else:
            self.ambiguous += 1
            self.ambiguous_settled += bool(ids - case.right)
            self.ambiguous_flagged += any(one.outcome in {"ambiguous", "review"} for one in answer.mentions)
        for id_ in sorted(ids):
            self.accepted += 1
            if id_ not in case.right | case.possible:
                self.wrong += 1
                self.mistakes.append(("wrong", case.id, id_))
            elif case.ambiguous and id_ not in case.right:
                self.mistakes.append(("settled", case.id, id_))
        if case.claim:
            for id_ in sorted(ids & case.right):
                self._add_claim(case, id_, got[id_])

    def _add_claim(self, case: Case, id_: str, claim: str) -> None:
        meant = case.claims_meant(id_)
        self.claims += 1
        self.claims_right += claim in meant
        if claim not in meant:
            self.mistakes.append(("claim", case.id, f"{id_}: {claim}, not {'/'.join(sorted(meant))}"))
        if "held" not in meant:
            self.not_held += 1
            self.not_held_taken_as_held += claim == "held"


def score(pairs: Iterable[tuple[Case, MatchResult]]) -> Score:
    """Score answers to cases."""
    counted, total = scope(), Score()
    for case, answer in pairs:
        total.add(case, answer, counted)
    return total


def verdicts(case: Case, answer: MatchResult) -> Iterator[str]:
    """One short line a mention, for a frozen file that shows what changes."""
    del case
    for one in answer.mentions:
        name = one.qualification.id if one.qualification else "|".join(candidate.id for candidate in one.candidates)
        yield f"{one.outcome} {one.claim} {name}"


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 0.0
