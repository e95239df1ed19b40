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

# What is promised, as shares: at least for the first two and the last, at most for the others.
FLOORS = {"recall": 0.96, "precision": 0.985, "claim_accuracy": 0.97}
CEILINGS = {"false_accepts_on_negatives": 0.01, "ambiguous_settled_without_ground": 0.02, "not_held_taken_as_held": 0.03}


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


@pytest.mark.parametrize("part", ["tune", "measure", "real"])
def test_the_promised_figures_hold(client: qualmap.Client, part: str) -> None:
    """On both parts, and on the strings that real people wrote alone."""
    cases = load_cases("tune" if part == "real" else part)
    cases = [case for case in cases if part != "real" or case.id.startswith("real-")]
    figures = score((case, client.match(qualmap.Credential(case.text, case.issuer), edition="1.0")) for case in cases).figures()
    short = {name: figures[name] for name, least in FLOORS.items() if figures[name] < least}
    over = {name: figures[name] for name, most in CEILINGS.items() if figures[name] > most}

    assert len(cases) > 500
    assert (short, over) == ({}, {})
