"""Write the page that lists every clause: `python -m qualmap_matcher.eligibility.clauses_page > docs/clauses.md`.

Prints Markdown, made from the data alone: equal data gives the same page.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator

from qualmap.screening import SourceReference, Wording
from qualmap_matcher.eligibility.conditions import All, Condition, Test
from qualmap_matcher.eligibility.facts import Facts
from qualmap_matcher.eligibility.rules import Clause, Rules
from qualmap_matcher.eligibility.wording import wanted

_HEAD = """# Clauses

Every clause of every edition, with what decides it. This page is made from `data/qualmap_lists/`:
`python -m qualmap_matcher.eligibility.clauses_page` prints it. [Decisions](decisions.md) says how clauses are decided.

The Chinese wording is the project's own, not the notice's. *Seen* says how much of the clause's own text was seen: in full, in
part, in a summary by others, or not at all. A clause whose text was not seen is never `eligible`.
"""
_SEEN = {"full": "in full", "part": "in part", "summary": "in summary", "none": "not at all"}


def clauses_page(rules: Rules) -> str:
    """The page in Markdown: a section for each edition, and in it one for each clause."""
    return "\n".join(_lines(rules))


def _lines(rules: Rules) -> Iterator[str]:
    yield _HEAD
    for edition, clauses in rules.clauses.items():
        yield f"## Edition {edition}\n"
        for clause in clauses:
            yield from _clause(clause, rules.facts)
    yield "## Package for outstanding talent\n"
    package = rules.premium
    yield from _described(package.text)
    yield "- Opened by: anybody; it needs no listed qualification"
    yield from _conditions(package.requires, rules.facts)
    yield f"- Seen: {_SEEN[package.seen]}"
    yield from _sources(package.sources)


def _clause(clause: Clause, facts: Facts) -> Iterator[str]:
    yield f"### {clause.id}\n"
    yield from _described(clause.text)
    yield f"- Opened by: a row in Category {' or '.join(clause.opened_by)}"
    yield from _conditions(clause.requires, facts)
    if clause.title_round:
        yield f"- Levels: the criteria of {clause.title_round}"
    if clause.run_by:
        yield f"- Run by: the {clause.run_by}"
    if clause.discretionary:
        yield "- Discretionary: it encourages, and obliges nobody"
    yield f"- Seen: {_SEEN[clause.seen]}"
    yield from _sources(clause.sources)


def _described(text: Wording) -> Iterator[str]:
    yield f"{text.en}\n"
    yield f"{text.zh}\n"


def _conditions(asked: Condition, facts: Facts) -> Iterator[str]:
    words = in_words(asked, facts)
    yield f"- Conditions: {words.en}"
    yield f"- 条件：{words.zh}"


def _sources(sources: Iterable[SourceReference]) -> Iterator[str]:
    yield "- Sources:"
    for source in sources:
        # In angle brackets an address may hold parentheses.
        title = f"[{source.title}](<{source.url}>)" if source.url else source.title
        yield f"    - `{source.id}` {title}"
    yield ""


def in_words(asked: Condition, facts: Facts) -> Wording:
    """A condition as words: every fact with what it has to be."""
    if isinstance(asked, Test):
        fact = facts.by_name[asked.fact]
        needed = wanted(fact, asked)
        return Wording(f"{fact.meaning.en}: {needed.en}", f"{fact.meaning.zh}：{needed.zh}")
    parts = [in_words(part, facts) for part in asked.parts]
    if not parts:
        return Wording("none", "无")
    if isinstance(asked, All):
        return Wording("; ".join(part.en for part in parts), "；".join(part.zh for part in parts))
    return Wording(f"one of ({', or '.join(part.en for part in parts)})", f"下列之一（{'，或'.join(part.zh for part in parts)}）")


if __name__ == "__main__":
    sys.stdout.buffer.write(clauses_page(Rules.bundled()).encode())
