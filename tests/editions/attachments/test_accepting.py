"""A review becomes an edition whole or not at all, and only when a person has seen everything that is conspicuous."""

from __future__ import annotations

import datetime as dt
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import attrs
import pytest

import qualmap
from qualmap import AttachmentError
from qualmap_matcher.editions.attachments.accepting import Accepted, accept, found_in
from qualmap_matcher.editions.attachments.importing import edition_to_import
from qualmap_matcher.editions.attachments.overlay_folder import put, undo
from qualmap_matcher.editions.attachments.proposing import ReviewLine
from qualmap_matcher.editions.attachments.review_file import Origin, Review

DAY = dt.date(2026, 1, 2)


def line(at: int, category: str, qualification: str, **values: str) -> ReviewLine:
    texts = {
        "name": qualification,
        "issuer": "",
        "country": "",
        "field": "",
        "note": "",
        "number": "",
        "place": "",
        "confidence": "",
    }
    texts |= {"status": "mapped"} | values
    return ReviewLine(line=at, category=category, qualification=qualification, candidates=(), **texts)


def new(at: int, **values: str) -> ReviewLine:
    texts = {"name": "深海测绘员（Deep Sea Mapper (DSX)）", "issuer": "IDSX", "country": "英国、美国", "field": "engineering"}
    return line(at, "A", "idsx-dsx", **(texts | {"status": "new"} | values))


def review(*lines: ReviewLine, edition: str = "3.0", **origin: str) -> Review:
    texts = {
        "in_force_from": "",
        "source": "https://rsj.sh.gov.cn/x",
        "date": "2025-11-14",
        "file": "附件.docx",
        "sha256": "ab" * 32,
    }
    return Review(Origin(edition=edition, lines=max((one.line for one in lines), default=0), **(texts | origin)), lines)


WHOLE = (
    line(1, "A", "acca-fellow"),
    new(2),
    line(3, "B", "acca-fellow"),
    line(4, "C", "cfa-institute-cfa"),
    line(5, "D", "us-cpa"),
)


def accepted(one: Review, folder: Path, *codes: str, client: qualmap.Client | None = None) -> Accepted:
    client = client or qualmap.Client.local()
    return accept(
        one,
        folder=folder,
        edition=edition_to_import(one.origin.edition, one.origin.in_force_from),
        known=frozenset(known.id for known in client.qualifications()),
        acknowledged=codes,
        day=DAY,
        check=lambda trial: qualmap.Client.local(data=trial).rows(one.origin.edition),
    )


def contents(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_an_accepted_edition_is_official_and_complete(tmp_path: Path) -> None:
    done = accepted(review(*WHOLE), tmp_path / "data")
    client = qualmap.Client.local(data=tmp_path / "data")

    assert done.rows == {"A": 2, "B": 1, "C": 1, "D": 1}
    assert done.added == ("idsx-dsx",)
    assert {row.evidence for row in client.rows("3.0")} == {"official"}
    assert {row.source for row in client.rows("3.0")} == {"attachment-3.0"}
    assert [(row.category, row.qualification.id) for row in client.rows("3.0")] == [
        ("A", "acca-fellow"),
        ("A", "idsx-dsx"),
        ("B", "acca-fellow"),
        ("C", "cfa-institute-cfa"),
        ("D", "us-cpa"),
    ]
    [edition] = [one for one in client.editions() if one.id == "3.0"]
    assert edition.complete
    assert edition.attachment is not None
    assert edition.attachment.sha256 == "ab" * 32
    assert edition.attachment.accepted_on == DAY
    assert client.match("PMP", edition="3.0").mentions[0].listing.status == "not_listed"
    [mention] = client.match("深海测绘员", edition="3.0").mentions
    assert mention.qualification.id == "idsx-dsx"
    assert client.qualification("idsx-dsx").qualification.country == "GB/US"


def test_the_file_says_where_the_rows_come_from(tmp_path: Path) -> None:
    accepted(review(*WHOLE, source="来自单位公函"), tmp_path)
    source = json.loads((tmp_path / "sources.json").read_text(encoding="utf-8"))["sources"]["attachment-3.0"]

    assert source["url"] is None
    assert source["published"] == "2025-11-14"
    assert "ab" * 32 in source["note"]
    assert "来自单位公函" in source["note"]


def test_only_the_imported_edition_changes_and_what_else_is_in_the_folder_stays(tmp_path: Path) -> None:
    (tmp_path / "aliases.csv").write_text(
        "qualification,lang,alias,strength,note\nacca-fellow,en,FIN-07 holder,,ours\n", encoding="utf-8"
    )
    accepted(review(*WHOLE), tmp_path)
    client = qualmap.Client.local(data=tmp_path)

    assert client.match("FIN-07 holder").mentions[0].qualification.id == "acca-fellow"
    assert client.rows("1.0") == qualmap.Client.local().rows("1.0")


def test_a_second_import_replaces_the_edition_and_keeps_the_qualifications_of_the_first(tmp_path: Path) -> None:
    accepted(review(*WHOLE), tmp_path)
    other = [attrs.evolve(one, status="mapped") for one in WHOLE if one.line != 3]
    client = qualmap.Client.local(data=tmp_path)
    codes = [finding.code for finding in found_in(review(*other), edition_to_import("3.0", ""))]
    one = attrs.evolve(review(*[attrs.evolve(one, line=at) for at, one in enumerate(other, 1)]))
    accepted(one, tmp_path, *codes, client=client)

    assert len(qualmap.Client.local(data=tmp_path).rows("3.0")) == 4
    assert accepted(review(*WHOLE), tmp_path, client=client).added == ()  # the same review again is no mistake


def test_an_edition_that_is_not_known_needs_its_first_day(tmp_path: Path) -> None:
    with pytest.raises(qualmap.InputError, match="--in-force-from"):
        edition_to_import("4.0", "")
    accepted(review(*WHOLE, edition="4.0", in_force_from="2027-01-01"), tmp_path)
    client = qualmap.Client.local(data=tmp_path)

    assert client.match("FCCA", as_of="2027-01-01").edition == "4.0"
    assert client.match("FCCA", as_of="2026-12-31").edition == "3.0"


def test_what_is_conspicuous_must_be_acknowledged_and_is_written_down(tmp_path: Path) -> None:
    lines = (
        line(1, "A", "acca-fellow", number="1"),
        line(2, "A", "acca-fellow", number="4"),
        line(3, "C", "acca-member"),
        line(4, "A", "", status="dropped"),
    )
    one = review(*lines, edition="1.0")
    found = {finding.code: finding.detail for finding in found_in(one, edition_to_import("1.0", ""))}

    assert found["count-A"] == "1 of 48 published rows"
    assert found["duplicate-acca-fellow-A"] == "lines 1, 2 say the same"
    assert found["confirmed-acca-fellow-B"] == "acca-2023 confirms it in category B; the attachment has it in A"
    assert found["confirmed-raes-fellow-B"] == "report-2023 confirms it in category B; the attachment does not have it"
    assert found["numbers-A"] == "the numbering skips 2, 3"
    assert found["dropped"] == "lines 4 are left out"
    assert "confirmed-acca-fellow-A" not in found
    with pytest.raises(AttachmentError) as caught:
        accepted(one, tmp_path / "data", *[code for code in found if code != "count-A"])
    assert "count-A: 1 of 48" in str(caught.value)
    assert "confirmed" not in str(caught.value)
    assert not (tmp_path / "data").exists()

    accepted(one, tmp_path / "data", *found)
    attachment = json.loads((tmp_path / "data/editions/1.0/edition.json").read_text(encoding="utf-8"))["attachment"]
    assert attachment["acknowledged"] == [f"{code}: {detail}" for code, detail in found.items()]


def test_what_nothing_says_cannot_be_acknowledged(tmp_path: Path) -> None:
    with pytest.raises(AttachmentError, match="count-Z"):
        accepted(review(*WHOLE), tmp_path, "count-Z")


REFUSED = {
    "a line waits": ((*WHOLE[:4], line(5, "D", "us-cpa", status="choose")), {}, "lines 5 wait"),
    "a line is missing": (WHOLE[1:], {}, "lines 1 are missing"),
    "a line of its own": ((*WHOLE[1:], line(0, "A", "us-cpa"), WHOLE[0]), {}, "lines 0 are none"),
    "an unknown id": ((*WHOLE[:4], line(5, "D", "us-cpx")), {}, "line 5: there is no qualification 'us-cpx'"),
    "no id": ((*WHOLE[:4], line(5, "D", "")), {}, "line 5: qualification ''"),
    "no category": ((*WHOLE[:4], line(5, "", "us-cpa")), {}, "line 5: category ''"),
    "a new one that is known": ((*WHOLE[:4], line(5, "D", "us-cpa", status="new")), {}, "set the status to mapped"),
    "a new one without a field": ((new(1, field=""),), {}, "line 1: field is ''"),
    "a new one of no place": ((new(1, country="火星"),), {}, "line 1: country is '火星'"),
    "one id for two names": ((new(1), new(2, name="另一种证书")), {}, "line 2: id 'idsx-dsx'"),
    "no source": (WHOLE, {"source": ""}, "--source"),
    "no date": (WHOLE, {"date": ""}, "--date"),
    "nothing kept": ((line(1, "A", "", status="dropped"),), {}, "every line is dropped"),
}


@pytest.mark.parametrize(("lines", "origin", "says"), REFUSED.values(), ids=REFUSED)
def test_a_review_that_is_not_done_is_refused_and_leaves_nothing_behind(
    lines: tuple[ReviewLine, ...], origin: dict[str, str], says: str, tmp_path: Path
) -> None:
    one = review(*lines, **origin)
    if "missing" in says:
        one = attrs.evolve(one, origin=attrs.evolve(one.origin, lines=5))
    codes = [finding.code for finding in found_in(one, edition_to_import("3.0", ""))]

    with pytest.raises(AttachmentError) as caught:
        accepted(one, tmp_path / "data", *codes)
    assert says in str(caught.value)
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_could_not_be_used_afterwards_is_left_as_it_is(tmp_path: Path) -> None:
    before = contents(tmp_path)

    with pytest.raises(qualmap.InputError):  # two editions cannot come into force on one day
        accepted(review(*WHOLE, edition="4.0", in_force_from="2025-11-14"), tmp_path)
    assert contents(tmp_path) == before


FILES = {"editions/3.0/edition.json": "new", "editions/3.0/rows.csv": "new", "qualifications.csv": "new", "sources.json": "new"}
RENAMES = 2 * 3  # an old part away and a new one in: two tables and the folder of the edition


def older(folder: Path) -> dict[str, bytes]:
    put(folder, "3.0", dict.fromkeys(FILES, "old") | {"editions/3.0/left over.txt": "old"})
    return contents(folder)


def failing_at(monkeypatch: pytest.MonkeyPatch, call: int, error: BaseException) -> None:
    calls = iter(range(1, 1000))
    real: Callable[..., None] = os.replace

    def replace(old: object, new_: object) -> None:
        if next(calls) == call:
            raise error
        real(old, new_)

    monkeypatch.setattr(os, "replace", replace)


@pytest.mark.parametrize("call", range(1, RENAMES + 1))
@pytest.mark.parametrize("error", [OSError(28, "No space left"), KeyboardInterrupt()], ids=["full disk", "interrupted"])
def test_a_rename_that_fails_leaves_the_folder_as_it_was(
    call: int, error: BaseException, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = older(tmp_path)
    failing_at(monkeypatch, call, error)

    with pytest.raises(AttachmentError if isinstance(error, OSError) else KeyboardInterrupt):
        put(tmp_path, "3.0", FILES)
    assert contents(tmp_path) == before


@pytest.mark.parametrize("call", range(1, 4))
def test_a_first_import_that_fails_leaves_nothing(call: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    failing_at(monkeypatch, call, OSError(28, "No space left"))

    with pytest.raises(AttachmentError, match="No space left"):
        put(tmp_path / "data", "3.0", FILES)
    assert list(tmp_path.iterdir()) == []


def test_an_import_that_ends_leaves_only_the_new_files(tmp_path: Path) -> None:
    older(tmp_path)
    put(tmp_path, "3.0", FILES)

    assert contents(tmp_path) == {name: text.encode() for name, text in FILES.items()}


@pytest.mark.parametrize("call", range(1, RENAMES + 1))
def test_an_import_that_was_killed_is_undone_by_the_next(call: int, tmp_path: Path) -> None:
    before = older(tmp_path)
    program = f"""
import os
from pathlib import Path
from qualmap_matcher.editions.attachments.overlay_folder import put
calls, real = iter(range(1, 100)), os.replace
os.replace = lambda old, new: os._exit(9) if next(calls) == {call} else real(old, new)
put(Path({str(tmp_path)!r}), "3.0", {FILES!r})
"""
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 9
    undo(tmp_path, "3.0")

    assert contents(tmp_path) == before
