"""What is asked next: the order, what the answers settle, and that asking comes to an end."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from people import AMBIGUOUS, Somebody, decisions, held_texts, record, somebody, value_of
from plain_rules import FACTS, VALUES, Value

import qualmap

PART_TIME = {"full_time": False}  # leaves nothing to ask about the premium package
FOREIGN = {"works_in_shanghai": True, "origin": "foreign", **PART_TIME}
ELSEWHERE = "BR"  # a country of none of the bodies that a question about a shared name can offer

# Texts, facts, edition, and what is asked with the number of decisions that are settled by then: worked out by hand.
BY_HAND: list[tuple[list[str], dict[str, Value], str, list[tuple[str | int, int]]]] = [
    # Six of the nine open decisions ask for the place of work alone, two for the origin besides; then the package's four facts.
    (
        ["FCCA"],
        {},
        "1.0",
        [
            ("works_in_shanghai", 6),
            ("origin", 8),
            ("full_time", 8),
            ("achievement_in_technology", 8),
            ("innovation_in_shanghai", 8),
            ("key_position", 9),
        ],
    ),
    # Registration settles residence points alone; then age and letter have half a vote each, and what is left of a pair a whole.
    (
        ["CFA charterholder"],
        FOREIGN,
        "2.0",
        [
            ("shanghai_hukou", 1),
            ("age", 1),
            ("high_end_talent", 2),
            ("invitation_letter", 2),
            ("work_permit", 3),
            ("degree", 3),
            ("years_experience", 3),
            ("years_experience_in_shanghai", 3),
            ("took_part_in_title_round", 4),
        ],
    ),
    # The field of engineering asks for the kind of degree too; everything about Category A is known.
    (
        ["MHKIE"],
        {**FOREIGN, "age": 40, "work_permit": True, "shanghai_hukou": False, "degree": "master", "years_experience": 1},
        "2.0",
        [("degree_in_science_or_engineering", 0), ("years_experience_in_shanghai", 0), ("took_part_in_title_round", 1)],
    ),
    # Nothing is listed, so only the package is open.
    (
        [],
        {"full_time": True, "innovation_in_shanghai": False},
        "3.0",
        [("achievement_in_technology", 0), ("key_position", 1)],
    ),
    # Five clauses of Category A wait for the name alone.
    (["CPA"], FOREIGN, "1.0", [(0, 5)]),
    # Both names can stand in A, the second alone in C too (the clause and the title).
    (["CPA", "FCA"], FOREIGN, "1.0", [(1, 2), (0, 7)]),
    # A name that waits is no question where a row is held already.
    (["ACCA member", "CPA"], FOREIGN, "1.0", []),
    # A false condition leaves nothing open.
    (["FCCA"], {"works_in_shanghai": False, **PART_TIME}, "2.0", []),
]


def asked(answer: qualmap.Screening) -> list[tuple[str | int | None, int]]:
    return [(one.mention if one.fact is None else one.fact, one.settles) for one in answer.next_questions]


@pytest.mark.parametrize(("texts", "known", "edition", "expected"), BY_HAND)
def test_the_order_and_what_is_settled_are_as_worked_out_by_hand(
    client: qualmap.Client, texts: list[str], known: dict[str, Value], edition: str, expected: list[tuple[str | int, int]]
) -> None:
    assert asked(client.screen(record(texts, known), edition=edition)) == expected


@settings(max_examples=100, deadline=None)
@given(one=somebody())
def test_everything_that_is_missing_is_asked_for_once_and_the_last_question_settles_all(
    clients: dict[str, qualmap.Client], one: Somebody
) -> None:
    answer = one.screened(clients)
    missing = {name for decided in decisions(answer) for name in decided.missing}
    names = [name for name, _ in asked(answer)]
    settled = [number for _, number in asked(answer)]

    assert len(names) == len(set(names))
    facts = {name for name in names if isinstance(name, str)}
    assert facts >= missing - {"credential"}
    assert "credential" in missing or facts == missing  # behind a name, facts are asked for that are not missing yet
    assert ("credential" in missing) is any(isinstance(name, int) for name in names)
    assert settled == sorted(settled)
    assert (settled[-1] if settled else 0) == sum(bool(decided.missing) for decided in decisions(answer))


@settings(max_examples=100, deadline=None)
@given(one=somebody(texts=st.lists(held_texts, max_size=3)), data=st.data())
def test_with_the_answers_so_far_as_many_decisions_are_final_as_was_said(
    clients: dict[str, qualmap.Client], one: Somebody, data: st.DataObject
) -> None:
    first = one.screened(clients)
    open_ = [at for at, decided in enumerate(decisions(first)) if decided.missing]
    known = dict(one.known)
    for question in first.next_questions:
        assert question.fact is not None
        known[question.fact] = data.draw(value_of(question.fact), label=question.fact)
        now = decisions(one.screened(clients, known=known))
        assert sum(not now[at].missing for at in open_) >= question.settles


def test_once_a_name_is_settled_as_many_decisions_are_final_as_was_said(client: qualmap.Client) -> None:
    """`settles` counts what is final with the answers so far, whatever they are; so it may not count what asks on."""
    first = client.screen(record(["CPA"], PART_TIME), edition="1.0")
    question = first.next_questions[0]
    assert question.mention == 0
    open_ = [at for at, one in enumerate(decisions(first)) if one.missing]
    for choice in question.choices:
        now = decisions(
            client.screen(record([], PART_TIME) | {"credentials": [settled("CPA", choice.value, client)]}, edition="1.0")
        )
        assert sum(not now[at].missing for at in open_) >= question.settles, choice.value


def settled(text: str, choice: str, client: qualmap.Client) -> dict[str, Any]:
    """The credential with what settles its name: the issuer, or for a body that has no name here, a country."""
    if choice.startswith("other-"):
        return {"text": text, "country": ELSEWHERE}
    return {"text": text, "issuer": client.qualification(choice).qualification.issuer}


@pytest.mark.parametrize("text", [name for name in AMBIGUOUS if name != "ASA"])
def test_an_ambiguous_name_is_a_question_whose_choices_can_all_be_answered(client: qualmap.Client, text: str) -> None:
    answer = client.screen(record([text], FOREIGN), edition="1.0")
    [mention] = answer.mentions
    question = answer.next_questions[0]

    assert (question.fact, question.mention) == (None, 0)
    assert text in question.text.en
    assert text in question.text.zh
    assert [choice.value for choice in question.choices] == [candidate.id for candidate in mention.candidates]
    assert len(question.choices) > 1
    for choice in question.choices:
        known = client.qualification(choice.value).qualification
        assert (choice.text.en, choice.text.zh) == (known.name_en, known.name_zh)
        [told] = client.screen(record([], {}) | {"credentials": [settled(text, choice.value, client)]}, edition="1.0").mentions
        assert told.qualification is not None
        assert told.qualification.id == choice.value


def test_cpa_alone_is_asked_about_by_the_bodies_that_could_have_awarded_it(client: qualmap.Client) -> None:
    question, *behind = client.screen(record(["CPA"], FOREIGN), edition="2.0").next_questions
    assert all(one.fact for one in behind)

    assert {"us-cpa", "hkicpa-cpa", "cpa-australia-cpa"} <= {choice.value for choice in question.choices}
    assert "Which body awarded it" in question.text.en
    assert question.settles == 3  # the others ask for age, a letter or a permit, and registration besides


def test_a_name_without_a_row_in_any_meaning_is_not_asked_about(client: qualmap.Client) -> None:
    assert client.screen(record(["ASA"], FOREIGN), edition="1.0").next_questions == ()


@pytest.mark.parametrize("name", FACTS)
def test_a_question_for_a_fact_offers_its_answers(client: qualmap.Client, name: str) -> None:
    if name == "degree_in_science_or_engineering":
        answer = client.screen(record(["MHKIE"], {}), edition="2.0")
    else:
        answer = client.screen(record(["FCCA"], {}), edition="2.0")
    [question] = [one for one in answer.next_questions if one.fact == name]

    assert question.mention is None
    assert (question.text.en, question.text.zh) == (FACTS[name]["ask"]["en"], FACTS[name]["ask"]["zh"])
    assert [choice.value for choice in question.choices] == list(FACTS[name].get("choices", {}))


@settings(max_examples=60, deadline=None)
@given(one=somebody(texts=st.lists(st.sampled_from(["FCCA", "MHKIE", "PMP", *AMBIGUOUS]), max_size=4), names=()), data=st.data())
def test_asking_the_first_question_until_there_is_none_comes_to_an_end(
    clients: dict[str, qualmap.Client], one: Somebody, data: st.DataObject
) -> None:
    client = clients[one.kind]
    told: list[dict[str, Any]] = [{"text": text} for text in one.texts]
    known: dict[str, Value] = {}
    for _ in range(len(FACTS) + len(one.texts) + 1):
        answer = client.screen({"ref": "somebody", "credentials": told, "facts": known}, edition=one.edition)
        if not answer.next_questions:
            break
        question = answer.next_questions[0]
        if question.fact is not None:
            assert question.fact not in known
            known[question.fact] = data.draw(st.sampled_from(VALUES[question.fact]), label=question.fact)
        else:
            assert question.mention is not None
            mention = answer.mentions[question.mention]
            choice = data.draw(st.sampled_from(question.choices), label=mention.text)
            told[mention.credential] = settled(mention.text, choice.value, client)
    else:
        pytest.fail(f"questions are left after every fact and name was asked for: {asked(answer)}")

    assert all(not decided.missing and decided.decision != "needs_facts" for decided in decisions(answer))
