"""Match the people of candidates.csv (or of another file: `scripts/demo FILE`), and screen those of people.csv."""

from __future__ import annotations

import csv
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from rich.table import Table as Columns
from rich.text import Text

from qualmap import Client, Credential, MatchResult
from qualmap.cli.people import Table
from qualmap.cli.showing import CONSOLE, legend, outcome_legend, show_indented, show_match
from qualmap.files.reading import Options, open_people
from qualmap.files.rows import FailedRow
from qualmap_lists import load_json

EDITION = "1.0"  # the only one with confirmed rows so far
STANDINGS = {
    "confirmed": ("green", "hold a qualification with a confirmed row"),
    "inferred": ("yellow", "hold one with inferred rows only"),
    "unclear": ("yellow", "wrote what is ambiguous or needs review: ask them"),
    "none": ("dim", "hold none that has a row in this copy, or claim none as held"),
}
CLAIMS = (
    "Below each name stands what the text claims. Only what is held can carry a benefit: not what is in progress, "
    "passed without admission, no longer held, or asked for by an employer."
)
LIMITS = (
    "This classifies what a text claims; it does not verify that the claim is true. A row marked inferred is a "
    "reconstruction, and never a fact: the attachment of the official list has not been seen."
)


def main() -> None:
    """Print each record, the legends, the summary and the limits."""
    file = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).with_name("candidates.csv")
    records = list(read(file))
    answers = list(Client.local().match_many([credential for _, credential in records], edition=EDITION))

    show_heading(f"{len(records)} people of {file.name}, matched in edition {EDITION}")
    show_words(f"Edition {EDITION} is the one with confirmed rows; all rows of the others are inferred so far.")
    CONSOLE.print()
    for (ref, credential), answer in zip(records, answers, strict=True):
        beside = {"issuer": credential.issuer, "country": credential.country}
        given = [f"{field}: {value}" for field, value in beside.items() if value]
        CONSOLE.print(Text("  ".join([ref, *given]), style="dim"))
        show_match(answer)

    show_heading("What the signs mean, so far")
    CONSOLE.print(outcome_legend())
    show_words(CLAIMS)
    CONSOLE.print()
    show_heading("What the evidence means")
    CONSOLE.print(legend())
    show_sources(answers)
    show_heading("Summary")
    show_summary(answers)
    show_screenings(Path(__file__).with_name("people.csv"))
    show_heading("Limits")
    show_words(LIMITS)


def read(file: Path) -> Iterator[tuple[str, Credential]]:
    """The records of a CSV file with the columns ref, credential, issuer and country."""
    with file.open(encoding="utf-8-sig", newline="") as lines:
        for row in csv.DictReader(lines):
            yield (
                row["ref"],
                Credential(row["credential"], issuer=row["issuer"] or None, country=row["country"] or None),
            )


def standing(answer: MatchResult) -> str:
    """The best that can be said of one person, as a key of `STANDINGS`."""
    held = [mention for mention in answer.mentions if mention.claim == "held"]
    evidence = {row.evidence for mention in held if mention.listing for row in mention.listing.categories}
    if evidence & {"official", "confirmed"}:
        return "confirmed"
    if evidence:
        return "inferred"
    return "unclear" if any(mention.outcome in {"ambiguous", "review"} for mention in held) else "none"


def show_heading(words: str) -> None:
    """Print a line that starts a part."""
    CONSOLE.print(Text(words, style="bold"))
    CONSOLE.print(Text("─" * min(CONSOLE.width, 80), style="dim"))


def show_words(words: str) -> None:
    """Print a paragraph."""
    show_indented(Text(words), first=0, rest=0)


def show_sources(answers: Iterable[MatchResult]) -> None:
    """Print the titles of the sources that the rows above cite."""
    mentions = [mention for answer in answers for mention in answer.mentions if mention.listing]
    cited = {row.source for mention in mentions for row in mention.listing.categories if row.source}
    table = Columns(box=None, show_header=False, pad_edge=False)
    for source, about in load_json("sources.json")["sources"].items():
        if source in cited:
            table.add_row(Text(source, style="green"), about["title"])
    CONSOLE.print(table)
    CONSOLE.print()


def show_screenings(file: Path) -> None:
    """Print what the list opens to each person of a file, and for the first one why."""
    client, table, screened = Client.local(), Table(lang="en"), []
    with open_people(str(file), facts=client.facts(), options=Options()) as people:
        show_heading(
            f"What the list opens to the people of {file.name}, whose age, origin and work are known, in edition {EDITION}"
        )
        for row in people.rows:
            if isinstance(row, FailedRow):
                table.write(row)
                continue
            screened.append(client.screen(row.record, edition=EDITION))
            table.write(screened[-1])
    show_heading(f"Why, for {screened[0].ref}")
    for benefit in screened[0].benefits:
        show_indented(Text.assemble((benefit.text.en, "bold"), f"\n{benefit.decision}: {benefit.reason.en}"), first=0, rest=2)
    cited = {source.id: source for benefit in screened[0].benefits for source in benefit.sources}
    for source in cited.values():
        show_indented(Text(f"{source.id}: {source.title}", style="dim"), first=0, rest=2)
    CONSOLE.print()
    show_heading("What the decisions mean")
    table.finish()
    CONSOLE.print()


def show_summary(answers: Iterable[MatchResult]) -> None:
    """Print how many people stand how, as bars."""
    counts = Counter(standing(answer) for answer in answers)
    table = Columns(box=None, show_header=False, pad_edge=False)
    for key, (style, words) in STANDINGS.items():
        table.add_row(Text(str(counts[key]), justify="right"), Text("█" * counts[key], style=style), words)
    CONSOLE.print(table)
    CONSOLE.print()


if __name__ == "__main__":
    main()
