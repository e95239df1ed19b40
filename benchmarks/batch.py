"""How long a million people take, as ratios to peers in the same run: `scripts/bench batch [--rows N] [--distinct N]`.

`--picture FILE.svg` draws the times beside each other. Every run is a process of its own, so that its peak of memory is its own.
What is made once and kept is not timed.
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
from _picture import bars
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
        ran = Files(Path(folder), asked.rows, asked.distinct).ran(spark=asked.spark)
    print(f"{asked.rows:,} people, {asked.distinct:,} distinct texts, unless it says otherwise:")
    for name, one in ran.items():
        print(f"  {name:<34}{one.seconds:>9.2f} s{one.mebibytes:>9.0f} MiB at its peak")
    for promise in promises(ran):
        print(promise)
    if asked.picture:
        title = f"{asked.rows:,} people with {asked.distinct:,} distinct texts: times as long as pyarrow alone"
        asked.picture.write_text(bars(title, describe_machine().splitlines(), _pictured(ran)), encoding="utf-8")


@attrs.define
class Files:
    """The files of one run of the benchmark, and what runs on them."""

    folder: Path
    rows: int
    distinct: int

    def ran(self, *, spark: bool) -> dict[str, Ran]:
        """The medians of all runs by name; a name says what is not as in the others."""
        fewer = self.rows // _FEWER
        large = {kind: self._people(f"large.{kind}", self.rows, self.distinct) for kind in ("parquet", "csv")}
        small = self._people("small.parquet", fewer, min(self.distinct, fewer))
        apart = self._people("apart.parquet", fewer, fewer)
        plan = [(f"{who}, {kind}", (who, file, kind)) for kind, file in large.items() for who in ("pyarrow", "one process")]
        others = ("one worker", "two workers", *(["Spark"] if spark else []), "texts", "texts, ten times the names")
        plan += [(who, (who, large["parquet"], "parquet")) for who in others]
        plan += [
            ("a tenth of the rows", ("one process", small, "parquet")),
            ("the same in full", ("full answers", small, "parquet")),
        ]
        runs: dict[str, list[Ran]] = {}
        for _ in range(_ROUNDS):
            for name, what in plan:
                runs.setdefault(name, []).append(self._run(*what))
        for name, who in (("pyarrow, all distinct", "pyarrow"), ("a tenth, all distinct", "one process")):
            runs[name] = [self._run(who, apart, "parquet")]
        return {name: _median(several) for name, several in runs.items()}

    def _people(self, name: str, rows: int, distinct: int) -> Path:
        file = self.folder / name
        write_people(file, rows, distinct=distinct)
        return file

    def _run(self, who: str, source: Path, kind: str) -> Ran:
        target = self.folder / f"answers of {who}.{kind}"  # Spark makes a folder of its own
        command = (sys.executable, str(_HERE / "_batch_runs.py"), who, str(source), str(target))
        done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
        return Ran(**json.loads(done.stdout.splitlines()[-1]))


def promises(ran: dict[str, Ran]) -> list[Promise]:
    """What was promised, and what came of it."""
    of = {name: one.seconds for name, one in ran.items()}
    growth = ran["one process, parquet"].mebibytes / ran["a tenth of the rows"].mebibytes
    told = [
        Promise(
            "Parquet to Parquet, one process, by pyarrow", of["one process, parquet"] / of["pyarrow, parquet"], 6, more=False
        ),
        Promise("the same with two workers", of["two workers"] / of["pyarrow, parquet"], 6, more=False),
        Promise("CSV to CSV, one process, by pyarrow", of["one process, csv"] / of["pyarrow, csv"], 6, more=False),
        Promise("memory, by that of a tenth of the rows", growth, 1.15, more=False),
        Promise(
            "time, by ten times that of a tenth of the rows",
            of["one process, parquet"] / (_FEWER * of["a tenth of the rows"]),
            1.1,
            more=False,
        ),
        Promise("two workers, by one process", of["one process, parquet"] / of["two workers"], 1.7, more=True),
        Promise("ten times the names, a distinct text", of["texts, ten times the names"] / of["texts"], 2, more=False),
    ]
    if "Spark" in of:
        told.append(Promise("Spark on two cores, by two workers", of["two workers"] / of["Spark"], 0.5, more=True))
    return told


def _pictured(ran: dict[str, Ran]) -> dict[str, float]:
    """The runs over the same Parquet file, as ratios to pyarrow's."""
    shown = ("pyarrow, parquet", "one process, parquet", "one worker", "two workers", "Spark")
    return {name: ran[name].seconds / ran["pyarrow, parquet"].seconds for name in shown if name in ran}


def _median(runs: list[Ran]) -> Ran:
    return Ran(statistics.median(one.seconds for one in runs), statistics.median(one.mebibytes for one in runs))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--distinct", type=int, default=10_000)
    parser.add_argument("--picture", type=Path)
    parser.add_argument("--spark", action=argparse.BooleanOptionalAction, default=True)
    return parser.parse_args()


if __name__ == "__main__":
    main()
