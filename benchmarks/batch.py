"""How long a million people take, as ratios to peers in the same run: `scripts/bench batch [--rows N] [--distinct N]`.

Every run is a process of its own, so that its peak of memory is its own. What is made once and kept is not timed.
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

import attrs
from _machine import describe_machine
from _many_people import write_people
from _promises import Promise

_HERE = Path(__file__).parent
_ROUNDS = 3  # contenders take turns; the median counts
_FEWER = 10  # how many times smaller the files are that show growth, and that of distinct texts alone


@attrs.frozen
class Ran:
    """A run, or the median of several."""

    seconds: float
    mebibytes: float


def main() -> None:
    """Measure and print everything."""
    asked = _arguments()
    print(describe_machine(), end="\n\n", flush=True)
    with tempfile.TemporaryDirectory(prefix="qualmap-bench-") as folder:
        print(Files(Path(folder), asked.rows, asked.distinct).report(spark=asked.spark))


@attrs.define
class Files:
    """The files of one run of the benchmark, and what is measured on them."""

    folder: Path
    rows: int
    distinct: int

    def report(self, *, spark: bool) -> str:
        """Everything, in lines."""
        fewer = self.rows // _FEWER
        large = {kind: self._people(f"large.{kind}", self.rows, self.distinct) for kind in ("parquet", "csv")}
        small = self._people("small.parquet", fewer, min(self.distinct, fewer))
        apart = self._people("apart.parquet", fewer, fewer)
        ran: dict[str, list[Ran]] = {}
        for _ in range(_ROUNDS):
            for kind, file in large.items():
                for who in ("pyarrow", "one"):
                    ran.setdefault(f"{who} {kind}", []).append(self._run(who, file, kind))
            for who in ("one worker", "two", *(["spark"] if spark else [])):
                ran.setdefault(who, []).append(self._run(who, large["parquet"], "parquet"))
            ran.setdefault("small", []).append(self._run("one", small, "parquet"))
            ran.setdefault("small full", []).append(self._run("full", small, "parquet"))
        ran["apart"] = [self._run("one", apart, "parquet")]
        ran["pyarrow apart"] = [self._run("pyarrow", apart, "parquet")]
        median = {name: _median(runs) for name, runs in ran.items()}
        lines = [f"{self.rows:,} people, {self.distinct:,} distinct texts; the growth from {fewer:,}:"]
        lines += [f"  {name:<24}{one.seconds:>9.2f} s{one.mebibytes:>9.0f} MiB at its peak" for name, one in median.items()]
        lines += [*map(str, self._promises(median, spark=spark))]
        return "\n".join(lines)

    def _promises(self, median: dict[str, Ran], *, spark: bool) -> list[Promise]:
        of = {name: one.seconds for name, one in median.items()}
        told = [
            Promise("Parquet to Parquet, by pyarrow alone", of["one parquet"] / of["pyarrow parquet"], 6, more=False),
            Promise("CSV to CSV, by pyarrow alone", of["one csv"] / of["pyarrow csv"], 6, more=False),
            Promise(
                "memory, by that of a tenth of the rows",
                median["one parquet"].mebibytes / median["small"].mebibytes,
                1.15,
                more=False,
            ),
            Promise(
                "time, by ten times that of a tenth of the rows", of["one parquet"] / (_FEWER * of["small"]), 1.1, more=False
            ),
            Promise("two processes, by one", of["one parquet"] / of["two"], 1.7, more=True),
        ]
        if spark:
            told.append(Promise("Spark on two cores, by two processes", of["two"] / of["spark"], 0.5, more=True))
        return told

    def _people(self, name: str, rows: int, distinct: int) -> Path:
        file = self.folder / name
        write_people(file, rows, distinct=distinct)
        return file

    def _run(self, who: str, source: Path, kind: str) -> Ran:
        target = self.folder / f"answers.{kind}"
        command = (sys.executable, str(_HERE / "_batch_runs.py"), who, str(source), str(target))
        done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
        return Ran(**json.loads(done.stdout.splitlines()[-1]))


def _median(runs: list[Ran]) -> Ran:
    return Ran(statistics.median(one.seconds for one in runs), statistics.median(one.mebibytes for one in runs))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--distinct", type=int, default=10_000)
    parser.add_argument("--spark", action=argparse.BooleanOptionalAction, default=True)
    return parser.parse_args()


if __name__ == "__main__":
    main()
