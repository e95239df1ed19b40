"""docs/clauses.md is what the data gives: every clause with its conditions, and nothing written by hand."""

from pathlib import Path

import pytest

from qualmap_matcher.eligibility.clauses_page import clauses_page, in_words
from qualmap_matcher.eligibility.conditions import condition
from qualmap_matcher.eligibility.rules import Clause, Rules

PAGE = Path(__file__).parents[2] / "docs" / "clauses.md"
RULES = Rules.bundled()


def test_the_page_is_what_the_generator_gives() -> None:
    assert PAGE.read_text(encoding="utf-8") == clauses_page(RULES)


@pytest.mark.parametrize("clause", [clause for found in RULES.clauses.values() for clause in found], ids=lambda clause: clause.id)
def test_a_clause_stands_once_with_its_texts_and_the_names_of_its_facts(clause: Clause) -> None:
    sections = PAGE.read_text(encoding="utf-8").split("\n### ")
    [section] = [one for one in sections if one.startswith(f"{clause.id}\n")]

    assert clause.text.en in section
    assert clause.text.zh in section
    assert all(f"`{source.id}`" in section for source in clause.sources)
    assert f"- Conditions: {in_words(clause.requires, RULES.facts).en}\n" in section


def test_conditions_are_told_with_their_alternatives_and_bounds() -> None:
    asked = condition({"works_in_shanghai": True, "any": [{"high_end_talent": True}, {"age": {"at_most": 70}}]})

    assert in_words(asked, RULES.facts).en == (
        "legally employed in Shanghai: yes; one of (meets the criteria of high-end foreign talent (work-permit class A): yes, "
        "or age in whole years: at most 70)"
    )
    assert in_words(condition({}), RULES.facts).zh == "无"
