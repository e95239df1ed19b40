"""Each example runs and prints what the file beside it holds; `regenerate.py` rewrites those files."""

import csv
import json
import re
import unicodedata
from pathlib import Path

import pytest
from running import EXAMPLES, ROOT, run_program

PROGRAMS = sorted(EXAMPLES.glob("*.py"))
LONGEST = 25  # lines, of a program that shows one thing


def name(program: Path) -> str:
    return program.stem


def letters(text: str) -> str:
    return re.sub(r"\W", "", unicodedata.normalize("NFKC", text).casefold())


@pytest.mark.parametrize("program", PROGRAMS, ids=name)
def test_an_example_prints_what_stands_beside_it(program: Path) -> None:
    printed = run_program(program)

    assert printed.status == 0, printed.text
    assert printed.text == (EXAMPLES / "expected" / f"{program.stem}.txt").read_text(encoding="utf-8").rstrip("\n")


@pytest.mark.parametrize("program", [program for program in PROGRAMS if program.stem != "demo"], ids=name)
def test_an_example_is_short(program: Path) -> None:
    assert len(program.read_text(encoding="utf-8").splitlines()) < LONGEST


def test_no_expected_output_is_left_over() -> None:
    assert {file.stem for file in (EXAMPLES / "expected").iterdir()} == {program.stem for program in PROGRAMS}


def test_the_demo_has_thirty_or_more_records_and_copies_no_case() -> None:
    with (EXAMPLES / "candidates.csv").open(encoding="utf-8", newline="") as lines:
        written = [letters(row["credential"]) for row in csv.DictReader(lines)]
    cases = {
        letters(json.loads(line)["text"])
        for file in (ROOT / "data" / "qualmap_lists" / "cases").glob("*/*.jsonl")
        for line in file.read_text(encoding="utf-8").splitlines()
    }

    assert len(set(written)) >= 30
    assert not cases & set(written)
