"""What a person sees: the mention underlined in its text, its row and category, and the evidence in words."""

from __future__ import annotations

import math

from rich.cells import cell_len
from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from qualmap.explaining import algorithm
from qualmap.models import Listing, MatchResult, Mention
from qualmap.reports.signs import CLAIMS, LISTINGS, OUTCOMES

CONSOLE = Console(highlight=False, soft_wrap=False)

OUTCOME_STYLES = {"matched": "green", "ambiguous": "yellow", "review": "yellow", "unrecognised": "dim"}
DECISION_STYLES = {
    "eligible": "green",
    "unconfirmed": "yellow",
    "needs_facts": "cyan",
    "not_eligible": "red",
    "no_row": "dim",
}
_OUTCOME_MEANINGS = {
    "matched": "one qualification, safe to act on",
    "ambiguous": "several qualifications carry this name: ask which",
    "review": "a plausible candidate, not safe: let a person look",
    "unrecognised": "a credential, but none that is known here",
}
EVIDENCE_WORDS = {
    "official": ("bold green", "official", "read from the authority's attachment"),
    "confirmed": ("green", "confirmed", "a cited source names the row"),
    "inferred": ("yellow", "inferred", "a reconstruction: helps pre-screening, is no fact, carries no benefit"),
}
_LONGEST_BAR = 20  # characters


def show_match(answer: MatchResult, *, explain: bool = False) -> None:
    """Print one answer."""
    show_marked(answer)
    if not answer.mentions:
        show_indented(Text("names no credential", style="dim"))
    for mention in answer.mentions:
        show_indented(described(mention))
        if explain:
            CONSOLE.print(Padding(reasons(mention), (0, 0, 0, 4)))
    CONSOLE.print()


def show_marked(answer: MatchResult) -> None:
    """Print the text with its mentions underlined, whether or not there are styles."""
    for line in marked(answer).wrap(CONSOLE, CONSOLE.width):
        CONSOLE.print(line)
        if CONSOLE.color_system is None and line.spans:
            CONSOLE.print(_rule_under(line))


def show_indented(text: Text, *, first: int = 2, rest: int = 4) -> None:
    """Print a text whose lines start `first` columns from the left and go on `rest` columns from it."""
    for index, line in enumerate(text.wrap(CONSOLE, max(1, CONSOLE.width - rest))):
        line.rstrip()
        line.pad_left(rest if index else first)
        CONSOLE.print(line)


def printable(raw: str) -> str:
    """The text with a space for each character that moves the cursor, turns the writing or cannot be encoded."""
    return "".join(character if character.isprintable() else " " for character in raw)


def show_edition(edition: str) -> None:
    """Print which edition of the list the answers are about."""
    CONSOLE.print(Text(f"Rows as of edition {edition} of the list.", style="dim"))


def marked(answer: MatchResult) -> Text:
    """The text with its mentions underlined."""
    text = Text(printable(answer.text), style="bold")
    for mention in answer.mentions:
        text.stylize(f"underline {OUTCOME_STYLES[mention.outcome]}", mention.start, mention.end)
    return text


def _rule_under(line: Text) -> str:
    """The underlining as a line of its own, for where there are no styles: a file, a pipe, a plain terminal."""
    under = {index for span in line.spans for index in range(span.start, span.end)}
    return "".join(("‾" if index in under else " ") * cell_len(character) for index, character in enumerate(line.plain)).rstrip()


def described(mention: Mention) -> Text:
    """One mention in words: outcome, name, claim, and its rows or its question."""
    outcome, colour = OUTCOMES[mention.outcome], OUTCOME_STYLES[mention.outcome]
    claim = Text(CLAIMS[mention.claim].en, style="cyan" if mention.claim == "held" else "magenta")
    text = Text.assemble((f"{outcome.mark} ", colour))
    if mention.qualification:
        text.append(mention.qualification.name_en)
        facts = [claim, Text(percent(mention.confidence), style="dim")]
    else:
        text.append(printable(mention.text), style=colour)
        facts = [Text(outcome.name.en, style=colour), claim]
    if mention.named_by == "company":
        facts.append(Text("company's own name", style="cyan"))
    if mention.outcome == "review":
        facts.append(Text(f"perhaps {' or '.join(one.id for one in mention.candidates)}"))
    if mention.outcome == "ambiguous":
        facts.append(Text(f"one of {len(mention.candidates)} qualifications"))
    if mention.listing:
        # The row is the qualification's, whatever the person claims: it must not read as if it were this person's.
        condition = "if held: " if mention.claim != "held" and mention.listing.categories else ""
        facts.append(Text.assemble((condition, "magenta"), listed(mention.listing)))
    text.append("\n").append_text(Text.assemble((" · ", "dim")).join(facts))
    if mention.question:
        text.append(f"\n{mention.question}", style="italic")
    return text


def percent(confidence: float, *, places: int = 0) -> str:
    """A confidence in percent, cut off and not rounded: what is less than certain never reads 100 %."""
    step = 10**places
    most = 100 - 1 / step
    cut = math.floor(confidence * 100 * step + 1e-9) / step  # 0.29 * 100 is a little less than 29
    return f"over {most:.{places}f}%" if cut >= most else f"{cut:.{places}f}%"


def listed(listing: Listing) -> Text:
    """The rows of a qualification, each with its evidence in words; categories that are known alike share it."""
    if listing.status != "listed":
        return Text(LISTINGS[listing.status].en, style="dim")
    return Text(", ").join(
        Text.assemble(
            (f"{'Categories' if len(categories) > 1 else 'Category'} {', '.join(categories)} ", "bold"),
            (EVIDENCE_WORDS[evidence][1] + (f" ({source})" if source else ""), EVIDENCE_WORDS[evidence][0]),
        )
        for (evidence, source), categories in known_alike(listing).items()
    )


def known_alike(listing: Listing) -> dict[tuple[str, str | None], list[str]]:
    """The categories of a qualification's rows by how they are known: their evidence and their source."""
    alike: dict[tuple[str, str | None], list[str]] = {}
    for row in listing.categories:
        alike.setdefault((row.evidence, row.source), []).append(row.category)
    return alike


def reasons(mention: Mention) -> Table:
    """How the confidence came about: each contribution in log-odds as a bar, and their sum."""
    table = Table(box=None, show_header=False, padding=(0, 2, 0, 0))
    for reason in mention.reasons:
        bar = "█" * min(_LONGEST_BAR, max(1, round(abs(reason.contribution) * 4)))
        style = "green" if reason.contribution > 0 else "red"
        table.add_row(
            Text(f"{reason.contribution:+.2f}", style=style, justify="right"),
            Text(bar, style=style),
            Text(printable(reason.detail)),
        )
    total = sum(reason.contribution for reason in mention.reasons)
    sure = percent(mention.confidence, places=1)
    table.add_row(Text(f"{total:+.2f}", style="bold"), "", Text(f"log-odds, which is a confidence of {sure}"))
    return table


def outcome_legend() -> Text:
    """What the signs before a mention mean."""
    text = Text()
    for outcome, sign in OUTCOMES.items():
        text.append(f"{sign.mark} {sign.name.en:<15}", style=OUTCOME_STYLES[outcome])
        text.append(f" {_OUTCOME_MEANINGS[outcome]}\n")
    return text


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
