"""The table of `qualmap screen`: a block for each person, and what the words in it mean."""

from __future__ import annotations

from collections import Counter

import attrs
from rich.text import Text

from qualmap.cli.showing import CONSOLE, DECISION_STYLES, EVIDENCE_WORDS, known_alike, printable, show_indented
from qualmap.files.labels import (
    CLAIMS,
    DECISION_MEANINGS,
    DECISIONS,
    EVIDENCE,
    EVIDENCE_MEANINGS,
    LEVELS,
    LIMITS,
    LISTINGS,
    OUTCOMES,
    said,
)
from qualmap.files.rows import FailedRow
from qualmap.files.summaries import is_held, next_question, question_in_words, summary_of
from qualmap.models import Listing
from qualmap.reports.signs import DECISIONS as MARKED_DECISIONS
from qualmap.screening import ScreenedMention, Screening, Title, Wording

_SIGNS = {decision: (sign.mark, DECISION_STYLES[decision]) for decision, sign in MARKED_DECISIONS.items()}
_CATEGORY = Wording("Category", "类别")
_CATEGORIES = Wording("Categories", "类别")
_IF_HELD = Wording("if held: ", "若持有：")
_TITLE = Wording("title", "职称")
_AT_LEAST = Wording("at least", "至少")
_ASK = Wording("ask", "请问")
_PREMIUM = Wording("premium package", "杰出人才礼遇")
_NOTHING = Wording("names no credential", "未提及任何证书")
_BEST = Wording("best row of what is held", "所持资格的最强依据")
_NO_ROW = Wording("no row", "无条目")


@attrs.define
class Table:
    """Shows answers as they come, and at the end counts them and says what the words mean."""

    lang: str
    _best: Counter[str] = attrs.field(factory=Counter)
    _edition: str | None = None

    def write(self, answer: Screening | FailedRow) -> None:
        """Show one person."""
        if isinstance(answer, FailedRow):
            CONSOLE.print(Text(printable(answer.ref or answer.place), style="bold"))
            show_indented(Text(printable(str(answer.error)), style="red"))
            CONSOLE.print()
            return
        summary = summary_of(answer)
        self._best[summary.evidence or ""] += 1
        self._edition = answer.edition
        CONSOLE.print(Text(printable(answer.ref), style="bold"))
        for mention in answer.mentions:
            show_indented(self._mention(mention))
        if not answer.mentions:
            show_indented(Text(said(_NOTHING, self.lang), style="dim"))
        for decision, (sign, style) in _SIGNS.items():
            clauses = [one.clause.removeprefix(f"{answer.edition}-") for one in answer.benefits if one.decision == decision]
            if clauses and decision != "no_row":
                show_indented(self._line(sign, style, DECISIONS[decision], ", ".join(clauses)))
        if answer.title.decision != "no_row":
            show_indented(self._title(answer.title))
        if answer.premium.decision in {"eligible", "unconfirmed"}:
            show_indented(
                self._line(*_SIGNS[answer.premium.decision], _PREMIUM, said(DECISIONS[answer.premium.decision], self.lang))
            )
        question = question_in_words(next_question(answer), self.lang)
        if question:
            show_indented(self._line("→", "cyan", _ASK, printable(question)))
        CONSOLE.print()

    def finish(self) -> None:
        """Show the counts and the legend."""
        if self._edition is None:
            return
        counts = [f"{self._best[kind]} {said(EVIDENCE[kind], self.lang)}" for kind in EVIDENCE if self._best[kind]]
        counts += [f"{self._best['']} {said(_NO_ROW, self.lang)}"] if self._best[""] else []
        show_indented(Text.assemble((f"{said(_BEST, self.lang)}: ", "bold"), ", ".join(counts)), first=0, rest=2)
        CONSOLE.print()
        for decision, (sign, style) in _SIGNS.items():
            self._meaning(sign, style, DECISIONS[decision], DECISION_MEANINGS[decision])
        for kind in EVIDENCE:
            self._meaning(" ", EVIDENCE_WORDS[kind][0], EVIDENCE[kind], EVIDENCE_MEANINGS[kind])
        CONSOLE.print()
        edition = Wording(f"Edition {self._edition} of the list.", f"清单版本：{self._edition}。")
        show_indented(Text(f"{said(edition, self.lang)} {said(LIMITS, self.lang)}", style="dim"), first=0, rest=0)

    def _meaning(self, sign: str, style: str, word: Wording, meaning: Wording) -> None:
        show_indented(Text.assemble((f"{sign} {said(word, self.lang)}  ", style), said(meaning, self.lang)), first=0)

    def _line(self, sign: str, style: str, word: Wording, rest: str) -> Text:
        return Text.assemble((f"{sign} {said(word, self.lang)}  ", style), rest)

    def _mention(self, mention: ScreenedMention) -> Text:
        known = mention.qualification
        if known is None:
            name = f"{printable(mention.text)} · {said(OUTCOMES[mention.outcome], self.lang)}"
        else:
            name = known.name_zh if self.lang == "zh" else known.name_en
        held = is_held(mention)
        text = Text.assemble(
            (name, "bold" if held else ""), (f" · {said(CLAIMS[mention.claim], self.lang)}", "" if held else "magenta")
        )
        if mention.listing:
            if not held and mention.listing.categories:
                text.append(f" · {said(_IF_HELD, self.lang)}", style="magenta")
            else:
                text.append(" · ")
            text.append_text(self._listing(mention.listing))
        return text

    def _listing(self, listing: Listing) -> Text:
        if listing.status != "listed":
            return Text(said(LISTINGS[listing.status], self.lang), style="dim")
        return Text(", ").join(
            Text.assemble(
                f"{said(_CATEGORIES if len(categories) > 1 else _CATEGORY, self.lang)} {', '.join(categories)} ",
                (said(EVIDENCE[evidence], self.lang) + (f" ({source})" if source else ""), EVIDENCE_WORDS[evidence][0]),
            )
            for (evidence, source), categories in known_alike(listing).items()
        )

    def _title(self, title: Title) -> Text:
        sign, style = _SIGNS[title.decision]
        words = [said(DECISIONS[title.decision], self.lang)]
        if title.level:
            words.insert(0, said(LEVELS[title.level], self.lang))
        elif title.at_least:
            words.append(f"{said(_AT_LEAST, self.lang)} {said(LEVELS[title.at_least], self.lang)}")
        return self._line(sign, style, _TITLE, " · ".join(words))
