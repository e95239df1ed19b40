"""What a person sees of the differences between two editions."""

from __future__ import annotations

from collections.abc import Sequence

from rich.text import Text

from qualmap.cli.showing import CONSOLE, EVIDENCE_WORDS, legend, show_indented
from qualmap.differences import DifferingQualification, EditionDifferences
from qualmap.models import CategoryListing


def show_differences(found: EditionDifferences) -> None:
    """The rows that came, went and moved, each with its evidence, and what an incomplete copy cannot say."""
    CONSOLE.print(Text(f"From edition {found.before} to edition {found.after}\n", style="bold"))
    for word, ones in (("added", found.added), ("removed", found.removed), ("moved", found.moved)):
        if ones:
            CONSOLE.print(Text(f"{len(ones)} {word}", style="bold"))
            for one in ones:
                show_indented(_described(one))
            CONSOLE.print()
    if not (found.added or found.removed or found.moved):
        CONSOLE.print("The two copies have the same rows in the same categories.\n")
    incomplete = [id_ for id_, whole in ((found.before, found.before_complete), (found.after, found.after_complete)) if not whole]
    if incomplete:
        CONSOLE.print(f"Incomplete: {' and '.join(incomplete)}. A row that an incomplete copy lacks may be on the list.\n")
    CONSOLE.print(legend(), end="")


def _described(one: DifferingQualification) -> Text:
    text = Text.assemble((one.qualification.id, "cyan"), f"  {one.qualification.name_en}\n")
    sides = [_rows(rows) for rows in (one.before, one.after) if rows]
    return text.append_text(Text(" → ").join(sides))


def _rows(rows: Sequence[CategoryListing]) -> Text:
    return Text(", ").join(
        Text.assemble((f"{row.category} ", "bold"), (EVIDENCE_WORDS[row.evidence][1], EVIDENCE_WORDS[row.evidence][0]))
        for row in rows
    )
