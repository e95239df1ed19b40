"""The professional title, on every combination of values of the facts of its round, agrees with the plain evaluator."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

import plain_evaluator as plain
import pytest
from copies import COPIES, IDS, client_of
from hypothesis import given, settings
from people import AMBIGUOUS, TEXTS, TITLE_FACTS, Somebody, person_of, record, somebody
from plain_rules import FIELD_OF, TITLES, VALUES, Value

import qualmap
from qualmap.editions import Asked
from qualmap.local import LocalMatcher
from qualmap_matcher.eligibility.holdings import Holdings, holdings

HOLDINGS = [
    ("bundled", "2.0", ["CFA charterholder"]),
    ("bundled", "2.0", ["MHKIE"]),
    ("official", "3.0", ["CFA charterholder"]),
    ("official", "2.0", ["CFA charterholder"]),
    ("official", "2.0", ["MHKIE"]),
    ("mixed", "2.0", ["FCPA Australia"]),
    ("mixed", "2.0", ["MHKIE", "CFA charterholder"]),
    ("mixed", "2.0", ["ICAEW FCA", "MIMechE"]),
]
"""Inferred, confirmed and official rows, in and outside engineering, alone and together; seen in 2.0, unseen in 3.0."""


def points(edition: str, held: frozenset[str]) -> Iterator[dict[str, Value]]:
    """Every combination of the values of the facts that the title can depend on, each fact unknown too.

    Two values decide against every qualification alike: they are tried with one, outside engineering, which has fewest facts.
    """
    names = sorted(plain.title_facts(edition, held))
    shortest = "degree_in_science_or_engineering" not in names
    left_out = {} if shortest else {"works_in_shanghai": False, "took_part_in_title_round": True}
    choices = [[None, *(value for value in VALUES[name] if value != left_out.get(name))] for name in names]
    for values in itertools.product(*choices):
        yield {name: value for name, value in zip(names, values, strict=True) if value is not None}


def of_title(title: qualmap.Title) -> plain.Decided:
    return plain.Decided(title.decision, title.missing, title.level, title.at_least)


def held_rows(matcher: LocalMatcher, texts: list[str], edition: str) -> Holdings:
    """What these texts give to decide on."""
    mentions = client_of(matcher).screen(record(texts, {}), edition=edition).mentions
    return holdings(mentions, matcher.engine.editions, Asked(edition), matcher.engine.qualifications)


@pytest.mark.parametrize(("kind", "edition", "texts"), HOLDINGS)
def test_a_title_is_decided_as_the_plain_evaluator_decides_it(
    matchers: dict[str, LocalMatcher], kind: str, edition: str, texts: list[str]
) -> None:
    copy = COPIES[kind][edition]
    held = person_of(client_of(matchers[kind]).screen(record(texts, {}), edition=edition), {}, copy).held
    # The screener's own part that decides titles: a screening around each of these ten thousand would take ten times as long.
    decided = matchers[kind].screener.edition(edition).title
    rows = held_rows(matchers[kind], texts, edition)
    assert decided is not None
    for known in points(edition, held):
        title = decided.decide(rows, known, complete=copy.complete)
        assert of_title(title) == plain.title(plain.Person(held, (), known), copy), known


@pytest.mark.parametrize("edition", IDS)
@pytest.mark.parametrize("kind", COPIES)
def test_every_holding_leads_to_its_title_in_a_whole_screening(
    clients: dict[str, qualmap.Client], kind: str, edition: str
) -> None:
    good = {"years_experience_in_shanghai": 1, "took_part_in_title_round": False, "degree_in_science_or_engineering": True}
    ways: list[dict[str, Value]] = [
        {},
        good,
        {**good, "works_in_shanghai": True, "degree": "doctorate"},
        {**good, "works_in_shanghai": True, "degree": "doctorate", "years_experience": 2},
        {
            **good,
            "works_in_shanghai": True,
            "degree": "bachelor",
            "years_experience": 1,
            "degree_in_science_or_engineering": False,
        },
        {"works_in_shanghai": False},
        {"works_in_shanghai": True},
    ]
    pairs = itertools.combinations(
        sorted(TEXTS[id_] for id_ in ("acca-fellow", "cfa-institute-cfa", "hkie-member", "icaew-fca")), 2
    )
    for texts, known in itertools.product([[], *([text] for text in (*TEXTS.values(), *AMBIGUOUS)), *map(list, pairs)], ways):
        answer = clients[kind].screen(record(texts, known), edition=edition)
        person = person_of(answer, known, COPIES[kind][edition])
        assert of_title(answer.title) == plain.title(person, COPIES[kind][edition]), (texts, known)
        rows = plain.evidence_in(person, COPIES[kind][edition], {"C"})
        assert answer.title.qualifications == tuple(id_ for id_, _ in rows)
        assert answer.title.evidence == max((by for _, by in rows), key=plain.EVIDENCE.index, default=None)


@settings(max_examples=150, deadline=None)
@given(one=somebody(names=TITLE_FACTS))
def test_any_holding_and_any_facts_agree_in_a_whole_screening(clients: dict[str, qualmap.Client], one: Somebody) -> None:
    answer, copy = one.screened(clients), COPIES[one.kind][one.edition]

    assert of_title(answer.title) == plain.title(person_of(answer, one.known, copy), copy)


def test_the_first_edition_names_a_level_only_where_a_source_does(client: qualmap.Client) -> None:
    named = TITLES["named_levels"]["1.0"]
    for id_, text in TEXTS.items():
        title = client.screen(record([text], {"works_in_shanghai": True}), edition="1.0").title
        if "C" not in COPIES["bundled"]["1.0"].rows.get(id_, {}):
            assert (title.decision, title.level) == ("no_row", None)
        elif id_ in named:
            assert (title.decision, title.level) == ("eligible", named[id_]["level"])
        else:
            assert (title.decision, title.level) == ("unconfirmed", None)
        assert title.at_least is None


def test_the_fields_of_engineering_ask_for_a_degree_in_science_and_others_do_not(client: qualmap.Client) -> None:
    for id_, text in TEXTS.items():
        title = client.screen(record([text], {}), edition="2.0").title
        if title.decision == "needs_facts":
            engineering = FIELD_OF[id_] in TITLES["engineering_fields"]
            assert ("degree_in_science_or_engineering" in title.missing) is engineering, id_


def test_a_level_that_holds_below_one_that_is_unknown_is_at_least_there(client: qualmap.Client) -> None:
    known = {"works_in_shanghai": True, "years_experience_in_shanghai": 1, "took_part_in_title_round": False}
    title = client.screen(record(["CFA charterholder"], {**known, "degree": "doctorate"}), edition="2.0").title

    assert (title.decision, title.level, title.at_least, title.missing) == (
        "needs_facts",
        None,
        "intermediate",
        ("years_experience",),
    )
