"""What is compiled can be made again from what people wrote, byte for byte, and nothing in the tree is a pickle."""

from __future__ import annotations

import ast
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import qualmap_lists
from qualmap_matcher.training.cases import load_cases

ROOT = Path(__file__).parents[2]
DATA = Path(str(qualmap_lists.data_folder()))
MADE = ["words/characters.csv", "compiled/lexicon.json", "compiled/qualifications.json", "compiled/model.json"]

pytestmark = pytest.mark.xdist_group("training")  # one process trains, for all


@pytest.fixture(scope="module")
def retrained(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the data in which everything that is made was deleted and made again, as scripts/train does."""
    folder = tmp_path_factory.mktemp("retrained")
    copy = folder / DATA.name
    shutil.copytree(DATA, copy, ignore=shutil.ignore_patterns("__pycache__"))
    for name in MADE:
        (copy / name).write_bytes(b"")
    one_thread = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")
    paths = os.pathsep.join([str(folder), *(path for path in sys.path if path)])
    done = subprocess.run(
        [sys.executable, "-m", "qualmap_matcher.training"],
        env={**os.environ, **one_thread, "PYTHONPATH": paths},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return copy


@pytest.mark.parametrize("name", MADE)
def test_training_finds_the_committed_file(retrained: Path, name: str) -> None:
    made, committed = (retrained / name).read_bytes(), (DATA / name).read_bytes()

    assert made, f"training did not write {name}"
    assert made == committed, f"{name} is not what training makes: run scripts/train and commit what it writes"


def test_training_changes_nothing_that_people_write(retrained: Path) -> None:
    written = {path.relative_to(DATA) for path in DATA.rglob("*") if path.is_file() and "__pycache__" not in path.parts}
    changed = [
        str(path) for path in written if str(path) not in MADE and (retrained / path).read_bytes() != (DATA / path).read_bytes()
    ]

    assert changed == []


def test_the_cases_to_tune_on_and_the_ones_to_measure_share_no_family() -> None:
    assert not {case.family for case in load_cases("tune")} & {case.family for case in load_cases("measure")}


def test_no_case_to_measure_was_tuned_on() -> None:
    tuned = {(case.text, case.issuer): case.id for case in load_cases("tune")}
    repeated = [
        f"{case.id} is {tuned[case.text, case.issuer]}" for case in load_cases("measure") if (case.text, case.issuer) in tuned
    ]

    assert repeated == []


def test_every_case_has_an_id_of_its_own() -> None:
    ids = [case.id for part in ("tune", "measure") for case in load_cases(part)]

    assert len(set(ids)) == len(ids)


def test_nothing_in_the_tree_imports_a_pickle() -> None:
    forbidden = {"pickle", "cPickle", "_pickle", "joblib", "dill", "cloudpickle", "marshal", "shelve"}
    found = []
    for folder in ("sdk", "matcher", "data", "examples", "benchmarks", "scripts", "tests"):
        for path in (ROOT / folder).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
                names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
                found += [f"{path}: {name}" for name in names if name.partition(".")[0] in forbidden]

    assert found == []


def test_no_file_of_the_packages_is_a_pickle() -> None:
    kept = {".pkl", ".pickle", ".joblib", ".npy", ".npz", ".bin"}

    assert [path for folder in ("sdk", "matcher", "data") for path in (ROOT / folder).rglob("*") if path.suffix in kept] == []
