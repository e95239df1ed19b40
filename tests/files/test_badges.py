"""Open Badges 3.0 in every form they come in: what was achieved is read, nothing of whom, and no signature is believed."""

from __future__ import annotations

import base64
import datetime as dt
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from click.testing import CliRunner

import qualmap
from qualmap.cli.commands import qualmap as program
from qualmap.files.reading import Options, open_people
from qualmap.files.rows import FailedRow, ReadRow, Row
from qualmap.models import Credential
from qualmap.records import Record
from qualmap_matcher.service.published_files import open_badge

BADGE: dict[str, Any] = {
    "@context": ["https://www.w3.org/ns/credentials/v2", "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"],
    "id": "https://badges.example.com/3732",
    "type": ["VerifiableCredential", "OpenBadgeCredential"],
    "issuer": {"id": "https://garp.example.com", "type": ["Profile"], "name": "GARP", "email": "badges@garp.example.com"},
    "validFrom": "2019-05-01T00:00:00Z",
    "credentialSubject": {
        "id": "did:example:nobody-real",
        "type": ["AchievementSubject"],
        "identifier": [{"type": "IdentityObject", "identityHash": "nobody@example.com", "identityType": "emailAddress"}],
        "achievement": {"id": "https://garp.example.com/frm", "type": ["Achievement"], "name": "Financial Risk Manager"},
    },
    "proof": [{"type": "DataIntegrityProof", "proofValue": "z58DAdFfa9SkqZMVPxAQp"}],
}
FRM = Credential("Financial Risk Manager", "GARP")
DAY = dt.date(2026, 6, 1)
UNCHECKED = "the signature of the badge was not checked"

ReadOn = Callable[..., list[Row]]


@pytest.fixture
def read(tmp_path: Path, facts: tuple[qualmap.Fact, ...]) -> ReadOn:
    def read(content: object, *, name: str = "C-7.json", day: dt.date = DAY) -> list[Row]:
        file = tmp_path / name
        file.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
        with open_people(str(file), facts=facts, options=Options(day=day)) as people:
            assert "signatures are not checked" in people.kind
            return list(people.rows)

    return read


def changed(**members: object) -> dict[str, Any]:
    return {**BADGE, **members}


def token(payload: object) -> str:
    """A JSON Web Token whose signature is none."""
    parts = (json.dumps(one).encode() for one in ({"alg": "ES256", "typ": "JWT"}, payload))
    return ".".join([*(base64.urlsafe_b64encode(part).decode().rstrip("=") for part in parts), "c2lnbmF0dXJl"])


def test_a_badge_is_one_credential_of_its_issuer_and_nothing_else_of_it_is_read(read: ReadOn) -> None:
    [row] = read(BADGE)

    assert row == ReadRow(1, Record("C-7", (FRM,)), (UNCHECKED,))
    assert "nobody" not in repr(row)
    assert "garp.example" not in repr(row)


@pytest.mark.parametrize(
    "payload",
    [BADGE, {"vc": BADGE, "iss": "did:example:garp", "sub": "did:example:nobody-real"}, {**BADGE, "nbf": 1556668800}],
    ids=["the badge itself", "the badge in vc", "with claims of a token"],
)
@pytest.mark.parametrize("name", ["C-7.jwt", "C-7", "C-7.txt"])
def test_a_token_is_read_and_said_to_be_unchecked(read: ReadOn, payload: object, name: str) -> None:
    [row] = read(token(payload) + "\n", name=name)

    assert row == ReadRow(1, Record("C-7", (FRM,)), (UNCHECKED,))


def test_a_presentation_is_one_persons_whatever_form_the_badges_have(read: ReadOn) -> None:
    other = changed(credentialSubject={"achievement": {"name": "PMP"}}, issuer="did:example:pmi", type="AchievementCredential")
    presentation = {"type": ["VerifiablePresentation"], "verifiableCredential": [BADGE, token({"vc": other})]}

    for content in (presentation, {"vp": presentation}):
        [row] = read(content)
        assert row == ReadRow(1, Record("C-7", (FRM, Credential("PMP"))), (UNCHECKED,))


def test_a_list_has_a_record_for_each_badge(read: ReadOn) -> None:
    rows = read([BADGE, token(BADGE), changed(type="Other")])

    assert [row.record.ref for row in rows[:2] if isinstance(row, ReadRow)] == ["C-7-1", "C-7-2"]
    assert isinstance(rows[2], FailedRow)


def test_the_creator_of_the_achievement_stands_in_for_an_issuer_without_a_name(read: ReadOn) -> None:
    subject = {"achievement": {"name": "Financial Risk Manager", "creator": {"id": "https://x.example", "name": "GARP"}}}
    [row] = read(changed(issuer="https://platform.example.com", credentialSubject=subject))

    assert isinstance(row, ReadRow)
    assert row.record.credentials == (FRM,)


@pytest.mark.parametrize(
    ("members", "objection"),
    [
        ({"validUntil": "2026-05-30T00:00:00Z"}, "it was valid until 2026-05-30"),
        ({"expirationDate": "2020-01-01"}, "it was valid until 2020-01-01"),
        ({"validFrom": "2026-06-02"}, "it is not valid before 2026-06-02"),
        ({"validUntil": "2026-05-31T15:59:59Z"}, "it was valid until 2026-05-31"),  # midnight in Shanghai
        ({"validUntil": "2026-05-31T16:00:00Z"}, None),
        ({"validUntil": "2026-06-01"}, None),
        ({"validFrom": "2026-06-01"}, None),
    ],
)
def test_a_badge_counts_only_while_it_is_valid(read: ReadOn, members: dict[str, str], objection: str | None) -> None:
    [row] = read(changed(**members))

    assert isinstance(row, ReadRow)
    assert row.record.credentials == ((FRM,) if objection is None else ())
    assert row.notes[1:] == (() if objection is None else (f"a badge is not read: {objection}",))


def test_a_tokens_own_end_counts_where_the_badge_names_none(read: ReadOn) -> None:
    ended = 1_577_836_800  # 2020-01-01T00:00:00Z
    [row], [later] = (read(token(one), name="C-7.jwt") for one in ({"vc": BADGE, "exp": ended}, {**BADGE, "exp": ended}))
    [named] = read(token({"vc": changed(validUntil="2030-01-01"), "exp": ended}), name="C-7.jwt")

    assert isinstance(row, ReadRow)
    assert row.record.credentials == ()
    assert row == later
    assert isinstance(named, ReadRow)
    assert named.record.credentials == (FRM,)


@pytest.mark.parametrize(
    ("content", "field"),
    [
        (changed(credentialSubject=None), "credentialSubject"),
        (changed(credentialSubject={"id": "did:example:x"}), "credentialSubject.achievement"),
        (changed(credentialSubject={"achievement": "https://garp.example.com/frm"}), "credentialSubject.achievement"),
        (changed(credentialSubject={"achievement": {"id": "x"}}), "credentialSubject.achievement.name"),
        (changed(credentialSubject=[{"achievement": [{"name": " "}]}]), "credentialSubject[0].achievement[0].name"),
        (changed(validUntil="soon"), "validUntil"),
        (changed(validUntil=5), "validUntil"),
        ({"type": "VerifiablePresentation", "verifiableCredential": [BADGE, {"type": "Other"}]}, "verifiableCredential[1].type"),
        ({"type": "VerifiablePresentation"}, "verifiableCredential[0]"),
        ({"type": "VerifiablePresentation", "verifiableCredential": ["nothing"]}, "verifiableCredential[0]"),
        (
            {"type": "VerifiablePresentation", "verifiableCredential": [{"type": "VerifiablePresentation"}]},
            "verifiableCredential[0]",
        ),
        ({"vc": BADGE, "exp": 1e300}, "exp"),
    ],
)
def test_a_badge_that_cannot_be_read_is_an_error_with_its_record_and_member(read: ReadOn, content: object, field: str) -> None:
    [row] = read(content)

    assert isinstance(row, FailedRow)
    assert (row.ref, row.error.field) == ("C-7", field)


def test_a_token_that_carries_no_json_is_an_error(read: ReadOn) -> None:
    [row] = read("eyJhbGciOiJub25lIn0.bm8ganNvbg.c2ln", name="C-7.jwt")

    assert isinstance(row, FailedRow)
    assert (row.ref, row.error.code) == ("C-7", "invalid_text")


def test_the_published_schema_admits_what_is_read() -> None:
    validator = jsonschema.Draft202012Validator(open_badge())

    assert validator.is_valid(BADGE)
    assert not validator.is_valid(changed(credentialSubject={"achievement": {"id": "x"}}))


def test_the_program_screens_a_badge_and_says_what_it_did_not_check(tmp_path: Path) -> None:
    file = tmp_path / "C-7.json"
    file.write_text(json.dumps(changed(validUntil="2026-05-30")), encoding="utf-8")

    early, late = (
        CliRunner().invoke(program, ["screen", str(file), "--json", "--as-of", day]) for day in ("2026-05-01", "2026-07-01")
    )

    assert json.loads(early.stdout)["mentions"][0]["qualification"]["id"] == "garp-frm"
    assert json.loads(late.stdout)["mentions"] == []
    assert all(UNCHECKED in one.stderr for one in (early, late))
    assert "it was valid until 2026-05-30" in late.stderr
