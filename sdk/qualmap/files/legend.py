"""The last sheet of a workbook: what the words on the others mean, the clauses with their sources, and what it all rests on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from qualmap.files.labels import (
    CLAIMS,
    DECISION_MEANINGS,
    DECISIONS,
    EVIDENCE,
    EVIDENCE_MEANINGS,
    LIMITS,
    OUTCOME_MEANINGS,
    OUTCOMES,
    SEEN,
)
from qualmap.files.sheets import Book, Styles, cut
from qualmap.screening import Screening, SourceReference, Wording

Line = tuple[str, str, str, str]
"""A word, its meaning in English and in Chinese, and the style of the word."""

_LINKS = ("https://", "http://")


def write_legend(book: Book, like: Screening, styles: Styles) -> None:
    """Add the sheet, for answers of the same edition as `like`."""
    sheet = book.add_worksheet("Legend")
    for place, width in enumerate((34, 80, 60)):  # characters
        sheet.set_column(place, place, width)
    row = 0
    for line in _lines(like):
        for place, text in enumerate(line[:3]):
            if text:
                sheet.write_string(row, place, cut(text), styles[line[3] if place == 0 else "plain"])
        row += 1
    for source in _sources(like):
        sheet.write_string(row, 0, source.id, styles["plain"])
        if source.url and source.url.startswith(_LINKS):
            sheet.write_url(row, 1, source.url, styles["link"], cut(source.title))
        else:
            sheet.write_string(row, 1, cut(source.title), styles["plain"])
        row += 1


def _lines(like: Screening) -> Iterator[Line]:
    yield ("Decisions / 判定", "", "", "title")
    yield from _explained(DECISIONS, DECISION_MEANINGS, coloured=True)
    yield ("Evidence / 清单依据", "", "", "title")
    yield from _explained(EVIDENCE, EVIDENCE_MEANINGS, coloured=True)
    yield ("Outcomes / 匹配结果", "", "", "title")
    yield from _explained(OUTCOMES, OUTCOME_MEANINGS, coloured=False)
    yield ("Claims / 持有情况", "Only what is held can carry a benefit.", "只有持有的资格才可能享有待遇。", "title")
    for words in CLAIMS.values():
        yield (f"{words.en} / {words.zh}", "", "", "plain")
    yield ("Clauses / 条款", "with how much of the text was seen, and the sources", "附所见原文的程度和来源", "title")
    for benefit in like.benefits:
        seen, sources = SEEN[benefit.seen], ", ".join(source.id for source in benefit.sources)
        yield (
            benefit.clause,
            f"{benefit.text.en} ({seen.en}; {sources})",
            f"{benefit.text.zh}（所见原文：{seen.zh}）",
            "plain",
        )
    yield ("premium", like.premium.text.en, like.premium.text.zh, "plain")
    yield ("Edition and versions / 版本", "", "", "title")
    yield ("edition", like.edition, like.edition, "plain")
    if like.as_of:
        yield ("as of", like.as_of, like.as_of, "plain")
    for name, version in like.versions.to_dict().items():
        yield (name, str(version), "", "plain")
    yield ("Limits / 说明", LIMITS.en, LIMITS.zh, "title")
    yield ("Sources / 来源", "", "", "title")


def _explained(words: Mapping[str, Wording], meanings: Mapping[str, Wording], *, coloured: bool) -> Iterator[Line]:
    for value, word in words.items():
        yield (f"{word.en} / {word.zh}", meanings[value].en, meanings[value].zh, value if coloured else "plain")


def _sources(like: Screening) -> Iterator[SourceReference]:
    cited = [*(benefit.sources for benefit in like.benefits), like.title.sources, like.premium.sources]
    yield from {source.id: source for sources in cited for source in sources}.values()
