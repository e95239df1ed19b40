"""Opening over an overlay: by argument or variable, as the folder is at that moment, and without a trace in other clients."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path

import pytest

import qualmap
from qualmap.local import bundled_engine, local_matcher
from qualmap_lists import load_json

Write = Callable[..., Path]


def named(client: qualmap.Client, text: str) -> list[str]:
    return [candidate.id for mention in client.match(text, edition="1.0").mentions for candidate in mention.candidates]


def test_a_folder_is_taken_from_the_argument_or_else_from_the_variable(write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    one, other = write("acca-member,FIN-07", name="one"), write("pmi-pmp,FIN-07", name="other")

    monkeypatch.setenv("QUALMAP_DATA", str(one))
    assert named(qualmap.Client.local(), "FIN-07") == ["acca-member"]
    assert named(qualmap.Client.local(data=""), "FIN-07") == ["acca-member"]
    assert named(qualmap.Client.local(data=other), "FIN-07") == ["pmi-pmp"]
    assert named(qualmap.Client.local(data=str(other)), "FIN-07") == ["pmi-pmp"]
    monkeypatch.setenv("QUALMAP_DATA", "")
    assert named(qualmap.Client.local(), "FIN-07") == []


def test_the_asynchronous_client_opens_it_too(write: Write) -> None:
    client = qualmap.AsyncClient.local(data=write("acca-member,FIN-07"))

    assert asyncio.run(client.match("FIN-07", edition="1.0")).mentions[0].named_by == "company"


def test_two_clients_of_one_process_do_not_mix(write: Write, bundled: qualmap.Client, tmp_path: Path) -> None:
    one = qualmap.Client.local(data=write("acca-member,FIN-07", name="one"))
    other = qualmap.Client.local(data=write("pmi-pmp,FIN-07", name="other"))

    for _ in range(2):
        assert [named(client, "FIN-07") for client in (one, other, bundled)] == [["acca-member"], ["pmi-pmp"], []]
    assert len({local_matcher(tmp_path / name).version for name in ("one", "other")} | {bundled_engine().version}) == 3


def test_a_changed_folder_counts_for_the_next_client_and_not_for_the_one_before(write: Write) -> None:
    before = qualmap.Client.local(data=write("acca-member,FIN-07"))
    after = qualmap.Client.local(data=write("pmi-pmp,FIN-07"))

    assert [named(client, "FIN-07") for client in (before, after)] == [["acca-member"], ["pmi-pmp"]]


def test_folders_of_equal_content_are_opened_once_and_each_keeps_its_name(write: Write) -> None:
    one, other = (local_matcher(write("acca-member,FIN-07", name=name)) for name in ("one", "other"))

    assert one.engine is other.engine
    assert [Path(summary.folder).name for matcher in (one, other) if (summary := matcher.overlay_summary())] == ["one", "other"]


def test_few_engines_are_kept_open_and_one_that_was_dropped_opens_again(write: Write) -> None:
    folders = [write(f"acca-member,FIN-{number}", name=f"of {number}") for number in range(10, 16)]

    first = [local_matcher(folder) for folder in folders]
    again = local_matcher(folders[0])

    assert again.engine is not first[0].engine
    assert again.version == first[0].version


@pytest.mark.parametrize("files", [{}, {"notes.txt": "nothing"}])
def test_an_empty_overlay_answers_as_the_bundled_data_does(
    write: Write, bundled: qualmap.Client, files: dict[str, object], tmp_path: Path
) -> None:
    client = qualmap.Client.local(data=write(files=files))

    assert local_matcher(tmp_path / "overlay").version == bundled_engine().version
    assert client.match("FCCA; CPA; CFA 二级", edition="1.0") == bundled.match("FCCA; CPA; CFA 二级", edition="1.0")
    assert client.editions() == bundled.editions()


def test_opening_an_overlay_leaves_the_bundled_engine_alone(full: Path) -> None:
    qualmap.Client.local(data=full).match("CPA; FRM; CWGA", edition="3.0")

    engine = bundled_engine()
    compiled = load_json("compiled", "lexicon.json")
    assert engine.lexicon.phrases == compiled["phrases"]
    assert engine.lexicon.own == {}
    assert engine.editions.official == {}


def test_the_overlay_says_what_it_adds(full: Path, bundled: qualmap.Client) -> None:
    summary = qualmap.Client.local(data=full).overlay()

    assert summary is not None
    assert (summary.names, summary.shared, summary.overriding) == (4, ("FRM",), ("CPA",))
    assert [one.id for one in summary.qualifications] == ["cwa-analyst"]
    assert [edition.id for edition in summary.editions] == ["3.0"]
    assert (summary.sources, summary.unread) == (("attachment-3.0",), ())
    assert bundled.overlay() is None


def test_an_alias_file_with_a_mark_before_it_and_other_line_ends_is_read_the_same(write: Write) -> None:
    plain = write("acca-member,FIN-07", name="plain")
    marked = write(name="marked")
    text = (plain / "aliases.csv").read_bytes()
    (marked / "aliases.csv").write_bytes(b"\xef\xbb\xbf" + text.replace(b"\n", b"\r\n"))

    versions = [local_matcher(folder).version for folder in (plain, marked)]

    assert versions[0] == versions[1] != bundled_engine().version
