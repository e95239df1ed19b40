"""The decisions for many records: worked out once for all that are alike in what a decision looks at."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import attrs
import pyarrow as pa
import pyarrow.compute as pc

from qualmap.editions import Asked
from qualmap.models import Json
from qualmap.records import FactValue
from qualmap.screening import ScreenedMention
from qualmap_matcher.batch.combining import Codes, combined, numbers
from qualmap_matcher.batch.credentials import Holders
from qualmap_matcher.batch.facts import FactColumns
from qualmap_matcher.batch.pools import Pool
from qualmap_matcher.eligibility.conditions import Known, tests
from qualmap_matcher.eligibility.deciding import DecidedEdition, Decisions, Kind
from qualmap_matcher.eligibility.holdings import Holdings
from qualmap_matcher.eligibility.questions import Ask
from qualmap_matcher.eligibility.screener import Screener

Alike = tuple[int, tuple[int, ...]]


@attrs.frozen
class People:
    """The records of one batch as codes: the holder, what it means, and the facts that were given."""

    holders: Codes
    meanings: Codes
    facts: Mapping[str, Codes]


@attrs.define
class Deciding:
    """Decides for holders with facts in one edition."""

    screener: Screener
    asked: Asked
    holders: Holders
    facts: FactColumns
    edition: DecidedEdition = attrs.field(init=False, repr=False)
    _holdings: dict[int, Holdings] = attrs.field(init=False, factory=dict, repr=False)
    _kinds: dict[Kind, int] = attrs.field(init=False, factory=dict, repr=False)
    _kind_of: list[int] = attrs.field(init=False, factory=list, repr=False)
    _of_kind: list[Holdings] = attrs.field(init=False, factory=list, repr=False)

    def __attrs_post_init__(self) -> None:
        self.edition = self.screener.edition(self.asked.edition)

    def holdings(self, meaning: int) -> Holdings:
        """What the meaning of mentions gives to decide on."""
        if meaning not in self._holdings:
            self._holdings[meaning] = self.screener.holdings(self.holders.distinct_meanings[meaning], self.asked)
        return self._holdings[meaning]

    def by_cells(self, people: People) -> tuple[Codes, list[Alike]]:
        """The records that every decision is the same for, whatever its reason's words: codes, and what each stands for."""
        for meaning in range(len(self._kind_of), len(self.holders.distinct_meanings)):
            self._kind_of.append(self._kind(self.holdings(meaning)))
        columns = [(numbers(self._kind_of).take(people.meanings), len(self._of_kind))]
        for name, given in people.facts.items():
            values = self.facts[name]
            columns.append((numbers(values.cells).take(given), len(values.standing)))
        codes, found = combined(columns)
        return codes, [(kind, tuple(cells)) for kind, *cells in found]

    def _kind(self, held: Holdings) -> int:
        kind = self.edition.kind(held)
        if kind not in self._kinds:
            self._kinds[kind] = len(self._of_kind)
            self._of_kind.append(held)
        return self._kinds[kind]

    def standing(self, names: Sequence[str], cells: Sequence[int]) -> dict[str, FactValue]:
        """The facts of a cell, by values that stand for all in it."""
        found = ((name, self.facts[name].standing[cell]) for name, cell in zip(names, cells, strict=True))
        return {name: value for name, value in found if value is not None}

    def decide(self, kind: int, known: Known) -> Decisions:
        """Everything that is decided, for everybody of a kind; the reasons are those of one of them."""
        return self.edition.decide(self._of_kind[kind], known)


@attrs.define
class Part:
    """One decision of the full answer (a clause, the title, the package): which facts it asks for, and how it is made."""

    deciding: Deciding
    asks_for: frozenset[str]
    decide: Callable[[Holdings, Known], Json]
    pool: Pool
    _places: dict[Alike, int] = attrs.field(init=False, factory=dict, repr=False)

    def __len__(self) -> int:
        return len(self._places)

    def places(self, people: People) -> Codes:
        """Where in the pool the decision for each record stands."""
        facts = self.deciding.facts
        names = [name for name in people.facts if name in self.asks_for]
        columns = [(people.meanings, len(self.deciding.holders.distinct_meanings))]
        columns += [(people.facts[name], len(facts[name].values)) for name in names]
        codes, found = combined(columns)
        return numbers([self._place((meaning, tuple(values)), names) for meaning, *values in found]).take(codes)

    def _place(self, alike: Alike, names: Sequence[str]) -> int:
        place = self._places.get(alike)
        if place is None:
            meaning, values = alike
            given = ((name, self.deciding.facts[name].values[value]) for name, value in zip(names, values, strict=True))
            known = {name: value for name, value in given if value is not None}
            place = self._places[alike] = self.pool.append(self.decide(self.deciding.holdings(meaning), known))
        return place


def parts_of(deciding: Deciding, *, benefits: Pool, titles: Pool, premiums: Pool) -> tuple[list[Part], Part, Part]:
    """The clauses in their order, the title, and the package."""
    edition = deciding.edition
    complete = edition.complete
    clauses = [
        Part(
            deciding,
            frozenset(one.prospects.cells),
            lambda held, known, one=one: one.decide(held, known, complete=complete).to_dict(),  # type: ignore[misc]
            benefits,
        )
        for one in edition.clauses
    ]
    asked = edition.title.conditions if edition.title else ()
    title = Part(
        deciding,
        frozenset(test.fact for condition in asked for test in tests(condition)),
        lambda held, known: edition.decided_title(held, known).to_dict(),
        titles,
    )
    premium = Part(
        deciding,
        frozenset(edition.package.prospects.cells),
        lambda _, known: edition.package.decide(known).to_dict(),
        premiums,
    )
    return clauses, title, premium


@attrs.define
class Questions:
    """What to ask next: lists of questions, which depend on the credentials only where a name is to be settled."""

    deciding: Deciding
    pool: Pool
    _asks: dict[Alike, tuple[Ask, ...]] = attrs.field(init=False, factory=dict, repr=False)
    _lists: dict[tuple[tuple[Ask, ...], int], int] = attrs.field(init=False, factory=dict, repr=False)

    def __len__(self) -> int:
        return max(len(self._asks), len(self._lists))

    def places(self, people: People) -> Codes:
        """Where in the pool the questions for each record stand."""
        codes, found = self.deciding.by_cells(people)
        names = list(people.facts)
        asks = [self._asked(alike, names) for alike in found]
        own = pa.array([any(isinstance(ask.lacked, int) for ask in one) for one in asks], pa.bool_()).take(codes)
        holders = pc.if_else(own, pc.add(people.holders, 1), 0)
        both, pairs = combined([(codes.cast(pa.int64()), len(found)), (holders, len(self.deciding.holders) + 1)])
        return numbers([self._place(asks[one], holder - 1) for one, holder in pairs]).take(both)

    def _asked(self, alike: Alike, names: Sequence[str]) -> tuple[Ask, ...]:
        asks = self._asks.get(alike)
        if asks is None:
            kind, cells = alike
            asks = self._asks[alike] = self.deciding.decide(kind, self.deciding.standing(names, cells)).asks
        return asks

    def _place(self, asks: tuple[Ask, ...], holder: int) -> int:
        place = self._lists.get((asks, holder))
        if place is None:
            mentions: tuple[ScreenedMention, ...] = self.deciding.holders.found[holder].mentions if holder >= 0 else ()
            written: list[Json] = [self.deciding.screener.question(ask, mentions).to_dict() for ask in asks]
            place = self._lists[asks, holder] = self.pool.append(written)
        return place


def interleaved(columns: Sequence[Codes]) -> pa.Array:
    """The first of each column, then the second of each, and so on."""
    rows = len(columns[0]) if columns else 0
    order = numbers([column * rows + row for row in range(rows) for column in range(len(columns))])
    return pa.concat_arrays(columns).take(order)
