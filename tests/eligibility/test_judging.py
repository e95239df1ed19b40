"""A person's judgement stands in for what the engine reads, and is an input like the others."""

from __future__ import annotations

import attrs
import pytest

import qualmap
from qualmap.editions import Asked
from qualmap.local import LocalMatcher, bundled_engine
from qualmap.records import Record
from qualmap.screening import Screening
from qualmap_matcher.eligibility.judging import Judgement

RECORD = Record.of({"ref": "C-1", "credentials": ["CPA; FCCA", "CMA"]})
CPA = Judgement(credential=0, start=0, end=3, action="confirm", qualification="us-cpa", claim=None, by="key 1", on="2026-01-02")


@pytest.fixture(scope="module")
def matcher() -> LocalMatcher:
    return LocalMatcher(bundled_engine())


def screened(matcher: LocalMatcher, *judgements: Judgement, record: Record = RECORD) -> Screening:
    return matcher.screener.screen(record, Asked("1.0"), None, judgements=judgements)


def test_a_judged_mention_takes_the_place_of_the_one_that_was_read(matcher: LocalMatcher) -> None:
    plain, judged = screened(matcher), screened(matcher, CPA)

    assert [one.outcome for one in plain.mentions] == ["ambiguous", "matched", "ambiguous"]
    assert [one.outcome for one in judged.mentions] == ["matched", "matched", "ambiguous"]
    assert judged.mentions[1:] == plain.mentions[1:]
    first = judged.mentions[0]
    assert first.qualification is not None
    assert (first.qualification.id, first.confidence, first.claim) == ("us-cpa", plain.mentions[0].confidence, "held")
    assert first.reasons[-1].detail == "Confirmed by key 1 on 2026-01-02."


def test_without_judgements_the_id_is_what_it_was(matcher: LocalMatcher) -> None:
    assert screened(matcher).decision_id == matcher.screen(RECORD, Asked("1.0"), None).decision_id


@pytest.mark.parametrize(
    "change",
    [
        {"qualification": "cpa-australia-cpa"},
        {"claim": "expired"},
        {"by": "key 2"},
        {"on": "2026-01-03"},
        {"action": "correct"},
        {"end": 2},
        {"action": "reject", "qualification": None},
    ],
    ids=" ".join,
)
def test_every_part_of_a_judgement_is_in_the_id(matcher: LocalMatcher, change: dict[str, str]) -> None:
    ids = {screened(matcher).decision_id, screened(matcher, CPA).decision_id}

    assert screened(matcher, attrs.evolve(CPA, **change)).decision_id not in ids  # type: ignore[arg-type]


def test_neither_the_order_of_judgements_nor_that_of_credentials_is_in_the_id(matcher: LocalMatcher) -> None:
    cma = attrs.evolve(CPA, credential=1, qualification="ima-cma")
    turned = attrs.evolve(RECORD, credentials=RECORD.credentials[::-1])
    moved = [attrs.evolve(one, credential=1 - one.credential) for one in (CPA, cma)]

    id_ = screened(matcher, CPA, cma).decision_id
    assert screened(matcher, cma, CPA).decision_id == id_
    assert screened(matcher, *moved, record=turned).decision_id == id_


def test_a_judgement_where_the_engine_reads_nothing_makes_a_mention(matcher: LocalMatcher) -> None:
    record = Record.of({"ref": "C-1", "credentials": ["code 77-b"]})
    judgement = attrs.evolve(CPA, start=0, end=9, action="correct", qualification="acca-fellow")
    [mention] = screened(matcher, judgement, record=record).mentions

    assert (mention.text, mention.outcome, mention.claim, mention.confidence) == ("code 77-b", "matched", "held", 0.0)
    assert mention.listing is not None


def test_a_judgement_about_more_than_one_mention_takes_the_place_of_all_that_it_covers(matcher: LocalMatcher) -> None:
    [judged, _] = screened(matcher, attrs.evolve(CPA, end=9, action="correct", qualification="acca-fellow")).mentions

    assert judged.text == "CPA; FCCA"


@pytest.mark.parametrize("change", [{"credential": 2}, {"end": 99}, {"start": 3}, {"qualification": "no-such"}])
def test_a_judgement_that_cannot_be_is_an_error_that_names_the_record(matcher: LocalMatcher, change: dict[str, int]) -> None:
    with pytest.raises(qualmap.InputError) as caught:
        screened(matcher, attrs.evolve(CPA, **change))  # type: ignore[arg-type]

    assert caught.value.record == "C-1"
