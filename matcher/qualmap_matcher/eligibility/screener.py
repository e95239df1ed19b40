"""Screen one person: match the credentials, decide every clause, the title and the package, and say what to ask next."""

from __future__ import annotations

from collections.abc import Iterator

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
from qualmap_matcher.eligibility.packages import DecidedPackage
from qualmap_matcher.eligibility.questions import Undecided, about_fact, about_mention, in_order, lacking
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

    def screen(self, record: Record, asked: Asked, as_of: str | None) -> Screening:
        """The answer for one person; raises `InputError`, which names the record and the field."""
        known = self.rules.facts.checked(record.facts, record.ref)
        mentions = tuple(self._mentions(record, asked))
        held = holdings(mentions, self.engine.editions, asked)
        complete = self.engine.editions[asked.edition].complete
        clauses = self._clauses_of(asked.edition)
        benefits = tuple(one.decide(held, known, complete=complete) for one in clauses)
        title = self._title(asked.edition, held, known, complete=complete)
        premium = self._package.decide(known)
        versions = self.versions(asked.edition)
        titles = self._title_of(asked.edition)
        decisions: list[Undecided] = [
            *((one.missing, decided.clause.opened_by) for one, decided in zip(benefits, clauses, strict=True)),
            (title.missing, titles.clause.opened_by if titles else ()),
            (premium.missing, ()),
        ]
        return Screening(
            ref=record.ref,
            edition=asked.edition,
            as_of=as_of,
            mentions=mentions,
            benefits=benefits,
            title=title,
            premium=premium,
            next_questions=tuple(self._questions(decisions, mentions, held)),
            versions=versions,
            decision_id=decision_id(record, known, asked, versions),
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

    def _mentions(self, record: Record, asked: Asked) -> Iterator[ScreenedMention]:
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

    def _questions(self, decisions: list[Undecided], mentions: tuple[ScreenedMention, ...], held: Holdings) -> Iterator[Question]:
        facts = self.rules.facts
        for ask in in_order(lacking(decisions, held), tuple(facts.by_name)):
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
