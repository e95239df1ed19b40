"""`client.reviews` against a real service."""

from __future__ import annotations

import pytest

import qualmap


@pytest.fixture
def screening(client: qualmap.Client) -> str:
    """A stored screening with one review."""
    return client.screenings.create({"ref": "C-1", "credentials": ["CPA"]}, edition="1.0").id


def test_a_review_shows_what_a_person_needs(client: qualmap.Client, screening: str) -> None:
    [review] = client.reviews.list(screening=screening)

    assert (review.state, review.outcome, review.credential) == ("open", "ambiguous", qualmap.Credential("CPA"))
    assert {"cpa-australia-cpa", "aicpa-cpa"} & {one.id for one in review.candidates}
    assert review.question
    assert client.reviews.retrieve(review.id) == review


def test_a_judgement_gives_a_new_version_and_can_be_undone(client: qualmap.Client, screening: str) -> None:
    [review] = client.reviews.list(state="open", outcome="ambiguous")
    chosen = review.candidates[0].id

    judged = client.reviews.judge(review.id, "confirm", qualification=chosen, note="seen", teach=False)

    assert judged.screening.version == 2
    assert judged.screening.screening.mentions[0].qualification.id == chosen
    assert (judged.review.judgement.qualification, judged.review.judgement.note) == (chosen, "seen")
    assert judged.to_dict()["review"]["judgement"]["action"] == "confirm"
    undone = client.reviews.undo(review.id)
    assert (undone.review.state, undone.review.judgement, undone.screening.cause) == ("open", None, "undo")
    assert client.screenings.retrieve(screening).version == 3


def test_what_is_judged_cannot_be_judged_again(client: qualmap.Client, screening: str) -> None:
    [review] = client.reviews.list(screening=screening)
    client.reviews.judge(review.id, "reject")

    with pytest.raises(qualmap.ConflictError):
        client.reviews.judge(review.id, "reject")


def test_reviews_are_listed_over_all_pages(client: qualmap.Client) -> None:
    for number in range(5):
        client.screenings.create({"ref": f"C-{number}", "credentials": ["CPA"]}, edition="1.0")

    assert [len(page.data) for page in client.reviews.list().pages(limit=2)] == [2, 2, 1]
    assert len(list(client.reviews.list())) == 5


def test_another_company_s_review_is_not_found(client: qualmap.Client, stranger: qualmap.Client, screening: str) -> None:
    [review] = client.reviews.list(screening=screening)

    with pytest.raises(qualmap.NotFoundError):
        stranger.reviews.judge(review.id, "reject")


def test_an_unknown_action_is_told(client: qualmap.Client, screening: str) -> None:
    [review] = client.reviews.list(screening=screening)

    with pytest.raises(qualmap.InputError, match="confirm, correct, reject"):
        client.reviews.judge(review.id, "shrug")
