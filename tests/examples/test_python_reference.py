"""docs/python-reference.md is what the code gives: every public name with its signature and what it says of itself."""

import importlib
import inspect
import pkgutil
import sys
from pathlib import Path

import pytest
from running import ROOT

sys.path.insert(0, str(ROOT / "scripts"))

from python_reference import MODULES, public, python_reference

import qualmap

PAGE = (ROOT / "docs" / "python-reference.md").read_text(encoding="utf-8")
NAMES = [(module, name) for module in MODULES for name in public(importlib.import_module(module))]
SHOWN_BY_QUALMAP = {"qualmap.async_client", "qualmap.client", "qualmap.errors", "qualmap.explaining"}
INSIDE = {
    "qualmap.files.reading",  # what `qualmap screen` reads and writes with
    "qualmap.files.writing",
    "qualmap.operations",  # what both clients are made of
    "qualmap.reports.signs",  # what the pages and the terminal show evidence and decisions with
}


def test_the_page_is_what_the_code_gives() -> None:
    assert python_reference() == PAGE, "python scripts/python_reference.py > docs/python-reference.md"


@pytest.mark.parametrize(("module", "name"), NAMES, ids=[f"{module}.{name}" for module, name in NAMES])
def test_a_public_name_is_there_with_what_it_says_of_itself(module: str, name: str) -> None:
    value = getattr(importlib.import_module(module), name)
    section = PAGE.split(f"\n## {module}\n")[1].split("\n## ")[0]
    told = f"\n### `{module}.{name}`\n" in section or f"\n| `{name}` | " in section

    assert told
    if inspect.isclass(value) or inspect.isfunction(value):
        assert inspect.cleandoc(value.__doc__ or "").splitlines()[0] in section


def test_every_module_that_says_what_is_public_is_there() -> None:
    found = {
        one.name for one in pkgutil.walk_packages(qualmap.__path__, "qualmap.") if ".cli" not in one.name or ".client" in one.name
    }
    public_ones = {name for name in found if hasattr(importlib.import_module(name), "__all__")}

    assert public_ones - set(MODULES) == SHOWN_BY_QUALMAP | INSIDE
    assert {name for module in SHOWN_BY_QUALMAP for name in importlib.import_module(module).__all__} <= set(qualmap.__all__)


def test_what_is_awaited_has_the_same_names() -> None:
    def methods(kind: type) -> set[str]:
        return {name for name in dir(kind) if not name.startswith("_")}

    assert methods(qualmap.AsyncClient) == methods(qualmap.Client)


def test_the_files_of_the_reference_are_the_ones_that_are_imported() -> None:
    assert Path(qualmap.__file__).is_relative_to(ROOT)
