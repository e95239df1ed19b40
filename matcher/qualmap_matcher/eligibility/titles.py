"""Decide the Chinese professional title that an edition's Category C opens.

Every qualification with a row is a path to a title: how well its row is known, whether its field is one of engineering (which
asks for a degree in science or engineering besides), and the level that a source names for it, if one does. With all facts
known, each path ends at a level or nowhere, and the best end is the person's: an eligible one before an unconfirmed one, then
the higher level. With facts unknown, the title is decided where every possibility ends alike.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import attrs

from qualmap.files.labels import LEVELS
from qualmap.screening import TITLE_LEVELS, SourceReference, Title, Wording
from qualmap_matcher.eligibility.benefits import cells_of
from qualmap_matcher.eligibility.conditions import All, AnyOf, Condition, Known, tests, truth
from qualmap_matcher.eligibility.holdings import HeldRow, Holdings, qualifications
from qualmap_matcher.eligibility.possibilities import Prospect, Prospects
from qualmap_matcher.eligibility.rules import Clause, Rules, TitleRound
from qualmap_matcher.eligibility.situations import Situation, remembering, situation
from qualmap_matcher.eligibility.steps import CRITERIA_NOT_SEEN, Step, doubts_about, named, without_row
from qualmap_matcher.eligibility.wording import Reasons

_RANKS = {"not_eligible": 0, "unconfirmed": 1, "eligible": 2}


@attrs.frozen(slots=True)
class End:
    """Where a path ends: a decision, and the level where one is known."""

    decision: str
    level: str | None = None

    @property
    def rank(self) -> tuple[int, int]:
        """Orders ends from the worst to the best."""
        return _RANKS[self.decision], TITLE_LEVELS.index(self.level) + 1 if self.level else 0


_NOWHERE = End("not_eligible")


@attrs.frozen(slots=True)
class Path:
    """What matters of one qualification for a title."""

    evidence: str
    engineering: bool
    level: str | None


@attrs.define(eq=False)
class DecidedTitle:
    """The title of one clause, ready to be decided for many people; `field_of` gives a qualification's field."""

    clause: Clause
    rules: Rules
    field_of: Callable[[str], str]
    _asked: tuple[str, ...] = attrs.field(init=False, repr=False)
    _prospects: dict[tuple[Path, ...], Prospects[End]] = attrs.field(init=False, factory=dict, repr=False)
    _decided: Callable[[Situation], Title] = attrs.field(init=False, repr=False)

    def __attrs_post_init__(self) -> None:
        self._decided = remembering(self._decide)
        asked = {test.fact for test in tests(All(self.conditions))}
        self._asked = tuple(name for name in self.rules.facts.by_name if name in asked)

    @property
    def round(self) -> TitleRound | None:
        """The criteria, where they were seen."""
        return self.rules.rounds[self.clause.title_round] if self.clause.title_round else None

    @property
    def conditions(self) -> tuple[Condition, ...]:
        """Every condition that the title of anybody may depend on."""
        if self.round is None:
            return (self.clause.requires,)
        levels = (level.needs for level in self.round.levels)
        return (self.clause.requires, self.round.general, self.round.engineering_needs, *levels)

    def decide(self, holdings: Holdings, known: Known, *, complete: bool) -> Title:
        """The title of a person with these holdings and facts."""
        return self._decided(situation(holdings, self.clause.opened_by, known, self._asked, complete=complete))

    def behind_a_name(self, holdings: Holdings, known: Known) -> frozenset[str]:
        """The facts that the title may still need once an ambiguous name is settled in its favour."""
        rows = holdings.possible_rows_in(self.clause.opened_by)
        return frozenset().union(*(self._prospects_of((path,)).given(known).missing for path in self._paths(rows)))

    def _decide(self, of: Situation) -> Title:
        rows, known = of.opening.rows, of.known
        if not rows:
            step = without_row(of)
            reason = self._reasons().of(step, self.clause.requires, known, self.clause.category, rows)
            return self._title(rows, step, End(step.decision), None, reason)
        paths = self._paths(rows)
        prospect = self._prospects_of(paths).given(known)
        end = prospect.settled
        if end is None:
            step = Step("needs_facts", missing=prospect.missing)
            return self._title(rows, step, End(step.decision), _at_least(prospect), self._reasons().missing(step.missing))
        return self._settled(rows, paths, end, known)

    def _settled(self, rows: tuple[HeldRow, ...], paths: tuple[Path, ...], end: End, known: Known) -> Title:
        if end.decision == "not_eligible":
            ways = AnyOf(tuple(self._needs(path) for path in paths))
            step = Step(end.decision, because=named(ways, known))
            return self._title(rows, step, end, None, self._reasons().failed(ways, known))
        path = next(path for path in paths if self._end(path, known) == end)
        level_known = self.round is not None or path.level is not None
        doubts = doubts_about(path.evidence, self.clause.seen) + (() if level_known else (CRITERIA_NOT_SEEN,))
        asked = self._needs(path, end.level)
        step = Step(end.decision, because=doubts or named(asked, known))
        reason = self._reasons().of(step, asked, known, self.clause.category, rows)
        return self._title(rows, step, end, None, _at_level(reason, end.level))

    def _title(self, rows: tuple[HeldRow, ...], step: Step, end: End, at_least: str | None, reason: Wording) -> Title:
        return Title(
            clause=self.clause.id,
            decision=step.decision,
            level=end.level,
            at_least=at_least,
            missing=step.missing,
            because=step.because,
            seen=self.clause.seen,
            sources=self._sources(rows),
            qualifications=qualifications(rows),
            evidence=rows[0].evidence if rows else None,
            reason=reason,
        )

    def _sources(self, rows: Sequence[HeldRow]) -> tuple[SourceReference, ...]:
        names = self.rules.named_levels.get(self.clause.edition, {})
        named_by = [source for row in rows if row.qualification in names for source in names[row.qualification].sources]
        return tuple(dict.fromkeys([*self.clause.sources, *(self.round.sources if self.round else ()), *named_by]))

    def _reasons(self) -> Reasons:
        return Reasons(self.rules.facts)

    def _paths(self, rows: Sequence[HeldRow]) -> tuple[Path, ...]:
        paths = {self.path(row) for row in rows}
        return tuple(sorted(paths, key=lambda path: (path.evidence, path.engineering, path.level or "")))

    def path(self, row: HeldRow) -> Path:
        """What matters of a row for the title."""
        names = self.rules.named_levels.get(self.clause.edition, {})
        return Path(
            row.evidence,
            self.field_of(row.qualification) in self.rules.engineering_fields,
            names[row.qualification].level if row.qualification in names else None,
        )

    def _prospects_of(self, paths: tuple[Path, ...]) -> Prospects[End]:
        if paths not in self._prospects:
            asked = AnyOf(tuple(self._needs(path) for path in paths))
            self._prospects[paths] = Prospects(
                lambda known: max((self._end(path, known) for path in paths), key=lambda end: end.rank),
                cells_of(asked, self.rules.facts),
            )
        return self._prospects[paths]

    def _needs(self, path: Path, level: str | None = None) -> Condition:
        """What a path asks for, to end at a level or, for None, at any."""
        if self.round is None:
            return self.clause.requires
        engineering = (self.round.engineering_needs,) if path.engineering else ()
        levels = tuple(one.needs for one in self.round.levels if level in {None, one.name})
        return All((self.clause.requires, self.round.general, *engineering, AnyOf(levels)))

    def _end(self, path: Path, known: Known) -> End:
        if self.round is None:
            return self._end_without_criteria(path, known)
        for level in self.round.levels:
            if truth(self._needs(path, level.name), known):
                return End("unconfirmed" if doubts_about(path.evidence, self.clause.seen) else "eligible", level.name)
        return _NOWHERE

    def _end_without_criteria(self, path: Path, known: Known) -> End:
        if not truth(self.clause.requires, known):
            return _NOWHERE
        sure = path.level is not None and not doubts_about(path.evidence, self.clause.seen)
        return End("eligible" if sure else "unconfirmed", path.level)


def _at_least(prospect: Prospect[End]) -> str | None:
    """The level that is reached whatever comes out."""
    levels = [end.level for end in prospect.outcomes if end.level]
    return min(levels, key=TITLE_LEVELS.index) if len(levels) == len(prospect.outcomes) else None


def _at_level(reason: Wording, level: str | None) -> Wording:
    if level is None:
        return reason
    words = LEVELS[level]
    return Wording(f"Level {words.en}. {reason.en}", f"{words.zh}。{reason.zh}")


def no_title(*, complete: bool) -> Title:
    """The answer in an edition that has no clause on professional titles."""
    decision = "not_eligible" if complete else "no_row"
    reason = Wording("This edition has no clause on professional titles.", "该版清单没有关于职称的条款。")
    return Title(
        clause=None,
        decision=decision,
        level=None,
        at_least=None,
        missing=(),
        because=(),
        seen="none",
        sources=(),
        qualifications=(),
        evidence=None,
        reason=reason,
    )
