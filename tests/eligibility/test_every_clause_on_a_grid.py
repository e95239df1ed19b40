"""Every clause and the premium package, on every combination of values of their facts, agrees with the plain evaluator."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping
from typing import Any

import plain_evaluator as plain
import pytest
from copies import COPIES, IDS
from people import AMBIGUOUS, TEXTS, person_of, record
from plain_rules import CLAUSES, FACTS, PREMIUM, VALUES, Value, clauses_of, conditions_in, opened_by

import qualmap

FULL = {
    "works_in_shanghai": True,
    "origin": "foreign",
    "work_permit": True,
    "high_end_talent": True,
    "shanghai_hukou": False,
    "years_experience_in_shanghai": 3,
    "took_part_in_title_round": False,
    "degree": "master",
    "degree_in_science_or_engineering": True,
    "years_experience": 8,
}


def grid(requires: Mapping[str, Any]) -> Iterator[dict[str, Value]]:
    """Every combination of the values of the facts that conditions ask for, each fact unknown too."""
    names = sorted({name for name, _ in conditions_in(dict(requires))})
    choices = [[None, *VALUES[name], *_ends(name)] for name in names]
    for values in itertools.product(*choices):
        yield {name: value for name, value in zip(names, values, strict=True) if value is not None}


def _ends(name: str) -> list[Value]:
    return [FACTS[name]["minimum"], FACTS[name]["maximum"]] if FACTS[name]["kind"] == "number" else []


def holdings_of(kind: str, edition: str) -> list[list[str]]:
    """Texts for every combination of categories and evidence that a row table has, nothing held, and names that are open."""
    copy = COPIES[kind][edition]
    combinations = {tuple(sorted(copy.rows.get(id_, {}).items())): text for id_, text in TEXTS.items()}
    pairs = [["FCCA", "CFA charterholder"], ["ACM Fellow", "FRM"]]
    return [
        [],
        ["CFA Level II candidate"],
        *([text] for text in combinations.values()),
        *([name] for name in ("CPA", "FCA", "ASA")),
        *pairs,
    ]


def test_a_text_means_the_qualification_that_the_grids_take_it_for(client: qualmap.Client) -> None:
    for id_, text in TEXTS.items():
        [mention] = client.match(text, edition="1.0").mentions
        assert (mention.outcome, mention.claim, mention.candidates[0].id) == ("matched", "held", id_)
    for name in AMBIGUOUS:
        [mention] = client.match(name, edition="1.0").mentions
        assert (mention.outcome, mention.claim) == ("ambiguous", "held")


@pytest.mark.parametrize("edition", IDS)
@pytest.mark.parametrize("kind", ["bundled", "mixed", "official"])
def test_every_combination_of_categories_and_evidence_has_a_text(kind: str, edition: str) -> None:
    rows = COPIES[kind][edition].rows
    combinations = {tuple(sorted(categories.items())) for categories in rows.values()}

    assert combinations <= {tuple(sorted(rows[id_].items())) for id_ in TEXTS if id_ in rows}


@pytest.mark.parametrize("clause", CLAUSES)
@pytest.mark.parametrize("kind", ["bundled", "mixed", "official"])
def test_a_clause_is_decided_as_the_plain_evaluator_decides_it(
    clients: dict[str, qualmap.Client], kind: str, clause: str
) -> None:
    edition = CLAUSES[clause]["edition"]
    place, entry = next((at, one) for at, one in enumerate(clauses_of(edition)) if one["id"] == clause)
    copy = COPIES[kind][edition]
    for texts in holdings_of(kind, edition):
        for known in grid(entry["requires"]):
            answer = clients[kind].screen(record(texts, known), edition=edition)
            person = person_of(answer, known, copy)
            benefit = answer.benefits[place]
            assert (benefit.clause, benefit.category, benefit.seen) == (clause, entry["category"], entry["seen"])
            assert plain.Decided(benefit.decision, benefit.missing) == plain.clause(entry, person, copy), (texts, known)
            rows = plain.evidence_in(person, copy, opened_by(entry))
            assert benefit.qualifications == tuple(id_ for id_, _ in rows)
            assert benefit.evidence == max((by for _, by in rows), key=plain.EVIDENCE.index, default=None)
            assert benefit.because == because(benefit, entry, known), (texts, known)


def because(benefit: qualmap.Benefit, entry: Mapping[str, Any], known: Mapping[str, Value]) -> tuple[str, ...]:
    """What decided: the false conditions, the doubts, the conditions that hold, or that nothing is listed."""
    if benefit.decision in {"no_row", "needs_facts"}:
        return ()
    if benefit.decision == "not_eligible":
        if not benefit.qualifications:
            return ("not_listed",)
        failing = [{name: one} for name, one in entry["requires"].items() if plain.holds({name: one}, known) is False]
        return tuple(sorted({name for part in failing for name, _ in conditions_in(part)}))
    if benefit.decision == "unconfirmed":
        doubts = (("row_inferred", benefit.evidence == "inferred"), ("text_not_seen", entry["seen"] == "none"))
        return tuple(word for word, true in doubts if true)
    needed = {name: one for name, one in entry["requires"].items() if name != "any"}
    ways = [way for way in entry["requires"].get("any", ()) if plain.holds(way, known)]
    return tuple(sorted({*needed, *(ways[0] if ways else ())}))


def credential_of(client: qualmap.Client, id_: str) -> dict[str, str | None]:
    """A text that means this qualification; its own name, issuer and country where there is none among the texts."""
    if id_ in TEXTS:
        return {"text": TEXTS[id_]}
    known = client.qualification(id_).qualification
    return {"text": known.name_en, "issuer": known.issuer, "country": known.country}


@pytest.mark.parametrize("edition", IDS)
@pytest.mark.parametrize("kind", ["bundled", "official"])
def test_every_row_opens_its_clauses_and_no_others(clients: dict[str, qualmap.Client], kind: str, edition: str) -> None:
    copy = COPIES[kind][edition]
    for id_ in copy.rows:
        credentials = [credential_of(clients[kind], id_)]
        for known in ({}, FULL, {**FULL, "works_in_shanghai": False}):
            answer = clients[kind].screen({"ref": id_, "credentials": credentials, "facts": known}, edition=edition)
            person = person_of(answer, known, copy)
            assert person.held == {id_}
            for entry, benefit in zip(clauses_of(edition), answer.benefits, strict=True):
                assert plain.Decided(benefit.decision, benefit.missing) == plain.clause(entry, person, copy), (id_, known)


@pytest.mark.parametrize("kind", ["bundled", "mixed", "official"])
def test_the_premium_package_is_decided_as_the_plain_evaluator_decides_it(clients: dict[str, qualmap.Client], kind: str) -> None:
    for edition, texts in itertools.product(IDS, ([], ["FCCA"], ["CPA"])):
        for known in grid(PREMIUM["requires"]):
            premium = clients[kind].screen(record(texts, known), edition=edition).premium
            assert plain.Decided(premium.decision, premium.missing) == plain.premium(known), known


def test_the_grids_reach_every_decision_of_a_clause_in_each_edition(clients: dict[str, qualmap.Client]) -> None:
    reached: dict[str, set[str]] = {id_: set() for id_ in IDS}
    for kind, edition in itertools.product(COPIES, IDS):
        for texts, known in itertools.product(holdings_of(kind, edition), ({}, FULL, {**FULL, "works_in_shanghai": False})):
            answer = clients[kind].screen(record(texts, known), edition=edition)
            reached[edition] |= {f"{one.decision} {' '.join({*one.because} & {'not_listed'})}".strip() for one in answer.benefits}

    everything = {"no_row", "needs_facts", "not_eligible", "not_eligible not_listed", "unconfirmed", "eligible"}
    assert reached == dict.fromkeys(IDS, everything)
