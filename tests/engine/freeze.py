"""Write `frozen_results.jsonl` again: what the engine answers to every labelled case, one line a case.

    python tests/engine/freeze.py

Run it after a change of engine, registry or model, read the diff of the file, and commit both together: the diff is the list
of cases that the change touched. `test_frozen_results.py` fails when the engine's answers and the file differ.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import qualmap
from qualmap_matcher.training.cases import load_cases
from qualmap_matcher.training.scoring import verdicts

FILE = Path(__file__).with_name("frozen_results.jsonl")
PARTS = ("tune", "measure")
EDITION = "1.0"  # an answer's verdicts are the same in every edition


def results() -> Iterator[tuple[str, list[str]]]:
    """The part and id of every case, and the verdicts on its text: outcome, claim and qualification of each mention."""
    client = qualmap.Client.local()
    for part in PARTS:
        for case in load_cases(part):
            answer = client.match(qualmap.Credential(case.text, case.issuer), edition=EDITION)
            yield f"{part}/{case.id}", list(verdicts(case, answer))


def frozen() -> dict[str, list[str]]:
    """The committed results."""
    with FILE.open(encoding="utf-8") as lines:
        return {entry["case"]: entry["verdicts"] for entry in map(json.loads, lines)}


def freeze() -> None:
    """Write the file."""
    lines = (json.dumps({"case": case, "verdicts": found}, ensure_ascii=False) for case, found in results())
    FILE.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    freeze()
