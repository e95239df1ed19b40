"""The tables of `qualmap editions` and `qualmap qualifications`."""

from __future__ import annotations

from collections.abc import Sequence

from rich.table import Table
from rich.text import Text

from qualmap.catalogue import (
    Attachment,
    CategoryCoverage,
    EditionSummary,
    KnownName,
    ListedRow,
    OverlaySummary,
    QualificationDetail,
)
from qualmap.cli.showing import CONSOLE, EVIDENCE_WORDS, legend, listed, printable, show_indented
from qualmap.models import Qualification

_BAR = 24  # characters
_SHOWN_OF_HASH = 12
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
        if edition.attachment is not None:
            CONSOLE.print(_read_from(edition.attachment))
        CONSOLE.print()
    CONSOLE.print(legend(), end="")


def _read_from(attachment: Attachment) -> Text:
    """Which file the official rows were read from; so many digits of its hash tell any two files apart."""
    shown = f"  read from {printable(attachment.file)}, SHA-256 {attachment.sha256[:_SHOWN_OF_HASH]}, {attachment.date}"
    return Text(shown, style="dim")


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
    for said in dict.fromkeys(_said_by(name) for name in detail.names):
        texts = [printable(name.text) for name in detail.names if _said_by(name) == said]
        names.add_row(Text(said, style="dim"), " · ".join(texts))
    CONSOLE.print()
    CONSOLE.print(names)
    for id_ in dict.fromkeys(look_alike.id for look_alike in detail.look_alikes):
        why = " ".join(dict.fromkeys(look_alike.why for look_alike in detail.look_alikes if look_alike.id == id_))
        show_indented(Text.assemble(("not to be taken for ", "dim"), (id_, "cyan"), f"  {why}"), first=0)


def _said_by(name: KnownName) -> str:
    """The language of a name, or that it is the company's own."""
    return "own name" if name.named_by == "company" else _LANGUAGES.get(name.language, name.language)


def show_overlay(overlay: OverlaySummary) -> None:
    """What an overlay adds: its names, qualifications and editions, and files that no overlay has."""
    CONSOLE.print(Text(printable(overlay.folder), style="bold"))
    names = f"{_counted(overlay.names, 'name')} of the company's own"
    show_indented(Text(names))
    for texts, meaning in (
        (overlay.shared, "several qualifications have this name, so it is ambiguous alone"),
        (overlay.overriding, "in place of what the registry knows by this name"),
    ):
        for text in texts:
            show_indented(Text.assemble((printable(text), "cyan"), f": {meaning}"), first=4, rest=6)
    show_indented(Text(f"{_counted(len(overlay.qualifications), 'qualification')} that the registry does not know"))
    for one in overlay.qualifications:
        show_indented(Text.assemble((one.id, "cyan"), f"  {printable(one.name_en)}"), first=4, rest=6)
    show_indented(Text(f"{_counted(len(overlay.editions), 'edition')} of the list"))
    for edition in overlay.editions:
        rows = sum(category.rows for category in edition.categories)
        known = "every row is known" if edition.complete else "not every row is known"
        show_indented(Text(f"{edition.id}: {_counted(rows, 'row')}, official; {known}"), first=4, rest=6)
    for file in overlay.unread:
        show_indented(Text.assemble(("not read: ", "yellow"), f"{printable(file)}, no file of an overlay"))


def _counted(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"
