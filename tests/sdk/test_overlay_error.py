"""The error of an overlay: one for the whole folder, which says every mistake with its place."""

from __future__ import annotations

import pytest

import qualmap

ONE = qualmap.OverlayMistake("aliases.csv", 3, "alias", "a name, got ''")


@pytest.mark.parametrize(
    ("mistake", "said"),
    [
        (ONE, "aliases.csv line 3, column 'alias': expected a name, got ''"),
        (qualmap.OverlayMistake("aliases.csv", 3, None, "5 values"), "aliases.csv line 3: expected 5 values"),
        (qualmap.OverlayMistake("sources.json", None, "about", "a text"), "sources.json, column 'about': expected a text"),
        (qualmap.OverlayMistake(None, None, None, "a folder; there is none"), "expected a folder; there is none"),
    ],
    ids=str,
)
def test_a_mistake_says_its_place_and_what_was_expected(mistake: qualmap.OverlayMistake, said: str) -> None:
    assert str(mistake) == said


def test_the_error_is_an_input_error_that_names_the_folder_and_the_first_mistake() -> None:
    error = qualmap.OverlayError.in_folder("/data/ours", [ONE])

    assert isinstance(error, qualmap.InputError)
    assert error.code == "invalid_overlay"
    assert str(error) == f"overlay /data/ours: {ONE}"
    assert (error.file, error.line, error.column, error.expected) == ("aliases.csv", 3, "alias", "a name, got ''")


@pytest.mark.parametrize(("number", "lines"), [(2, 3), (20, 21), (21, 22), (400, 22)])
def test_many_mistakes_are_all_kept_and_the_first_twenty_shown(number: int, lines: int) -> None:
    error = qualmap.OverlayError.in_folder("ours", [ONE] * number)

    assert len(error.mistakes) == number
    assert len(str(error).splitlines()) == lines
    assert ("more" in str(error)) == (number > 20)
