"""The tables of `qualmap editions` and `qualmap qualifications`."""

from __future__ import annotations

from collections.abc import Sequence

from rich.table import Table
from rich.text import Text

from qualmap.catalogue import CategoryCoverage, EditionSummary, ListedRow, QualificationDetail
from qualmap.cli.showing import CONSOLE, EVIDENCE_WORDS, legend, listed
from qualmap.models import Qualification

_BAR = 24  # characters
_LANGUAGES = {"und": "letters", "en": "English", "zh-Hans": "简体", "zh-Hant": "繁體", "ja": "日本語", "ko": "한국어", "de": "Deutsch", "fr": "Français"}


def show_editions(editions: Sequence[EditionSummary]) -> None:
    """One table: a line for each category of each edition, with a bar of its rows by evidence."""
    table = Table("Edition", "In force", "Category", "Rows", "Published", "By evidence", box=None, pad_edge=False)
    for edition in editions:
        until = f"{edition.in_force_until}" if edition.in_force_until else "today"
        for index, category in enumerate(edition.categories):
            table.add_row(
                Text(edition.id, style="bold") if index == 0 else "",
                f"{edition.in_force_from} to {until}" if index == 0 else "",
                category.category,
                str(category.rows),
                "?" if category.published is None else str(category.published),
                bar(category),
            )
        table.add_section()
    CONSOLE.print(table)
    CONSOLE.print()
    CONSOLE.print(legend())


def bar(category: CategoryCoverage) -> Text:
    """The rows by evidence, in proportion to the published total where there is one."""
    whole = max(category.published or category.rows, category.rows, 1)
    text = Text()
    for kind, sign in (("official", "█"), ("confirmed", "█"), ("inferred", "░")):
        count: int = getattr(category, kind)
        if count:
            text.append(sign * max(1, round(_BAR * count / whole)), style=EVIDENCE_WORDS[kind][0])
    text.append(f" {category.official + category.confirmed} known, {category.inferred} inferred", style="dim")
    return text


def show_rows(edition: str, rows: Sequence[ListedRow]) -> None:
    """The rows of one edition."""
    table = Table("", "Qualification", "Evidence", "Source or reason", title=f"Edition {edition}", box=None, pad_edge=False)
    for row in rows:
        style, word, _ = EVIDENCE_WORDS[row.evidence]
        table.add_row(row.category, row.qualification.name_en, Text(word, style=style), row.source or row.reason or "")
    CONSOLE.print(table)
    CONSOLE.print()
    CONSOLE.print(legend())


def show_qualifications(found: Sequence[Qualification]) -> None:
    """A line for each qualification."""
    table = Table("Id", "Name", "中文", "Issuer", box=None, pad_edge=False)
    for one in found:
        table.add_row(Text(one.id, style="cyan"), one.name_en, one.name_zh, one.issuer)
    CONSOLE.print(table)


def show_qualification(detail: QualificationDetail) -> None:
    """One qualification: what it is, where it stands, how it is written, what it is not."""
    one = detail.qualification
    CONSOLE.print(Text.assemble((one.name_en, "bold"), f"\n{one.name_zh}\n{one.issuer}", (f"  {one.country or ''}\n", "dim")))
    for edition, listing in detail.listings.items():
        CONSOLE.print(Text.assemble((f"edition {edition}  ", "bold"), listed(listing)))
    names = Table(box=None, show_header=False, pad_edge=False)
    for language in dict.fromkeys(name.language for name in detail.names):
        texts = [name.text for name in detail.names if name.language == language]
        names.add_row(Text(_LANGUAGES.get(language, language), style="dim"), " · ".join(texts))
    CONSOLE.print()
    CONSOLE.print(names)
    for look_alike in detail.look_alikes:
        CONSOLE.print(Text.assemble(("not to be taken for ", "dim"), (look_alike.id, "cyan"), f"  {look_alike.why}"))
