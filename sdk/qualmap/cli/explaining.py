"""One person's screening on the terminal: what `qualmap.reports` puts on a page, in the columns that there are."""

from __future__ import annotations

from collections.abc import Sequence

import attrs
from rich.rule import Rule
from rich.text import Text

from qualmap.cli.showing import CONSOLE, DECISION_STYLES, EVIDENCE_WORDS, OUTCOME_STYLES, printable, show_indented, show_marked
from qualmap.files.labels import said
from qualmap.models import MatchResult
from qualmap.reports.contents import Contents, WrittenCredential, certainty, in_both, known_rows, level_of, titled
from qualmap.reports.labels import LABELS
from qualmap.reports.signs import CLAIMS, DECISIONS, EVIDENCE, LISTINGS, OUTCOMES, SEEN
from qualmap.screening import Benefit, Premium, ScreenedMention, SourceReference, Title, Wording

_DEEP = {"first": 4, "rest": 4}


@attrs.frozen
class Explanation:
    """One person's screening in one language."""

    contents: Contents
    lang: str

    def show(self) -> None:
        """Print it."""
        self._head()
        self._section("glance")
        for decision, entries in self.contents.groups.items():
            show_indented(
                Text.assemble(self._decision(decision), (f"  {self._say(DECISIONS[decision].meaning)}", "dim")), first=0
            )
            for entry in entries:
                text = Text(printable(self._say(entry.text)))
                if entry.category:
                    text.append(f" · {self._label('category', category=entry.category)}", style="dim")
                if entry.evidence:
                    text.append(" · ").append_text(self._evidence(entry.evidence))
                show_indented(text)
            CONSOLE.print()
        self._questions()
        self._section("credentials")
        for credential in self.contents.credentials:
            self._credential(credential)
        if not self.contents.credentials:
            CONSOLE.print(self._label("no_credentials"), markup=False)
            CONSOLE.print()
        self._decisions()
        self._foot()

    def _head(self) -> None:
        screening, summary = self.contents.screening, self.contents.summary
        CONSOLE.print(Text(printable(screening.ref), style="bold"))
        name = (summary.name_en if self.lang == "en" else None) or summary.name_zh if summary else ""
        values = [("edition", f"{screening.edition}  {name}".rstrip())]
        if self.contents.in_force:
            values.append(("in_force", self._say(self.contents.in_force)))
        values.append(("day", screening.as_of or self._label("any_day")))
        values.append(("decision_id", screening.decision_id))
        for key, value in values:
            show_indented(Text.assemble((f"{self._label(key)}: ", "dim"), value), first=0)
        CONSOLE.print()
        show_indented(Text(self._label("claims_only"), style="italic"), first=0, rest=0)
        CONSOLE.print()

    def _questions(self) -> None:
        self._section("questions")
        for number, question in enumerate(self.contents.screening.next_questions, 1):
            text = Text.assemble((f"{number}. ", "dim"), printable(self._say(question.text)))
            if question.choices:
                choices = self._label("separator").join(self._say(choice.text) for choice in question.choices)
                text.append(f"\n{self._label('answers')} {choices}")
            if question.settles:
                text.append(f"\n{self._label('settles', count=question.settles)}", style="dim")
            show_indented(text, first=0, rest=3)
        if not self.contents.screening.next_questions:
            CONSOLE.print(self._label("no_questions"), markup=False)
        CONSOLE.print()

    def _credential(self, credential: WrittenCredential) -> None:
        if credential.given:
            mentions = tuple(mention for _, mention in credential.mentions)
            show_marked(MatchResult(credential.given.text, self.contents.screening.edition, mentions))
            for key, value in (("issuer", credential.given.issuer), ("country", credential.given.country)):
                if value:
                    show_indented(Text(printable(self._label(f"{key}_given", **{key: value})), style="dim"))
        for number, mention in credential.mentions:
            self._mention(number, mention)
        if not credential.mentions:
            show_indented(Text(self._label("names_nothing"), style="dim"))
        CONSOLE.print()

    def _mention(self, number: int, mention: ScreenedMention) -> None:
        outcome, known = OUTCOMES[mention.outcome], mention.qualification
        heading = Text.assemble((f"{number} ", "dim"), (f"{outcome.mark} ", OUTCOME_STYLES[mention.outcome]))
        if known:
            names = (known.name_en, known.name_zh) if self.lang == "en" else (known.name_zh, known.name_en)
            show_indented(heading.append(names[0], style="bold"))
            show_indented(Text(names[1], style="dim"), **_DEEP)
        else:
            show_indented(heading.append(printable(mention.text), style="bold"))
        facts = [self._say(outcome.name), self._say(CLAIMS[mention.claim])]
        if known:
            facts.append(f"{self._label('confidence')} {self._say(certainty(mention.confidence))}")
            facts.append(f"{known.issuer} ({known.country})" if known.country else known.issuer)
        if mention.named_by == "company":
            facts.append(self._label("by_company"))
        show_indented(Text(" · ".join(facts)), **_DEEP)
        if not known and mention.candidates:
            names_of = self._label("separator").join(self._say(self.contents.named(one.id)) for one in mention.candidates)
            key = "candidates" if mention.outcome == "ambiguous" else "perhaps"
            show_indented(Text(f"{self._label(key, count=len(mention.candidates))} {names_of}"), **_DEEP)
        if mention.listing:
            self._rows(mention)

    def _rows(self, mention: ScreenedMention) -> None:
        listing = mention.listing
        if listing is None or not listing.categories:
            words = LISTINGS[listing.status] if listing else LABELS["none_of_these"]
            show_indented(Text(self._say(words), style="dim"), **_DEEP)
            return
        if mention.claim != "held":
            show_indented(Text(self._label("if_held"), style="magenta"), **_DEEP)
        for row in known_rows(listing):
            why = " · ".join(part for part in (row.source, row.reason and self._say(in_both(row.reason))) if part)
            category = self._label("category", category=", ".join(row.categories))
            show_indented(Text.assemble((f"{category} ", "bold"), self._evidence(row.evidence), f": {why}"), first=4, rest=6)

    def _decisions(self) -> None:
        screening = self.contents.screening
        self._section("benefits")
        for benefit in screening.benefits:
            self._decided(benefit.text, benefit, named=benefit.clause)
        self._section("title")
        title = screening.title
        self._decided(titled(title) if level_of(title) else LABELS["no_level"], title, named=title.clause or "")
        self._section("premium")
        self._decided(screening.premium.text, screening.premium, named=self._label("premium_note"))

    def _decided(self, text: Wording, decided: Benefit | Title | Premium, *, named: str) -> None:
        heading = self._decision(decided.decision)
        evidence = None if isinstance(decided, Premium) else decided.evidence
        if evidence:
            heading.append(" · ").append_text(self._evidence(evidence))
        show_indented(Text(printable(self._say(text)), style="bold"), first=0, rest=2)
        show_indented(heading, first=2, rest=2)
        show_indented(Text(printable(self._say(decided.reason))), first=2, rest=2)
        notes = [named, f"{self._label('text_seen')} {self._say(SEEN[decided.seen])}", self._ids(decided.sources)]
        show_indented(Text(" · ".join(note for note in notes if note), style="dim"), first=2, rest=2)
        CONSOLE.print()

    def _foot(self) -> None:
        self._section("legend")
        for kind, sign in EVIDENCE.items():
            show_indented(Text.assemble(self._evidence(kind), f"  {self._say(sign.meaning)}"), first=0)
        CONSOLE.print()
        self._section("sources")
        for source in self.contents.sources:
            show_indented(Text.assemble((source.id, "bold"), f"  {source.title}"), first=0)
            if source.url:
                # Printed whole, so that a terminal can open it.
                CONSOLE.print(Text(f"    {source.url}", style="dim"), soft_wrap=True)
        CONSOLE.print()
        versions = self.contents.screening.versions.to_dict().items()
        words = " · ".join(f"{self._label(f'version_{name}')} {value}" for name, value in versions)
        show_indented(Text(f"{self._label('versions')}: {words}", style="dim"), first=0, rest=2)

    def _section(self, key: str) -> None:
        CONSOLE.print(Text(self._label(key), style="bold"))
        CONSOLE.print(Rule(style="dim"))

    def _decision(self, decision: str) -> Text:
        sign = DECISIONS[decision]
        return Text(f"{sign.mark} {self._say(sign.name)}", style=DECISION_STYLES[decision])

    def _evidence(self, kind: str) -> Text:
        return Text(f"{EVIDENCE[kind].mark} {self._say(EVIDENCE[kind].name)}", style=EVIDENCE_WORDS[kind][0])

    def _ids(self, sources: Sequence[SourceReference]) -> str:
        return f"{self._label('sources')} {', '.join(source.id for source in sources)}" if sources else ""

    def _label(self, key: str, **values: object) -> str:
        return self._say(LABELS[key]).format(**values)

    def _say(self, words: Wording) -> str:
        return said(words, self.lang)
