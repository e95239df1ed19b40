"""The base install is the SDK alone: the wheel, in a clean environment with its locked dependencies, imports."""

import json
import subprocess
import sys
import venv
from pathlib import Path, PurePosixPath
from zipfile import ZipFile

import pytest

ROOT = Path(__file__).parents[2]
ENGINE = {"click", "numpy", "qualmap_lists", "qualmap_matcher", "rapidfuzz", "rich", "scipy", "sklearn"}
"""What `import qualmap` must leave alone: everything that the base install lacks, or has but need not pay for."""

# One process builds and installs; without the group each of pytest-xdist's would.
pytestmark = [pytest.mark.network, pytest.mark.xdist_group("base wheel")]


def run(*command: str | Path) -> str:
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"{command}\n{done.stdout}{done.stderr}"
    return done.stdout


def packages_loaded_by(statement: str, *, python: Path | str) -> set[str]:
    """The top-level packages in memory after `statement`, run away from the source tree (-I)."""
    code = f"{statement}; import json, sys; print(json.dumps([name.partition('.')[0] for name in sys.modules]))"
    return set(json.loads(run(python, "-I", "-c", code)))


@pytest.fixture(scope="session")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    # Without isolation: the backend is in the development environment, so building asks nobody for anything.
    run(sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", folder)
    [built] = folder.glob("*.whl")
    return built


@pytest.fixture(scope="session")
def files_in_wheel(wheel: Path) -> set[PurePosixPath]:
    with ZipFile(wheel) as archive:
        return {PurePosixPath(name) for name in archive.namelist()}


@pytest.fixture(scope="session")
def clean_python(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The Python of an environment that holds the base wheel, what requirements/base.txt locks, and nothing else."""
    folder = tmp_path_factory.mktemp("clean")
    venv.create(folder, symlinks=True)
    python = folder / "bin" / "python"
    install = (sys.executable, "-m", "pip", "--python", python, "install", "-qq", "--no-deps", "--no-compile")
    run(*install, "--require-hashes", "-r", ROOT / "requirements" / "base.txt")
    run(*install, "--no-index", wheel)
    return python


def test_the_base_lock_satisfies_the_base_wheel(clean_python: Path) -> None:
    run(sys.executable, "-m", "pip", "--python", clean_python, "check")


def test_the_base_install_imports_without_the_engine(clean_python: Path) -> None:
    loaded = packages_loaded_by("import qualmap", python=clean_python)

    assert "qualmap" in loaded
    assert not loaded & ENGINE


def test_importing_qualmap_leaves_the_engine_alone_where_it_is_installed() -> None:
    assert not packages_loaded_by("import qualmap", python=sys.executable) & ENGINE


def test_the_lists_can_be_read_from_the_base_install(clean_python: Path) -> None:
    count = "from importlib.resources import files; print(sum(1 for _ in files('qualmap_lists').iterdir()))"

    assert int(run(clean_python, "-I", "-c", count)) > 0


def test_the_wheel_holds_every_file_of_the_three_packages_and_no_other(files_in_wheel: set[PurePosixPath]) -> None:
    packages = [ROOT / "sdk" / "qualmap", ROOT / "matcher" / "qualmap_matcher", ROOT / "data" / "qualmap_lists"]
    expected = {
        PurePosixPath(path.relative_to(package.parent))
        for package in packages
        for path in package.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }

    assert {path for path in files_in_wheel if not path.parts[0].endswith(".dist-info")} == expected


def test_the_wheel_holds_the_data_files(files_in_wheel: set[PurePosixPath]) -> None:
    assert [path for path in files_in_wheel if path.parts[0] == "qualmap_lists" and path.suffix in {".csv", ".json"}]


def test_the_wheel_holds_no_tests(files_in_wheel: set[PurePosixPath]) -> None:
    assert not [path for path in files_in_wheel if {"tests", "conftest.py"} & {*path.parts} or path.match("test_*.py")]


def test_the_wheel_carries_its_licence_and_its_type_marks(files_in_wheel: set[PurePosixPath]) -> None:
    assert [path for path in files_in_wheel if path.match("*.dist-info/licenses/LICENSE")]
    assert {path.parent.name for path in files_in_wheel if path.name == "py.typed"} == {
        "qualmap",
        "qualmap_lists",
        "qualmap_matcher",
    }
