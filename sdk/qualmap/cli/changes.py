"""How a change of edition is shown on the terminal: what each person gains and loses and why, and how many people do."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from rich.rule import Rule
from rich.text import Text

from qualmap.cli.showing import CONSOLE, DECISION_STYLES, printable, show_indented
from qualmap.comparing import Comparison, Difference
from qualmap.files.labels import said
from qualmap.files.rows import FailedRow
from qualmap.reports.differences import Differences, both_sides, heading
from qualmap.reports.labels import LABELS
from qualmap.reports.signs import CHANGES, DECISIONS

_STYLES = {"gained": "green", "lost": "red", "surer": "green", "less_sure": "yellow", "unchanged": "dim"}


def draw_comparisons(comparisons: Iterable[Comparison | FailedRow], *, lang: str) -> None:
    """Print each person's changes as they come, and the summary at the end."""
    people: Counter[str] = Counter()
    topics: Counter[tuple[str, str]] = Counter()
    editions = None
    for comparison in comparisons:
        if isinstance(comparison, FailedRow):
            CONSOLE.print(Text(printable(comparison.ref or comparison.place), style="bold"))
            show_indented(Text(printable(str(comparison.error)), style="red"))
            CONSOLE.print()
            continue
        editions = (comparison.before.edition, comparison.after.edition)
        changes = Differences.of(comparison).by_change
        people.update([change for change in changes if change != "unchanged"] or ["unchanged"])
        topics.update((one.change, one.topic) for one in comparison.differences if one.change != "unchanged")
        _show(comparison, changes, lang)
    if editions is not None:
        _summarise(people, topics, editions, lang)


def _show(comparison: Comparison, changes: dict[str, tuple[Difference, ...]], lang: str) -> None:
    title = f"{printable(comparison.ref)}  {comparison.before.edition} → {comparison.after.edition}"
    CONSOLE.print(Text(title, style="bold"))
    for change, differences in changes.items():
        if change == "unchanged":
            continue
        for one in differences:
            sign = CHANGES[change]
            words = (f"{sign.mark} {said(sign.name, lang)}  ", _STYLES[change])
            show_indented(Text.assemble(words, (printable(said(heading(one), lang)), "bold")))
            for screening, side in both_sides(comparison, one):
                text = Text(f"{screening.edition}  ", style="dim")
                if side is None:
                    text.append(said(LABELS["no_such_clause"], lang), style="dim")
                else:
                    decision = DECISIONS[side.decision]
                    text.append(f"{decision.mark} {said(decision.name, lang)}", style=DECISION_STYLES[side.decision])
                    text.append(f"  {printable(said(side.reason, lang))}")
                show_indented(text, first=4, rest=9)
    if set(changes) <= {"unchanged"}:
        show_indented(Text(said(CHANGES["unchanged"].name, lang), style="dim"))
    CONSOLE.print()


def _summarise(people: Counter[str], topics: Counter[tuple[str, str]], editions: tuple[str, str], lang: str) -> None:
    CONSOLE.print(Text(f"{said(LABELS['all_people'], lang)}  {editions[0]} → {editions[1]}", style="bold"))
    CONSOLE.print(Rule(style="dim"))
    for change, sign in CHANGES.items():
        if not people[change]:
            continue
        counts = ", ".join(f"{topic} {count}" for (kind, topic), count in topics.most_common() if kind == change)
        words = Text(f"{people[change]:>4}  ").append(f"{sign.mark} {said(sign.name, lang)}", style=_STYLES[change])
        show_indented(words.append(f"  {counts}" if counts else ""), first=0, rest=6)
    CONSOLE.print()
    show_indented(Text(said(LABELS["claims_only"], lang), style="dim"), first=0, rest=0)
