"""The tree of errors in docs/python.md, and the one that the module begins with, are the classes that there are."""

import re
from collections.abc import Iterator

import pytest
from documents import blocks
from running import ROOT

import qualmap
from qualmap import errors

PAGE = ROOT / "docs" / "python.md"
[SHOWN] = [block.content for block in blocks(PAGE) if block.content.startswith("QualmapError ")]
DRAWN = {"page": SHOWN, "module": (errors.__doc__ or "").partition("\n\n")[2]}
_LINE = re.compile(r"^(?P<branch>[│├└─ ]*)(?P<name>\w+)(?: +(?P<said>.+))?$")
_ALSO = re.compile(r"\balso an? (\w+Error)\b")
_WIDTH = 4  # of a branch


def edges(drawn: str) -> Iterator[tuple[str, str]]:
    """Each error with the one above it."""
    above: list[str] = []
    for line in filter(None, drawn.splitlines()):
        found = _LINE.match(line)
        assert found, line
        depth = len(found["branch"]) // _WIDTH
        if depth:
            yield found["name"], above[depth - 1]
        above[depth:] = [found["name"]]


@pytest.mark.parametrize("where", DRAWN)
def test_the_tree_has_every_error_in_its_place(where: str) -> None:
    classes = [getattr(errors, name) for name in errors.__all__]
    there = {(one.__name__, one.__bases__[0].__name__) for one in classes if one is not errors.QualmapError}

    drawn = [*edges(DRAWN[where])]

    assert len(drawn) == len(set(drawn))
    assert set(drawn) == there


def test_the_page_says_what_an_error_of_pythons_own_it_is_too() -> None:
    lines = [found for line in SHOWN.splitlines() if (found := _LINE.match(line))]
    said = {(found["name"], other) for found in lines for other in _ALSO.findall(found["said"] or "")}

    classes = [getattr(errors, name) for name in errors.__all__]
    builtin = {(one.__name__, base.__name__) for one in classes for base in one.__bases__ if base.__module__ == "builtins"}

    assert said == builtin - {("QualmapError", "Exception")}


def test_all_are_in_qualmap_as_the_page_says() -> None:
    assert "All are in `qualmap`." in PAGE.read_text(encoding="utf-8")
    assert set(errors.__all__) <= set(qualmap.__all__)
