"""Screen one person: match the credentials, decide every clause, the title and the package, and say what to ask next."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import partial

import attrs

from qualmap._version import __version__
from qualmap.editions import Asked
from qualmap.errors import InputError
from qualmap.models import Mention
from qualmap.records import Record
from qualmap.screening import Question, ScreenedMention, Screening, Title, Versions, Wording
from qualmap_matcher.eligibility.benefits import DecidedClause
from qualmap_matcher.eligibility.conditions import Known
from qualmap_matcher.eligibility.holdings import Holdings, holdings
from qualmap_matcher.eligibility.identity import decision_id
from qualmap_matcher.eligibility.judging import Judgement, judged
from qualmap_matcher.eligibility.packages import DecidedPackage
from qualmap_matcher.eligibility.questions import Lacked, about_fact, about_mention, in_order, lacking
from qualmap_matcher.eligibility.rules import Rules
from qualmap_matcher.eligibility.titles import DecidedTitle, no_title
from qualmap_matcher.engine.engine import Engine

_PROFESSIONAL_TITLES = "C"  # the category that leads to a professional title


@attrs.define
class Screener:
    """Screens records with one engine and one set of rules."""

    engine: Engine
    rules: Rules
    _clauses: dict[str, tuple[DecidedClause, ...]] = attrs.field(init=False, factory=dict, repr=False)
    _titles: dict[str, DecidedTitle | None] = attrs.field(init=False, factory=dict, repr=False)
    _package: DecidedPackage = attrs.field(init=False, repr=False)

    def __attrs_post_init__(self) -> None:
        self._package = DecidedPackage.of(self.rules.premium, self.rules.facts)

    def with_engine(self, engine: Engine) -> Screener:
        """A screener by the same rules with an engine over the same qualifications; what was decided of clauses is shared."""
        other = Screener(engine, self.rules)
        other._clauses, other._titles = self._clauses, self._titles
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
        held = holdings(mentions, self.engine.editions, asked, self.engine.qualifications)
        complete = self.engine.editions[asked.edition].complete
        clauses = self._clauses_of(asked.edition)
        benefits = tuple(one.decide(held, known, complete=complete) for one in clauses)
        title = self._title(asked.edition, held, known, complete=complete)
        premium = self._package.decide(known)
        versions = self.versions(asked.edition)
        lacked = [
            lacking(one.missing, held.unsettled_in(decided.clause.opened_by), partial(decided.behind_a_name, known))
            for one, decided in zip(benefits, clauses, strict=True)
        ]
        if titles := self._title_of(asked.edition):
            names = held.unsettled_in(titles.clause.opened_by)
            lacked.append(lacking(title.missing, names, partial(titles.behind_a_name, held, known)))
        lacked.append(frozenset(premium.missing))
        return Screening(
            ref=record.ref,
            edition=asked.edition,
            as_of=as_of,
            mentions=mentions,
            benefits=benefits,
            title=title,
            premium=premium,
            next_questions=tuple(self._questions(lacked, mentions)),
            versions=versions,
            decision_id=decision_id(record, known, asked, versions, judgements=judgements),
        )

    def versions(self, edition: str) -> Versions:
        """What the answers in an edition rest on."""
        return Versions(
            qualmap=__version__,
            engine=self.engine.model.version,
            registry=self.engine.lexicon.version,
            edition=self.engine.editions.digest(edition),
            rules=self.rules.digest,
        )

    def mentions(self, record: Record, asked: Asked) -> Iterator[ScreenedMention]:
        """What the engine reads in the credentials, in their order."""
        for index, credential in enumerate(record.credentials):
            try:
                answer = self.engine.match(credential, asked)
            except InputError as error:
                raise error.in_record(record.ref).within(f"credentials[{index}]") from error
            for mention in answer.mentions:
                yield _of_credential(mention, index)

    def _clauses_of(self, edition: str) -> tuple[DecidedClause, ...]:
        if edition not in self._clauses:
            clauses = self.rules.clauses.get(edition, ())
            self._clauses[edition] = tuple(DecidedClause.of(clause, self.rules.facts) for clause in clauses)
        return self._clauses[edition]

    def _title_of(self, edition: str) -> DecidedTitle | None:
        if edition not in self._titles:
            clauses = (one for one in self.rules.clauses.get(edition, ()) if one.category == _PROFESSIONAL_TITLES)
            clause = next(clauses, None)
            cards = self.engine.lexicon.cards
            self._titles[edition] = DecidedTitle(clause, self.rules, lambda id_: cards[id_].field) if clause else None
        return self._titles[edition]

    def _title(self, edition: str, held: Holdings, known: Known, *, complete: bool) -> Title:
        decided = self._title_of(edition)
        return decided.decide(held, known, complete=complete) if decided else no_title(complete=complete)

    def _questions(self, lacked: Iterable[frozenset[Lacked]], mentions: tuple[ScreenedMention, ...]) -> Iterator[Question]:
        facts = self.rules.facts
        for ask in in_order(tuple(one for one in lacked if one), tuple(facts.by_name)):
            if isinstance(ask.lacked, str):
                yield about_fact(facts.by_name[ask.lacked], ask.settles)
            else:
                mention = mentions[ask.lacked]
                yield about_mention(mention, ask.lacked, [self._named(one.id) for one in mention.candidates], ask.settles)

    def _named(self, id_: str) -> tuple[str, Wording]:
        known = self.engine.qualifications[id_]
        return id_, Wording(known.name_en, known.name_zh)


def _of_credential(mention: Mention, index: int) -> ScreenedMention:
    """The mention with the credential that it stands in."""
    values = {field.name: getattr(mention, field.name) for field in attrs.fields(Mention)}
    return ScreenedMention(**values, credential=index)
