"""What a change of edition gives and takes: each kind of change on a real person, and the way back as the way there."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given, settings
from people import Somebody, editions, ranked, record, somebody
from plain_rules import CLAUSES, clauses_of

import qualmap

FOREIGN = {"works_in_shanghai": True, "origin": "foreign"}
MASTER = {"degree": "master", "years_experience_in_shanghai": 3, "took_part_in_title_round": False}
BACK = {"gained": "lost", "lost": "gained", "surer": "less_sure", "less_sure": "surer", "unchanged": "unchanged"}


def changes(comparison: qualmap.Comparison) -> dict[str, str]:
    return {one.topic: one.change for one in comparison.differences}


def test_a_fellow_of_acca_from_the_first_edition_to_the_second(client: qualmap.Client) -> None:
    assert changes(client.compare(record(["FCCA"], FOREIGN), "1.0", "2.0")) == {
        "A-work-permit": "less_sure",  # eligible before; now the age or the class of talent is asked for, on an inferred row
        "A-overseas-talent-permit-points": "less_sure",
        "A-housing": "lost",  # a clause of the first edition alone
        "A-hukou-green-channel": "lost",
        "A-experience": "less_sure",
        "B-services": "unchanged",  # seen in neither
        "C-title": "less_sure",
        "A-visa": "gained",
        "A-residence-points": "gained",
        "A-encouraged": "gained",
        "title": "less_sure",
    }


def test_a_fellow_of_a_learned_society_gains_category_a_where_b_includes_it_and_loses_it_again(client: qualmap.Client) -> None:
    fellow = record(["ACM Fellow"], FOREIGN)
    first, second = client.compare(fellow, "1.0", "2.0"), client.compare(fellow, "2.0", "3.0")

    assert {one.topic for one in first.gained} == {
        *("A-work-permit", "A-overseas-talent-permit-points", "A-experience", "A-visa", "A-residence-points", "A-encouraged")
    }
    assert first.lost == ()
    assert {one.topic for one in second.lost} == {one.topic for one in first.gained}
    assert second.gained == ()
    assert changes(second)["B-services"] == changes(second)["D-mutual"] == "unchanged"


def test_who_is_old_enough_loses_the_work_permit(client: qualmap.Client) -> None:
    known = {**FOREIGN, "age": 71, "high_end_talent": False}

    assert changes(client.compare(record(["FCCA"], known), "1.0", "2.0"))["A-work-permit"] == "lost"
    assert changes(client.compare(record(["FCCA"], {**known, "age": 70}), "1.0", "2.0"))["A-work-permit"] == "less_sure"


def test_on_the_way_back_a_benefit_is_surer(client: qualmap.Client) -> None:
    comparison = client.compare(record(["FCCA"], FOREIGN), "2.0", "1.0")

    assert changes(comparison)["A-experience"] == changes(comparison)["title"] == "surer"
    assert (comparison.before.edition, comparison.after.edition) == ("2.0", "1.0")


def test_a_title_counts_by_its_level_too(client: qualmap.Client) -> None:
    known = {**FOREIGN, **MASTER, "years_experience": 3}
    comparison = client.compare(record(["FCCA"], known), "1.0", "2.0")
    title = comparison.differences[-1]

    assert isinstance(title.before, qualmap.Title)
    assert isinstance(title.after, qualmap.Title)
    assert (title.before.level, title.after.level, title.change) == ("associate_senior", "intermediate", "lost")
    assert changes(client.compare(record(["FCCA"], known), "2.0", "1.0"))["title"] == "gained"
    assert changes(client.compare(record(["FCCA"], {**known, "years_experience": 7}), "1.0", "2.0"))["title"] == "less_sure"


def test_a_level_that_can_still_be_reached_is_not_lost(client: qualmap.Client) -> None:
    title = client.compare(record(["FCCA"], {**FOREIGN, **MASTER}), "1.0", "2.0").differences[-1]

    # With seven years of experience, which nobody has asked for yet, the level is the same as before.
    assert isinstance(title.after, qualmap.Title)
    assert (title.after.decision, title.after.at_least, title.after.missing) == ("needs_facts", "junior", ("years_experience",))
    assert title.change == "less_sure"


@settings(max_examples=100, deadline=None)
@given(one=somebody(), after=editions)
def test_the_way_back_is_the_way_there_the_other_way_round(clients: dict[str, qualmap.Client], one: Somebody, after: str) -> None:
    asked = record(one.texts, one.known)
    there = clients[one.kind].compare(asked, one.edition, after)
    back = clients[one.kind].compare(asked, after, one.edition)

    assert changes(back) == {topic: BACK[change] for topic, change in changes(there).items()}
    assert {(each.topic, each.after, each.before) for each in back.differences} == {
        (each.topic, each.before, each.after) for each in there.differences
    }
    assert one.edition != after or set(changes(there).values()) == {"unchanged"}


@settings(max_examples=100, deadline=None)
@given(one=somebody(), after=editions)
def test_a_clause_changes_as_its_decisions_do(clients: dict[str, qualmap.Client], one: Somebody, after: str) -> None:
    comparison = clients[one.kind].compare(record(one.texts, one.known), one.edition, after)
    for each in comparison.differences[:-1]:
        earlier, later = (ranked(side.decision) if side else 0 for side in (each.before, each.after))
        within = (bool(earlier), bool(later))
        expected = {(False, False): "unchanged", (False, True): "gained", (True, False): "lost"}.get(within)
        surer = "unchanged" if earlier == later else ("surer" if later > earlier else "less_sure")
        assert each.change == (expected or surer)
    assert comparison.gained == tuple(each for each in comparison.differences if each.change == "gained")
    assert comparison.lost == tuple(each for each in comparison.differences if each.change == "lost")


@pytest.mark.parametrize(("before", "after"), list(itertools.permutations(["1.0", "2.0", "3.0"], 2)))
def test_every_clause_of_both_editions_is_compared_once(client: qualmap.Client, before: str, after: str) -> None:
    comparison = client.compare(record(["FCCA"], {}), before, after)
    topics = [one.topic for one in comparison.differences]

    assert len(topics) == len(set(topics))
    assert {*topics[:-1]} == {one["id"].removeprefix(f"{one['edition']}-") for one in (*clauses_of(before), *clauses_of(after))}
    assert topics[-1] == "title"
    assert {one.before.clause for one in comparison.differences if one.before} == {one["id"] for one in clauses_of(before)}
    assert all(one.why.en and one.why.zh for one in comparison.differences)
    answers = [client.screen(record(["FCCA"], {}), edition=edition) for edition in (before, after)]
    assert [comparison.before, comparison.after] == answers
    assert len(CLAUSES) == sum(len(clauses_of(edition)) for edition in ("1.0", "2.0", "3.0"))
