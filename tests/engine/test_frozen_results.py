"""No case changes unseen: every answer is the committed one, and the figures on both parts are the promised ones."""

from __future__ import annotations

import runpy
from pathlib import Path

import pytest

import qualmap
from qualmap_matcher.training.cases import load_cases
from qualmap_matcher.training.scoring import score

FREEZE = runpy.run_path(str(Path(__file__).with_name("freeze.py")))
SHOWN = 40  # lines of a difference

# The least share of what should be found that is found, and of what is accepted that is right, on each part.
FLOORS = {
    "real": {"recall": 0.96, "precision": 0.985},  # strings that real people wrote
    "tune": {"recall": 0.92, "precision": 0.98},
    "measure": {"recall": 0.93, "precision": 0.98},
}


def test_every_case_comes_out_as_it_is_frozen() -> None:
    frozen: dict[str, list[str]] = FREEZE["frozen"]()
    now: dict[str, list[str]] = dict(FREEZE["results"]())
    texts = {f"{part}/{case.id}": case.text for part in FREEZE["PARTS"] for case in load_cases(part)}
    changed = [
        f"{case}: {texts.get(case, '(no such case any more)')}\n    - {frozen.get(case)}\n    + {now.get(case)}"
        for case in sorted(frozen.keys() | now.keys())
        if frozen.get(case) != now.get(case)
    ]
    more = f"\n... and {len(changed) - SHOWN} more" if len(changed) > SHOWN else ""

    assert not changed, (
        f"{len(changed)} cases changed; if that is meant, run `python tests/engine/freeze.py` and commit the file\n"
        + "\n".join(changed[:SHOWN])
        + more
    )


@pytest.mark.parametrize(("part", "floors"), FLOORS.items(), ids=FLOORS)
def test_the_promised_figures_hold(client: qualmap.Client, part: str, floors: dict[str, float]) -> None:
    cases = load_cases("measure" if part == "measure" else "tune")
    if part == "real":
        cases = [case for case in cases if case.id.startswith("real-")]
    figures = score((case, client.match(qualmap.Credential(case.text, case.issuer), edition="1.0")) for case in cases).figures()

    assert len(cases) > 500  # a share of a handful would say nothing
    assert {name: figures[name] for name, least in floors.items() if figures[name] < least} == {}
