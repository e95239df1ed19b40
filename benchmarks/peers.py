"""qualmap beside seven other ways to find a name, on the same strings and names: `scripts/bench peers [WORD ...]`.

With words, only peers whose name has one of them. Accuracy and speed in one run, on one core. Each peer cuts a text at
separators, takes the most alike name for every piece if it is alike enough, and takes everything for held; how alike is enough
is chosen in its favour, as in `scripts/bench accuracy`. A peer that is slow is timed, and judged, on fewer strings: the table
says on how many.
"""

from __future__ import annotations

import random
import sys
import time
from collections.abc import Sequence

import attrs
from _machine import describe_machine, stay_on_one_core
from _more_peers import PEERS
from _naming import EDITION, Naming, best, scored
from _peers import Nearest, alias_table, split

from qualmap import Client, Credential
from qualmap_matcher.training.cases import Case, load_cases
from qualmap_matcher.training.scoring import Score

_SEED = 20230920
_HEADS = ("recall", "precision", "false accepts", "strings a second", "judged on")


@attrs.frozen
class Line:
    """One row of the table."""

    name: str
    score: Score
    a_second: float
    strings: int

    def __str__(self) -> str:
        figures = self.score.figures()
        shares = (figures["recall"], figures["precision"], figures["false_accepts_on_negatives"])
        return f"| {self.name} | {' | '.join(f'{one:.3f}' for one in shares)} | {self.a_second:,.0f} | {self.strings:,} |"


def main(words: Sequence[str]) -> None:
    """Print the table, in Markdown."""
    stay_on_one_core()
    print(describe_machine(), end="\n\n", flush=True)
    cases = sample([case for case in load_cases("tune") if case.id.startswith("real-")] + list(load_cases("measure")))
    print(f"| | {' | '.join(_HEADS)} |\n|{' --- |' * (len(_HEADS) + 1)}", flush=True)
    print(ours(cases), flush=True)
    table, client = alias_table(), Client.local()
    cards = {one.id: one for one in client.qualifications()}
    for peer in PEERS:
        if words and not any(word in peer.name for word in words):
            continue
        judged = cases[: peer.most]
        pieces = sorted({piece for case in judged for piece in split(case.text)})
        matcher = peer.over(table)
        start = time.perf_counter()
        found: Sequence[Nearest] = matcher.nearest(pieces)
        took = time.perf_counter() - start
        naming = best(Naming(dict(zip(pieces, found, strict=True)), cards), peer.cutoffs, judged)
        name = f"{peer.name} (≥ {naming.cutoff:g})"
        print(Line(name, scored(judged, naming.answer), len(judged) / took, len(judged)), flush=True)


def ours(cases: Sequence[Case]) -> Line:
    """qualmap, on strings that it has not seen in this process."""
    client = Client.local()
    for case in load_cases("tune")[:50]:  # what is built on first use
        client.match(f"{case.text} ")
    start = time.perf_counter()
    answers = {case.id: client.match(Credential(case.text, case.issuer), edition=EDITION) for case in cases}
    took = time.perf_counter() - start
    return Line("**qualmap**", scored(cases, lambda case: answers[case.id]), len(cases) / took, len(cases))


def sample(cases: Sequence[Case]) -> list[Case]:
    """The cases in a random order, which is the same every time: a slow peer is judged on the first of them."""
    return random.Random(_SEED).sample(list(cases), len(cases))


if __name__ == "__main__":
    main(sys.argv[1:])
