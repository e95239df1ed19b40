"""`qualmap editions` and `qualmap qualifications`: what the copy of the list holds, for people and for programs."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from click.testing import Result

import qualmap

Run = Callable[..., Result]


def objects(output: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in output.splitlines()]


def test_the_editions_are_shown_with_rows_published_totals_and_evidence(run: Run) -> None:
    shown = run("editions").stdout

    for said in ("1.0", "2.0", "3.0", "2023-09-20", "2024-11-22", "2025-11-14", "48", "15", "22", "inferred", "confirmed"):
        assert said in shown


def test_the_editions_as_json_are_those_of_the_client(run: Run) -> None:
    assert objects(run("editions", "--json").stdout) == [one.to_dict() for one in qualmap.Client.local().editions()]


@pytest.mark.parametrize("edition", ["1.0", "2.0", "3.0"])
def test_the_rows_of_an_edition_as_json_are_those_of_the_client(run: Run, edition: str) -> None:
    assert objects(run("editions", edition, "--json").stdout) == [row.to_dict() for row in qualmap.Client.local().rows(edition)]


def test_the_rows_of_an_edition_are_shown_each_with_its_evidence(run: Run) -> None:
    shown = run("editions", "1.0").stdout

    assert shown.count("inferred") >= 74
    assert shown.count("confirmed") >= 11


def test_an_unknown_edition_is_an_error_that_names_the_known_ones(run: Run) -> None:
    result = run("editions", "7.0")

    assert result.exit_code == 1
    assert "1.0, 2.0, 3.0" in result.stderr
    assert result.stdout == ""


def test_a_search_shows_ids_and_names_in_both_languages(run: Run) -> None:
    shown = run("qualifications", "cfa").stdout

    assert "cfa-institute-cfa" in shown
    assert "特许金融分析师" in shown


@pytest.mark.parametrize("words", [["cfa"], ["fellow", "chartered"], ["注册会计师"], []])
def test_a_search_as_json_is_that_of_the_client(run: Run, words: list[str]) -> None:
    found = qualmap.Client.local().qualifications(" ".join(words))

    assert objects(run("qualifications", "--json", *words).stdout) == [one.to_dict() for one in found]


def test_one_qualification_is_shown_with_its_names_and_its_rows_in_every_edition(run: Run) -> None:
    shown = run("qualifications", "acca-fellow").stdout

    for said in ("FCCA", "edition 1.0", "edition 2.0", "edition 3.0", "confirmed", "inferred", "Categor"):
        assert said in shown


def test_one_qualification_as_json_is_that_of_the_client(run: Run) -> None:
    [detail] = objects(run("qualifications", "acca-fellow", "--json").stdout)

    assert detail == qualmap.Client.local().qualification("acca-fellow").to_dict()


def test_a_search_that_finds_nothing_says_so(run: Run) -> None:
    result = run("qualifications", "zzyzx")

    assert (result.exit_code, result.stdout) == (1, "")
    assert "zzyzx" in result.stderr


def test_a_search_that_finds_nothing_prints_no_json(run: Run) -> None:
    assert run("qualifications", "zzyzx", "--json").stdout == ""
