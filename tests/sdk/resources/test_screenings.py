"""`client.screenings` against a real service."""

from __future__ import annotations

import itertools

import pytest
from companies import Clients, Service

import qualmap
from qualmap_matcher.service.store.accounts import Tenant

RECORD = {"ref": "C-1", "credentials": ["FCCA"], "facts": {"works_in_shanghai": True, "age": 66}}


def test_what_is_made_is_found_again_and_equals_the_answer_of_this_process(client: qualmap.Client) -> None:
    made = client.screenings.create(RECORD, edition="1.0")

    assert client.screenings.retrieve(made.id) == made
    assert client.screenings.retrieve(made.id, version=1) == made
    assert made.screening == qualmap.Client.local().screen(RECORD, edition="1.0")
    assert (made.version, made.cause, made.batch) == (1, "request", None)
    assert made.to_dict()["screening"] == made.screening.to_dict()


def test_a_list_goes_over_all_pages_the_newest_first(client: qualmap.Client) -> None:
    made = [client.screenings.create({"ref": f"C-{number}"}, edition="1.0").id for number in range(7)]
    listed = client.screenings.list()

    assert [one.id for one in listed] == made[::-1]
    assert [one.id for one in listed] == made[::-1]  # each iteration asks anew
    assert [len(page.data) for page in listed.pages(limit=3)] == [3, 3, 1]


def test_a_page_says_where_the_next_one_starts(client: qualmap.Client) -> None:
    for number in range(3):
        client.screenings.create({"ref": f"C-{number}"}, edition="1.0")

    first = client.screenings.list().page(limit=2)
    second = client.screenings.list().page(first.next_cursor, limit=2)

    assert [one.screening.ref for one in (*first.data, *second.data)] == ["C-2", "C-1", "C-0"]
    assert second.next_cursor is None


def test_pages_are_asked_for_as_they_are_needed(service: Service, tenant: Tenant) -> None:
    asked = []

    def watch(attempt: object, send: object) -> object:
        asked.append(attempt.url)
        return send(attempt)

    with qualmap.Client(base_url=service.url, api_key=service.key(tenant), middleware=[watch]) as client:
        client.screen_many([])
        for number in range(5):
            client.screenings.create({"ref": f"C-{number}"}, edition="1.0")
        asked.clear()
        pages = client.screenings.list().pages(limit=2)

        assert asked == []
        [page] = itertools.islice(pages, 1)

    assert len(page.data) == 2
    assert len(asked) == 1


def test_filters_admit_what_they_say(client: qualmap.Client) -> None:
    eligible = client.screenings.create(
        {"ref": "C-1", "credentials": ["FCCA"], "facts": {"works_in_shanghai": True, "origin": "foreign", "age": 66}},
        edition="1.0",
    )
    asks = client.screenings.create({"ref": "C-2", "credentials": ["CPA"]}, edition="3.0")

    def found(**filters: str) -> list[str]:
        return [one.id for one in client.screenings.list(**filters)]

    assert found(ref="C-2") == [asks.id]
    assert found(edition="1.0") == [eligible.id]
    assert found(review="open") == [asks.id]
    assert found(decision="no_row", category="A", edition="1.0", since="2020-01-01", ref="nobody") == []
    assert found(since="2999-01-01") == []


def test_everybody_can_be_screened_again(client: qualmap.Client, service: Service) -> None:
    made = client.screenings.create(RECORD, edition="1.0")
    batch = client.screenings.rescreen(edition="3.0")
    service.run_chores()

    assert client.batches.wait(batch.id).kind == "rescreen"
    again = client.screenings.retrieve(made.id)
    assert (again.version, again.cause, again.screening.edition) == (2, "rescreen", "3.0")
    [change] = client.batches.report(batch.id)
    assert (change.ref, change.screening, change.before.edition, change.after.edition) == ("C-1", made.id, "1.0", "3.0")
    assert change.gained or change.lost or change.surer or change.less_sure
    assert change.to_dict()["after"]["decision_id"] == again.screening.decision_id


def test_another_company_s_screening_is_not_found(client: qualmap.Client, stranger: qualmap.Client) -> None:
    made = client.screenings.create(RECORD, edition="1.0")

    with pytest.raises(qualmap.NotFoundError) as caught:
        stranger.screenings.retrieve(made.id)

    assert caught.value.code == "not_found"
    assert list(stranger.screenings.list()) == []


def test_a_key_without_the_scope_is_told_which_it_needs(clients: Clients, tenant: Tenant) -> None:
    with pytest.raises(qualmap.ScopeError, match="screen"):
        clients.of(tenant, "match").screenings.create(RECORD)


def test_bad_input_is_the_error_of_this_process(client: qualmap.Client) -> None:
    with pytest.raises(qualmap.InputError, match=r"record C-1, field 'facts\.ages'"):
        client.screenings.create({"ref": "C-1", "facts": {"ages": 3}})
    with pytest.raises(qualmap.UnknownEditionError):
        client.screenings.rescreen(edition="9.9")


@pytest.mark.parametrize("id_", ["", ".", ".."])
def test_an_id_that_would_lead_elsewhere_is_refused(client: qualmap.Client, id_: str) -> None:
    with pytest.raises(qualmap.InputError, match="expected an id"):
        client.screenings.retrieve(id_)
