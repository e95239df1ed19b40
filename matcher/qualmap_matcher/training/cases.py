"""The labelled cases: what a text should come out as, split by family into a part to tune on and a part only to measure."""

from __future__ import annotations

import functools
import json
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

import attrs

from qualmap_lists import data_folder

# Which claims count as right for a label: a text often leaves open whether an exam was passed or a membership ran out.
CLAIMS_MEANT = {
    "in_progress": frozenset({"in_progress", "passed_exam"}),
    "passed_exam": frozenset({"in_progress", "passed_exam"}),
    "expired": frozenset({"expired", "student"}),
    "student": frozenset({"expired", "student"}),
}


@attrs.frozen(kw_only=True)
class Case:
    """One labelled string; `expect` has a set of acceptable ids for every qualification named."""

    id: str
    family: str
    kind: str
    language: str
    text: str
    issuer: str | None
    expect: tuple[frozenset[str], ...]
    ambiguous: bool
    possible: frozenset[str]
    claim: str | None
    claim_of: dict[str, str]

    @property
    def right(self) -> frozenset[str]:
        """Every id that is expected."""
        return frozenset().union(*self.expect)

    def claims_meant(self, qualification: str) -> frozenset[str]:
        """The claims that are right for one expected id."""
        claim = self.claim_of.get(qualification, self.claim) or "held"
        return CLAIMS_MEANT.get(claim, frozenset({claim}))


def load_cases(part: str) -> list[Case]:
    """The cases of a part (`tune` or `measure`), in the order of their files."""
    folder = data_folder() / "cases" / part
    files = sorted((file for file in folder.iterdir() if file.name.endswith(".jsonl")), key=lambda file: file.name)
    return [case for file in files for case in read_cases(file)]


def read_cases(file: Traversable | Path) -> list[Case]:
    """The cases of one JSON Lines file."""
    with file.open(encoding="utf-8") as lines:
        return [_case(json.loads(line), f"{file.name}:{number}") for number, line in enumerate(lines, 1)]


@functools.cache
def scope() -> frozenset[str]:
    """The ids that could stand on a list: the ones that figures count."""
    return frozenset((data_folder() / "cases" / "scope.txt").read_text(encoding="utf-8").split())


def _case(entry: dict[str, Any], place: str) -> Case:
    return Case(
        id=entry.get("id", place),
        family=entry.get("family", entry["kind"]),
        kind=entry["kind"],
        language=entry["lang"],
        text=entry["text"],
        issuer=entry["issuer"],
        expect=tuple(frozenset(group) for group in entry["expect"]),
        ambiguous=entry["ambiguous"],
        possible=frozenset(entry["possible"]),
        claim=entry["claim"],
        claim_of=entry["claim_of"],
    )
