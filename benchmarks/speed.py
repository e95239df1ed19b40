"""How fast qualmap is, as ratios to peers in the same run on one core: `scripts/bench speed`.

Ratios travel between machines and times do not, so the promises are ratios. Everything that is made once and kept (the
peers' fitted tables; the engine's lexicon, and the indices it builds on first use) is made before the clock starts, and
what it took is printed.
"""

from __future__ import annotations

import collections
import json
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import ParamSpec

from _machine import describe_machine, stay_on_one_core
from _peers import FuzzyName, NeighbourName, TfidfName, alias_table
from _promises import Promise
from _strings import distinct_strings, repeated, typical_variants

from qualmap import Client
from qualmap.local import LocalMatcher
from qualmap_matcher.engine.engine import Engine

Arguments = ParamSpec("Arguments")

_DISTINCT = 10_000
_BATCH = 1_000_000
_ROUNDS = 3  # contenders take turns, so that a slow minute of the machine falls on all; the median counts
_SAMPLE = 50  # strings a round for WRatio, whose 10,000 would take half an hour
_STARTS = 11  # of each program, after one that fills the caches
_EDITION = "1.0"

_QUALMAP = str(Path(sys.executable).with_name("qualmap"))
_EXACT = """
import json, sys, time
import qualmap
client = qualmap.Client.local()
client.match("CFA charterholder", edition="1.0")  # code that runs for the first time is slow, whatever it does
start = time.perf_counter()
client.match("FCCA", edition="1.0")
new = time.perf_counter() - start
start = time.perf_counter()
for _ in range(10_000):
    client.match("FCCA", edition="1.0")
remembered = (time.perf_counter() - start) / 10_000
print(json.dumps({"new": new, "remembered": remembered, "sklearn": "sklearn" in sys.modules}))
"""
_MEMORY = """
import json, psutil, sys
before = psutil.Process().memory_info().rss
import qualmap
client = qualmap.Client.local()
client.match("FCCA")
exact = psutil.Process().memory_info().rss
for text in json.loads(sys.argv[1]):
    client.match(text)
print(json.dumps({"exact": exact - before, "all": psutil.Process().memory_info().rss - before}))
"""


def main() -> None:
    """Measure and print everything."""
    stay_on_one_core()
    print(describe_machine(), end="\n\n", flush=True)
    promises = [*batches(), *cold_starts()]
    exact_path()
    memory()
    print("Ratios, and what was promised:")
    for promise in promises:
        print(promise)


def batches() -> list[Promise]:
    """Distinct strings and a batch with repetition: qualmap beside both peers."""
    table, strings = alias_table(), distinct_strings(_DISTINCT)
    fuzzy = FuzzyName.over(table)
    start = time.perf_counter()
    tfidf, neighbours = TfidfName.over(table), NeighbourName.over(table)
    fitting = time.perf_counter() - start
    took: dict[str, list[float]] = {"opening": [], "qualmap": [], "tfidf": [], "neighbours": [], "fuzzy": []}
    for turn in range(_ROUNDS):
        start = time.perf_counter()
        client = opened()
        took["opening"].append(time.perf_counter() - start)
        took["qualmap"].append(seconds(exhaust, client.match_many(strings, edition=_EDITION)) / _DISTINCT)
        took["tfidf"].append(seconds(tfidf.nearest, strings) / _DISTINCT)
        took["neighbours"].append(seconds(neighbours.nearest, strings) / _DISTINCT)
        took["fuzzy"].append(seconds(fuzzy.nearest, strings[turn * _SAMPLE : (turn + 1) * _SAMPLE]) / _SAMPLE)
    million = seconds(exhaust, opened().match_many(repeated(strings, _BATCH), edition=_EDITION)) / _BATCH
    one = {name: statistics.median(times) for name, times in took.items()}
    print(f"{_DISTINCT:,} distinct strings, {statistics.mean(map(len, strings)):.0f} characters on average, in a batch:")
    line("qualmap", one["qualmap"] * 1e6, "µs a string")
    line("TF-IDF nearest neighbour", one["neighbours"] * 1e6, "µs a string, scikit-learn's own search")
    line("TF-IDF nearest name", one["tfidf"] * 1e6, "µs a string, the same by one sparse product")
    line("rapidfuzz extractOne(WRatio)", one["fuzzy"] * 1e6, f"µs a string, from {_ROUNDS * _SAMPLE} of them")
    line(f"qualmap, {_BATCH:,} with repeats", million * 1e6, "µs a string")
    print(
        f"  The peers choose among {len(table):,} names. Made before the clock started: qualmap's engine with its\n"
        f"  indices in {one['opening']:.1f} s, both TF-IDF tables in {fitting:.1f} s.\n"
    )
    return [
        Promise("distinct strings in a batch, by extractOne(WRatio)", one["fuzzy"] / one["qualmap"], 20, more=True),
        Promise("distinct strings, by TF-IDF nearest neighbour", one["neighbours"] / one["qualmap"], 2, more=True),
        Promise("the same, by the leaner sparse product", one["tfidf"] / one["qualmap"], 2, more=True),
        Promise("a million strings, 10,000 distinct, by extractOne(WRatio)", one["fuzzy"] / million, 500, more=True),
    ]


def opened() -> Client:
    """A client whose engine is new, remembers no answer, and has built the indices that it builds on first use."""
    client = Client(LocalMatcher(Engine.bundled()))
    exhaust(client.match_many(typical_variants(50), edition=_EDITION))
    return client


def cold_starts() -> list[Promise]:
    """How long programs take from nothing to their end."""
    commands = {
        "qualmap match FCCA": (_QUALMAP, "match", "FCCA"),
        "import httpx": (sys.executable, "-c", "import httpx"),
        "import qualmap": (sys.executable, "-c", "import qualmap"),
        "import httpx, attrs, cattrs": (sys.executable, "-c", "import httpx, attrs, cattrs"),
    }
    took: dict[str, list[float]] = {name: [] for name in commands}
    for turn in range(_STARTS + 1):
        for name, command in commands.items():
            passed = seconds(output, *command)
            if turn:
                took[name].append(passed)
    start = {name: statistics.median(times) for name, times in took.items()}
    print(f"Cold starts, median of {_STARTS}:")
    for name, median in start.items():
        line(name, median * 1e3, "ms")
    print()
    whole, imported = start["qualmap match FCCA"], start["import qualmap"]
    return [
        Promise("qualmap match FCCA, cold, by import httpx", whole / start["import httpx"], 2.5, more=False),
        Promise("import qualmap, by its dependencies", imported / start["import httpx, attrs, cattrs"], 1.3, more=False),
    ]


def exact_path() -> None:
    """One look-up by acronym, in processes that do nothing else."""
    runs = [json.loads(output(sys.executable, "-c", _EXACT)) for _ in range(5)]
    print("The exact path, median of 5 processes:")
    line("'FCCA', new", statistics.median(run["new"] for run in runs) * 1e6, "µs")
    line("'FCCA', remembered", statistics.median(run["remembered"] for run in runs) * 1e6, "µs")
    imported = any(run["sklearn"] for run in runs)
    print(f"  scikit-learn was {'imported, which it must not be' if imported else 'not imported'}\n")


def memory() -> None:
    """What the process grows by."""
    grown = json.loads(output(sys.executable, "-c", _MEMORY, json.dumps(typical_variants(50))))
    print("Memory of the loaded engine, beyond the interpreter's:")
    line("after 'FCCA'", grown["exact"] / 2**20, "MiB")
    line("after misspelled names too", grown["all"] / 2**20, "MiB, with the tables for near names")
    print()


def seconds(work: Callable[Arguments, object], *args: Arguments.args, **kwargs: Arguments.kwargs) -> float:
    """How long the work took."""
    start = time.perf_counter()
    work(*args, **kwargs)
    return time.perf_counter() - start


def exhaust(answers: Iterable[object]) -> None:
    """Take every answer and keep none."""
    collections.deque(answers, maxlen=0)


def output(*command: str) -> str:
    """What a program of ours printed; raises where it failed."""
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def line(what: str, amount: float, unit: str) -> None:
    """Print one measurement."""
    print(f"  {what:<34}{amount:>12,.1f} {unit}")


if __name__ == "__main__":
    main()
