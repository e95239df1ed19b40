"""The tables of `qualmap editions` and `qualmap qualifications`."""

from __future__ import annotations

from collections.abc import Sequence

from rich.table import Table
from rich.text import Text

from qualmap.catalogue import CategoryCoverage, EditionSummary, ListedRow, QualificationDetail
from qualmap.cli.showing import CONSOLE, EVIDENCE_WORDS, legend, listed, show_indented
from qualmap.models import Qualification

_BAR = 24  # characters
_SIGNS = {"official": "█", "confirmed": "▓", "inferred": "░"}
_LANGUAGES = {
    "und": "letters",
    "en": "English",
    "zh-Hans": "简体",
    "zh-Hant": "繁體",
    "ja": "日本語",
    "ko": "한국어",
    "de": "Deutsch",
    "fr": "Français",
}


def show_editions(editions: Sequence[EditionSummary]) -> None:
    """A line for each category of each edition: its rows, the published total, and a bar by evidence."""
    for edition in editions:
        CONSOLE.print(Text.assemble((f"Edition {edition.id}", "bold"), f"  {_in_force(edition)}"))
        table = Table(box=None, show_header=False, pad_edge=False, padding=(0, 2, 0, 0))
        for category in edition.categories:
            total = "total unknown" if category.published is None else f"of {category.published} published"
            table.add_row(
                Text(f"  {category.category}", style="bold"),
                Text(str(category.rows), justify="right"),
                total,
                bar(category),
            )
        CONSOLE.print(table)
        CONSOLE.print()
    CONSOLE.print(legend(), end="")


def _in_force(edition: EditionSummary) -> str:
    if edition.in_force_until is None:
        return f"in force since {edition.in_force_from}"
    return f"in force from {edition.in_force_from} until the day before {edition.in_force_until}"


def bar(category: CategoryCoverage) -> Text:
    """The rows by evidence, in proportion to the published total where there is one."""
    whole = max(category.published or category.rows, category.rows, 1)
    text = Text(no_wrap=True)
    counts = []
    for kind, sign in _SIGNS.items():
        count: int = getattr(category, kind)
        if count:
            text.append(sign * max(1, round(_BAR * count / whole)), style=EVIDENCE_WORDS[kind][0])
            counts.append(f"{count} {kind}")
    text.append("  " * bool(counts) + (", ".join(counts) or "no row known"), style="dim")
    return text


def show_rows(edition: str, rows: Sequence[ListedRow]) -> None:
    """The rows of one edition, under their categories."""
    CONSOLE.print(Text(f"Edition {edition}", style="bold"))
    category = None
    for row in rows:
        if row.category != category:
            category = row.category
            CONSOLE.print(Text(f"\nCategory {category}", style="bold"))
        style, word, _ = EVIDENCE_WORDS[row.evidence]
        known = Text.assemble((word, style), (f": {row.source or row.reason or ''}", "dim"))
        show_indented(Text.assemble(row.qualification.name_en, "\n", known))
    CONSOLE.print()
    CONSOLE.print(legend(), end="")


def show_qualifications(found: Sequence[Qualification]) -> None:
    """Each qualification by its id, with its names and issuer beside it."""
    table = Table(box=None, show_header=False, pad_edge=False, padding=(0, 2, 0, 0))
    table.add_column(no_wrap=True)
    table.add_column(overflow="fold")
    for one in found:
        table.add_row(Text(one.id, style="cyan"), Text.assemble(one.name_en, (f"\n{one.name_zh} · {one.issuer}", "dim")))
    CONSOLE.print(table)


def show_qualification(detail: QualificationDetail) -> None:
    """One qualification: what it is, where it stands, how it is written, what it is not."""
    one = detail.qualification
    CONSOLE.print(Text.assemble((one.name_en, "bold"), f"\n{one.name_zh}\n{one.issuer}", (f"  {one.country or ''}\n", "dim")))
    for edition, listing in detail.listings.items():
        CONSOLE.print(Text.assemble((f"edition {edition}  ", "bold"), listed(listing)))
    names = Table(box=None, show_header=False, pad_edge=False)
    names.add_column(no_wrap=True)
    names.add_column(overflow="fold")
    for language in dict.fromkeys(name.language for name in detail.names):
        texts = [name.text for name in detail.names if name.language == language]
        names.add_row(Text(_LANGUAGES.get(language, language), style="dim"), " · ".join(texts))
    CONSOLE.print()
    CONSOLE.print(names)
    for id_ in dict.fromkeys(look_alike.id for look_alike in detail.look_alikes):
        why = " ".join(dict.fromkeys(look_alike.why for look_alike in detail.look_alikes if look_alike.id == id_))
        show_indented(Text.assemble(("not to be taken for ", "dim"), (id_, "cyan"), f"  {why}"), first=0)
