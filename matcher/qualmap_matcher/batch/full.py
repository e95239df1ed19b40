"""The full answers: everything that local mode tells, as nested Arrow."""

from __future__ import annotations

import attrs
import pyarrow as pa

from qualmap_matcher.batch.asking import Asking
from qualmap_matcher.batch.combining import numbers
from qualmap_matcher.batch.deciding import Deciding, Part, People, Questions, interleaved, parts_of
from qualmap_matcher.batch.holding import MentionLists
from qualmap_matcher.batch.pools import Pool
from qualmap_matcher.batch.remembering import MOST_BYTES, MOST_PLACES
from qualmap_matcher.batch.schemas import BENEFIT, PREMIUM, QUESTION, TITLE, VERSIONS, encoded_type


@attrs.define
class FullAnswers:
    """Makes the columns from `mentions` to `versions`."""

    asking: Asking
    deciding: Deciding
    mentions: MentionLists = attrs.field(init=False, repr=False)
    clauses: list[Part] = attrs.field(init=False, repr=False)
    title: Part = attrs.field(init=False, repr=False)
    premium: Part = attrs.field(init=False, repr=False)
    questions: Questions = attrs.field(init=False, repr=False)
    benefits: Pool = attrs.field(init=False, repr=False)
    versions: Pool = attrs.field(init=False, repr=False)

    def __attrs_post_init__(self) -> None:
        dictionaries = self.asking.dictionaries
        self.mentions = MentionLists(self.deciding.holders, dictionaries=dictionaries, screened=True)
        self.benefits = Pool(BENEFIT, dictionaries)
        self.clauses, self.title, self.premium = parts_of(
            self.deciding, benefits=self.benefits, titles=Pool(TITLE, dictionaries), premiums=Pool(PREMIUM, dictionaries)
        )
        self.questions = Questions(self.deciding, Pool(pa.list_(QUESTION), dictionaries))
        self.versions = Pool(VERSIONS, dictionaries)
        self.versions.append(self.deciding.screener.versions(self.asking.asked.edition).to_dict())

    @property
    def is_full(self) -> bool:
        """Whether too much is remembered."""
        pools = (self.benefits, self.title.pool, self.premium.pool, self.questions.pool)
        size = self.mentions.size + sum(pool.size for pool in pools)
        places = max(len(self.questions), *(len(one) for one in (*self.clauses, self.title, self.premium)))
        return size > MOST_BYTES or places > MOST_PLACES

    def columns(self, people: People) -> list[pa.Array]:
        """The columns for a batch."""
        rows = len(people.holders)
        return [
            self.mentions.take(people.holders),
            self._benefits(people, rows),
            self.title.pool.take(self.title.places(people)),
            self.premium.pool.take(self.premium.places(people)),
            self.questions.pool.take(self.questions.places(people)),
            self.versions.take(pa.repeat(pa.scalar(0, pa.int64()), rows)),
        ]

    def _benefits(self, people: People, rows: int) -> pa.Array:
        places = interleaved([clause.places(people) for clause in self.clauses])
        offsets = numbers(range(0, (rows + 1) * len(self.clauses), len(self.clauses))).cast(pa.int32())
        kind = pa.list_(BENEFIT)
        made = self.benefits.take(places)
        return pa.ListArray.from_arrays(offsets, made, type=encoded_type(kind) if self.asking.dictionaries else kind)
