"""How often qualmap is right, beside two naive peers on the same strings and the same names: `scripts/bench accuracy`.

The peers cut each text at separators, take the most alike name for every piece if it is alike enough, and take
everything for held. How alike is enough is chosen in their favour: the cutoff with the best F1 on the part that qualmap
was tuned on.
"""

from __future__ import annotations

import os
import random
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor

from _naming import EDITION, Naming, best, scored
from _peers import FuzzyName, Nearest, TfidfName, alias_table, split

from qualmap import Client, Credential, MatchResult
from qualmap_matcher.training.cases import Case, load_cases

_SAMPLE = 1_000  # of our own cases to tune on: with all of them WRatio would take many minutes and say the same
_SEED = 20230920
_COLUMNS = {
    "recall": "recall",
    "precision": "precision",
    "false_accepts_on_negatives": "false accepts\non negatives",
    "ambiguous_settled_without_ground": "ambiguous settled\nwithout ground",
    "not_held_taken_as_held": "not held\ntaken as held",
    "claim_accuracy": "claim\naccuracy",
}
_PROMISED = {
    "recall": "≥ 0.96",
    "precision": "≥ 0.99",
    "false_accepts_on_negatives": "≤ 0.01",
    "ambiguous_settled_without_ground": "≤ 0.02",
    "not_held_taken_as_held": "≤ 0.03",
    "claim_accuracy": "≥ 0.97",
}
_WIDTH, _COLUMN = 32, 19  # characters


def main() -> None:
    """Print the table."""
    client = Client.local()
    real = [case for case in load_cases("tune") if case.id.startswith("real-")]
    own = [case for case in load_cases("tune") if not case.id.startswith("real-")]
    sample = random.Random(_SEED).sample(own, min(_SAMPLE, len(own)))
    tune, measure = real + sample, load_cases("measure")
    pieces = sorted({piece for case in (*tune, *measure) for piece in split(case.text)})
    table = alias_table()
    cards = {one.id: one for one in client.qualifications()}
    fuzzy = best(Naming(fuzzy_names(table, pieces), cards), range(60, 101, 2), tune)
    tfidf = best(Naming(tfidf_names(table, pieces), cards), [cutoff / 100 for cutoff in range(20, 101, 2)], tune)
    answers: dict[str, Callable[[Case], MatchResult]] = {
        "qualmap": lambda case: client.match(Credential(case.text, case.issuer), edition=EDITION),
        f"best fuzzy name, WRatio ≥ {fuzzy.cutoff:g}": fuzzy.answer,
        f"nearest name, TF-IDF ≥ {tfidf.cutoff:.2f}": tfidf.answer,
    }
    print(heading())
    for title, cases in (
        (f"Real strings, {len(real):,}: qualmap was tuned on them", real),
        (f"Cases of our own, {len(sample):,} of {len(own):,} at random: qualmap was tuned on them", sample),
        (f"Cases of our own, {len(measure):,}: only measured; no family of theirs was tuned on", measure),
    ):
        print(f"\n{title}")
        for name, answer in answers.items():
            print(line(name, {key: f"{value:.4f}" for key, value in scored(cases, answer).figures().items()}))
    print(f"\n{line('promised of qualmap', _PROMISED)}")
    print(
        f"\nThe same strings for all. The peers choose among {len(table):,} names, take everything for held and, of a\n"
        "name that several qualifications share, the first; their cutoffs are those with the best F1 on the first two\n"
        "parts. qualmap alone reads the issuer that stands beside a text."
    )


def fuzzy_names(table: dict[str, str], pieces: Sequence[str]) -> dict[str, Nearest]:
    """The most alike name of every piece, by all cores: one would take minutes, and nobody's time is measured here."""
    peer, cores = FuzzyName.over(table), os.cpu_count() or 1
    shares = [pieces[start :: 4 * cores] for start in range(4 * cores)]
    with ProcessPoolExecutor(cores) as pool:
        return {
            piece: nearest
            for share, found in zip(shares, pool.map(peer.nearest, shares), strict=True)
            for piece, nearest in zip(share, found, strict=True)
        }


def tfidf_names(table: dict[str, str], pieces: Sequence[str]) -> dict[str, Nearest]:
    """The most alike name of every piece."""
    return dict(zip(pieces, TfidfName.over(table).nearest(pieces), strict=True))


def heading() -> str:
    """The names of the columns, on two lines."""
    names = [name.split("\n") if "\n" in name else ["", name] for name in _COLUMNS.values()]
    return "\n".join(" " * _WIDTH + "".join(f"{part:>{_COLUMN}}" for part in row) for row in zip(*names, strict=True))


def line(name: str, shares: dict[str, str]) -> str:
    """One line of the table."""
    return f"  {name:<{_WIDTH - 2}}" + "".join(f"{shares[key]:>{_COLUMN}}" for key in _COLUMNS)


if __name__ == "__main__":
    main()
