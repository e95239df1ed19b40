"""What many answers come to: everybody once, what nobody knows as it was written, and what asking settles."""

from __future__ import annotations

import json

import qualmap
from qualmap.cli.summing_up import summary_lines
from qualmap.files.digest import Digest, Standing
from qualmap.records import Record

PEOPLE = [
    Record.of({"ref": "1", "credentials": ["FCCA"]}),
    Record.of({"ref": "2", "credentials": ["FCCA", "Wizard  of\nOz Certificate"]}),
    Record.of({"ref": "3", "credentials": ["Wizard of Oz Certificate", "CPA"], "facts": {"works_in_shanghai": True}}),
    Record.of({"ref": "4", "credentials": [" "]}),
    Record.of({"ref": "5", "credentials": ["x " * 100]}),
]


def digested(client: qualmap.Client, people: list[Record]) -> Digest:
    digest = Digest()
    for person in people:
        digest.add(person, client.screen(person, edition="1.0"))
    return digest


def test_everybody_is_counted_once_by_the_best_of_what_is_held(client: qualmap.Client) -> None:
    standings = digested(client, PEOPLE).standings()

    assert standings == (Standing("A B C", "confirmed", 2), Standing("", "", 3))


def test_what_names_nothing_known_is_counted_as_it_was_written(client: qualmap.Client) -> None:
    most = digested(client, PEOPLE).unrecognised.most(5)

    assert most[0] == (("Wizard of Oz Certificate",), 2)
    assert [len(text) for (text,), _ in most[1:]] == [81]


def test_a_question_settles_what_was_not_settled_by_those_before_it(client: qualmap.Client) -> None:
    digest = digested(client, PEOPLE[:2])
    [answer, _] = [client.screen(person, edition="1.0") for person in PEOPLE[:2]]
    gains = {}
    before = 0
    for question in answer.next_questions:
        gains[question.text.en] = question.settles - before
        before = question.settles

    assert {one.en: one.settles for one in digest.questions(None)} == {en: 2 * gain for en, gain in gains.items() if gain}
    assert {one.people for one in digest.questions(None)} == {2}


def test_pieces_put_together_are_the_whole_and_survive_json(client: qualmap.Client) -> None:
    whole, pieces = digested(client, PEOPLE), Digest()
    for person in PEOPLE:
        pieces.merge(digested(client, [person]))
    again = Digest()
    again.restore(json.loads(json.dumps(pieces.to_json())))

    assert pieces == whole
    assert again == whole


def test_nothing_that_somebody_wrote_is_told_where_it_could_be_kept(client: qualmap.Client) -> None:
    digest = digested(client, PEOPLE)

    kept = "\n".join(summary_lines(digest, lang="en", texts=False))
    seen = "\n".join(summary_lines(digest, lang="en", texts=True))
    assert "Wizard" not in kept
    assert "“CPA”" not in kept
    assert "       2  Wizard of Oz Certificate" in seen
    assert "       2  A B C confirmed" in kept


def test_the_summary_can_be_in_chinese(client: qualmap.Client) -> None:
    said = "\n".join(summary_lines(digested(client, PEOPLE), lang="zh", texts=True))

    assert "已证实" in said
    assert "最常见的未识别证书" in said
