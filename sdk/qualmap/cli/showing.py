"""What a person sees: the mention underlined in its text, its row and category, and the evidence in words."""

from __future__ import annotations

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from qualmap.algorithm import algorithm
from qualmap.models import Listing, MatchResult, Mention

CONSOLE = Console(highlight=False, soft_wrap=False)

_OUTCOMES = {
    "matched": ("●", "green", "matched"),
    "ambiguous": ("?", "yellow", "ambiguous"),
    "review": ("~", "yellow", "needs review"),
    "unrecognised": ("○", "dim", "not recognised"),
}
_CLAIMS = {
    "held": "held",
    "in_progress": "in progress",
    "passed_exam": "exam passed, not admitted",
    "student": "student",
    "expired": "no longer held",
    "negated": "not held",
    "required": "asked for, not claimed",
}
EVIDENCE_WORDS = {
    "official": ("bold green", "official", "read from the authority's attachment"),
    "confirmed": ("green", "confirmed", "a cited source names the row"),
    "inferred": ("yellow", "inferred", "a reconstruction: helps pre-screening, is no fact, carries no benefit"),
}
_LISTINGS = {
    "not_in_copy": "not in this copy of the list, which is incomplete",
    "not_listed": "not on the list",
}


def show_match(answer: MatchResult, *, explain: bool = False) -> None:
    """Print one answer."""
    CONSOLE.print(marked(answer))
    if not answer.mentions:
        CONSOLE.print(Text("  names no credential", style="dim"))
    for mention in answer.mentions:
        CONSOLE.print(Padding(described(mention), (0, 0, 0, 2)))
        if explain:
            CONSOLE.print(Padding(reasons(mention), (0, 0, 0, 6)))
    CONSOLE.print()


def marked(answer: MatchResult) -> Text:
    """The text with its mentions underlined."""
    shown = "".join(character if character.isprintable() else " " for character in answer.text)
    text = Text(shown, style="bold")
    for mention in answer.mentions:
        text.stylize(f"underline {_OUTCOMES[mention.outcome][1]}", mention.start, mention.end)
    return text


def described(mention: Mention) -> Text:
    """One mention in words: outcome, name, claim, and its rows or its question."""
    sign, colour, words = _OUTCOMES[mention.outcome]
    text = Text.assemble((f"{sign} ", colour))
    if mention.qualification:
        text.append(mention.qualification.name_en)
        text.append(f"  {_CLAIMS[mention.claim]}", style="cyan" if mention.claim == "held" else "magenta")
        text.append(f"  {mention.confidence:.0%}", style="dim")
    else:
        text.append(mention.text, style=colour)
        text.append(f"  {words}, {_CLAIMS[mention.claim]}", style=colour)
        if mention.outcome == "review":
            text.append(f": {', '.join(one.id for one in mention.candidates)}?")
    if mention.listing:
        text.append("\n    ")
        text.append_text(listed(mention.listing))
    if mention.question:
        text.append(f"\n    {mention.question}", style="italic")
    return text


def listed(listing: Listing) -> Text:
    """The rows of a qualification, each with its evidence in words."""
    if listing.status != "listed":
        return Text(_LISTINGS[listing.status], style="dim")
    text = Text()
    for index, row in enumerate(listing.categories):
        style, word, _ = EVIDENCE_WORDS[row.evidence]
        text.append("   " if index else "")
        text.append(f"Category {row.category} ", style="bold")
        text.append(word + (f" ({row.source})" if row.source else ""), style=style)
    return text


def reasons(mention: Mention) -> Table:
    """How the confidence came about: each contribution in log-odds as a bar, and their sum."""
    table = Table(box=None, show_header=False, padding=(0, 2, 0, 0))
    for reason in mention.reasons:
        bar = "█" * min(20, max(1, round(abs(reason.contribution) * 4)))
        table.add_row(
            Text(f"{reason.contribution:+.2f}", style="green" if reason.contribution > 0 else "red", justify="right"),
            Text(bar, style="green" if reason.contribution > 0 else "red"),
            Text(reason.detail),
        )
    total = sum(reason.contribution for reason in mention.reasons)
    table.add_row(Text(f"{total:+.2f}", style="bold"), "", Text(f"log-odds, which is a confidence of {mention.confidence:.1%}"))
    return table


def legend() -> Text:
    """What the kinds of evidence mean."""
    text = Text()
    for style, word, meaning in EVIDENCE_WORDS.values():
        text.append(f"{word:<10}", style=style)
        text.append(f" {meaning}\n")
    return text


def show_features() -> None:
    """Print every feature with its description and coefficient."""
    table = Table("Feature", "Log-odds", "What it looks at", title="How a confidence comes about")
    for feature in algorithm():
        table.add_row(feature.name, f"{feature.coefficient:+.2f}", feature.description)
    CONSOLE.print(table)
