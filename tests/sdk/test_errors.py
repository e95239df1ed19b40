"""One tree of errors, each with a stable code; what is not installed is said with the remedy."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

import qualmap
from qualmap import errors

CODES = {
    "QualmapError": "qualmap_error",
    "InputError": "invalid_input",
    "TextError": "invalid_text",
    "UnknownEditionError": "unknown_edition",
    "UnknownQualificationError": "unknown_qualification",
    "InstallationError": "not_installed",
}


@pytest.mark.parametrize("name", errors.__all__)
def test_every_error_has_a_code_that_does_not_change(name: str) -> None:
    error = getattr(errors, name)

    assert issubclass(error, qualmap.QualmapError)
    assert name not in CODES or error.code == CODES[name]


def test_no_two_errors_share_a_code() -> None:
    codes = [getattr(errors, name).code for name in errors.__all__]

    assert len(set(codes)) == len(codes)


def test_an_input_error_is_a_value_error_that_says_where_it_stands() -> None:
    error = qualmap.InputError("expected a day", record="C-7", field="as_of")

    assert isinstance(error, ValueError)
    assert str(error) == "record C-7, field 'as_of': expected a day"
    assert (error.record, error.field, error.code) == ("C-7", "as_of", "invalid_input")


def test_an_input_error_without_a_place_is_its_message() -> None:
    assert str(qualmap.InputError("expected a day")) == "expected a day"


def program(*lines: str) -> str:
    done = subprocess.run([sys.executable, "-c", "\n".join(lines)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.parametrize("absent", ["qualmap_matcher", "rapidfuzz"])
def test_without_a_part_of_the_engine_local_mode_says_what_brings_it(absent: str) -> None:
    said = program(
        "import sys",
        f"sys.modules[{absent!r}] = None",
        "import qualmap",
        "for client in (qualmap.Client, qualmap.AsyncClient):",
        "    try: client.local().match('Certified Infomation and System Auditing Professional', edition='1.0')",
        "    except qualmap.InstallationError as error: print(isinstance(error, ImportError), error.code, error)",
    )
    lines = said.splitlines()

    assert len(lines) == 2
    for line in lines:
        assert line.startswith("True not_installed local mode needs ")
        assert line.endswith("pip install 'qualmap[local]'")


def test_exact_names_are_answered_without_loading_what_only_near_names_need() -> None:
    said = program(
        "import sys, qualmap",
        "client = qualmap.Client.local()",
        "for text in ('FCCA', 'Fellow of ACCA; CPA', '注册会计师，PMP在读'): client.match(text, edition='1.0')",
        "print(sorted({'numpy', 'rapidfuzz', 'scipy', 'sklearn'} & set(sys.modules)))",
    )

    assert said.split() == ["[]"]


def test_the_example_in_the_packages_docstring_is_python() -> None:
    lines = ast.parse(Path(qualmap.__file__).read_text(encoding="utf-8")).body[0].value.value.splitlines()  # type: ignore[attr-defined]
    example = lines[next(index for index, line in enumerate(lines) if "import qualmap" in line) :]
    indent = len(example[0]) - len(example[0].lstrip())

    compile("\n".join(line[indent:] for line in example), "docstring", "exec")
