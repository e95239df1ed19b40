"""Make everything under `compiled/` again: `python -m qualmap_matcher.training`.

    python -m qualmap_matcher.training --cases FILE --output FOLDER

learns from more labelled cases too, such as `qualmap train --from-reviews` writes. That never goes into the bundled data: it
needs a folder of its own.
"""

from __future__ import annotations

import argparse
import csv
import json
from pathlib import Path
from typing import Any

import qualmap_lists
from qualmap_matcher.engine.compiling import compile_lexicon
from qualmap_matcher.engine.lexicon import Lexicon
from qualmap_matcher.engine.reading import Reader
from qualmap_matcher.registry.describing import answered
from qualmap_matcher.registry.reading import read_registry
from qualmap_matcher.training.cases import Case, load_cases, read_cases
from qualmap_matcher.training.characters import simplified_characters
from qualmap_matcher.training.fitting import fit_model
from qualmap_matcher.training.noise import noisy_cases


def main() -> None:
    """Write the character table, the lexicon, the cards and the model, in this order."""
    parser = argparse.ArgumentParser(prog="python -m qualmap_matcher.training", description="Make the compiled data again.")
    parser.add_argument("--cases", action="append", type=Path, default=[], metavar="FILE", help="more cases, as JSON Lines")
    parser.add_argument("--output", type=Path, metavar="FOLDER", help="write here and not into the bundled data")
    options = parser.parse_args()
    if options.cases and options.output is None:
        parser.error("--cases needs --output: the bundled data is made from the bundled cases alone")
    more = [case for file in options.cases for case in read_cases(file)]
    if options.output is None:
        folder = Path(str(qualmap_lists.data_folder()))
        with (folder / "words" / "characters.csv").open("w", newline="", encoding="utf-8") as file:
            csv.writer(file, lineterminator="\n").writerows(simplified_characters())
        compiled = folder / "compiled"
    else:
        compiled = options.output
        compiled.mkdir(parents=True, exist_ok=True)
    lexicon = compile_lexicon(qualmap_lists.data_folder())
    write(compiled / "lexicon.json", lexicon)
    write(compiled / "qualifications.json", cards())
    opened = Lexicon.from_compiled(lexicon)
    write(compiled / "model.json", fit_model([*examples(), *more], Reader(opened)))


def examples() -> list[Case]:
    """What the model learns from: the labelled cases to tune on, and noisy writing of the registry's names."""
    registry = read_registry(qualmap_lists.data_folder() / "registry")
    return [*load_cases("tune"), *noisy_cases(registry)]


def cards() -> dict[str, Any]:
    """What an answer says of each qualification."""
    registry = read_registry(qualmap_lists.data_folder() / "registry")
    return {id_: answered(one).to_dict() for id_, one in sorted(registry.qualifications.items())}


def write(file: Path, content: object) -> None:
    """Write JSON with one entry a line where that can be read, and the same bytes for the same content."""
    file.write_text(json.dumps(content, ensure_ascii=False, indent=0, sort_keys=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
