"""Which files are meant: names, folders with everything in them, and patterns that no shell has expanded."""

from __future__ import annotations

import glob
from collections.abc import Iterable, Iterator
from pathlib import Path

from qualmap.errors import InputError
from qualmap.files.compression import inner_name

STANDARD_INPUT = "-"
ENDINGS = (".csv", ".tsv", ".tab", ".jsonl", ".ndjson", ".json", ".xlsx", ".xlsm", ".xlsb", ".xls", ".ods", ".parquet")
"""What is looked for in a folder; the texts among them also packed. A file that is named may be called anything."""

_NEVER_PACKED = frozenset(ENDINGS[6:])
_ASIDE = (".", "_")  # how names begin of what programs keep for themselves, as those that write Parquet do


def found_files(arguments: Iterable[str]) -> tuple[str, ...]:
    """The files that these arguments mean, each once, in the order of the arguments and by name within a folder or pattern.

    Raises:
        InputError: a file is not there, a folder or a pattern has none, or standard input is one of several.

    """
    named = [file for argument in arguments for file in _found(argument)]
    files = tuple(dict.fromkeys(named))
    if STANDARD_INPUT in files and len(files) > 1:
        raise InputError("standard input goes alone, without files beside it", field="file")
    for file in files if len(files) > 1 else ():
        if not Path(file).is_file():
            raise InputError(f"{file} cannot be opened: no such file", field="file")
    return files


def _found(argument: str) -> Iterator[str]:
    path = Path(argument)
    if argument == STANDARD_INPUT or not (path.is_dir() or glob.has_magic(argument)):
        yield argument
    elif path.is_dir():
        yield from _inside(path)
    elif path.exists():  # a name with such signs in it
        yield argument
    else:
        matches = [Path(one) for one in sorted(glob.glob(argument, recursive=True))]  # noqa: PTH207 - a path's own knows no absolute one
        files = [str(one) for one in matches if one.is_file()]
        if not files:
            raise InputError(f"no file is called like {argument}", field="file")
        yield from files


def _inside(folder: Path) -> Iterator[str]:
    files = [path for path in sorted(folder.rglob("*")) if _is_read(path.relative_to(folder)) and path.is_file()]
    if not files:
        raise InputError(f"{folder} has no file that ends in {', '.join(ENDINGS)}", field="file")
    yield from map(str, files)


def _is_read(path: Path) -> bool:
    inner = inner_name(path)
    ending = inner.suffix.casefold()
    known = ending in ENDINGS and (inner == path or ending not in _NEVER_PACKED)
    return known and not any(part.startswith(_ASIDE) for part in path.parts)
