"""What a report about one person says, in order; words come from the labels, whatever shows them."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterable, Iterator, Mapping

import attrs

from qualmap.catalogue import EditionSummary
from qualmap.models import Credential, Listing, Qualification
from qualmap.records import Record
from qualmap.reports.labels import LABELS
from qualmap.reports.marking import Stretch, stretches
from qualmap.reports.phrases import in_chinese
from qualmap.reports.signs import DECISIONS, LEVELS
from qualmap.screening import Benefit, Premium, ScreenedMention, Screening, SourceReference, Title, Wording


@attrs.frozen(slots=True)
class Entry:
    """One decision in the overview; `anchor` names the place where it stands in full."""

    anchor: str
    text: Wording
    category: str | None
    evidence: str | None


@attrs.frozen(slots=True)
class WrittenCredential:
    """A credential with its mentions, each with its number on the page; the text is None where it was not given."""

    number: int
    given: Credential | None
    stretches: tuple[Stretch, ...]
    mentions: tuple[tuple[int, ScreenedMention], ...]


@attrs.frozen(kw_only=True)
class Contents:
    """One person's screening with what it takes to show it.

    Without the `record`, of each text only its mentions are shown; without the `summary`, the edition is known by its id alone.
    """

    screening: Screening
    record: Record | None
    summary: EditionSummary | None
    names: Mapping[str, Wording]

    @classmethod
    def of(
        cls,
        screening: Screening,
        *,
        record: Record | None = None,
        edition: EditionSummary | None = None,
        qualifications: Iterable[Qualification] = (),
    ) -> Contents:
        """Gather the contents; `qualifications` name the candidates of ambiguous mentions that no question names."""
        held = (mention.qualification for mention in screening.mentions)
        names = {one.id: Wording(one.name_en, one.name_zh) for one in (*qualifications, *held) if one}
        for question in screening.next_questions:
            if question.mention is not None:
                names |= {choice.value: choice.text for choice in question.choices}
        return cls(screening=screening, record=record, summary=edition, names=names)

    @property
    def in_force(self) -> Wording | None:
        """From which day to which the edition is in force, both included, as far as they are known."""
        if self.summary is None:
            return None
        start, until = self.summary.in_force_from, self.summary.in_force_until
        if until is None:
            return filled("in_force_since", start=start)
        return filled("in_force_from_to", start=start, last=until - dt.timedelta(days=1))

    @property
    def groups(self) -> dict[str, tuple[Entry, ...]]:
        """The decisions by what was decided, the surest first; groups without any are left out."""
        groups: dict[str, list[Entry]] = {decision: [] for decision in DECISIONS}
        for one in self.screening.benefits:
            groups[one.decision].append(Entry(f"clause-{one.clause}", one.text, one.category, one.evidence))
        title, premium = self.screening.title, self.screening.premium
        groups[title.decision].append(Entry("title", titled(title), None, title.evidence))
        groups[premium.decision].append(Entry("premium", LABELS["premium"], None, None))
        return {decision: tuple(entries) for decision, entries in groups.items() if entries}

    @property
    def credentials(self) -> tuple[WrittenCredential, ...]:
        """The credentials in the record's order; mentions are numbered through all of them, from 1."""
        mentions = list(enumerate(self.screening.mentions, 1))
        if self.record is not None:
            given: Mapping[int, Credential | None] = dict(enumerate(self.record.credentials))
        else:
            given = dict.fromkeys(sorted({mention.credential for _, mention in mentions}))
        written = []
        for index, credential in given.items():
            own = tuple((number, mention) for number, mention in mentions if mention.credential == index)
            cut = stretches(credential.text, own) if credential else _apart(own)
            written.append(WrittenCredential(index + 1, credential, tuple(cut), own))
        return tuple(written)

    @property
    def categories(self) -> dict[str, tuple[Benefit, ...]]:
        """The decided clauses by category, in the edition's order."""
        found: dict[str, list[Benefit]] = {}
        for one in self.screening.benefits:
            found.setdefault(one.category, []).append(one)
        return {category: tuple(benefits) for category, benefits in found.items()}

    @property
    def sources(self) -> tuple[SourceReference, ...]:
        """Every source that a clause, the title, the package or a row rests on, once, by first use."""
        screening = self.screening
        decided: tuple[Benefit | Title | Premium, ...] = (*screening.benefits, screening.title, screening.premium)
        found = {source.id: source for one in decided for source in one.sources}
        for mention in screening.mentions:
            for row in mention.listing.categories if mention.listing else ():
                if row.source and row.source not in found:
                    found[row.source] = SourceReference(row.source, row.source, None)
        return tuple(found.values())

    def named(self, id_: str) -> Wording:
        """A qualification's name, or its id where no name is at hand."""
        return self.names.get(id_, Wording(id_, id_))


def _apart(numbered: Iterable[tuple[int, ScreenedMention]]) -> Iterator[Stretch]:
    for index, (number, mention) in enumerate(numbered):
        if index:
            yield Stretch(" … ")
        yield Stretch(mention.text, mention, number)


@attrs.frozen(slots=True)
class KnownRows:
    """The rows of a qualification that are known alike: their categories, and how they are known."""

    categories: tuple[str, ...]
    evidence: str
    source: str | None
    reason: str | None


def known_rows(listing: Listing) -> tuple[KnownRows, ...]:
    """The rows of a qualification, those with the same evidence, source and reason together."""
    alike: dict[tuple[str, str | None, str | None], list[str]] = {}
    for row in listing.categories:
        alike.setdefault((row.evidence, row.source, row.reason), []).append(row.category)
    return tuple(KnownRows(tuple(categories), *known) for known, categories in alike.items())


def titled(title: Title) -> Wording:
    """The title with its level, as far as one is known."""
    level = level_of(title)
    if level is None:
        return LABELS["title"]
    label = LABELS["title_level"]
    return Wording(label.en.format(level=level.en), label.zh.format(level=level.zh))


def level_of(title: Title) -> Wording | None:
    """The level that holds, or the one that holds at least."""
    if title.level is not None:
        return LEVELS[title.level]
    if title.at_least is None:
        return None
    level, label = LEVELS[title.at_least], LABELS["at_least"]
    return Wording(label.en.format(level=level.en), label.zh.format(level=level.zh))


def certainty(confidence: float) -> Wording:
    """A confidence in percent, cut off and not rounded: what is less than certain never reads 100 %."""
    most = 99
    cut = math.floor(confidence * 100 + 1e-9)  # 0.29 * 100 is a little less than 29
    return filled("over", percent=most) if cut >= most else filled("percent", percent=cut)


def in_both(phrase: str) -> Wording:
    """A phrase of the data, with its Chinese where that is known."""
    return Wording(phrase, in_chinese(phrase) or phrase)


def filled(label: str, **values: object) -> Wording:
    """A label with its places filled in, the same in both languages."""
    words = LABELS[label]
    return Wording(words.en.format(**values), words.zh.format(**values))
