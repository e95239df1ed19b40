"""`client.keys`, `.audit`, `.people` and `.retention` against a real service."""

from __future__ import annotations

import datetime as dt

import pytest
from companies import Clients, Service

import qualmap
from qualmap.kept import AuditEntry, AuditHead, Key
from qualmap_matcher.service.store.accounts import Tenant


def test_a_new_key_opens_what_it_may_until_it_is_revoked(client: qualmap.Client, service: Service) -> None:
    made = client.keys.create("careers site", ["match"], expires_at=dt.datetime(2999, 1, 1, tzinfo=dt.UTC))

    with qualmap.Client(base_url=service.url, api_key=made.key) as careers:
        assert careers.match("FCCA").mentions
        with pytest.raises(qualmap.ScopeError):
            careers.screen({"ref": "C-1"})
        revoked = client.keys.revoke(made.id)
        with pytest.raises(qualmap.AuthenticationError) as caught:
            careers.match("FCCA")

    assert revoked.revoked_at
    assert caught.value.code == "unknown_key"
    assert made.key not in repr(made)
    [listed] = [one for one in client.keys.list() if one.id == made.id]
    assert type(listed) is Key
    assert (listed.name, listed.scopes, listed.ending) == ("careers site", ("match",), made.key[-4:])


def test_a_moment_that_could_mean_many_is_refused(client: qualmap.Client) -> None:
    naive = dt.datetime.fromisoformat("2999-01-01T00:00:00")

    for moment in (naive, "2999-01-01T00:00:00"):
        with pytest.raises(qualmap.InputError, match="offset from UTC"):
            client.keys.create("careers site", ["match"], expires_at=moment)


def test_another_company_s_key_is_not_found(client: qualmap.Client, stranger: qualmap.Client) -> None:
    made = client.keys.create("careers site", ["match"])

    with pytest.raises(qualmap.NotFoundError):
        stranger.keys.revoke(made.id)


def test_the_trail_is_listed_written_out_and_verified(client: qualmap.Client) -> None:
    made = [client.screenings.create({"ref": f"C-{number}"}, edition="1.0").id for number in range(5)]

    entries = list(client.audit.list(action="screening.created"))
    *exported, head = client.audit.export()
    verified = client.audit.verify()

    assert [one.resource for one in entries] == made[::-1]
    assert isinstance(head, AuditHead)
    assert all(isinstance(one, AuditEntry) for one in exported)
    assert [one for one in exported[::-1] if one.action == "screening.created"] == entries
    assert (verified.sound, verified.entries, verified.head, verified.mistakes) == (True, len(exported), head, ())
    assert [len(page.data) for page in client.audit.list(action="screening.created").pages(limit=2)] == [2, 2, 1]
    assert [one.resource for one in client.audit.list(resource=made[3])] == [made[3]]
    assert entries[0].to_dict()["details"]["decision_id"]


def test_a_digest_that_was_never_there_is_told(client: qualmap.Client) -> None:
    verified = client.audit.verify(head="0" * 63 + "1")

    assert not verified.sound
    assert verified.mistakes


def test_a_person_can_be_given_out_and_deleted(client: qualmap.Client, stranger: qualmap.Client) -> None:
    made = client.screenings.create({"ref": "C-1", "credentials": ["CPA"]}, edition="1.0")

    dossier = client.people.export("C-1")
    with pytest.raises(qualmap.NotFoundError):
        stranger.people.export("C-1")
    erased = client.people.delete("C-1")

    assert [one["id"] for one in dossier.screenings] == [made.id]
    assert dossier.to_dict()["ref"] == "C-1"
    assert (erased.screenings, erased.versions, erased.reviews) == (1, 1, 1)
    for ask in (client.people.export, client.people.delete):
        with pytest.raises(qualmap.NotFoundError):
            ask("C-1")
    with pytest.raises(qualmap.NotFoundError):
        client.screenings.retrieve(made.id)


def test_retention_is_read_and_set(client: qualmap.Client) -> None:
    assert client.retention.get().days == 30
    assert client.retention.set(7).to_dict() == {"days": 7}
    assert client.retention.get().days == 7
    with pytest.raises(qualmap.InputError, match="days"):
        client.retention.set(0)


def test_administration_needs_its_scope(clients: Clients, tenant: Tenant) -> None:
    reader = clients.of(tenant, "match", "screen", "review")

    for ask in (reader.keys.list, reader.retention.get, reader.audit.verify, lambda: list(reader.audit.export())):
        with pytest.raises(qualmap.ScopeError, match="admin"):
            ask()
