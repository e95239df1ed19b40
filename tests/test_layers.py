"""Imports run one way: the SDK stands alone, the engine knows no network and no clock, and what is quick loads nothing slow."""

import ast
import functools
import graphlib
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SOURCES = {"qualmap": ROOT / "sdk", "qualmap_matcher": ROOT / "matcher", "qualmap_lists": ROOT / "data"}

ARROWS = {
    "qualmap": {"qualmap", "qualmap_matcher", "qualmap_lists"},  # the other two only once local mode is asked for
    "qualmap_lists": set(),
    "qualmap_matcher": set(),
    "qualmap_matcher.editions": {"qualmap", "qualmap_lists"},
    "qualmap_matcher.registry": {
        "qualmap",
        "qualmap_lists",
        "qualmap_matcher.engine.folding",  # who searches the registry means words as the engine reads them
    },
    "qualmap_matcher.engine": {"qualmap", "qualmap_lists", "qualmap_matcher.registry", "qualmap_matcher.editions"},
    "qualmap_matcher.overlays": {
        "qualmap",
        "qualmap_lists",
        "qualmap_matcher.registry",
        "qualmap_matcher.editions",
        "qualmap_matcher.engine",
    },
    "qualmap_matcher.training": {"qualmap", "qualmap_lists", "qualmap_matcher.registry", "qualmap_matcher.engine"},
    "qualmap_matcher.eligibility": {"qualmap", "qualmap_lists", "qualmap_matcher.engine", "qualmap_matcher.editions"},
    "qualmap_matcher.batch": {"qualmap", "qualmap_matcher.engine", "qualmap_matcher.eligibility"},
    "qualmap_matcher.spark": {
        "qualmap",
        "qualmap_matcher.batch",
        "qualmap_matcher.overlays",  # whose files travel to the executors
    },
    "qualmap_matcher.service": {"qualmap", "qualmap_lists", "qualmap_matcher"},
}
"""What each package may import of ours beside itself, everywhere in its files."""

NOT_FOR_THE_ENGINE = {
    "a network": {"http", "httpx", "requests", "socket", "ssl", "urllib"},
    "a database": {"psycopg", "sqlalchemy", "sqlite3"},
    "a service": {"asyncio", "litestar", "uvicorn", "qualmap_matcher.service"},
    "a clock": {"datetime", "time", "qualmap.editions.today", "qualmap.editions.as_date"},
}
HEAVY = {"click", "numpy", "pyarrow", "pyspark", "rapidfuzz", "rich", "scipy", "sklearn"}


def modules() -> dict[str, Path]:
    """Every module of ours by its full name."""
    found = {}
    for package, folder in SOURCES.items():
        for path in (folder / package).rglob("*.py"):
            parts = path.relative_to(folder).with_suffix("").parts
            found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path
    return found


MODULES = modules()


@functools.cache  # every pair of modules is looked at
def imports(module: str, *, when_imported: bool = False) -> frozenset[str]:
    """The full names that a module imports: all of them, or those that importing the module brings in at once."""
    tree = ast.parse(MODULES[module].read_text(encoding="utf-8"))
    return frozenset(name for node in statements(tree, when_imported=when_imported) for name in names(node))


def statements(node: ast.AST, *, when_imported: bool) -> Iterator[ast.AST]:
    for child in ast.iter_child_nodes(node):
        later = isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda)
        typing = isinstance(child, ast.If) and ast.unparse(child.test).endswith("TYPE_CHECKING")
        if not (when_imported and (later or typing)):
            yield child
            yield from statements(child, when_imported=when_imported)


def names(node: ast.AST) -> Iterator[str]:
    """What one statement imports; `from a import b` is `a.b`, which may be a module or a name in one."""
    if isinstance(node, ast.Import):
        yield from (alias.name for alias in node.names)
    elif isinstance(node, ast.ImportFrom):
        assert node.level == 0, "imports are absolute"
        yield from (f"{node.module}.{alias.name}" for alias in node.names)


def package_of(module: str) -> str:
    """The layer that a module belongs to."""
    parts = module.split(".")
    return ".".join(parts[:2]) if parts[0] == "qualmap_matcher" and len(parts) > 1 else parts[0]


def within(name: str, packages: set[str]) -> bool:
    return any(name == package or name.startswith(f"{package}.") for package in packages)


def run(*command: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, check=True, capture_output=True, text=True)


def loaded_by(*command: str | Path) -> set[str]:
    """The top-level packages that a Python program loads, as the interpreter itself reports them."""
    report = run(sys.executable, "-X", "importtime", *command).stderr
    lines = (line.split("|")[-1].strip() for line in report.splitlines() if line.startswith("import time:"))
    return {name.partition(".")[0] for name in lines}


@pytest.mark.parametrize("module", sorted(name for name in MODULES if package_of(name) == "qualmap"))
def test_importing_the_sdk_imports_neither_the_engine_nor_the_lists(module: str) -> None:
    brought = imports(module, when_imported=True)

    assert [name for name in brought if within(name, {"qualmap_matcher", "qualmap_lists"})] == []


@pytest.mark.parametrize("module", sorted(MODULES))
def test_every_module_imports_only_what_its_package_may(module: str) -> None:
    package = package_of(module)
    ours = {name for name in imports(module) if within(name, set(SOURCES))}

    assert sorted(name for name in ours if not within(name, ARROWS[package] | {package})) == []


@pytest.mark.parametrize("what", NOT_FOR_THE_ENGINE)
def test_the_engine_knows_nothing_of(what: str) -> None:
    engine = {name for name in MODULES if package_of(name) == "qualmap_matcher.engine"}

    assert engine
    assert {
        name: found for name in engine if (found := {one for one in imports(name) if within(one, NOT_FOR_THE_ENGINE[what])})
    } == {}


def test_no_module_needs_itself_to_be_imported() -> None:
    graph = {
        module: {other for other in MODULES if other != module and within_module(imports(module, when_imported=True), other)}
        for module in MODULES
    }

    graphlib.TopologicalSorter(graph).prepare()  # raises CycleError, which names the circle


def within_module(imported: frozenset[str], other: str) -> bool:
    """Whether one of the names is the module, or a name that the module itself defines."""
    return any(name == other or (name.rpartition(".")[0] == other and name not in MODULES) for name in imported)


def test_importing_qualmap_loads_nothing_heavy() -> None:
    loaded = loaded_by("-c", "import qualmap")

    assert "qualmap" in loaded
    assert not loaded & (HEAVY | {"qualmap_matcher", "qualmap_lists"})


@pytest.mark.parametrize("package", ["batch", "spark"])
def test_importing_the_packages_for_millions_loads_neither_arrow_nor_spark(package: str) -> None:
    loaded = loaded_by("-c", f"import qualmap_matcher.{package}")

    assert "qualmap_matcher" in loaded
    assert not loaded & HEAVY


def test_an_exact_match_on_the_command_line_loads_no_library_for_approximate_ones() -> None:
    command = Path(sys.executable).with_name("qualmap")
    [answer] = run(command, "match", "FCCA", "--json").stdout.splitlines()

    loaded = loaded_by(command, "match", "FCCA")

    assert json.loads(answer)["mentions"][0]["qualification"]["id"] == "acca-fellow"
    assert "qualmap_matcher" in loaded
    assert not loaded & {"numpy", "rapidfuzz", "scipy", "sklearn"}


def test_an_answer_for_programs_is_not_drawn() -> None:
    assert "rich" not in loaded_by(Path(sys.executable).with_name("qualmap"), "match", "FCCA", "--json")
