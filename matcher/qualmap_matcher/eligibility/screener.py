"""Screen one person: match the credentials, decide every clause, the title and the package, and say what to ask next."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import attrs

from qualmap._version import __version__
from qualmap.editions import Asked
from qualmap.errors import InputError
from qualmap.records import FactValue, Record
from qualmap.screening import Question, ScreenedMention, Screening, Versions, Wording
from qualmap_matcher.eligibility.conditions import Known
from qualmap_matcher.eligibility.deciding import DecidedEdition, Decisions
from qualmap_matcher.eligibility.holdings import HELD, Holdings, holdings
from qualmap_matcher.eligibility.identity import DecisionIds
from qualmap_matcher.eligibility.judging import Judgement, judged
from qualmap_matcher.eligibility.questions import Ask, about_fact, about_mention
from qualmap_matcher.eligibility.rules import Rules
from qualmap_matcher.engine.engine import Engine

_REMEMBERED = 50_000  # decisions; what they share is shared, so each is small

Meaning = str | tuple[int, tuple[str, ...]]
Alike = tuple[Asked, tuple[Meaning, ...], tuple[tuple[str, FactValue], ...]]


@attrs.define
class Screener:
    """Screens records with one engine and one set of rules."""

    engine: Engine
    rules: Rules
    _editions: dict[str, DecidedEdition] = attrs.field(init=False, factory=dict, repr=False)
    _versions: dict[str, Versions] = attrs.field(init=False, factory=dict, repr=False)
    _ids: dict[Asked, DecisionIds] = attrs.field(init=False, factory=dict, repr=False)
    _holdings: dict[tuple[Asked, tuple[Meaning, ...]], Holdings] = attrs.field(init=False, factory=dict, repr=False)
    _decided: dict[Alike, Decisions] = attrs.field(init=False, factory=dict, repr=False)
    _about_facts: dict[Ask, Question] = attrs.field(init=False, factory=dict, repr=False)

    def with_engine(self, engine: Engine) -> Screener:
        """A screener by the same rules with an engine over the same qualifications; what was decided of clauses is shared."""
        other = Screener(engine, self.rules)
        other._editions = self._editions
        return other

    def screen(self, record: Record, asked: Asked, as_of: str | None, *, judgements: Sequence[Judgement] = ()) -> Screening:
        """The answer for one person; raises `InputError`, which names the record and the field.

        A judgement of a person takes the place of what the engine reads at the same place of a credential.
        """
        mentions = self.mentions(record, asked)
        if judgements:
            mentions = iter(judged(mentions, judgements, record, engine=self.engine, asked=asked))
        return self.decide(record, mentions, asked, as_of, judgements=judgements)

    def decide(
        self,
        record: Record,
        mentions: Iterable[ScreenedMention],
        asked: Asked,
        as_of: str | None,
        *,
        judgements: Sequence[Judgement] = (),
    ) -> Screening:
        """The answer that mentions lead to; `judgements` are those that are in them already, for the decision id."""
        known = self.rules.facts.checked(record.facts, record.ref)
        mentions = tuple(mentions)
        decided = self._decide(mentions, known, asked)
        versions = self.versions(asked.edition)
        return Screening(
            ref=record.ref,
            edition=asked.edition,
            as_of=as_of,
            mentions=mentions,
            benefits=decided.benefits,
            title=decided.title,
            premium=decided.premium,
            next_questions=tuple([self.question(ask, mentions) for ask in decided.asks]),
            versions=versions,
            decision_id=self.ids(asked).one(record, known, judgements),
        )

    def versions(self, edition: str) -> Versions:
        """What the answers in an edition rest on."""
        if edition not in self._versions:
            self._versions[edition] = Versions(
                qualmap=__version__,
                engine=self.engine.model.version,
                registry=self.engine.lexicon.version,
                edition=self.engine.editions.digest(edition),
                rules=self.rules.digest,
            )
        return self._versions[edition]

    def ids(self, asked: Asked) -> DecisionIds:
        """What gives answers their ids."""
        if asked not in self._ids:
            self._ids[asked] = DecisionIds.of(asked, self.versions(asked.edition))
        return self._ids[asked]

    def mentions(self, record: Record, asked: Asked) -> Iterator[ScreenedMention]:
        """What the engine reads in the credentials, in their order."""
        for index, credential in enumerate(record.credentials):
            try:
                answer = self.engine.match(credential, asked)
            except InputError as error:
                raise error.in_record(record.ref).within(f"credentials[{index}]") from error
            for mention in answer.mentions:
                yield ScreenedMention.of(mention, index)

    def _decide(self, mentions: tuple[ScreenedMention, ...], known: Known, asked: Asked) -> Decisions:
        """The decisions; people who hold the same and gave the same facts are decided once."""
        meant = meanings(mentions)
        alike = asked, meant, tuple(known.items())
        decisions = self._decided.get(alike)
        if decisions is None:
            if max(len(self._decided), len(self._holdings)) >= _REMEMBERED:
                self._decided.clear()
                self._holdings.clear()
            if (asked, meant) not in self._holdings:
                self._holdings[asked, meant] = self.holdings(mentions, asked)
            decisions = self._decided[alike] = self.edition(asked.edition).decide(self._holdings[asked, meant], known)
        return decisions

    def holdings(self, mentions: tuple[ScreenedMention, ...], asked: Asked) -> Holdings:
        """What the mentions give to decide on; it depends on nothing but their `meanings`."""
        return holdings(mentions, self.engine.editions, asked, self.engine.qualifications)

    def edition(self, edition: str) -> DecidedEdition:
        """The edition, prepared once."""
        if edition not in self._editions:
            cards, complete = self.engine.lexicon.cards, self.engine.editions[edition].complete
            self._editions[edition] = DecidedEdition.of(
                edition, self.rules, complete=complete, field_of=lambda id_: cards[id_].field
            )
        return self._editions[edition]

    def question(self, ask: Ask, mentions: tuple[ScreenedMention, ...]) -> Question:
        """The question in words; `mentions` are those that it may ask about."""
        if isinstance(ask.lacked, str):
            if ask not in self._about_facts:
                self._about_facts[ask] = about_fact(self.rules.facts.by_name[ask.lacked], ask.settles)
            return self._about_facts[ask]
        mention = mentions[ask.lacked]
        return about_mention(mention, ask.lacked, [self._named(one.id) for one in mention.candidates], ask.settles)

    def _named(self, id_: str) -> tuple[str, Wording]:
        known = self.engine.qualifications[id_]
        return id_, Wording(known.name_en, known.name_zh)


def meanings(mentions: tuple[ScreenedMention, ...]) -> tuple[Meaning, ...]:
    """What of the mentions decides: which qualifications are held, and at which places what can be several."""
    return tuple(_meanings(mentions))


def _meanings(mentions: tuple[ScreenedMention, ...]) -> Iterator[Meaning]:
    for index, mention in enumerate(mentions):
        if mention.claim == HELD:
            if mention.qualification:
                yield mention.qualification.id
            elif mention.outcome == "ambiguous":
                yield index, tuple([one.id for one in mention.candidates])
