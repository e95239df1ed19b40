"""Answers as a workbook for people: sheets People, Mentions, Benefits, Errors and Legend, in English and Chinese."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Self

import attrs

from qualmap.files.labels import CLAIMS, DECISIONS, EVIDENCE, LEVELS, LISTINGS, OUTCOMES, SEEN, said
from qualmap.files.legend import write_legend
from qualmap.files.rows import FailedRow
from qualmap.files.sheets import Cell, Column, Sheet, Styled, new_book
from qualmap.files.summaries import next_question, question_in_words, rows_in_words, summary_of
from qualmap.models import Mention
from qualmap.screening import ScreenedMention, Screening, Wording

_BASE: dict[str, object] = {"valign": "top", "text_wrap": True}
_FILLS = {  # a fill and a darker colour of the letters on it, as Excel's own "good", "bad" and "neutral" have
    "eligible": ("#C6EFCE", "#006100"),
    "unconfirmed": ("#FFEB9C", "#7F6000"),
    "needs_facts": ("#DDEBF7", "#1F4E78"),
    "not_eligible": ("#FFC7CE", "#9C0006"),
    "no_row": ("#EDEDED", "#595959"),
    "official": ("#A9D08E", "#00430E"),
    "confirmed": ("#C6EFCE", "#006100"),
    "inferred": ("#FFEB9C", "#7F6000"),
    "error": ("#FFC7CE", "#9C0006"),
}
_REF = Column(Wording("Ref", "编号"), 14)
_ID = Column(Wording("Decision id", "判定编号"), 36)
_ERROR = Column(Wording("Error", "错误"), 50)
_MENTIONS = (
    _REF,
    Column(Wording("Credential", "第几项证书"), 11),
    Column(Wording("Text", "原文"), 34),
    Column(Wording("Outcome", "匹配结果"), 14),
    Column(Wording("Claim", "持有情况"), 16),
    Column(Wording("Confidence", "置信度"), 11),
    Column(Wording("Qualification", "资格"), 48),
    Column(Wording("Qualification id", "资格代码"), 24),
    Column(Wording("Issuer", "授予机构"), 36),
    Column(Wording("On the list", "清单中"), 18),
    Column(Wording("Rows", "类别与依据"), 26),
    Column(Wording("Evidence", "最强依据"), 12),
    Column(Wording("To ask", "需询问"), 46),
)
_BENEFITS = (
    _REF,
    Column(Wording("Clause", "条款"), 32),
    Column(Wording("Category", "类别"), 10),
    Column(Wording("Benefit", "待遇（英文）"), 46),
    Column(Wording("Benefit in Chinese", "待遇"), 40),
    Column(Wording("Decision", "判定"), 14),
    Column(Wording("Missing", "缺少"), 26),
    Column(Wording("Because", "依据项"), 24),
    Column(Wording("Reason", "理由（英文）"), 60),
    Column(Wording("Reason in Chinese", "理由"), 50),
    Column(Wording("Evidence", "清单依据"), 12),
    Column(Wording("Text of the clause", "条款原文"), 16),
    Column(Wording("Qualifications", "所依资格"), 26),
    Column(Wording("Sources", "来源"), 22),
)
_ERRORS = (
    Column(Wording("Row", "行"), 8),
    _REF,
    Column(Wording("Code", "代码"), 16),
    Column(Wording("Field", "字段"), 22),
    _ERROR,
)


@attrs.define
class Workbook:
    """A workbook that takes one answer after the other; what it keeps in memory does not grow with them."""

    _lang: str
    _people: Sheet
    _mentions: Sheet
    _benefits: Sheet
    _errors: Sheet
    _clauses: int

    @classmethod
    @contextlib.contextmanager
    def at(cls, file: Path, *, like: Screening, lang: str) -> Iterator[Self]:
        """A workbook in `file`, complete when the context ends."""
        with new_book(file) as book:
            styles = {name: book.add_format(_style(name)) for name in ("plain", "header", "title", "link", *_FILLS)}
            people = Sheet(book, "People", tuple(_people_columns(like)), styles)
            mentions = Sheet(book, "Mentions", _MENTIONS, styles)
            benefits = Sheet(book, "Benefits", _BENEFITS, styles)
            errors = Sheet(book, "Errors", _ERRORS, styles)
            for sheet in (people, mentions, benefits):
                sheet.open()
            yield cls(lang, people, mentions, benefits, errors, len(like.benefits))
            for sheet in (people, mentions, benefits, errors):
                sheet.close()
            write_legend(book, like, styles)

    def write(self, answer: Screening | FailedRow) -> None:
        """Write the rows of one answer on every sheet that it belongs to."""
        if isinstance(answer, FailedRow):
            ref, error = answer.ref or answer.place, answer.error
            self._people.write([ref, *[None] * (self._clauses + 9), Styled(str(error), "error")])
            self._errors.write([answer.row, ref, error.code, error.field, str(error)])
            return
        self._people.write(list(self._person(answer)))
        for mention in answer.mentions:
            self._mentions.write(list(self._mention(answer, mention)))
        for benefit in answer.benefits:
            self._benefits.write(
                [
                    answer.ref,
                    benefit.clause,
                    benefit.category,
                    benefit.text.en,
                    benefit.text.zh,
                    self._word(DECISIONS, benefit.decision),
                    ", ".join(benefit.missing),
                    ", ".join(benefit.because),
                    benefit.reason.en,
                    benefit.reason.zh,
                    self._word(EVIDENCE, benefit.evidence),
                    said(SEEN[benefit.seen], self._lang),
                    ", ".join(benefit.qualifications),
                    ", ".join(source.id for source in benefit.sources),
                ]
            )

    def _person(self, answer: Screening) -> Iterator[Cell]:
        summary = summary_of(answer)
        title = answer.title
        yield answer.ref
        yield "\n".join(one.name_zh if self._lang == "zh" else one.name_en for one in summary.held)
        yield " ".join(summary.categories)
        yield self._word(EVIDENCE, summary.evidence)
        yield from (self._word(DECISIONS, benefit.decision) for benefit in answer.benefits)
        yield self._word(DECISIONS, title.decision)
        yield said(LEVELS[title.level], self._lang) if title.level else None
        yield said(LEVELS[title.at_least], self._lang) if title.at_least else None
        yield self._word(DECISIONS, answer.premium.decision)
        yield question_in_words(next_question(answer), self._lang)
        yield answer.decision_id

    def _mention(self, answer: Screening, mention: ScreenedMention) -> Iterator[Cell]:
        known, listing = mention.qualification, mention.listing
        yield answer.ref
        yield mention.credential + 1
        yield mention.text
        yield said(OUTCOMES[mention.outcome], self._lang)
        yield said(CLAIMS[mention.claim], self._lang)
        yield mention.confidence
        yield f"{known.name_en}\n{known.name_zh}" if known else None
        yield known.id if known else _candidates(mention)
        yield known.issuer if known else None
        yield said(LISTINGS[listing.status], self._lang) if listing else None
        yield rows_in_words(listing.categories) if listing else None
        strongest = sorted({row.evidence for row in listing.categories}, key=list(EVIDENCE).index) if listing else []
        yield self._word(EVIDENCE, strongest[0] if strongest else None)
        yield mention.question

    def _word(self, words: Mapping[str, Wording], value: str | None) -> Cell:
        return Styled(said(words[value], self._lang), value) if value else None


def _people_columns(like: Screening) -> Iterator[Column]:
    yield _REF
    yield Column(Wording("Qualifications held", "持有的资格"), 44)
    yield Column(Wording("Best category", "最佳类别"), 13)
    yield Column(Wording("Evidence", "清单依据"), 12)
    for benefit in like.benefits:
        yield Column(Wording(benefit.clause, benefit.clause), 17)
    yield Column(Wording("Title", "职称"), 14)
    yield Column(Wording("Level", "级别"), 16)
    yield Column(Wording("At least", "至少"), 16)
    yield Column(Wording("Premium package", "杰出人才礼遇"), 16)
    yield Column(Wording("Ask next", "下一步询问"), 46)
    yield _ID
    yield _ERROR


def _candidates(mention: Mention) -> str:
    return " | ".join(one.id for one in mention.candidates)


def _style(name: str) -> dict[str, object]:
    if name in _FILLS:
        fill, letters = _FILLS[name]
        return {**_BASE, "bg_color": fill, "font_color": letters}
    if name == "header":
        return {**_BASE, "bold": True, "bg_color": "#1F3864", "font_color": "#FFFFFF", "border": 1}
    if name == "title":
        return {**_BASE, "bold": True, "font_size": 13}
    if name == "link":
        return {**_BASE, "font_color": "#0563C1", "underline": 1}
    return dict(_BASE)
