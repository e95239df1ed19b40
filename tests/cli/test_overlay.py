"""`qualmap overlay`, and the other commands over the folder that `QUALMAP_DATA` names."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

import qualmap

Run = Callable[..., Result]
FULL = Path(__file__).parents[1] / "overlays" / "full"


def spoiled(folder: Path) -> Path:
    (folder / "aliases.csv").write_text("qualification,lang,alias,strength\nacca-membr,en,Utopian,\n", encoding="utf-8")
    return folder


def test_what_an_overlay_adds_is_shown(run: Run) -> None:
    shown = run("overlay", str(FULL)).stdout

    for said in ("4 names", "FRM", "ambiguous alone", "CPA", "in place of", "cwa-analyst", "3.0", "3 rows, official"):
        assert said in shown


def test_as_json_it_is_that_of_the_client(run: Run) -> None:
    summary = qualmap.Client.local(data=FULL).overlay()

    assert summary is not None
    assert json.loads(run("overlay", str(FULL), "--json").stdout) == summary.to_dict()


def test_a_file_that_no_overlay_has_is_shown(run: Run, tmp_path: Path) -> None:
    (tmp_path / "alias.csv").write_text("", encoding="utf-8")

    assert "not read: alias.csv" in run("overlay", str(tmp_path)).stdout


def test_mistakes_are_said_with_their_places_and_the_exit_code_is_one(run: Run, tmp_path: Path) -> None:
    result = run("overlay", str(spoiled(tmp_path)))

    assert (result.exit_code, result.stdout) == (1, "")
    assert "aliases.csv line 2, column 'qualification'" in result.stderr


@pytest.mark.parametrize("arguments", [["match", "FCCA"], ["editions"], ["qualifications", "acca"]], ids=str)
def test_no_command_goes_on_over_an_overlay_with_mistakes(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str]
) -> None:
    monkeypatch.setenv("QUALMAP_DATA", str(spoiled(tmp_path)))
    result = run(*arguments)

    assert (result.exit_code, result.stdout) == (1, "")
    assert "aliases.csv line 2" in result.stderr


def test_an_empty_name_names_no_folder(run: Run) -> None:
    assert run("overlay", "").exit_code == 2


def test_a_match_by_an_own_name_says_so(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "own name" not in run("match", "FCCA", "--edition", "1.0").stdout
    monkeypatch.setenv("QUALMAP_DATA", str(FULL))

    assert "company's own name" in run("match", "内部代码 FIN-07", "--edition", "1.0").stdout
    [mention] = json.loads(run("match", "内部代码 FIN-07", "--edition", "1.0", "--json").stdout)["mentions"]
    assert list(mention)[-2:] == ["question", "named_by"]
    assert mention["named_by"] == "company"


def test_own_names_and_the_attachment_of_an_edition_are_shown(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "read from" not in run("editions").stdout.replace("read from the authority's attachment", "")
    monkeypatch.setenv("QUALMAP_DATA", str(FULL))

    assert "read from 清单.docx, SHA-256 4f0c1a52e7b8, 2025-11-07" in run("editions").stdout
    assert "own name  内部代码 FIN-07" in run("qualifications", "acca-member").stdout
